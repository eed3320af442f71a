//! Reads the bodies of requests, for the API and the website alike.

use axum::body::{Body, Bytes, to_bytes};
use domain::ErrorCode;
use http_body_util::LengthLimitError;
use std::error::Error;
use tower_http::timeout::TimeoutError;

/// Reads a body of at most `limit` bytes. How slowly it may come is for the server's layers to say.
///
/// Refused with [`ErrorCode::RequestTimeout`] if it came too slowly, with [`ErrorCode::PayloadTooLarge`] if there is more of it, and with
/// [`ErrorCode::BadRequest`] if it cannot be read: its framing is broken, or the connection broke off.
pub async fn read_body(body: Body, limit: usize) -> Result<Bytes, ErrorCode> {
    to_bytes(body, limit).await.map_err(|error| {
        if is_too_slow(&error) {
            ErrorCode::RequestTimeout
        } else if is_because_of::<LengthLimitError>(&error) {
            ErrorCode::PayloadTooLarge
        } else {
            ErrorCode::BadRequest
        }
    })
}

/// Whether a body ended because it came too slowly: then one of the causes is the error of `tower_http::timeout`.
pub fn is_too_slow(error: &(dyn Error + 'static)) -> bool {
    is_because_of::<TimeoutError>(error)
}

/// Whether one of the causes is such an error.
fn is_because_of<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<E>() {
            return true;
        }
        cause = error.source();
    }
    false
}
