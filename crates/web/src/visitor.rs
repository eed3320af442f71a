//! Who asks for a page.

use crate::{errors, website::Website};
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::Response,
};
use domain::{ErrorCode, Scope, Viewer};
use http::{header, request::Parts};
use std::{convert::Infallible, sync::Arc};
use usecases::Caller;

/// Whoever asks for a page, found out once for each request.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// What pages are made for.
    pub viewer: Viewer,
    /// The same with what they showed.
    pub caller: Caller,
}

impl From<Caller> for Visitor {
    fn from(caller: Caller) -> Self {
        Self { viewer: caller.viewer.clone(), caller }
    }
}

/// Finds out who asks, by session cookie or bearer token. A token that is no good is an error, as in the API, and so is one whose scopes do
/// not cover what the request may do: with GET nothing is changed here.
pub(crate) async fn identify(State(site): State<Arc<Website>>, mut request: Request, next: Next) -> Response {
    let needed = if request.method().is_safe() { Scope::Read } else { Scope::Write };
    let caller = site.api.caller(request.headers()).await;
    match caller.and_then(|caller| if caller.may(needed) { Ok(caller) } else { Err(ErrorCode::InsufficientScope) }) {
        Ok(caller) => {
            request.extensions_mut().insert(Visitor::from(caller));
            next.run(request).await
        }
        Err(code) => {
            let mut page = errors::page(&site, &Viewer::Public, code.into(), None);
            let asked = match code {
                ErrorCode::Unauthenticated => Some(graphql_api::challenge(request.headers())),
                ErrorCode::InsufficientScope => Some(graphql_api::scope_challenge(Some(needed))),
                _ => None,
            };
            if let Some(asked) = asked {
                page.headers_mut().insert(header::WWW_AUTHENTICATE, asked);
            }
            page
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(Caller::from(Viewer::Public).into()))
    }
}
