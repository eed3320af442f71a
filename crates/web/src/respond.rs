//! Answers of the website.

use crate::headers::{POLICY_OF_MAIL, POLICY_WITH_FRAME};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use graphql_api::CHALLENGE;
use http::{HeaderValue, StatusCode, header};

/// A page with status 200.
pub(crate) fn page(template: &impl Template) -> Response {
    page_with(StatusCode::OK, template)
}

/// A page with this status. Pages are made for one viewer at one moment: caches ask again each time.
pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, "a template could not be rendered");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut response = (status, [(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"))], Html(html)).into_response();
    // People sign in at a page; pages take access tokens as well, and this status must say so.
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, CHALLENGE);
    }
    response
}

/// A page that shows a secret this once: nobody keeps it, not even the browser's own history of pages.
pub(crate) fn secret_page(status: StatusCode, template: &impl Template) -> Response {
    let mut response = page_with(status, template);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A mail's HTML part as a document of its own, which may hold styles but nothing that runs. Mails hold links that let somebody in: nobody keeps a
/// copy. A frame without the right to leave itself opens links beside it.
pub(crate) fn mail_part(html: &str) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY_OF_MAIL)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Html(html.replacen("<head>", "<head><base target=\"_blank\">", 1))).into_response()
}

/// The page, which shows a mail's HTML part ([`mail_part`]) in a frame.
pub(crate) fn with_mail_frame(mut page: Response) -> Response {
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY_WITH_FRAME));
    page
}

/// The answer, giving the browser these cookies.
pub(crate) fn with_cookies(mut response: Response, cookies: Vec<HeaderValue>) -> Response {
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Sends the browser on to a page with GET, after something was done.
pub(crate) fn see_other(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
