//! Whether a form that acts on the session cookie was sent from one of our own pages.

use crate::errors::PageError;
use domain::ErrorCode;
use http::{HeaderMap, header};
use url::Url;

/// Refuses a POST that another site made the browser send.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`. Where both are missing there is no browser, and
/// so no cookie that could be abused, unless one is sent all the same.
pub(crate) fn check(headers: &HeaderMap, public_url: &Url) -> Result<(), PageError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_own = match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => is_own_origin(origin, text(header::HOST.as_str()), public_url),
        (None, None) => !headers.contains_key(header::COOKIE),
    };
    if is_own { Ok(()) } else { Err(ErrorCode::Forbidden.into()) }
}

/// The public address, or the one that the browser itself spoke to: both name this instance.
fn is_own_origin(origin: &str, host: Option<&str>, public_url: &Url) -> bool {
    let origin_host = origin.split_once("://").map(|(_, rest)| rest);
    origin == public_url.origin().ascii_serialization() || (origin_host.is_some() && origin_host == host)
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
