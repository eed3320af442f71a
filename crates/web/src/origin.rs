//! Whether a form that acts on the session cookie was sent from one of our own pages.

use crate::errors::PageError;
use domain::ErrorCode;
use graphql_api::Cause;
use http::{HeaderMap, header};
use url::Url;

/// Refuses a POST that another site made the browser send; the rule is the API's. Where nobody says who caused it there is no browser, and
/// so no cookie that could be abused, unless one is sent all the same.
pub(crate) fn check(headers: &HeaderMap, public_url: &Url) -> Result<(), PageError> {
    let is_own = match graphql_api::cause(headers, public_url) {
        Cause::Own => true,
        Cause::Foreign => false,
        Cause::Unknown => !headers.contains_key(header::COOKIE),
    };
    if is_own { Ok(()) } else { Err(ErrorCode::Forbidden.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        check(&headers, &"https://wissensnetz.example.org/".parse().unwrap()).is_err()
    }

    #[test]
    fn only_own_pages_send_forms() {
        assert!(!is_refused(&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")]));
        assert!(!is_refused(&[("origin", "https://wissensnetz.example.org"), ("cookie", "a=b")]));
        assert!(!is_refused(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!is_refused(&[]), "no browser, no cookie");
        assert!(is_refused(&[("sec-fetch-site", "cross-site"), ("origin", "https://wissensnetz.example.org")]));
        assert!(is_refused(&[("sec-fetch-site", "same-site")]));
        assert!(is_refused(&[("origin", "https://elsewhere.example.org"), ("host", "wissensnetz.example.org")]));
        assert!(is_refused(&[("origin", "null"), ("cookie", "a=b")]));
        assert!(is_refused(&[("cookie", "a=b")]));
    }
}
