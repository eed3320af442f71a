//! Accept an invitation.

use super::give_duties;
use crate::{
    Network, Refusal, UseCaseError,
    audit_log::{self, Thing},
    begin_session,
    rights::{self, by_role},
    secret,
};
use chrono::{DateTime, Utc};
use domain::{Ags, ErrorCode, Role, Viewer, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::{Account, Invitation, Standing, Transaction};

/// The invitation that a token from a mail stands for, if it can be accepted. Reading changes nothing.
pub fn invitation_by_token<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Option<Invitation>, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let found = network.store.invitation_by_hash(&secret::hash(token)).await?;
        let Some(invitation) = found.filter(|invitation| invitation.is_open(now)) else { return Ok(None) };
        // Whoever sent it may be gone, and their word with them.
        let Some(inviter) = invitation.invited_by else { return Ok(None) };
        let (account, standing) = (network.store.account(inviter).await?, network.store.standing(inviter, now).await?);
        if !still_gives(network, account.zip(standing), &invitation) {
            return Ok(None);
        }
        let known = network.store.account_by_email(&invitation.email).await?;
        if known.is_some_and(|account| is_from_before(&invitation, &account)) {
            return Ok(None);
        }
        Ok(Some(invitation))
    })
}

/// Makes the account that the invitation offers, or gives the one that the address has what it offers more ([`Role::with_offer`]). The holder
/// of the token is the address's owner: nobody else was sent it. Accepting again, as by a second click, changes nothing.
///
/// Refused: not found (unknown, taken back, too old, accepted before by somebody who is gone or shut out by now, from somebody who may not give
/// that any more, or from before the account was disabled), already a member (of another municipality or of the agency), last of its role (the
/// last coordinator of a municipality whom the agency invites).
pub fn accept<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Invitation, UseCaseError>> {
    Box::pin(async move {
        let found = network.store.invitation_by_hash(&secret::hash(token)).await?.ok_or(Refusal::NotFound)?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        transaction.lock_people().await?;
        let known = transaction.account_by_email_for_update(&found.email).await?;
        let invitation = transaction.invitation_for_update(found.id).await?.ok_or(Refusal::NotFound)?;
        let is_there = known.as_ref().is_some_and(|account| account.disabled_at.is_none());
        if invitation.accepted_at.is_some() && is_there {
            return Ok(invitation);
        }
        if !invitation.is_open(now) {
            return Err(Refusal::NotFound.into());
        }
        let inviter = invitation.invited_by.ok_or(Refusal::NotFound)?;
        let (account, standing) = (transaction.account(inviter).await?, transaction.standing(inviter, now).await?);
        if !still_gives(network, account.zip(standing), &invitation) {
            return Err(Refusal::NotFound.into());
        }
        let account = seat(network, &mut transaction, &invitation, known, now).await?;
        transaction.accept_invitation(invitation.id, now).await?;
        let detail = json!({ "role": invitation.role.key(), "municipality": invitation.municipality, "account": account });
        audit_log::write(network, &mut transaction, Some(account), ("invitation.accepted", Thing::Invitation(invitation.id)), detail, now)
            .await?;
        network.commit(transaction).await?;
        Ok(Invitation { accepted_at: Some(now), ..invitation })
    })
}

/// Gives what an invitation offers to the account that its address has, or to a new one.
async fn seat(
    network: &Network,
    transaction: &mut Transaction,
    invitation: &Invitation,
    known: Option<Account>,
    now: DateTime<Utc>,
) -> Result<AccountId, UseCaseError> {
    let Invitation { email, role, municipality, function, .. } = invitation;
    // How an account came, or came back, is told of the account itself, by whatever way that was.
    let told = json!({ "role": role.key(), "municipality": municipality, "invitation": invitation.id });
    let (account, role) = match known {
        None => {
            let id = AccountId(network.ids.next());
            let account = transaction.insert_account(email, *role, municipality.as_ref(), id, now).await?;
            begin_session::audit(network, transaction, account.id, "account.created", told, now).await?;
            (account, *role)
        }
        Some(account) if is_from_before(invitation, &account) => return Err(Refusal::NotFound.into()),
        Some(account) if !can_take(&account, *role, municipality.as_ref()) => {
            return Err(Refusal::Other(ErrorCode::AlreadyMember).into());
        }
        Some(account) if account.disabled_at.is_some() => {
            begin_session::audit(network, transaction, account.id, "account.enabled", told, now).await?;
            (account, *role)
        }
        // Nobody loses anything by accepting.
        Some(account) => {
            let role = account.role.with_offer(*role);
            (account, role)
        }
    };
    // Who keeps a municipality's role keeps the municipality, whatever the agency offered.
    let municipality = if role.is_of_agency() == invitation.role.is_of_agency() { municipality } else { &account.municipality };
    let duties = (role, municipality.clone());
    // Whoever comes back as somebody else holds nothing from before.
    let viewer = Viewer::Member(by_role(&account));
    let account = give_duties(network, transaction, &viewer, account, duties, now).await?;
    let function = function.as_deref().or(account.function.as_deref());
    transaction.set_duties(account.id, account.role, account.municipality.as_ref(), function).await?;
    transaction.set_disabled(account.id, None).await?;
    // Its holder is here, and so a warning of long ago is void: the account would be erased before they sign in.
    transaction.note_use(account.id, now).await?;
    Ok(account.id)
}

/// Whether whoever invited may still give what the invitation offers: an account that can be used, with the rights for it. Without, the
/// invitation is as one that is too old.
fn still_gives(network: &Network, inviter: Option<(Account, Standing)>, invitation: &Invitation) -> bool {
    inviter.is_some_and(|(account, standing)| {
        let member = rights::member(network, &account, standing);
        member.may_give(account.role, invitation.role, invitation.municipality.as_ref())
    })
}

/// Whether an invitation was sent before the account that it would let in was disabled: whoever did that did not mean it to be a way back.
fn is_from_before(invitation: &Invitation, account: &Account) -> bool {
    account.disabled_at.is_some_and(|disabled_at| invitation.created_at < disabled_at)
}

/// Whether an account that is there may become what an invitation offers: what only administrators give, or more for the same municipality.
fn can_take(account: &Account, role: Role, municipality: Option<&Ags>) -> bool {
    let same_place = match (&account.municipality, municipality) {
        (Some(own), Some(other)) => own.district() == other.district(),
        (None, _) => true,
        (Some(_), None) => false,
    };
    role.is_of_agency() || (!account.role.is_of_agency() && same_place)
}
