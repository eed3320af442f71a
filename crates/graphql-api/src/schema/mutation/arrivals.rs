//! Mutations by which people come to the network: invitations and registrations.

use super::payload::{
    AcceptInvitationPayload, ConfirmRegistrationPayload, InviteMemberPayload, RegisterPayload, RevokeInvitationPayload, outcome,
};
use crate::{
    errors::ApiError,
    schema::{
        case_filter::municipality,
        enums::Role,
        global_id::decode_apart,
        types::{
            network_entry::{INVITATION, Invitation, Registration},
            user_error::UserError,
        },
    },
    session::Session,
};
use async_graphql::{Context, ID, InputObject, Object};
use domain::{Ags, ids::InvitationId};
use usecases::{Refusal, people};

/// Whom to invite, and as what.
#[derive(InputObject)]
struct InviteMemberInput {
    /// The mail address.
    #[graphql(secret)]
    email: String,
    /// The role. A municipality's coordination invites readers, authors and coordinators of its own, the agency those of every municipality,
    /// administrators the agency's own people as well.
    role: Role,
    /// The municipality's AGS; none for the agency's own people.
    municipality: Option<String>,
    /// What the person is to be there for, up to 120 characters: `Bildungskoordination`.
    function: Option<String>,
}

/// The mutations by which people come.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ArrivalMutation;

#[Object]
impl ArrivalMutation {
    /// Sends an invitation by mail. It can be accepted once, until it expires (`expiresAt`). The answer does not depend on whether the address
    /// has an account.
    async fn invite_member(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whom to invite, and as what.")] input: InviteMemberInput,
        #[graphql(desc = "A name for this wish, 1 to 255 characters, best a random UUID. Whoever asks for the same under the same name \
                          once more, as where an answer was lost, gets what is there already; once it cannot be accepted any more, that \
                          is refused as a DUPLICATE.")]
        idempotency_key: Option<String>,
    ) -> Result<InviteMemberPayload, ApiError> {
        let session = Session::of(context)?;
        let municipality = match input.municipality.as_deref().map(parsed).transpose() {
            Ok(municipality) => municipality,
            Err(errors) => return Ok(Err(errors).into()),
        };
        let InviteMemberInput { email, role, function, .. } = input;
        let request = people::InviteRequest { email, role: role.into(), municipality, function, key: idempotency_key };
        let invited = people::invite(&session.network, &session.viewer, request).await;
        Ok(outcome(session, invited.map(Invitation))?.into())
    }

    /// Takes an invitation back; its link no longer works.
    async fn revoke_invitation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The invitation's id.")] id: ID,
    ) -> Result<RevokeInvitationPayload, ApiError> {
        let session = Session::of(context)?;
        let id = decode_apart(INVITATION, &id).unwrap_or_default();
        let revoked = people::revoke_invitation(&session.network, &session.viewer, InvitationId(id)).await;
        Ok(outcome(session, revoked.map(Invitation))?.into())
    }

    /// Accepts an invitation with the token from its mail. The address has an account from now on; its owner signs in with it. Accepting
    /// again changes nothing.
    async fn accept_invitation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<AcceptInvitationPayload, ApiError> {
        let session = Session::of(context)?;
        let accepted = people::accept(&session.network, &token).await;
        Ok(outcome(session, accepted.map(Invitation))?.into())
    }

    /// Asks for an account as a reader of a municipality that lets addresses of this domain register. The answer is always the same; a mail
    /// tells the address's owner how to go on.
    async fn register(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The mail address.", secret)] email: String,
        #[graphql(desc = "The municipality's AGS.")] municipality: String,
    ) -> Result<RegisterPayload, ApiError> {
        let session = Session::of(context)?;
        // Where none was chosen, that is said together with what is wrong with the address.
        let municipality = match (!municipality.is_empty()).then(|| parsed(&municipality)).transpose() {
            Ok(municipality) => municipality,
            Err(errors) => return Ok(Err(errors).into()),
        };
        let registered = people::register(&session.network, &email, municipality.as_ref()).await;
        Ok(outcome(session, registered.map(|()| true))?.into())
    }

    /// Confirms a registration with the token from its mail. The address has an account from now on; its owner signs in with it.
    async fn confirm_registration(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<ConfirmRegistrationPayload, ApiError> {
        let session = Session::of(context)?;
        let confirmed = people::confirm_registration(&session.network, &token).await;
        Ok(outcome(session, confirmed.map(Registration))?.into())
    }
}

/// A municipality of the network, or what is wrong as payloads say it.
pub(super) fn parsed(given: &str) -> Result<Ags, Vec<UserError>> {
    municipality(given).map_err(|violation| UserError::of_refusal(&Refusal::Invalid(vec![violation])))
}
