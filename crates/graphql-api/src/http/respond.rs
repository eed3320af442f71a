//! Writes answers.

use super::{
    entity_tag::{entity_tag, names_tag},
    negotiate::Form,
};
use crate::{
    errors::{ApiError, is_request_error, retry_after},
    viewer::{self, Credential},
};
use async_graphql::{Response as GraphqlResponse, ServerError, Value};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use domain::{ErrorCode, Scope};
use serde::Serialize;

/// What goes with a 401 (RFC 9110, 15.5.2) to whoever showed no token: how programs say who asks. The scheme wants a parameter (RFC 6750, 3).
pub const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer realm=\"Wissensnetz\"");

/// The same for whoever did so with a token that is no good (RFC 6750, 3.1).
const INVALID_TOKEN: HeaderValue = HeaderValue::from_static(
    "Bearer realm=\"Wissensnetz\", error=\"invalid_token\", error_description=\"The access token is unknown, expired or revoked\"",
);

/// A finished answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The form that it has.
    pub(crate) form: Form,
    /// The status that goes with it.
    pub(crate) status: StatusCode,
    /// The JSON.
    pub(crate) body: Bytes,
    /// Whether everybody may have it: caches may keep it then, but ask again before they give it to anybody.
    pub(crate) is_public: bool,
    /// After how many seconds another try may succeed.
    pub(crate) retry_after: Option<u64>,
    /// The cookies that the operation gives whoever sent it.
    pub(crate) cookies: Vec<HeaderValue>,
}

/// The body as the specification orders it: `data` is there if and only if something was executed.
#[derive(Serialize)]
struct Json<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
}

impl Answer {
    /// What came of an operation.
    pub(crate) fn of(response: &GraphqlResponse, form: Form, is_public: bool) -> Self {
        let refused = is_request_error(response);
        let json = Json { errors: &response.errors, data: (!refused).then_some(&response.data) };
        let body = serde_json::to_vec(&json).unwrap_or_default().into();
        let status = if refused { status_of_refusal(response, form) } else { StatusCode::OK };
        Self {
            form,
            status,
            body,
            is_public: is_public && response.errors.is_empty(),
            retry_after: retry_after(response),
            cookies: response.http_headers.get_all(header::SET_COOKIE).into_iter().cloned().collect(),
        }
    }

    /// An answer that was made before.
    pub(crate) fn kept(body: Bytes, form: Form) -> Self {
        Self { form, status: StatusCode::OK, body, is_public: true, retry_after: None, cookies: Vec::new() }
    }
}

/// The status where nothing was executed. With `application/json` clients of old expect 200 as long as the request was a GraphQL
/// request at all and it is not the server that failed.
fn status_of_refusal(response: &GraphqlResponse, form: Form) -> StatusCode {
    let code = response.errors.first().and_then(|error| error.extensions.as_ref()?.get("code").cloned());
    let code = match &code {
        Some(Value::String(code)) => ErrorCode::ALL.iter().find(|known| known.as_str() == code),
        _ => None,
    };
    let status = status_of(code.copied().unwrap_or(ErrorCode::Internal));
    if form == Form::Json && !status.is_server_error() { StatusCode::OK } else { status }
}

fn status_of(code: ErrorCode) -> StatusCode {
    StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sends an answer.
pub(crate) fn answer(answer: Answer) -> Response {
    let keeping = if answer.is_public { "no-cache" } else { "no-store" };
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.form.content_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Authorization, Cookie"));
    if let Some(seconds) = answer.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    for cookie in answer.cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Sends an answer to a request that only reads. What everybody may have bears a tag, and goes without its body to whoever names that (RFC 9110,
/// section 13).
pub(crate) fn answer_unless_known(finished: Answer, request: &HeaderMap) -> Response {
    let tag = finished.is_public.then(|| entity_tag(&(finished.form.content_type(), &finished.body)));
    let is_known = tag.as_ref().is_some_and(|tag| names_tag(request, tag) == Some(true));
    let mut response = answer(finished);
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        // What is sent gets the last of these where it is compressed.
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept, Authorization, Cookie, accept-encoding"));
    }
    if let Some(Ok(tag)) = tag.map(HeaderValue::try_from) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Sends the refusal of a request that is none of GraphQL, or that may not be made: the status says so in either form.
pub(crate) fn refuse(error: ApiError, form: Form) -> Response {
    let code = error.code();
    let response = error.into_response();
    answer(Answer { status: status_of(code), ..Answer::of(&response, form, false) })
}

/// The same where it may be because of who sends the request, whose headers these are.
pub(crate) fn refuse_caller(error: ApiError, form: Form, request: &HeaderMap) -> Response {
    let asked = match error.code() {
        ErrorCode::Unauthenticated => Some(challenge(request)),
        ErrorCode::InsufficientScope => Some(scope_challenge(error.needed_scope())),
        _ => None,
    };
    let mut response = refuse(error, form);
    if let Some(asked) = asked {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, asked);
    }
    response
}

/// What goes with the 401 to a request with these headers, if it cannot be found out who sent it. An error is named to whoever sent a token alone:
/// others have shown nothing that could be wrong (RFC 6750, 3.1).
pub fn challenge(request: &HeaderMap) -> HeaderValue {
    match viewer::authorization(request) {
        Some(Credential::Bearer(_)) => INVALID_TOKEN,
        _ => CHALLENGE,
    }
}

/// What goes with the 403 to an access token that is not good for what was asked (RFC 6750, 3.1): the scope that is, as the API writes it, where one is.
pub fn scope_challenge(needed: Option<Scope>) -> HeaderValue {
    HeaderValue::from_static(match needed {
        Some(Scope::Read) => "Bearer realm=\"Wissensnetz\", error=\"insufficient_scope\", scope=\"READ\"",
        Some(Scope::Write) => "Bearer realm=\"Wissensnetz\", error=\"insufficient_scope\", scope=\"WRITE\"",
        None => "Bearer realm=\"Wissensnetz\", error=\"insufficient_scope\"",
    })
}

/// Sends the refusal of a body that is compressed, with the one coding that is taken: by that header it is told from the refusal of a media type,
/// which must not have it (RFC 9110, 12.5.3).
pub(crate) fn refuse_coding(form: Form) -> Response {
    let mut response = refuse(ApiError::new(ErrorCode::UnsupportedMediaType), form);
    response.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    response
}

/// Sends the refusal of a method, with those that fit.
pub(crate) fn refuse_method(form: Form, allowed: &'static str) -> Response {
    let message = format!("{} Möglich ist: {allowed}.", ErrorCode::MethodNotAllowed.message());
    let mut response = refuse(ApiError::with_message(ErrorCode::MethodNotAllowed, message), form);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_told_the_scope_that_it_lacks_where_one_is_enough() {
        let told = |error| refuse_caller(error, Form::Json, &HeaderMap::new()).headers()[header::WWW_AUTHENTICATE].clone();
        for (error, expected) in [
            (ApiError::without_scope(Scope::Read), "Bearer realm=\"Wissensnetz\", error=\"insufficient_scope\", scope=\"READ\""),
            (ApiError::new(ErrorCode::InsufficientScope), "Bearer realm=\"Wissensnetz\", error=\"insufficient_scope\""),
            (ApiError::new(ErrorCode::Unauthenticated), "Bearer realm=\"Wissensnetz\""),
        ] {
            assert_eq!(told(error), expected);
        }
    }
}
