//! The page's documents with their types, made from the schema.

use crate::{
    client::document,
    types::{CaseAction, DateTime, WorkflowState},
};

document!(pub(super) CaseToRemove, "src/pages/remove_case/query.graphql");

document!(pub(super) EraseCase, "src/pages/remove_case/query.graphql");
