//! Reads the bodies of requests, for the API and the website alike.

use axum::body::{Body, Bytes, to_bytes};
use domain::ErrorCode;
use std::error::Error;
use tower_http::timeout::TimeoutError;

/// Reads a body of at most `limit` bytes. How slowly it may come is for the server's layers to say.
///
/// Refused with [`ErrorCode::RequestTimeout`] if it came too slowly, and with [`ErrorCode::PayloadTooLarge`] if there is more of it. A
/// connection that broke off is not told apart from that: nobody reads the answer.
pub async fn read_body(body: Body, limit: usize) -> Result<Bytes, ErrorCode> {
    let code = |error: axum::Error| if is_too_slow(&error) { ErrorCode::RequestTimeout } else { ErrorCode::PayloadTooLarge };
    to_bytes(body, limit).await.map_err(code)
}

/// Whether a body ended because it came too slowly: then one of the causes is the error of `tower_http::timeout`.
pub(crate) fn is_too_slow(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<TimeoutError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
