//! One's own sessions: see them, end one, end all others.

use crate::{Caller, Network, Refusal, Session, UseCaseError, access, begin_session};
use domain::{ErrorCode, Viewer, ids::SessionId};
use serde_json::json;
use storage::SessionUse;

/// What makes a session good at this moment.
pub(crate) fn good_now(network: &Network) -> SessionUse {
    let now = network.clock.now();
    SessionUse { now, idle_since: now - network.settings.sign_in.idle() }
}

/// The viewer's sessions, the latest used first.
///
/// Refused: unauthenticated.
pub async fn list(network: &Network, viewer: &Viewer) -> Result<Vec<Session>, UseCaseError> {
    let member = access::member(viewer)?;
    let Some(account) = network.store.account(member.account).await? else { return Ok(Vec::new()) };
    Ok(network.store.sessions(&account, good_now(network)).await?)
}

/// Ends one of the viewer's sessions; the present one, too.
///
/// Refused: unauthenticated, insufficient scope (asked with a token), not found.
pub async fn end(network: &Network, caller: &Caller, id: SessionId) -> Result<SessionId, UseCaseError> {
    let account = by_person(caller)?.account;
    let mut transaction = network.store.begin().await?;
    if !transaction.delete_session_of(account, id).await? {
        return Err(Refusal::NotFound.into());
    }
    let detail = json!({ "session": id });
    begin_session::audit(network, &mut transaction, account, "session.ended", detail, network.clock.now()).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Ends all of the viewer's sessions but the present one, and returns how many they were.
///
/// Refused: unauthenticated, insufficient scope (asked with a token).
pub async fn end_others(network: &Network, caller: &Caller) -> Result<u64, UseCaseError> {
    let account = by_person(caller)?.account;
    let mut transaction = network.store.begin().await?;
    let ended = transaction.delete_sessions_of(account, caller.session()).await?;
    if ended > 0 {
        let detail = json!({ "ended": ended });
        begin_session::audit(network, &mut transaction, account, "session.others_ended", detail, network.clock.now()).await?;
    }
    transaction.commit().await?;
    Ok(ended)
}

/// The member who asks by themselves: what is about signing in cannot be done with an access token.
pub(crate) fn by_person(caller: &Caller) -> Result<&domain::permission::Member, Refusal> {
    let member = access::member(&caller.viewer)?;
    if caller.is_by_token() { Err(Refusal::Other(ErrorCode::InsufficientScope)) } else { Ok(member) }
}
