//! What is said where nothing else says it: the answers of layers and routers, which have a status and no text.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::ErrorCode;
use std::any::Any;

/// In how many seconds a request may find what it asked for that took too long.
const WAIT: HeaderValue = HeaderValue::from_static("60");

/// Gives every error without a text one, as RFC 9110 (15.5 and 15.6) asks for: a line for people.
pub(crate) async fn explain(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.headers().contains_key(header::CONTENT_TYPE) {
        return response;
    }
    *response.body_mut() = Body::from(format!("{}\n", code(status).message()));
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("de"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(header::RETRY_AFTER).or_insert(WAIT);
    }
    response
}

/// What is answered if something outside the website and the API panics, which would be a fault of ours.
pub(crate) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked; its own words are on standard error");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// The code whose text fits. What this server alone answers with 503 is what took too long.
fn code(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::Timeout,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::REQUEST_TIMEOUT => ErrorCode::RequestTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
        status if status.is_client_error() => ErrorCode::BadRequest,
        _ => ErrorCode::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        Router,
        body::to_bytes,
        http::{HeaderMap, Method},
        middleware::from_fn,
        routing::get,
    };
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    async fn answer(method: Method, path: &str) -> (StatusCode, HeaderMap, String) {
        let routes: Router = Router::new()
            .route("/host", get(async || StatusCode::BAD_REQUEST))
            .route("/slow", get(async || StatusCode::SERVICE_UNAVAILABLE))
            .route("/panic", get(async || -> StatusCode { panic!("words") }))
            .route("/page", get(async || (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/html")], "<p>")))
            .route("/nothing", get(async || StatusCode::NO_CONTENT))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn(explain));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let (parts, body) = routes.oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 1_000).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn an_error_without_a_text_says_in_german_what_it_is() {
        for (method, path, status, code) in [
            (Method::GET, "/host", StatusCode::BAD_REQUEST, ErrorCode::BadRequest),
            (Method::GET, "/slow", StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Timeout),
            (Method::GET, "/panic", StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal),
            (Method::POST, "/nothing", StatusCode::METHOD_NOT_ALLOWED, ErrorCode::MethodNotAllowed),
        ] {
            let (given, headers, text) = answer(method.clone(), path).await;
            assert_eq!((given, text), (status, format!("{}\n", code.message())), "{method} {path}");
            let said = [header::CONTENT_TYPE, header::CONTENT_LANGUAGE, header::CACHE_CONTROL].map(|name| headers[name].clone());
            assert_eq!(said, ["text/plain; charset=utf-8", "de", "no-store"], "{method} {path}");
            assert_eq!(headers.contains_key(header::RETRY_AFTER), status == StatusCode::SERVICE_UNAVAILABLE, "{method} {path}");
            assert_eq!(headers.contains_key(header::ALLOW), status == StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
    }

    #[tokio::test]
    async fn what_has_a_text_or_is_no_error_stays_as_it_is() {
        let (status, headers, text) = answer(Method::GET, "/page").await;
        assert_eq!(
            (status, text.as_str(), &headers[header::CONTENT_TYPE]),
            (StatusCode::NOT_FOUND, "<p>", &HeaderValue::from_static("text/html"))
        );
        let (status, headers, text) = answer(Method::GET, "/nothing").await;
        assert_eq!((status, text.as_str(), headers.get(header::CONTENT_TYPE)), (StatusCode::NO_CONTENT, "", None));
    }
}
