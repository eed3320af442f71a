//! Find out who asks: by bearer token or by browser session.

use crate::{
    Account, Network, UseCaseError, rights,
    secret::{self, Token},
};
use chrono::TimeDelta;
use domain::{
    Viewer,
    ids::{AccountId, SessionId},
};

/// What session cookies begin with.
const SESSION_PREFIX: &str = "wns_";

/// Who holds this bearer token; nobody if it is unknown, expired or revoked, or its account is disabled.
pub async fn viewer_by_token(network: &Network, bearer: &str) -> Result<Option<Viewer>, UseCaseError> {
    let found = network.store.account_by_token_hash(&secret::hash(bearer), network.clock.now()).await?;
    match found {
        Some((account, _)) => Ok(Some(rights::viewer_of(network, &account).await?)),
        None => Ok(None),
    }
}

/// Whose browser sends this session cookie; nobody if the session is unknown or over, or its account is disabled.
pub async fn viewer_by_session(network: &Network, cookie: &str) -> Result<Option<Viewer>, UseCaseError> {
    let found = network.store.account_by_session_hash(&secret::hash(cookie), network.clock.now()).await?;
    match found {
        Some(account) => Ok(Some(rights::viewer_of(network, &account).await?)),
        None => Ok(None),
    }
}

/// Signs in to an account without any proof, and returns the session cookie. For the demo's one-click sign-in alone: the caller makes sure
/// that the instance runs in demo mode. `None` if there is no such account.
pub async fn demo_sign_in(network: &Network, account: AccountId) -> Result<Option<Token>, UseCaseError> {
    if network.store.account(account).await?.is_none_or(|account| account.disabled_at.is_some()) {
        return Ok(None);
    }
    let now = network.clock.now();
    let token = Token::new(network.secrets.as_ref(), SESSION_PREFIX)?;
    let expires_at = now + TimeDelta::hours(i64::from(network.settings.session_hours));
    let mut transaction = network.store.begin().await?;
    transaction.insert_session(SessionId(network.ids.next()), account, &token.hash(), now, expires_at).await?;
    transaction.commit().await?;
    Ok(Some(token))
}

/// Ends the session of this cookie. Ending what is over already changes nothing.
pub async fn sign_out(network: &Network, cookie: &str) -> Result<(), UseCaseError> {
    let mut transaction = network.store.begin().await?;
    transaction.delete_session(&secret::hash(cookie)).await?;
    Ok(transaction.commit().await?)
}

/// All accounts, for the demo's list.
pub async fn accounts(network: &Network) -> Result<Vec<Account>, UseCaseError> {
    Ok(network.store.accounts().await?)
}

/// The account that is signed in, with its address.
pub async fn own_account(network: &Network, viewer: &Viewer) -> Result<Option<Account>, UseCaseError> {
    match viewer.member() {
        Some(member) => Ok(network.store.account(member.account).await?),
        None => Ok(None),
    }
}
