//! Who asks: the holder of a bearer token, the owner of a browser session, or nobody in particular.

use crate::{
    cookie::{cookie, session_cookie_name},
    errors::ApiError,
    session,
};
use axum::http::{HeaderMap, header};
use domain::{ErrorCode, Scope, Viewer};
use futures_util::future::BoxFuture;
use usecases::{Caller, Network, NetworkSettings, sign_in};

/// What a request shows of who sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credential<'a> {
    /// Nothing.
    None,
    /// A bearer token, which browsers never send by themselves.
    Bearer(&'a str),
    /// A session cookie, which browsers send whoever caused the request.
    Session(&'a str),
    /// An `Authorization` header that is no bearer token.
    Unreadable,
}

/// What the request shows of who sends it. A token goes before a cookie.
pub(crate) fn credential<'a>(headers: &'a HeaderMap, settings: &NetworkSettings) -> Credential<'a> {
    let session = || cookie(headers, session_cookie_name(settings)).map_or(Credential::None, Credential::Session);
    authorization(headers).unwrap_or_else(session)
}

/// What the request's `Authorization` header shows, if it has one.
pub(crate) fn authorization(headers: &HeaderMap) -> Option<Credential<'_>> {
    let token = headers.get(header::AUTHORIZATION)?.to_str().ok().and_then(|text| text.split_once(' '));
    Some(match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Credential::Bearer(token.trim()),
        _ => Credential::Unreadable,
    })
}

/// Finds out who asks. An unknown or expired token is refused, because whoever sends one expects to be known; an unknown or expired
/// session is the public, because browsers keep cookies longer than we keep sessions.
pub(crate) fn identify<'a>(network: &'a Network, credential: Credential<'a>) -> BoxFuture<'a, Result<Caller, ApiError>> {
    // Boxed for the same reason as `Api::execute`: the website awaits it, too.
    Box::pin(find_out(network, credential))
}

async fn find_out(network: &Network, credential: Credential<'_>) -> Result<Caller, ApiError> {
    let found = match credential {
        Credential::None => return Ok(Viewer::Public.into()),
        Credential::Unreadable => return Err(ApiError::new(ErrorCode::Unauthenticated)),
        Credential::Bearer(token) => sign_in::caller_by_token(network, token).await,
        Credential::Session(cookie) => sign_in::caller_by_session(network, cookie).await,
    };
    match (found, credential) {
        (Ok(Some(caller)), _) => Ok(caller),
        (Ok(None), Credential::Session(_)) => Ok(Viewer::Public.into()),
        (Ok(None), _) => Err(ApiError::new(ErrorCode::Unauthenticated)),
        (Err(error), _) => Err(ApiError::of_use_case(error, &session::new_trace(network))),
    }
}

/// Refuses what the caller's access token is not good for. Everything that the API executes passes here, over HTTP or from within.
pub(crate) fn check_scope(caller: &Caller, may_mutate: bool) -> Result<(), ApiError> {
    let needed = if may_mutate { Scope::Write } else { Scope::Read };
    if caller.may(needed) { Ok(()) } else { Err(ApiError::without_scope(needed)) }
}
