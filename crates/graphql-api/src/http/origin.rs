//! Where a request comes from. A browser sends the session's cookie with requests that foreign websites cause; those are refused.

use axum::http::{HeaderMap, HeaderName, header};
use usecases::NetworkSettings;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the browser says that another site caused this request.
///
/// `Sec-Fetch-Site` cannot be set by a script. Browsers too old to send it send `Origin` with everything that may change something. What
/// sends neither is no browser, and whoever holds the cookie outside a browser holds it by right.
pub(crate) fn is_foreign(headers: &HeaderMap, settings: &NetworkSettings) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    match (text(SEC_FETCH_SITE), text(header::ORIGIN)) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, None) => false,
        (None, Some(origin)) => {
            let is_public_address = settings.public_url.origin().ascii_serialization() == origin;
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            let is_this_host = host.is_some_and(|host| text(header::HOST) == Some(host));
            !(is_public_address || is_this_host)
        }
    }
}
