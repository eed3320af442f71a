//! The last look at an answer's errors before it leaves: each has a code, and none says what only the log may know.

use super::ApiError;
use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use domain::ErrorCode;

/// How many errors an answer names at most: a client that sees twenty does not need the five-hundredth.
const MAX_ERRORS: usize = 20;

/// What the library says when an operation exceeds the complexity limit (7.2.1, `validation/mod.rs`; a test holds it to that).
const TOO_COMPLEX: &str = "Query is too complex.";

/// The extension that says after how many seconds another try may succeed.
pub(crate) const RETRY_AFTER: &str = "retryAfter";

/// The longest wait that the answer's errors ask for.
pub(crate) fn retry_after(response: &Response) -> Option<u64> {
    let of_error = |error: &ServerError| match error.extensions.as_ref()?.get(RETRY_AFTER)? {
        Value::Number(seconds) => seconds.as_u64(),
        _ => None,
    };
    response.errors.iter().filter_map(of_error).max()
}

/// Gives every error of the answer its code; what came from nowhere known is masked and logged under `trace`. `max_cost` is what an operation
/// may cost.
pub(crate) fn shape(response: &mut Response, trace: &str, max_cost: usize) {
    let executed = !is_request_error(response);
    response.errors.truncate(MAX_ERRORS);
    for error in &mut response.errors {
        shape_error(error, executed, trace, max_cost);
    }
}

/// Whether nothing was executed, so that the answer has no `data`: the document was not understood, or refused as a whole.
pub(crate) fn is_request_error(response: &Response) -> bool {
    !response.errors.is_empty() && response.data == Value::Null && response.errors.iter().all(|error| error.path.is_empty())
}

fn shape_error(error: &mut ServerError, executed: bool, trace: &str, max_cost: usize) {
    let known = error.source.as_ref().map(|source| source.downcast_ref::<ApiError>().cloned());
    let told = match known {
        Some(Some(known)) => known,
        // An error of some other type: nobody chose its text for clients.
        Some(None) => ApiError::internal(trace, &error.message),
        None if error.message == TOO_COMPLEX => ApiError::too_costly(max_cost),
        // The library's own texts are about the document and its values; they are for programmers and stay in English.
        None if executed => ApiError::bad_input(&error.message),
        None => ApiError::with_message(ErrorCode::GraphqlValidationFailed, &error.message),
    };
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", told.code().as_str());
    if let Some(trace) = told.trace() {
        extensions.set("traceId", trace);
    }
    if let Some(seconds) = told.retry_after() {
        extensions.set(RETRY_AFTER, seconds);
    }
    error.message = told.to_string();
    error.extensions = Some(extensions);
    error.source = None;
}
