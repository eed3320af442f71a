//! Find out who asks: by bearer token or by browser session. Sign in to a demo, and out.

use crate::{
    Account, Caller, Client, Network, Proof, Refusal, UseCaseError, begin_session, rights,
    secret::{self, Token},
    sessions,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ErrorCode, SignInMethod, Viewer, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::StoreError;

/// How precisely the last use of a session or token is written down: no request writes more often than this.
const USE_PRECISION: TimeDelta = TimeDelta::minutes(1);

/// Who holds this bearer token; nobody if it is unknown, expired or revoked, or its account is disabled.
///
/// Refused: second factor required (the account's role must have one, and it is not set up: then a token is no way around it).
pub fn caller_by_token<'a>(network: &'a Network, bearer: &'a str) -> BoxFuture<'a, Result<Option<Caller>, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let Some((account, standing, token)) = network.store.account_by_token_hash(&secret::hash(bearer), now).await? else {
            return Ok(None);
        };
        if rights::lacks_second_factor(network, account.role, standing.has_second_factor) {
            return Err(Refusal::Other(ErrorCode::SecondFactorRequired).into());
        }
        if is_due(token.last_used_at, now) {
            note_use(network, async |transaction| transaction.touch_token(token.id, now).await).await;
        }
        Ok(Some(Caller { viewer: rights::viewer(network, &account, standing).await, proof: Proof::Token(token.scopes) }))
    })
}

/// Whose browser sends this session cookie; nobody if the session is unknown or over, or if its account is disabled, may do something else now
/// (another role, a deputation that began or ended meanwhile) or lacks a second factor that its role must have.
pub fn caller_by_session<'a>(network: &'a Network, cookie: &'a str) -> BoxFuture<'a, Result<Option<Caller>, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let found = network.store.session_by_hash(&secret::hash(cookie), sessions::good_now(network)).await?;
        let Some((account, standing, session)) = found else { return Ok(None) };
        if rights::lacks_second_factor(network, account.role, session.second_factor) {
            return Ok(None);
        }
        if is_due(Some(session.last_used_at), now) {
            note_use(network, async |transaction| transaction.touch_session(session.id, now).await).await;
        }
        Ok(Some(Caller { viewer: rights::viewer(network, &account, standing).await, proof: Proof::Session(session.id) }))
    })
}

fn is_due(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last.is_none_or(|last| now - last >= USE_PRECISION)
}

/// Writes down a use. A database that cannot write at the moment stops nobody from reading.
pub(crate) async fn note_use(network: &Network, write: impl AsyncFnOnce(&mut storage::Transaction) -> Result<(), StoreError>) {
    let noted = async {
        let mut transaction = network.store.begin().await?;
        write(&mut transaction).await?;
        transaction.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "the last use of an account, a session or a token was not written down");
    }
}

/// Signs in to an account without any proof, and returns the session cookie. For the demo's one-click sign-in alone: the caller makes sure
/// that the instance runs in demo mode. `None` if there is no such account.
pub fn demo_sign_in<'a>(
    network: &'a Network,
    account: AccountId,
    client: &'a Client,
) -> BoxFuture<'a, Result<Option<Token>, UseCaseError>> {
    Box::pin(async move {
        let Some(account) = network.store.account(account).await?.filter(|account| account.disabled_at.is_none()) else { return Ok(None) };
        let mut transaction = network.store.begin().await?;
        // A demo asks for no proof at all, so none is missing.
        let token = begin_session::begin(network, &mut transaction, &account, (SignInMethod::Demo, true), client).await?;
        network.commit(transaction).await?;
        Ok(Some(token))
    })
}

/// Ends the session of this cookie. Ending what is over already changes nothing.
pub fn sign_out<'a>(network: &'a Network, cookie: &'a str) -> BoxFuture<'a, Result<(), UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        if let Some((session, account)) = transaction.delete_session(&secret::hash(cookie)).await? {
            let detail = json!({ "session": session });
            begin_session::audit(network, &mut transaction, account, "session.ended", detail, network.clock.now()).await?;
        }
        Ok(transaction.commit().await?)
    })
}

/// All accounts, for the demo's list.
pub fn accounts(network: &Network) -> BoxFuture<'_, Result<Vec<Account>, UseCaseError>> {
    Box::pin(async move { Ok(network.store.accounts().await?) })
}

/// The account that is signed in, with its address.
pub fn own_account<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Account>, UseCaseError>> {
    Box::pin(async move {
        match viewer.member() {
            Some(member) => Ok(network.store.account(member.account).await?),
            None => Ok(None),
        }
    })
}
