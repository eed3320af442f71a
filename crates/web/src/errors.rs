//! What people see when a page cannot be shown: the site's own look, a code's German text, a trace id, and nothing from within.

use crate::{enter::own_path, frame::Frame, pages::manage, respond, visitor::Visitor, website::Website};
use askama::Template;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{ErrorCode, Viewer};
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, StatusCode, header};
use std::{panic::AssertUnwindSafe, sync::Arc};
use url::form_urlencoded;
use usecases::{Refusal, UseCaseError};

/// Why a page cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageError {
    /// What went wrong.
    pub code: ErrorCode,
    /// The number under which the log has more.
    pub trace_id: Option<String>,
    /// After how many seconds another try may succeed.
    pub retry_after: Option<u64>,
    /// The page to come back to after signing in.
    pub return_to: Option<String>,
    /// What was typed into the form that caused it, to be copied.
    pub typed: Vec<String>,
}

impl PageError {
    /// An unexpected error: its text goes to the log under a new trace id.
    pub(crate) fn internal(site: &Website, what: &'static str, error: &dyn std::fmt::Display) -> Self {
        let trace_id = site.options.network.ids.next().simple().to_string();
        tracing::error!(%trace_id, what, %error, "a page could not be shown");
        Self { trace_id: Some(trace_id), ..ErrorCode::Internal.into() }
    }

    /// Somebody did something too often.
    pub(crate) fn too_often(retry_after: Option<u64>) -> Self {
        Self { retry_after, ..ErrorCode::RateLimited.into() }
    }

    /// What became of a use case that a page called itself (sign-in).
    pub(crate) fn from_use_case(site: &Website, what: &'static str, error: UseCaseError) -> Self {
        match error {
            UseCaseError::Refused(Refusal::RateLimited { seconds }) => Self::too_often(Some(seconds)),
            UseCaseError::Refused(refusal) => refusal.code().into(),
            UseCaseError::SearchUnavailable(_) => ErrorCode::SearchUnavailable.into(),
            UseCaseError::Failed(failure) => Self::internal(site, what, &failure),
        }
    }
}

impl From<ErrorCode> for PageError {
    fn from(code: ErrorCode) -> Self {
        Self { code, trace_id: None, retry_after: None, return_to: None, typed: Vec::new() }
    }
}

impl IntoResponse for PageError {
    /// An answer without a body; [`dress`] gives it one.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "frame/error.html")]
struct ErrorPage {
    frame: Frame,
    heading: &'static str,
    text: String,
    typed: Vec<String>,
    trace_id: Option<String>,
    offers_search: bool,
    /// Where to sign in, if that may help.
    sign_in: Option<String>,
}

/// Gives every answer that is an error without a page of its own the site's look; a handler that panics, which would be a fault of ours, answers
/// with one, too.
pub(crate) async fn dress(State(site): State<Arc<Website>>, visitor: Visitor, request: Request, next: Next) -> Response {
    let path =
        request.uri().path_and_query().filter(|_| request.method().is_safe()).and_then(|path| own_path(path.as_str()).map(str::to_owned));
    let response = AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| PageError::internal(&site, "a handler panicked", &"its own words are on standard error").into_response());
    let Some(error) = response.extensions().get::<PageError>().cloned().or_else(|| bare_error(&response)) else { return response };
    let said = |name: HeaderName| response.headers().get(&name).cloned().map(|value| (name, value));
    let allow = said(header::ALLOW).map(|(_, value)| value);
    // What may not be kept of a page, or told of its address, may not of its errors: they are for the same address and the same visitor.
    let discretion = [header::CACHE_CONTROL, header::REFERRER_POLICY].map(said);
    let mut page = page(&site, &visitor.viewer, PageError { return_to: path, ..error }, allow);
    for (name, value) in discretion.into_iter().flatten() {
        page.headers_mut().insert(name, value);
    }
    page
}

/// The error that the router or an extractor answered with on its own.
fn bare_error(response: &Response) -> Option<PageError> {
    let has_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if has_page {
        return None;
    }
    let code = match response.status() {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
        StatusCode::BAD_REQUEST => ErrorCode::BadRequest,
        status if status.is_server_error() => ErrorCode::Internal,
        _ => return None,
    };
    Some(code.into())
}

