//! Everything that goes to one address: pause it, get it less often, change it, end it. By the link in every digest, without signing in; or
//! signed in, for one's own address.
//!
//! GET shows and changes nothing. With a token the token alone decides, without one the session does.

mod change;
pub(crate) mod documents;
mod proof;
mod view;

use crate::{
    client::field_errors,
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    form_errors::FormErrors,
    format,
    frame::{Frame, UNKNOWN_LINK},
    respond,
    types::{SubscriptionState, Weekday},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::State as Extract,
    response::{IntoResponse, Response},
};
use change::Change;
use documents::{OwnReader, ReaderByToken, own_reader, reader_by_token};
use domain::{
    ErrorCode,
    clock::local_date,
    digest_period::Frequency,
    vocabulary::{State, Vocabulary},
};
use http::{HeaderValue, StatusCode, header};
use std::sync::Arc;
use url::form_urlencoded;
use view::{Reader, Settings};

/// Where the page is.
pub(crate) const PATH: &str = "/abo/verwalten";

#[derive(Template)]
#[template(path = "pages/manage/page.html")]
struct ManagePage {
    frame: Frame,
    /// The token of the link; empty for whoever is signed in.
    token: String,
    reader: Reader,
    /// What was done just now.
    done: Option<&'static str>,
    /// What was refused just now.
    errors: FormErrors,
    /// The change that was refused.
    refused: Option<Change>,
    /// What the form of the settings has in it.
    settings: Settings,
}

#[derive(Template)]
#[template(path = "pages/manage/unknown.html")]
struct UnknownPage {
    frame: Frame,
    has_token: bool,
}

/// `GET /abo/verwalten?token=…`
pub(crate) async fn show(
    Extract(site): Extract<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, &fields, None, FormErrors::default()).await
}

/// `POST /abo/verwalten`: one form for each change; `was` says which.
pub(crate) async fn change(
    Extract(site): Extract<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let change = Change::read(&fields).ok_or(ErrorCode::BadRequest)?;
    let refused = change.apply(&site, &visitor, token(&fields)).await?;
    if refused.is_empty() {
        return Ok(respond::see_other(&address(token(&fields), Some(change.key()))));
    }
    if refused.iter().any(|error| error.is_missing) {
        return Ok(unknown(&site, &visitor, token(&fields).is_some()));
    }
    let errors = field_errors!(refused, field_of);
    page(&site, &visitor, &fields, Some(change), errors).await
}

/// `GET /abo/verwalten/nachweis.json?token=…`: what proves that the address's owner agreed, to take away.
pub(crate) async fn export(
    Extract(site): Extract<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let Some(reader) = find(&site, &visitor, token(&fields)).await? else {
        return Ok(unknown(&site, &visitor, token(&fields).is_some()));
    };
    let body = proof::write(&reader).map_err(|error| PageError::internal(&site, "a proof could not be written", &error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"einwilligung.json\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, body).into_response())
}

/// The token that came with a request, if there is one.
fn token(fields: &Fields) -> Option<&str> {
    fields.given("token")
}

/// The page's address for this token; `done` is the key of what was done just now.
fn address(token: Option<&str>, done: Option<&'static str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(token.map(|token| ("token", token))).extend_pairs(done.map(|done| ("erledigt", done)));
    let query = query.finish();
    if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
}

async fn find(site: &Website, visitor: &Visitor, token: Option<&str>) -> Result<Option<Reader>, PageError> {
    let Some(token) = token else {
        let own = site.ask::<OwnReader>(&visitor.caller, own_reader::Variables {}).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
        return Ok(own.reader.map(Reader::from));
    };
    match site.ask::<ReaderByToken>(&visitor.viewer, reader_by_token::Variables { token: token.to_owned() }).await {
        Ok(data) => Ok(data.reader.map(Reader::from)),
        Err(error) if error.code == ErrorCode::BadUserInput => Ok(None),
        Err(error) => Err(error),
    }
}

async fn page(
    site: &Website,
    visitor: &Visitor,
    fields: &Fields,
    refused: Option<Change>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let Some(reader) = find(site, visitor, token(fields)).await? else {
        return Ok(unknown(site, visitor, token(fields).is_some()));
    };
    let status = errors.status();
    let settings = if let Some(Change::Settings(typed)) = &refused { typed.clone() } else { Settings::of(&reader) };
    let page = ManagePage {
        frame: frame(site, visitor, "Ihre Abos verwalten"),
        token: token(fields).unwrap_or_default().to_owned(),
        reader,
        done: change::done(fields.get("erledigt")),
        errors,
        refused,
        settings,
    };
    Ok(respond::page_with(status, &page))
}

fn unknown(site: &Website, visitor: &Visitor, has_token: bool) -> Response {
    // Whoever is signed in and gets nothing has not lost their way.
    let (status, title) = if has_token { (StatusCode::NOT_FOUND, UNKNOWN_LINK) } else { (StatusCode::OK, "Sie haben keine Abos") };
    respond::page_with(status, &UnknownPage { frame: frame(site, visitor, title), has_token })
}

fn frame(site: &Website, visitor: &Visitor, title: &str) -> Frame {
    Frame::new(site, &visitor.viewer, title).in_section("/abo").hidden()
}

/// The field of the page's forms that one of the API stands for; the list of subscriptions where a button was pressed.
fn field_of(field: Option<&str>) -> &'static str {
    match field {
        Some("until") => "bis",
        Some("hour") => "stunde",
        Some("maxPerDay") => "hoechstens",
        _ => "abos",
    }
}

impl ManagePage {
    /// The day that the form for a pause shows, as such fields write it.
    fn day_of_pause(&self) -> String {
        if let Some(Change::Pause { until }) = &self.refused {
            return until.clone();
        }
        let until = self.reader.paused_until.map(|until| local_date(until).to_string());
        until.unwrap_or_default()
    }

    /// Whether the form of the settings has this day in it.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand values over by reference")]
    fn is_day(&self, day: &Weekday) -> bool {
        self.settings.weekday == Some(*day)
    }

    /// Whether it has this Land in it, whose holidays count.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand values over by reference")]
    fn is_state(&self, state: &State) -> bool {
        self.settings.state == Some(*state)
    }

    /// The address of the proof.
    fn proof_href(&self) -> String {
        address(Some(self.token.as_str()).filter(|token| !token.is_empty()), None).replacen(PATH, "/abo/verwalten/nachweis.json", 1)
    }
}
