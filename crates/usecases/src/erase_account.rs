//! Erase an account (Art. 17 GDPR): the municipality's cases stay, without the person.

use crate::{
    Account, Caller, Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    from_address, release_review, retention, second_factor, sessions,
};
use chrono::{DateTime, Utc};
use domain::{ErrorCode, Job, Role, Viewer, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::Transaction;

/// Why an account is erased, as the audit log says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its holder wanted it.
    Asked,
    /// Nobody used it for long.
    Unused,
    /// It was disabled long ago.
    Disabled,
}

impl Reason {
    fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Unused => "unused",
            Self::Disabled => "disabled",
        }
    }
}

/// Erases the caller's own account at once and for good. Whoever finds a browser open, or an access token, does not get that far: it takes
/// a session that began within [`sessions::RECENT_MINUTES`], or a `code` of the account's second factor.
///
/// Refused: unauthenticated, insufficient scope (asked with anything but a session), recent sign-in required, wrong code, rate limited,
/// invalid state (a code without a second factor), last of its role (a coordinator or administrator without another).
pub fn erase_my_account<'a>(
    network: &'a Network,
    caller: &'a Caller,
    code: Option<&'a str>,
) -> BoxFuture<'a, Result<AccountId, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(&caller.viewer)?;
        if caller.session().is_none() {
            return Err(Refusal::Other(ErrorCode::InsufficientScope).into());
        }
        let now = network.clock.now();
        let mut transaction = sessions::proven_lately(network, caller, code).await?;
        second_factor::lock(&mut transaction, member.account).await?;
        transaction.lock_people().await?;
        let account = transaction.account_for_update(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        crate::people::keep_the_last(&mut transaction, &account).await?;
        // What it writes down has no account, by which the eraser's network would be forgotten: it is written without one.
        Box::pin(from_address(None, erase(network, &mut transaction, &account, Reason::Asked, now))).await?;
        network.commit(transaction).await?;
        Ok(account.id)
    })
}

/// Erases an account whose time was over when the clean-up looked, unless it is in use again by now or the last administrator's. Returns
/// whether it was erased.
pub async fn erase_past(network: &Network, id: AccountId, reason: Reason, now: DateTime<Utc>) -> Result<bool, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    second_factor::lock(&mut transaction, id).await?;
    transaction.lock_people().await?;
    let Some(account) = transaction.account_for_update(id).await? else { return Ok(false) };
    // Somebody may have let its holder in again, or its holder may have come back, since the clean-up read its list.
    if !retention::is_over(network, &mut transaction, &account, reason, now).await? {
        return Ok(false);
    }
    // Of a municipality the agency takes care; without an administrator nobody could let anybody in.
    if account.role == Role::Administrator {
        match crate::people::keep_the_last(&mut transaction, &account).await {
            Err(UseCaseError::Refused(_)) => return Ok(false),
            outcome => outcome?,
        }
    }
    erase(network, &mut transaction, &account, reason, now).await?;
    network.commit(transaction).await?;
    Ok(true)
}

/// What was done stays in the audit log, without who did it; what the account began and saved stays, without its author.
async fn erase(
    network: &Network,
    transaction: &mut Transaction,
    account: &Account,
    reason: Reason,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    // What was begun in its holder's name comes first, and nothing comes after: what is taken out now is all that there is.
    transaction.close_account(account.id).await?;
    for case in transaction.scrub_contacts(account).await? {
        network.enqueue(transaction, &Job::IndexCase { case }, now).await?;
    }
    // The history says that a review was let go, and not by whom.
    release_review::release_all(network, transaction, &Viewer::Public, account.id, now).await?;
    transaction.leave_cases(account.id, None).await?;
    // The coordination is told; the account's own mails go with it.
    crate::people::end_deputations_of(network, transaction, Some(account.id), account.id, now).await?;
    // After the cases: mails about them may have been posted until they were locked.
    transaction.erase_traces(account.id, &account.email).await?;
    transaction.delete_account(account.id).await?;
    // Only now is whoever was signing in done with the account, and with the log.
    transaction.forget_actor(account.id).await?;
    let detail = json!({ "reason": reason.key(), "role": account.role.key() });
    Ok(audit_log::write(network, transaction, None, ("account.erased", Thing::Account(account.id)), detail, now).await?)
}
