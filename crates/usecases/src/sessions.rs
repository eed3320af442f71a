//! One's own sessions: see them, end one, end all others.

use crate::{
    Caller, Network, Refusal, Session, UseCaseError, access,
    begin_session::{self, SESSION_PREFIX},
    second_factor,
    secret::Token,
};
use chrono::TimeDelta;
use domain::{ErrorCode, Viewer, ids::SessionId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::{SessionUse, Transaction};

/// For how long after signing in nothing more is asked for.
pub const RECENT_MINUTES: i64 = 15;

/// What makes a session good at this moment.
pub(crate) fn good_now(network: &Network) -> SessionUse {
    let now = network.clock.now();
    SessionUse { now, idle_since: now - network.settings.sign_in.idle() }
}

/// The viewer's sessions, the latest used first.
///
/// Refused: unauthenticated.
pub fn list<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Vec<Session>, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        let Some(account) = network.store.account(member.account).await? else { return Ok(Vec::new()) };
        Ok(network.store.sessions(&account, good_now(network)).await?)
    })
}

/// Ends one of the viewer's sessions; the present one, too.
///
/// Refused: unauthenticated, insufficient scope (asked with a token), not found.
pub fn end<'a>(network: &'a Network, caller: &'a Caller, id: SessionId) -> BoxFuture<'a, Result<SessionId, UseCaseError>> {
    Box::pin(async move {
        let account = by_person(caller)?.account;
        let mut transaction = network.store.begin().await?;
        if !transaction.delete_session_of(account, id).await? {
            return Err(Refusal::NotFound.into());
        }
        let detail = json!({ "session": id });
        begin_session::audit(network, &mut transaction, account, "session.ended", detail, network.clock.now()).await?;
        transaction.commit().await?;
        Ok(id)
    })
}

/// Ends all of the viewer's sessions but the present one, and returns how many they were.
///
/// Refused: unauthenticated, insufficient scope (asked with a token).
pub fn end_others<'a>(network: &'a Network, caller: &'a Caller) -> BoxFuture<'a, Result<u64, UseCaseError>> {
    Box::pin(async move {
        let account = by_person(caller)?.account;
        let mut transaction = network.store.begin().await?;
        let ended = transaction.delete_sessions_of(account, caller.session()).await?;
        if ended > 0 {
            let detail = json!({ "ended": ended });
            begin_session::audit(network, &mut transaction, account, "session.others_ended", detail, network.clock.now()).await?;
        }
        transaction.commit().await?;
        Ok(ended)
    })
}

/// Gives the present session another cookie, within the change that makes something else of it, and returns the cookie; nothing if no session
/// was shown. The former one is good for nothing then: what the session has become is not for whoever may have seen that.
pub(crate) async fn renew(network: &Network, transaction: &mut Transaction, caller: &Caller) -> Result<Option<Token>, UseCaseError> {
    let Some(session) = caller.session() else { return Ok(None) };
    let token = Token::new(network.secrets.as_ref(), SESSION_PREFIX)?;
    transaction.renew_session(session, &token.hash()).await?;
    Ok(Some(token))
}

/// The member who asks by themselves: what is about signing in cannot be done with an access token.
pub(crate) fn by_person(caller: &Caller) -> Result<&domain::permission::Member, Refusal> {
    let member = access::member(&caller.viewer)?;
    if caller.is_by_token() { Err(Refusal::Other(ErrorCode::InsufficientScope)) } else { Ok(member) }
}

/// A transaction of a member who asks by themselves ([`by_person`]) and is still the one who signed in: whoever finds a browser open does not get
/// that far. It takes a session that began within [`RECENT_MINUTES`], or a `code` of the account's second factor.
///
/// Refused: unauthenticated (the session is over, too), insufficient scope, recent sign-in required, wrong code, rate limited, invalid state (a
/// code without a second factor).
pub(crate) async fn proven_lately(network: &Network, caller: &Caller, code: Option<&str>) -> Result<Transaction, UseCaseError> {
    let account = by_person(caller)?.account;
    let mut transaction = match code {
        Some(code) => second_factor::proven(network, account, code).await?.0,
        None => network.store.begin().await?,
    };
    if let Some(session) = caller.session() {
        let began = transaction.session_began(account, session).await?.ok_or(Refusal::Unauthenticated)?;
        if code.is_none() && network.clock.now() - began > TimeDelta::minutes(RECENT_MINUTES) {
            return Err(Refusal::Other(ErrorCode::RecentSignInRequired).into());
        }
    }
    Ok(transaction)
}
