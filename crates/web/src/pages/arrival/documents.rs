//! The pages' documents with their types, made from the schema.

use crate::client::document;

document!(pub(super) InvitationByToken, "src/pages/arrival/query.graphql");
document!(pub(super) Accept, "src/pages/arrival/query.graphql");
document!(pub(super) RegistrationByToken, "src/pages/arrival/query.graphql");
document!(pub(super) ConfirmRegistration, "src/pages/arrival/query.graphql");
