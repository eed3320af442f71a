//! Answers to those who have an earlier one already (RFC 9110, section 13).

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use graphql_api::names_tag;
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// What is sent, unless the other side has it. The tag alone says so: what leaves a list, as a case that was archived does, changes no time that is
/// left in it.
pub(crate) struct Answer {
    /// Its content type.
    pub kind: &'static str,
    /// How long caches answer by themselves.
    pub cache_control: HeaderValue,
    /// The tag of the content.
    pub tag: String,
    /// The content.
    pub body: Bytes,
}

impl Answer {
    /// The answer to a request with these headers: 304 without a body if nothing is new.
    pub(crate) fn to(self, request: &HeaderMap) -> Response {
        let mut response = if names_tag(request, &self.tag) == Some(true) {
            // What is sent gets this where it is compressed; whoever has it must be told as well (RFC 9110, 15.4.5).
            (StatusCode::NOT_MODIFIED, [(header::VARY, HeaderValue::from_static("accept-encoding"))]).into_response()
        } else {
            ([(header::CONTENT_TYPE, self.kind)], self.body).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, self.cache_control);
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use graphql_api::entity_tag;

    fn answer(pairs: &[(&'static str, &str)]) -> Response {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let cache_control = HeaderValue::from_static("public, max-age=300");
        Answer { kind: "text/plain", cache_control, tag: entity_tag("a"), body: Bytes::from_static(b"a") }.to(&headers)
    }

    #[test]
    fn who_has_it_gets_nothing_again() {
        let tag = entity_tag("a");
        let strong = tag.trim_start_matches("W/").to_owned();
        let list = format!("\"x\", {tag}");
        for known in [tag.as_str(), strong.as_str(), list.as_str(), "*"] {
            let answer = answer(&[("if-none-match", known)]);
            assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert_eq!([&answer.headers()[header::ETAG], &answer.headers()[header::VARY]], [tag.as_str(), "accept-encoding"], "{known}");
        }
    }

    #[test]
    fn who_has_another_or_names_a_time_gets_it() {
        let late = ("if-modified-since", "Wed, 18 Mar 2126 09:00:00 GMT");
        for known in [&[late][..], &[("if-none-match", "W/\"x\"")], &[("if-none-match", "W/\"x\""), late], &[]] {
            let answer = answer(known);
            assert_eq!((answer.status(), answer.headers().get(header::LAST_MODIFIED)), (StatusCode::OK, None), "{known:?}");
        }
    }
}
