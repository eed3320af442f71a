//! The page's documents with their types, made from the schema.

use crate::{client::document, types::DateTime};
use domain::Role;

document!(pub(super) People, "src/pages/members/query.graphql");
document!(pub(super) InviteMember, "src/pages/members/query.graphql");
document!(pub(super) RevokeInvitation, "src/pages/members/query.graphql");
document!(pub(super) ChangeMemberRole, "src/pages/members/query.graphql");
document!(pub(super) ResetSecondFactor, "src/pages/members/query.graphql");
document!(pub(super) DisableMember, "src/pages/members/query.graphql");
document!(pub(super) EnableMember, "src/pages/members/query.graphql");
