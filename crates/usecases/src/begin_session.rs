//! Begin a session, or what must come before it.

use crate::{
    Account, Client, Network, Session, UseCaseError,
    audit_log::{self, Thing},
    rights, second_factor,
    secret::Token,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    SignInMethod,
    ids::{AccountId, PendingSignInId, SessionId},
};
use serde_json::{Value, json};
use storage::{PendingSignIn, Transaction};

/// What the cookies of sessions begin with.
pub(crate) const SESSION_PREFIX: &str = "wns_";

/// What the cookies of pending sign-ins begin with.
pub(crate) const PENDING_PREFIX: &str = "wnp_";

/// How long a sign-in waits for its second factor.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// What comes of a first proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// A session: this is its cookie.
    Session(Token),
    /// A sign-in that waits for a code: this is its cookie.
    NeedsCode(Token),
    /// A sign-in that waits until a second factor is set up, which the role or a deputation requires: this is its cookie.
    NeedsSetUp(Token),
}

/// Goes on after a first proof that this account is theirs.
///
/// Without a second factor a session begins. With one there is no session before its code was given, so that nothing can be done meanwhile:
/// it needs no rule of its own.
pub(crate) async fn after_first_proof(
    network: &Network,
    transaction: &mut Transaction,
    account: &Account,
    method: SignInMethod,
    client: &Client,
) -> Result<SignedIn, UseCaseError> {
    let now = network.clock.now();
    let factor = transaction.second_factor_for_update(account.id).await?;
    if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
        return Ok(SignedIn::NeedsCode(wait(network, transaction, account.id, method, now).await?));
    }
    let standing = transaction.standing(account.id, now).await?;
    if rights::requires_second_factor(network, account, standing.as_ref()) {
        second_factor::new_secret(network, transaction, account.id, now).await?;
        return Ok(SignedIn::NeedsSetUp(wait(network, transaction, account.id, method, now).await?));
    }
    Ok(SignedIn::Session(begin(network, transaction, account, (method, false), client).await?))
}

async fn wait(
    network: &Network,
    transaction: &mut Transaction,
    account: AccountId,
    method: SignInMethod,
    now: DateTime<Utc>,
) -> Result<Token, UseCaseError> {
    let token = Token::new(network.secrets.as_ref(), PENDING_PREFIX)?;
    let id = PendingSignInId(network.ids.next());
    let pending = PendingSignIn { id, account, method, created_at: now, expires_at: now + PATIENCE, attempts: 0, used_at: None };
    transaction.insert_pending_sign_in(&pending, &token.hash()).await?;
    Ok(token)
}

/// Begins a session with a new id and returns its cookie.
pub(crate) async fn begin(
    network: &Network,
    transaction: &mut Transaction,
    account: &Account,
    (method, second_factor): (SignInMethod, bool),
    client: &Client,
) -> Result<Token, UseCaseError> {
    let now = network.clock.now();
    let token = Token::new(network.secrets.as_ref(), SESSION_PREFIX)?;
    let session = Session {
        id: SessionId(network.ids.next()),
        account: account.id,
        created_at: now,
        expires_at: now + TimeDelta::hours(i64::from(network.settings.session_hours)),
        last_used_at: now,
        method,
        second_factor,
        device: client.device.clone(),
        network: client.network.clone(),
    };
    transaction.insert_session(&session, &token.hash(), account).await?;
    // From which network stands in the entry's own column, where it is forgotten in its time; a detail is kept for ever.
    let detail = json!({ "session": session.id, "method": method.key(), "second_factor": second_factor });
    audit(network, transaction, account.id, "session.started", detail, now).await?;
    Ok(token)
}

/// Writes down what somebody did about signing in to their own account.
pub(crate) async fn audit(
    network: &Network,
    transaction: &mut Transaction,
    account: AccountId,
    action: &str,
    detail: Value,
    at: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    Ok(audit_log::write(network, transaction, Some(account), (action, Thing::Account(account)), detail, at).await?)
}
