//! The page's documents with their types, made from the schema.

use crate::{client::document, types::DateTime};

document!(pub(super) LogEntries, "src/pages/audit_log/query.graphql");
document!(pub(super) NamedThings, "src/pages/audit_log/query.graphql");
