//! The token of forms: made, and checked, here alone.
//!
//! Every form that changes something carries a token that only a page of ours can hold: signed with a cookie that no other site can read or,
//! thanks to its `__Host-` prefix, set. With a session that is the session's cookie, so that no form outlives a sign-in or a sign-out; without
//! one it is a cookie of its own, which is set when the first form is shown and not before: who only reads gets none. Each page has another
//! number in its tokens, because pages are compressed and repeat what was typed: a token that stays the same could be guessed letter by letter
//! from the length of answers (BREACH).
//!
//! This stands beside the check of who caused the request (`origin`), not in place of it.
//!
//! The number serves once more: what a form makes is made once for each page that it was shown on ([`wish`]).

use crate::{
    cookies::Cookie, errors, errors::PageError, fields::Fields, frame::Frame, last_step, origin, respond, visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use domain::{ErrorCode, Viewer};
use http::{HeaderMap, Method, StatusCode, header};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use usecases::secret::{Token, is_signature, signature};

/// The name of the hidden field.
pub(crate) const FIELD: &str = "formular";

/// The largest form, in bytes; the longest case is a tenth of it.
pub(crate) const FORM_LIMIT: usize = 256 * 1024;

tokio::task_local! {
    static SEAL: Arc<Seal>;
}

/// What names the wish that a form sends, for the API (`idempotencyKey`): the number of the page that it was shown on, which a second press of the button
/// sends once more.
pub(crate) fn wish(fields: &Fields) -> Option<String> {
    let (number, _) = fields.get(FIELD).split_once('.')?;
    (!number.is_empty()).then(|| number.to_owned())
}

/// What signs the tokens of one visitor's forms.
struct Seal {
    secret: String,
    /// The number of this page's tokens.
    number: String,
    /// Whether the browser has yet to get the secret as a cookie.
    is_new: bool,
    /// Whether a form was shown.
    is_used: AtomicBool,
}

/// The token for a form on the page that is being made; empty where no page is.
pub(crate) fn current() -> String {
    SEAL.try_with(|seal| seal.token()).unwrap_or_default()
}

impl Seal {
    fn of(site: &Website, visitor: &Visitor, headers: &HeaderMap) -> Result<Self, PageError> {
        let new = || Token::new(site.options.network.secrets.as_ref(), "").map_err(|error| PageError::internal(site, "no token", &error));
        let kept = match visitor.viewer {
            Viewer::Member(_) => Cookie::Session.read(site, headers),
            Viewer::Public => Cookie::Forms.read(site, headers).filter(|value| Token::read(value, "").is_some()),
        };
        let is_new = kept.is_none();
        let secret = kept.map_or_else(|| new().map(|token| token.reveal().to_owned()), Ok)?;
        Ok(Self { secret, number: new()?.reveal().to_owned(), is_new, is_used: AtomicBool::new(false) })
    }

    fn token(&self) -> String {
        self.is_used.store(true, Ordering::Relaxed);
        format!("{}.{}", self.number, signature(&self.secret, &signed_text(&self.number)))
    }

    fn fits(&self, token: &str) -> bool {
        let Some((number, given)) = token.split_once('.') else { return false };
        !self.is_new && is_signature(&self.secret, &signed_text(number), given)
    }
}

fn signed_text(number: &str) -> String {
    format!("form:{number}")
}

/// Gives pages what they make the tokens of their forms with.
pub(crate) async fn seal(State(site): State<Arc<Website>>, visitor: Visitor, request: Request, next: Next) -> Response {
    let seal = match Seal::of(&site, &visitor, request.headers()) {
        Ok(seal) => Arc::new(seal),
        Err(error) => return errors::page(&site, &visitor.viewer, error, None),
    };
    let mut response = SEAL.scope(seal.clone(), next.run(request)).await;
    if seal.is_new && seal.is_used.load(Ordering::Relaxed) {
        match Cookie::Forms.set(&site, &seal.secret) {
            Ok(cookie) => _ = response.headers_mut().append(header::SET_COOKIE, cookie),
            Err(error) => return errors::page(&site, &visitor.viewer, error, None),
        }
    }
    response
}

/// Lets no form through that another site sent, or that has no token of this visitor's. Goes around what takes forms alone, within [`seal`].
pub(crate) async fn guard(State(site): State<Arc<Website>>, visitor: Visitor, request: Request, next: Next) -> Response {
    let request = match admit(&site, &visitor, request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let typed = request.extensions().get::<Fields>().map(Fields::texts).unwrap_or_default();
    let mut response = next.run(request).await;
    // The page with the form may be gone by now, as with a question that was deleted meanwhile: what was typed is not lost with it.
    if let Some(error) = response.extensions_mut().get_mut::<PageError>() {
        error.typed = typed;
    }
    response
}

/// The request with its form read, or the page that refuses it. Forms are sent with POST, and nothing here is changed by any other method.
async fn admit(site: &Website, visitor: &Visitor, request: Request) -> Result<Request, Response> {
    if request.method() != Method::POST || !is_needed(request.headers()) {
        return Ok(request);
    }
    let refuse = |error: PageError| errors::page(site, &visitor.viewer, error, None);
    origin::check(request.headers(), &site.options.public_url).map_err(refuse)?;
    let (mut parts, body) = request.into_parts();
    let fields = Fields::of_form(&parts.headers, body).await.map_err(refuse)?;
    if let Some(refusal) = refusal(site, visitor, parts.uri.path(), &fields, Brings::Fields) {
        return Err(refusal);
    }
    parts.extensions.insert(fields);
    Ok(Request::from_parts(parts, Body::empty()))
}

/// Whether a form needs a token: it does unless a bearer token comes with it, which no browser sends on its own.
pub(crate) fn is_needed(headers: &HeaderMap) -> bool {
    !headers.contains_key(header::AUTHORIZATION)
}

/// What a form brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brings {
    /// Fields alone.
    Fields,
    /// A file as well, which nobody can put into the form again but who chose it.
    File,
}

/// The page that refuses a form sent to this path; nothing if its token is this visitor's.
pub(crate) fn refusal(site: &Website, visitor: &Visitor, path: &str, fields: &Fields, brings: Brings) -> Option<Response> {
    if SEAL.try_with(|seal| seal.fits(fields.get(FIELD))).unwrap_or_default() {
        return None;
    }
    if let Some(answer) = last_step::answer(site, &visitor.viewer, path) {
        return Some(answer);
    }
    // An address that begins with two slashes would name another host.
    Some(if path.starts_with("//") {
        errors::page(site, &visitor.viewer, ErrorCode::NotFound.into(), None)
    } else {
        send_again(site, visitor, path, fields.clone(), brings)
    })
}

#[derive(Template)]
#[template(path = "frame/send_again.html")]
struct SendAgainPage {
    frame: Frame,
    text: &'static str,
    path: String,
    typed: Vec<String>,
    fields: Fields,
    asks_for_file: bool,
}

/// Says that the form is out of date and keeps what was typed: to read, to copy, and to send once more by a press of a button. That the form
/// came from one of our own pages is certain by then, so that nobody is led to press it for another site's form.
fn send_again(site: &Website, visitor: &Visitor, path: &str, fields: Fields, brings: Brings) -> Response {
    let code = ErrorCode::FormExpired;
    let page = SendAgainPage {
        frame: Frame::new(site, &visitor.viewer, "Bitte noch einmal absenden").hidden(),
        text: code.message(),
        path: path.to_owned(),
        typed: fields.texts(),
        fields: fields.without(FIELD),
        asks_for_file: brings == Brings::File,
    };
    respond::secret_page(StatusCode::from_u16(code.http_status()).unwrap_or(StatusCode::FORBIDDEN), &page)
}
