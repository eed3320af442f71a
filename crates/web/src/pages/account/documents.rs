//! The page's documents with their types, made from the schema.

use crate::client::document;
use domain::Role;

document!(pub(super) OwnAccount, "src/pages/account/query.graphql");
document!(pub(super) OwnData, "src/pages/account/query.graphql");
document!(pub(super) SetFunction, "src/pages/account/query.graphql");
document!(pub(super) Erase, "src/pages/account/query.graphql");
document!(pub(super) LeaveNetwork, "src/pages/account/query.graphql");
