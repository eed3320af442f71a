//! The headers that every answer carries, whatever part of the server it comes from.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// For what is no page: it runs nothing, loads nothing and stands in no frame. Pages bring a policy of their own.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Two years, as browsers' lists of such sites ask for; not for subdomains, which belong to others.
const ONLY_HTTPS: &str = "max-age=63072000";

/// Adds what the answer does not have.
pub(crate) async fn secure(State(is_https): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let was_too_slow = response.status() == StatusCode::REQUEST_TIMEOUT;
    let headers = response.headers_mut();
    web::keep_safe(headers, POLICY);
    if is_https {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(ONLY_HTTPS));
    }
    // What else of the request may come is not waited for (RFC 9110, 15.5.9).
    if was_too_slow {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
