//! The page's documents with their types, made from the schema.

use crate::{
    client::document,
    types::{CaseAction, DateTime, FreshnessState, ReviewParty, WorkflowState},
};
use domain::vocabulary::{
    Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
    TargetGroup,
};

document!(pub(super) EditedCase, "src/pages/edit_case/query.graphql");

document!(pub(super) Withdraw, "src/pages/edit_case/query.graphql");

document!(pub(super) AddComment, "src/pages/edit_case/query.graphql");

document!(pub(super) ResolveComment, "src/pages/edit_case/query.graphql");

document!(pub(super) ConfirmCase, "src/pages/edit_case/query.graphql");

document!(pub(super) RequestChanges, "src/pages/edit_case/query.graphql");

document!(pub(super) ClaimReview, "src/pages/edit_case/query.graphql");

document!(pub(super) ReleaseReview, "src/pages/edit_case/query.graphql");

document!(pub(super) HandOverReview, "src/pages/edit_case/query.graphql");

document!(pub(super) FreeReview, "src/pages/edit_case/query.graphql");

document!(pub(super) AddMaterial, "src/pages/edit_case/query.graphql");

document!(pub(super) UpdateMaterial, "src/pages/edit_case/query.graphql");

document!(pub(super) RemoveMaterial, "src/pages/edit_case/query.graphql");
