//! Who asks for a page.

use crate::{errors, website::Website};
use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::Response,
};
use domain::Viewer;
use http::request::Parts;
use std::{convert::Infallible, sync::Arc};

/// Whoever asks for a page, found out once for each request.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// What the API takes.
    pub viewer: Viewer,
}

/// Finds out who asks, by session cookie or bearer token. A token that is no good is an error, as in the API.
pub(crate) async fn identify(State(site): State<Arc<Website>>, mut request: Request, next: Next) -> Response {
    match site.api.viewer(request.headers()).await {
        Ok(viewer) => {
            request.extensions_mut().insert(Visitor { viewer });
            next.run(request).await
        }
        Err(code) => errors::page(&site, &Viewer::Public, code.into(), None),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(Self { viewer: Viewer::Public }))
    }
}
