//! Where a request comes from. A browser sends the session's cookie with requests that foreign websites cause; those are refused.
//!
//! This is the one rule for API and website alike; they differ only in what they make of a request that says nothing.

use axum::http::{HeaderMap, HeaderName, header};
use url::Url;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Who caused a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// One of our own pages, or a person by themselves.
    Own,
    /// Another site, as the browser says.
    Foreign,
    /// Nobody says. Browsers do, so there is none, or a very old one.
    Unknown,
}

/// Who caused the request with these headers, on an instance that is reached at this address.
///
/// `Sec-Fetch-Site` cannot be set by a script. Browsers too old to send it send `Origin` with everything that may change something; it is
/// ours if it names the public address, or the very host that the browser spoke to.
pub fn cause(headers: &HeaderMap, public_url: &Url) -> Cause {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let is_own = match (text(SEC_FETCH_SITE), text(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            origin == public_url.origin().ascii_serialization() || host.is_some_and(|host| text(header::HOST) == Some(host))
        }
        (None, None) => return Cause::Unknown,
    };
    if is_own { Cause::Own } else { Cause::Foreign }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&'static str, &'static str)]) -> Cause {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        cause(&headers, &"https://wissensnetz.example.org/".parse().unwrap())
    }

    #[test]
    fn what_the_browser_says_decides() {
        assert_eq!(of(&[("sec-fetch-site", "same-origin")]), Cause::Own);
        assert_eq!(of(&[("sec-fetch-site", "none"), ("origin", "null")]), Cause::Own);
        assert_eq!(of(&[("origin", "https://wissensnetz.example.org")]), Cause::Own);
        assert_eq!(of(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]), Cause::Own);
        assert_eq!(of(&[("sec-fetch-site", "cross-site"), ("origin", "https://wissensnetz.example.org")]), Cause::Foreign);
        assert_eq!(of(&[("sec-fetch-site", "same-site")]), Cause::Foreign);
        assert_eq!(of(&[("origin", "https://elsewhere.example.org"), ("host", "wissensnetz.example.org")]), Cause::Foreign);
        assert_eq!(of(&[("origin", "null"), ("host", "wissensnetz.example.org")]), Cause::Foreign);
        assert_eq!(of(&[("origin", "file://wissensnetz.example.org"), ("host", "wissensnetz.example.org")]), Cause::Foreign);
        assert_eq!(of(&[("host", "wissensnetz.example.org")]), Cause::Unknown);
    }
}
