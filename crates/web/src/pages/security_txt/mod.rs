//! Where to report a weakness of this instance, as researchers and their programs look for it (RFC 9116).
//!
//! It is the same for everybody, like a feed.

use crate::{errors::PageError, website::Website};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{SecondsFormat, TimeDelta};
use domain::ErrorCode;
use http::{HeaderValue, header};
use std::sync::Arc;

/// Where it is.
pub(crate) const PATH: &str = "/.well-known/security.txt";

/// How long what it says is good, counted from when it is read: while the instance runs as it is set up, its operator stands by that.
const GOOD_FOR: TimeDelta = TimeDelta::days(90);

/// `GET /.well-known/security.txt`. There is none where the operator names no contact.
pub(crate) async fn show(State(site): State<Arc<Website>>) -> Result<Response, PageError> {
    let Some(contact) = &site.options.operator.security_contact else { return Err(ErrorCode::NotFound.into()) };
    let expires = (site.options.network.clock.now() + GOOD_FOR).to_rfc3339_opts(SecondsFormat::Secs, true);
    // An address of the web must be an encrypted one there.
    let is_https = site.options.public_url.scheme() == "https";
    let canonical = if is_https { format!("Canonical: {}\n", site.absolute(PATH)) } else { String::new() };
    let text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: de\n{canonical}");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    Ok((headers, text).into_response())
}
