//! The page's document with its types, made from the schema.

use crate::{
    client::document,
    types::{DateTime, FreshnessState, WorkflowState},
};
use domain::vocabulary::{
    Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
    TargetGroup,
};

document!(pub(super) Case, "src/pages/case/query.graphql");

document!(pub(super) Similar, "src/pages/case/query.graphql");
