//! The page's documents with their types, made from the schema.

use crate::{client::document, types::DateTime};
use domain::Role;

document!(pub(super) Deputies, "src/pages/deputies/query.graphql");
document!(pub(super) NameDeputy, "src/pages/deputies/query.graphql");
document!(pub(super) EndDeputation, "src/pages/deputies/query.graphql");
