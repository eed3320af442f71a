//! Answers to those who have an earlier one already (RFC 9110, section 13).

use crate::types::DateTime;
use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use graphql_api::names_tag;
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// What is sent, unless the other side has it.
pub(crate) struct Answer {
    /// Its content type.
    pub kind: &'static str,
    /// How long caches answer by themselves.
    pub cache_control: HeaderValue,
    /// The tag of the content.
    pub tag: String,
    /// When it last changed; nothing that changed, no time.
    pub last_modified: Option<DateTime>,
    /// The content.
    pub body: Bytes,
}

impl Answer {
    /// The answer to a request with these headers: 304 without a body if nothing is new.
    pub(crate) fn to(self, request: &HeaderMap) -> Response {
        // Where tag and time are given, the tag alone decides.
        let is_known = names_tag(request, &self.tag).unwrap_or_else(|| self.is_unmodified_since(request));
        let mut response = if is_known {
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
        if let Some(Ok(time)) = self.last_modified.map(|time| HeaderValue::from_str(&http_date(time))) {
            headers.insert(header::LAST_MODIFIED, time);
        }
        response
    }

    fn is_unmodified_since(&self, request: &HeaderMap) -> bool {
        let since = request.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
        let since = since.and_then(|text| chrono::DateTime::parse_from_rfc2822(text).ok());
        // The header knows whole seconds.
        matches!((since, self.last_modified), (Some(since), Some(changed)) if changed.timestamp() <= since.timestamp())
    }
}

fn http_date(time: DateTime) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use graphql_api::entity_tag;

    fn answer(last_modified: Option<DateTime>) -> Answer {
        let cache_control = HeaderValue::from_static("public, max-age=300");
        Answer { kind: "text/plain", cache_control, tag: entity_tag("a"), last_modified, body: Bytes::from_static(b"a") }
    }

    fn status(pairs: &[(&'static str, &str)]) -> StatusCode {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let last_modified = Some("2026-03-17T09:00:00.9Z".parse().unwrap());
        answer(last_modified).to(&headers).status()
    }

    #[test]
    fn who_has_it_gets_nothing_again() {
        let tag = entity_tag("a");
        let strong = tag.trim_start_matches("W/").to_owned();
        let list = format!("\"x\", {tag}");
        for known in [tag.as_str(), strong.as_str(), list.as_str(), "*"] {
            assert_eq!(status(&[("if-none-match", known)]), StatusCode::NOT_MODIFIED, "{known}");
        }
        for time in ["Tue, 17 Mar 2026 09:00:00 GMT", "Wed, 18 Mar 2026 09:00:00 GMT"] {
            assert_eq!(status(&[("if-modified-since", time)]), StatusCode::NOT_MODIFIED, "{time}");
        }
    }

    #[test]
    fn what_is_not_sent_again_varies_as_what_was_sent() {
        let request = [(header::IF_NONE_MATCH, HeaderValue::from_static("*"))].into_iter().collect();
        let answer = answer(None).to(&request);
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer.headers()[header::VARY], "accept-encoding");
    }

    #[test]
    fn who_has_another_or_says_it_wrong_gets_it() {
        assert_eq!(status(&[]), StatusCode::OK);
        for time in ["Tue, 17 Mar 2026 08:59:59 GMT", "gestern", ""] {
            assert_eq!(status(&[("if-modified-since", time)]), StatusCode::OK, "{time}");
        }
        let late = ("if-modified-since", "Wed, 18 Mar 2026 09:00:00 GMT");
        assert_eq!(status(&[("if-none-match", "W/\"x\""), late]), StatusCode::OK, "the tag decides");
    }
}
