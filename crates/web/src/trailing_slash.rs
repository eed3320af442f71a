//! Addresses of pages with a slash behind them, as people type them: they lead to the page, which has one address alone.

use crate::errors::PageError;
use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use domain::ErrorCode;
use http::{HeaderValue, Method, StatusCode, Uri, header};
use tower::ServiceExt;

/// What knows of which addresses these pages are, and makes none of them: where there is a page, it leads to it.
pub(crate) fn known<S: Clone + Send + Sync + 'static>(pages: Router<S>) -> Router<S> {
    pages.layer(from_fn(lead)).method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED).fallback(async || StatusCode::NOT_FOUND)
}

/// Leads to the page that the request names but for the slash at its end. Only where a page is anybody is led: an address that begins with two
/// slashes would be another host's.
pub(crate) async fn follow(known: Router, mut request: Request) -> Response {
    let nowhere = PageError::from(ErrorCode::NotFound);
    let Some(uri) = without_slash(request.method(), request.uri()) else { return nowhere.into_response() };
    *request.uri_mut() = uri;
    match known.oneshot(request).await {
        Ok(answer) if answer.status() == StatusCode::PERMANENT_REDIRECT => answer,
        _ => nowhere.into_response(),
    }
}

fn without_slash(method: &Method, uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty() && [Method::GET, Method::HEAD].contains(method))?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{path}{query}").parse().ok()
}

/// Sends the browser to the request's own address. It may hold a token, so nobody keeps the answer.
async fn lead(request: Request, _: Next) -> Response {
    let path = request.uri().path_and_query().and_then(|path| HeaderValue::from_str(path.as_str()).ok());
    match path {
        Some(path) => {
            let headers = [(header::LOCATION, path), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
            (StatusCode::PERMANENT_REDIRECT, headers).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
