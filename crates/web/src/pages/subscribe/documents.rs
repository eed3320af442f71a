//! The page's documents with their types, made from the schema.

use crate::{
    client::document,
    types::{DateTime, SubscriptionState, Weekday, WorkflowState},
};
use domain::{digest_period::Frequency, vocabulary::FieldOfAction};

document!(pub(super) Subscribe, "src/pages/subscribe/query.graphql", variable_types("domain::CaseFilter"));

document!(pub(super) GatherReplies, "src/pages/subscribe/query.graphql");

document!(pub(super) Followed, "src/pages/subscribe/query.graphql");

document!(pub(super) FocusOfEach, "src/pages/subscribe/query.graphql");
