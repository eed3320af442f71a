//! Cookies, as the API and the website give them: read by no script, sent to this host alone.

use axum::http::{HeaderMap, HeaderValue, header, header::InvalidHeaderValue};
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

/// What a browser sent as the cookie of this name: the first, wherever it stands and on however many lines it sends its cookies.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(given, _)| *given == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name_wherever_it_stands() {
        let mut headers = HeaderMap::new();
        for line in ["a=1; netz-forms=2;wissensnetz=drei=3", "b; wissensnetz=4; later=5"] {
            headers.append(header::COOKIE, HeaderValue::from_static(line));
        }
        let found = ["a", "netz-forms", "wissensnetz", "later", "forms", "b", ""].map(|name| cookie(&headers, name));
        assert_eq!(found, [Some("1"), Some("2"), Some("drei=3"), Some("5"), None, None, None]);
        assert_eq!(cookie(&HeaderMap::new(), "a"), None);
    }
}
