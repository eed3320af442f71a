//! The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for the day it is lost.

mod codes;
mod finish;
mod reset;
mod seal;

pub use codes::RECOVERY_CODES;
pub use finish::{MAX_ATTEMPTS, confirm_set_up, give_code, needs_set_up, set_up_of};
pub use reset::{reset, reset_by_operator};

use crate::{Caller, Network, Refusal, UseCaseError, access, begin_session, rights, secret::Token, sessions};
use chrono::{DateTime, Utc};
use codes::{Checked, check_code, new_recovery_codes};
use domain::{ErrorCode, Viewer, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::{collections::HashSet, fmt};
use storage::{Account, SecondFactor, Transaction};
use subtle::ConstantTimeEq;

/// What an authenticator app is told. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct SetUp {
    /// The secret in base 32, to be typed in.
    pub secret: String,
    /// The same with everything else, to be read from a QR code: `otpauth://totp/…`.
    pub uri: String,
}

impl fmt::Debug for SetUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SetUp(…)")
    }
}

/// How it stands with the viewer's second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Since when there is one.
    pub since: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    pub recovery_codes_left: usize,
    /// Whether the viewer must have one: by their role, or because they stand in for a coordinator.
    pub is_required: bool,
}

/// How it stands with the viewer's second factor.
///
/// Refused: unauthenticated.
pub fn standing<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Standing, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        let factor = network.store.second_factor(member.account).await?;
        let since = factor.and_then(|factor| factor.confirmed_at);
        let recovery_codes_left = if since.is_some() { network.store.recovery_codes_left(member.account).await? } else { 0 };
        Ok(Standing { since, recovery_codes_left, is_required: is_required(network, member.account).await? })
    })
}

/// Which of these accounts have a second factor that counts: for those who look after their holders, who were given the accounts as such.
pub fn active_among<'a>(network: &'a Network, accounts: &'a [AccountId]) -> BoxFuture<'a, Result<HashSet<AccountId>, UseCaseError>> {
    Box::pin(async move { Ok(network.store.second_factors_among(accounts).await?) })
}

/// Whether this account must have a second factor at this moment.
async fn is_required(network: &Network, id: AccountId) -> Result<bool, UseCaseError> {
    let account = network.store.account(id).await?.ok_or(Refusal::Unauthenticated)?;
    let standing = network.store.standing(id, network.clock.now()).await?;
    Ok(rights::requires_second_factor(network, &account, standing.as_ref()))
}

/// Makes a new secret for the viewer, which counts once a code of it was given. Whoever sets it up has the account, so a session must have begun
/// within [`sessions::RECENT_MINUTES`]. Sign-ins that wait for their second factor end: none of them is to be shown the new secret.
///
/// Refused: unauthenticated, insufficient scope (asked with a token), recent sign-in required, invalid state (there is a second factor; it must
/// be removed first).
pub fn begin<'a>(network: &'a Network, caller: &'a Caller) -> BoxFuture<'a, Result<SetUp, UseCaseError>> {
    Box::pin(async move {
        let id = sessions::by_person(caller)?.account;
        let now = network.clock.now();
        let mut transaction = sessions::proven_lately(network, caller, None).await?;
        transaction.delete_pending_sign_ins_of(id).await?;
        if transaction.second_factor_for_update(id).await?.is_some_and(|factor| factor.confirmed_at.is_some()) {
            return Err(Refusal::Other(ErrorCode::InvalidState).into());
        }
        let account = transaction.account(id).await?.ok_or(Refusal::Unauthenticated)?;
        let factor = new_secret(network, &mut transaction, id, now).await?;
        transaction.commit().await?;
        told(network, &account, &factor)
    })
}

/// What the app was told by [`begin`], once more, for a page that showed the secret and brings it back with a mistyped code; nothing if the secret
/// is not, or no longer, the one that the viewer has begun with. It tells nobody a secret that they do not have.
pub fn told_again<'a>(network: &'a Network, caller: &'a Caller, secret: &'a str) -> BoxFuture<'a, Result<Option<SetUp>, UseCaseError>> {
    Box::pin(async move {
        let Ok(member) = sessions::by_person(caller) else { return Ok(None) };
        let factor = network.store.second_factor(member.account).await?.filter(|factor| factor.confirmed_at.is_none());
        let Some((account, factor)) = network.store.account(member.account).await?.zip(factor) else { return Ok(None) };
        let set_up = told(network, &account, &factor)?;
        let is_the_same = bool::from(set_up.secret.as_bytes().ct_eq(secret.as_bytes()));
        Ok(is_the_same.then_some(set_up))
    })
}

/// The session's new cookie, and the recovery codes.
type Confirmed = (Option<Token>, Vec<String>);

