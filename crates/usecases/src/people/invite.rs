//! Invite somebody, and take an invitation back.

use super::{keeper, place_for, tidied_function};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    deliver, rate_limit,
    secret::Token,
};
use chrono::TimeDelta;
use domain::{
    Ags, EmailAddress, Role, Viewer,
    ids::{DeliveryId, InvitationId},
    permission::Action,
};
use futures_util::future::BoxFuture;
use mail::{InvitationMail, MailKind};
use serde_json::json;
use storage::Invitation;

/// Whom to invite, and as what.
#[derive(Debug, Clone)]
pub struct InviteRequest {
    /// The address, as typed.
    pub email: String,
    /// The role that the account is to have.
    pub role: Role,
    /// The municipality that it is to speak for; none for the agency's own people.
    pub municipality: Option<Ags>,
    /// What the person is to be there for, up to [`super::MAX_FUNCTION`] characters.
    pub function: Option<String>,
}

/// Sends an invitation. Whoever only stands in for a coordination invites to no role above their own. The outcome does not depend on whether
/// the address has an account: that is told to its owner alone.
///
/// Refused: unauthenticated, forbidden, invalid, rate limited.
pub fn invite<'a>(network: &'a Network, viewer: &'a Viewer, request: InviteRequest) -> BoxFuture<'a, Result<Invitation, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        let own = network.store.account(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        if !member.may_give(own.role, request.role, request.municipality.as_ref()) {
            return Err(Refusal::Forbidden.into());
        }
        let municipality = place_for(request.role, request.municipality)?;
        let (email, function) = match (EmailAddress::typed(&request.email), tidied_function(request.function.as_deref())) {
            (Ok(email), Ok(function)) => (email, function),
            (email, function) => return Err(Refusal::Invalid(email.err().into_iter().chain(function.err()).collect()).into()),
        };
        rate_limit::check_mail(network, viewer, &email)?;
        let now = network.clock.now();
        let token = Token::new(network.secrets.as_ref(), "")?;
        let invitation = Invitation {
            id: InvitationId(network.ids.next()),
            email: email.clone(),
            role: request.role,
            municipality,
            function,
            token_hash: token.hash(),
            invited_by: Some(member.account),
            created_at: now,
            expires_at: now + TimeDelta::days(i64::from(network.settings.retention.invitation_days)),
            accepted_at: None,
            revoked_at: None,
        };
        let mut accept_url = network.settings.page("/einladung");
        accept_url.query_pairs_mut().append_pair("token", token.reveal());
        let delivery = DeliveryId(network.ids.next());
        let place = invitation.municipality.as_ref().map(Ags::display_name);
        let mail = mail::invitation(
            &network.settings.mail_context(),
            InvitationMail {
                to: email,
                message_id: network.settings.message_id(MailKind::Invitation, delivery.0),
                accept_url,
                role: invitation.role.label().to_owned(),
                place,
                expires_at: invitation.expires_at,
                created_at: now,
            },
        )?;
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        transaction.insert_invitation(&invitation).await?;
        deliver::post(&mut transaction, delivery, &mail, now).await?;
        let what = ("invitation.sent", Thing::Invitation(invitation.id));
        let detail = json!({ "role": invitation.role.key(), "municipality": invitation.municipality });
        audit_log::write(network, &mut transaction, Some(member.account), what, detail, now).await?;
        network.commit(transaction).await?;
        Ok(invitation)
    })
}

/// The invitations of a municipality, or of the agency, that can still be accepted, the latest first.
///
/// Refused: unauthenticated, forbidden.
pub fn open_invitations<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: Option<&'a Ags>,
) -> BoxFuture<'a, Result<Vec<Invitation>, UseCaseError>> {
    Box::pin(async move {
        keeper(viewer, Action::SeeMembers, municipality)?;
        Ok(network.store.open_invitations(municipality, network.clock.now()).await?)
    })
}

/// Takes an invitation back; its link no longer works. Taking back what was taken back changes nothing.
///
/// Refused: unauthenticated, not found (what was accepted or is not the viewer's to see, too).
pub fn revoke_invitation<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: InvitationId,
) -> BoxFuture<'a, Result<Invitation, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let invitation = transaction.invitation_for_update(id).await?.ok_or(Refusal::NotFound)?;
        if !member.looks_after(invitation.role, invitation.municipality.as_ref()) || invitation.accepted_at.is_some() {
            return Err(Refusal::NotFound.into());
        }
        if invitation.revoked_at.is_some() {
            return Ok(invitation);
        }
        let now = network.clock.now();
        transaction.revoke_invitation(id, now).await?;
        audit_log::write(network, &mut transaction, Some(member.account), ("invitation.revoked", Thing::Invitation(id)), json!({}), now)
            .await?;
        network.commit(transaction).await?;
        Ok(Invitation { revoked_at: Some(now), ..invitation })
    })
}
