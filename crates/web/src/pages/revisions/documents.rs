//! The page's documents with their types, made from the schema.

use crate::{
    client::document,
    types::{CaseAction, DateTime, WorkflowState},
};

document!(pub(super) Revisions, "src/pages/revisions/query.graphql");
document!(pub(super) Compared, "src/pages/revisions/query.graphql");
document!(pub(super) RollBack, "src/pages/revisions/query.graphql");