/// Makes the new secret count, by a code of it. Returns the recovery codes, which are shown this once, and the new cookie of the session in
/// which this was done, if there is one. All other sessions end; the present one is from now on one in which a second factor was given, and
/// its former cookie is good for nothing.
///
/// Refused: unauthenticated, insufficient scope, invalid state (nothing was begun), wrong code, rate limited.
pub fn confirm<'a>(network: &'a Network, caller: &'a Caller, code: &'a str) -> BoxFuture<'a, Result<Confirmed, UseCaseError>> {
    Box::pin(async move {
        let id = sessions::by_person(caller)?.account;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let factor = transaction.second_factor_for_update(id).await?.filter(|factor| factor.confirmed_at.is_none());
        let factor = factor.ok_or(Refusal::Other(ErrorCode::InvalidState))?;
        if let Err(refusal) = check_code(network, &mut transaction, &factor, code, now).await? {
            // What was tried in vain is counted.
            transaction.commit().await?;
            return Err(refusal.into());
        }
        let codes = count_from_now_on(network, &mut transaction, id, now).await?;
        transaction.delete_sessions_of(id, caller.session()).await?;
        if let Some(session) = caller.session() {
            transaction.prove_session(session).await?;
        }
        let cookie = sessions::renew(network, &mut transaction, caller).await?;
        transaction.commit().await?;
        Ok((cookie, codes))
    })
}

/// Takes the viewer's second factor away, by one of its codes. Sign-ins that wait for it end. Returns the new cookie of the session in which
/// this was done, if there is one.
///
/// Refused: unauthenticated, insufficient scope, second factor required, invalid state (there is none), wrong code, rate limited.
pub fn remove<'a>(network: &'a Network, caller: &'a Caller, code: &'a str) -> BoxFuture<'a, Result<Option<Token>, UseCaseError>> {
    Box::pin(async move {
        let member = sessions::by_person(caller)?;
        if is_required(network, member.account).await? {
            return Err(Refusal::Other(ErrorCode::SecondFactorRequired).into());
        }
        let (mut transaction, now) = proven(network, member.account, code).await?;
        transaction.delete_pending_sign_ins_of(member.account).await?;
        transaction.delete_second_factor(member.account).await?;
        begin_session::audit(network, &mut transaction, member.account, "second_factor.removed", json!({}), now).await?;
        let cookie = sessions::renew(network, &mut transaction, caller).await?;
        transaction.commit().await?;
        Ok(cookie)
    })
}

/// Makes new recovery codes in place of those that the viewer has, by a code. They are shown this once.
///
/// Refused: unauthenticated, insufficient scope, invalid state (there is no second factor), wrong code, rate limited.
pub fn renew_recovery_codes<'a>(
    network: &'a Network,
    caller: &'a Caller,
    code: &'a str,
) -> BoxFuture<'a, Result<Vec<String>, UseCaseError>> {
    Box::pin(async move {
        let account = sessions::by_person(caller)?.account;
        let (mut transaction, now) = proven(network, account, code).await?;
        let codes = new_recovery_codes(network, &mut transaction, account, now).await?;
        begin_session::audit(network, &mut transaction, account, "second_factor.recovery_codes_renewed", json!({}), now).await?;
        transaction.commit().await?;
        Ok(codes)
    })
}

/// A transaction of an account whose second factor was just proven by this code.
pub(crate) async fn proven(network: &Network, account: AccountId, code: &str) -> Result<(Transaction, DateTime<Utc>), UseCaseError> {
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let factor = lock(&mut transaction, account).await?.filter(|factor| factor.confirmed_at.is_some());
    let factor = factor.ok_or(Refusal::Other(ErrorCode::InvalidState))?;
    match check_code(network, &mut transaction, &factor, code, now).await? {
        Ok(Checked::Code | Checked::RecoveryCode) => Ok((transaction, now)),
        Err(refusal) => {
            transaction.commit().await?;
            Err(refusal.into())
        }
    }
}

/// Keeps everybody else from signing in with the account's second factor, and from changing it, until this transaction ends; returns the factor,
/// whether it counts or not. The rows are taken in the order in which signing in takes them, so that the two do not wait for each other.
pub(crate) async fn lock(transaction: &mut Transaction, account: AccountId) -> Result<Option<SecondFactor>, UseCaseError> {
    transaction.lock_pending_sign_ins_of(account).await?;
    Ok(transaction.second_factor_for_update(account).await?)
}

/// Gives an account a new secret that does not count yet.
pub(crate) async fn new_secret(
    network: &Network,
    transaction: &mut Transaction,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<SecondFactor, UseCaseError> {
    let secret = seal::close(network, account, &codes::new_secret(network)?)?;
    let factor = SecondFactor { account, secret, created_at: now, confirmed_at: None, last_step: None, failures: 0, failing_since: None };
    transaction.put_second_factor(&factor).await?;
    Ok(factor)
}

/// From now on the account's secret counts; returns its recovery codes.
async fn count_from_now_on(
    network: &Network,
    transaction: &mut Transaction,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<String>, UseCaseError> {
    transaction.confirm_second_factor(account, now).await?;
    begin_session::audit(network, transaction, account, "second_factor.set_up", json!({}), now).await?;
    new_recovery_codes(network, transaction, account, now).await
}

/// What the app of an account's holder is told of its secret.
fn told(network: &Network, account: &Account, factor: &SecondFactor) -> Result<SetUp, UseCaseError> {
    let secret = codes::base32(&seal::open(network, factor)?);
    let uri = codes::uri(&network.settings.instance_name, account.email.reveal(), &secret);
    Ok(SetUp { secret, uri })
}
