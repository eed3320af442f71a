//! The page's documents with their types, made from the schema.

use crate::{
    client::document,
    types::{DateTime, SynonymKind},
};

document!(pub(super) SearchDesk, "src/pages/search_desk/query.graphql");
document!(pub(super) GroupToChange, "src/pages/search_desk/query.graphql");
document!(pub(super) CreateSynonymGroup, "src/pages/search_desk/query.graphql");
document!(pub(super) UpdateSynonymGroup, "src/pages/search_desk/query.graphql");
document!(pub(super) DeleteSynonymGroup, "src/pages/search_desk/query.graphql");
