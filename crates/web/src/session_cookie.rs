//! The session cookie: read by the browser alone, sent to this host alone.

use crate::{errors::PageError, website::Website};
use graphql_api::session_cookie_name;
use http::{HeaderMap, HeaderValue, header};

/// The header that makes the browser keep a session until it is closed, or until the server ends it.
pub(crate) fn set(site: &Website, value: &str) -> Result<HeaderValue, PageError> {
    header(site, value, "")
}

/// The header that makes the browser forget the session.
pub(crate) fn clear(site: &Website) -> Result<HeaderValue, PageError> {
    header(site, "", "; Max-Age=0")
}

/// The session that the browser sent.
pub(crate) fn read<'a>(site: &Website, headers: &'a HeaderMap) -> Option<&'a str> {
    let texts = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == self::name(site)).map(|(_, value)| value)
}

fn name(site: &Website) -> &'static str {
    session_cookie_name(&site.options.network.settings)
}

fn is_secure(site: &Website) -> bool {
    site.options.network.settings.public_url.scheme() == "https"
}

fn header(site: &Website, value: &str, age: &str) -> Result<HeaderValue, PageError> {
    let secure = if is_secure(site) { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", name(site));
    let mut header =
        HeaderValue::from_str(&text).map_err(|error| PageError::internal(site, "a session cookie could not be written", &error))?;
    header.set_sensitive(true);
    Ok(header)
}
