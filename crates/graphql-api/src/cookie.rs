//! Cookies, as the API and the website give them: read by no script, sent to this host alone.

use axum::http::{HeaderValue, header::InvalidHeaderValue};
use usecases::NetworkSettings;

/// The session cookie on an instance that is reached by https. The prefix makes browsers insist that it came over https from this very
/// host, so that no neighbour can plant one.
const SECURE_COOKIE: &str = "__Host-wissensnetz";

/// The session cookie where there is no https: on one's own machine.
const PLAIN_COOKIE: &str = "wissensnetz";

fn is_secure(settings: &NetworkSettings) -> bool {
    settings.public_url.scheme() == "https"
}

/// The name of the cookie that carries a browser session on this instance.
pub fn session_cookie_name(settings: &NetworkSettings) -> &'static str {
    if is_secure(settings) { SECURE_COOKIE } else { PLAIN_COOKIE }
}

/// The header that gives the browser a cookie, for so many seconds or until it is closed.
pub fn cookie_header(settings: &NetworkSettings, name: &str, value: &str, max_age: Option<u32>) -> Result<HeaderValue, InvalidHeaderValue> {
    let secure = if is_secure(settings) { "; Secure" } else { "" };
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let mut header = HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"))?;
    header.set_sensitive(true);
    Ok(header)
}
