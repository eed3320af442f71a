//! What follows a proof of who somebody is: the cookies, and the page to go on to.

use crate::{cookies::Cookie, errors::PageError, frame::Frame, respond, visitor::Visitor, website::Website};
use askama::Template;
use axum::response::Response;
use domain::ErrorCode;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use usecases::{Refusal, SignedIn, UseCaseError, secret::Token, sign_in};

/// Gives the browser what came of a first proof, and sends it on: to its own cases, or to the second step.
pub(crate) async fn signed_in(site: &Website, headers: &HeaderMap, outcome: SignedIn) -> Result<Response, PageError> {
    let (location, cookie, token) = match &outcome {
        SignedIn::Session(token) => return session(site, headers, token, respond::see_other("/meine")).await,
        SignedIn::NeedsCode(token) => ("/anmelden/code", Cookie::Pending, token),
        SignedIn::NeedsSetUp(token) => ("/anmelden/einrichten", Cookie::Pending, token),
    };
    let mut response = respond::see_other(location);
    response.headers_mut().append(header::SET_COOKIE, cookie.set(site, token.reveal())?);
    Ok(response)
}

/// Gives the browser a new session with this answer. What it had of an earlier one is over, on the server, too.
pub(crate) async fn session(site: &Website, headers: &HeaderMap, token: &Token, mut response: Response) -> Result<Response, PageError> {
    if let Some(earlier) = Cookie::Session.read(site, headers) {
        let ended = sign_in::sign_out(&site.options.network, &earlier).await;
        ended.map_err(|error| PageError::from_use_case(site, "an earlier session could not be ended", error))?;
    }
    let wanted = Cookie::Return.read(site, headers).and_then(|path| own_path(&path).and_then(|path| HeaderValue::from_str(path).ok()));
    let given = response.headers_mut();
    if let (Some(location), Some(wanted)) = (given.get_mut(header::LOCATION), wanted) {
        *location = wanted;
    }
    given.append(header::SET_COOKIE, Cookie::Session.set(site, token.reveal())?);
    for used in [Cookie::Browser, Cookie::Pending, Cookie::Flow, Cookie::Return] {
        if used.read(site, headers).is_some() {
            given.append(header::SET_COOKIE, used.clear(site)?);
        }
    }
    Ok(response)
}

/// A path of this website, for going back to after signing in; nothing that could lead to another one.
pub(crate) fn own_path(text: &str) -> Option<&str> {
    let is_plain = text.len() <= 200 && text.chars().all(|sign| sign.is_ascii_alphanumeric() || "/-_.?=&".contains(sign));
    (is_plain && text.starts_with('/') && !text.starts_with("//")).then_some(text)
}

#[derive(Template)]
#[template(path = "frame/sign_in_problem.html")]
struct ProblemPage {
    frame: Frame,
    heading: &'static str,
    text: &'static str,
    /// Whether an earlier press of the same button may have signed the visitor in.
    may_be_done: bool,
}

/// The page that says why somebody could not be signed in and what to do now; what nobody expected is an error like any other.
pub(crate) fn problem(site: &Website, visitor: &Visitor, error: UseCaseError) -> Response {
    match error {
        UseCaseError::Refused(Refusal::RateLimited { seconds }) => {
            crate::errors::page(site, &visitor.viewer, PageError::too_often(Some(seconds)), None)
        }
        UseCaseError::Refused(refusal) => problem_page(site, visitor, refusal.code()),
        error => {
            let error = PageError::from_use_case(site, "somebody could not be signed in", error);
            crate::errors::page(site, &visitor.viewer, error, None)
        }
    }
}

/// The same for a code.
pub(crate) fn problem_page(site: &Website, visitor: &Visitor, code: ErrorCode) -> Response {
    let (heading, text) = match code {
        ErrorCode::LinkExpired => (
            "Dieser Anmeldelink gilt nicht mehr",
            "Anmeldelinks gelten 15 Minuten und nur ein einziges Mal. Vielleicht ist der Link auch nicht vollständig: Bitte öffnen Sie ihn \
             unverändert aus der E-Mail, oder fordern Sie einen neuen an.",
        ),
        ErrorCode::OtherBrowser => (
            "Bitte öffnen Sie den Link im selben Browser",
            "Dieser Link gilt nur in dem Browser, in dem Sie ihn angefordert haben. Kopieren Sie die Adresse aus der E-Mail und fügen Sie sie \
             dort in die Adresszeile ein. Oder fordern Sie hier, in diesem Browser, einen neuen Link an.",
        ),
        code => ("Die Anmeldung war nicht möglich", code.message()),
    };
    let status = StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
    let may_be_done = code == ErrorCode::LinkExpired;
    respond::page_with(status, &ProblemPage { frame: Frame::new(site, &visitor.viewer, heading).hidden(), heading, text, may_be_done })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_website() {
        for own in ["/meine", "/faelle/bus-2/bearbeiten", "/meine?bearbeitung=draft&nach=a_b"] {
            assert_eq!(own_path(own), Some(own));
        }
        for foreign in ["", "meine", "//example.org", "/\\example.org", "https://example.org", "/a:b", "/a\r\nb", "/%2f", "javascript:x"] {
            assert_eq!(own_path(foreign), None, "{foreign}");
        }
        assert_eq!(own_path(&format!("/{}", "a".repeat(200))), None);
    }
}
