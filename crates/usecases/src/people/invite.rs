//! Invite somebody, and take an invitation back.

use super::{keeper, place_for, tidied_function};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    deliver, idempotency, rate_limit,
    secret::Token,
};
use chrono::TimeDelta;
use domain::{
    Ags, EmailAddress, Role, Rule, Viewer, Violation,
    ids::{DeliveryId, InvitationId},
    permission::Action,
};
use futures_util::future::BoxFuture;
use mail::{InvitationMail, Mail, MailError, MailKind};
use serde_json::json;
use storage::{Invitation, StoreError};

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
    /// What the client names this wish by, 1 to 255 characters.
    pub key: Option<String>,
}

/// Sends an invitation. Whoever only stands in for a coordination invites to no role above their own. The outcome does not depend on whether
/// the address has an account: that is told to its owner alone. What was sent under the same key before is there already, as long as it can be
/// accepted.
///
/// Refused: unauthenticated, forbidden, invalid (what was sent under the same key and cannot be accepted any more, too), rate limited.
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
        let wish = json!([email.reveal(), request.role.key(), municipality, function]);
        let id = InvitationId(idempotency::id(network, member.account, request.key.as_deref(), "invitation", &wish)?);
        let now = network.clock.now();
        if let Some(key) = request.key
            && let Some(sent) = network.store.invitation(id).await?
        {
            return if sent.is_open(now) { Ok(sent) } else { Err(over(key).into()) };
        }
        rate_limit::check_mail(network, viewer, &email)?;
        let token = Token::new(network.secrets.as_ref(), "")?;
        let invitation = Invitation {
            id,
            email,
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
        send(network, viewer, invitation, &token).await
    })
}

/// Keeps a new invitation and writes its mail, in one transaction.
async fn send(network: &Network, viewer: &Viewer, invitation: Invitation, token: &Token) -> Result<Invitation, UseCaseError> {
    let delivery = DeliveryId(network.ids.next());
    let mail = letter(network, &invitation, token, delivery)?;
    let mut transaction = network.store.begin().await?;
    let member = access::hold(&mut transaction, viewer).await?;
    match transaction.insert_invitation(&invitation).await {
        // The same wish came twice at once, and the other was kept.
        Err(error @ StoreError::Duplicate { .. }) => {
            drop(transaction);
            return network.store.invitation(invitation.id).await?.ok_or_else(|| error.into());
        }
        kept => kept?,
    }
    let now = invitation.created_at;
    deliver::post(&mut transaction, delivery, &mail, now).await?;
    let what = ("invitation.sent", Thing::Invitation(invitation.id));
    let detail = json!({ "role": invitation.role.key(), "municipality": invitation.municipality });
    audit_log::write(network, &mut transaction, Some(member.account), what, detail, now).await?;
    network.commit(transaction).await?;
    Ok(invitation)
}

/// The mail with the link that accepts an invitation.
fn letter(network: &Network, invitation: &Invitation, token: &Token, delivery: DeliveryId) -> Result<Mail, MailError> {
    let mut accept_url = network.settings.page("/einladung");
    accept_url.query_pairs_mut().append_pair("token", token.reveal());
    mail::invitation(
        &network.settings.mail_context(),
        InvitationMail {
            to: invitation.email.clone(),
            message_id: network.settings.message_id(MailKind::Invitation, delivery.0),
            accept_url,
            role: invitation.role.label().to_owned(),
            place: invitation.municipality.as_ref().map(Ags::display_name),
            expires_at: invitation.expires_at,
            created_at: invitation.created_at,
        },
    )
}

/// What was sent under this key cannot be accepted any more: it was, or it is too old, or somebody took it back, which no second request undoes.
fn over(key: String) -> Refusal {
    Refusal::Invalid(vec![Violation::new("idempotencyKey", Rule::Taken { given: key })])
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
