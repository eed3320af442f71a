//! The page's documents with their types, made from the schema.

use crate::client::document;
use domain::vocabulary::State;

document!(pub(super) AdvisableMunicipalities, "src/pages/advised/query.graphql");
document!(pub(super) SetAdvised, "src/pages/advised/query.graphql");
