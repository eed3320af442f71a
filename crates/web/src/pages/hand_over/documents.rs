//! The page's documents with their types, made from the schema.

use crate::{client::document, types::DateTime};

document!(pub(super) CaseHandedOver, "src/pages/hand_over/query.graphql");

document!(pub(super) Colleagues, "src/pages/hand_over/query.graphql");

document!(pub(super) HandOver, "src/pages/hand_over/query.graphql");