fn heading(error: &PageError) -> &'static str {
    match error.code.http_status() {
        404 if !error.typed.is_empty() => "Das gibt es nicht mehr",
        404 => "Diese Seite gibt es nicht",
        401 => "Bitte melden Sie sich an",
        403 => "Dazu fehlt Ihnen die Berechtigung",
        408 => "Das kam zu langsam an",
        413 => "Das war zu viel auf einmal",
        429 => "Bitte warten Sie etwas",
        503 => "Gerade nicht erreichbar",
        500 => "Das hat nicht geklappt",
        _ => "Das ist so nicht möglich",
    }
}

/// What people read below the heading: the code's own text, unless a page can say better what to do.
fn text(error: &PageError) -> String {
    if let (ErrorCode::RateLimited, Some(seconds)) = (error.code, error.retry_after) {
        return Refusal::RateLimited { seconds }.message();
    }
    let text = match (error.code, error.return_to.as_deref()) {
        (ErrorCode::NotFound, _) if !error.typed.is_empty() => {
            "Es wurde inzwischen gelöscht, oder Sie dürfen es nicht mehr sehen. Was Sie geschrieben haben, ist nicht gespeichert, steht aber noch \
             auf dieser Seite."
        }
        (ErrorCode::NotFound, _) => {
            "Die Adresse ist vielleicht veraltet oder unvollständig, oder der Inhalt ist nicht öffentlich. Über die Suche finden Sie alle \
             veröffentlichten Praxisbeispiele."
        }
        (ErrorCode::Unauthenticated, Some(path)) if path.starts_with(manage::PATH) => {
            "Haben Sie ein Konto, sehen Sie Ihre Abos nach der Anmeldung. Ohne Konto öffnen Sie bitte den Link „Abos verwalten“ in einer \
             Ihrer Sammel-E-Mails."
        }
        (ErrorCode::Unauthenticated, Some(_)) => {
            "Diese Seite ist für Mitglieder des Netzwerks. Nach der Anmeldung kommen Sie hierher zurück."
        }
        (ErrorCode::Unauthenticated, None) => "Dafür müssen Sie angemeldet sein. Vielleicht ist Ihre Anmeldung inzwischen abgelaufen.",
        (ErrorCode::Forbidden, _) => {
            "Mit Ihrer Rolle ist das nicht vorgesehen. Brauchen Sie es, wenden Sie sich bitte an die Koordination Ihrer Kommune oder an die \
             Agentur."
        }
        (ErrorCode::BadRequest, _) => "Was Ihr Browser gesendet hat, ist unvollständig. Bitte öffnen Sie die Seite noch einmal neu.",
        (ErrorCode::MethodNotAllowed, Some(_)) => {
            "Hierhin lässt sich nur ein Formular absenden. Bitte öffnen Sie die Seite mit dem Formular noch einmal."
        }
        (ErrorCode::MethodNotAllowed, None) => {
            "Hierhin lässt sich nichts absenden. Bitte öffnen Sie die Seite, von der Sie kommen, noch einmal neu."
        }
        (ErrorCode::PayloadTooLarge, _) => {
            "Was Sie abgesendet haben, ist zu umfangreich. Gehen Sie im Browser zurück: Ihre Eingaben stehen dort meist noch. Kürzen Sie sie \
             bitte und senden Sie sie noch einmal ab."
        }
        (code, _) => code.message(),
    };
    text.to_owned()
}

/// The page for an error.
pub(crate) fn page(site: &Website, viewer: &Viewer, error: PageError, allow: Option<HeaderValue>) -> Response {
    let (heading, text) = (heading(&error), text(&error));
    let status = StatusCode::from_u16(error.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let sign_in = (error.code == ErrorCode::Unauthenticated).then(|| match error.return_to {
        Some(path) => format!("/anmelden?{}", form_urlencoded::Serializer::new(String::new()).append_pair("weiter", &path).finish()),
        None => "/anmelden".to_owned(),
    });
    let page = ErrorPage {
        frame: Frame::new(site, viewer, heading).hidden(),
        heading,
        text,
        typed: error.typed,
        trace_id: error.trace_id,
        offers_search: error.code == ErrorCode::NotFound,
        sign_in,
    };
    let mut response = respond::page_with(status, &page);
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    let retry_after = error.retry_after.or((status == StatusCode::SERVICE_UNAVAILABLE).then_some(60));
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
