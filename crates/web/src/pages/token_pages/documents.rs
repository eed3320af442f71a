//! The pages' documents with their types, made from the schema.

use crate::{
    client::document,
    types::{SubscriptionState, Weekday},
};
use domain::{
    digest_period::Frequency,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup},
};

document!(pub(super) SubscriptionByToken, "src/pages/token_pages/query.graphql");
document!(pub(super) Confirm, "src/pages/token_pages/query.graphql");
document!(pub(super) Unsubscribe, "src/pages/token_pages/query.graphql");
