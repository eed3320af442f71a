//! Keep what is being typed: the page's script sends the form here from time to time. Without the script the buttons do all.

use super::{
    Kept, Saved, begin,
    documents::{AutosaveCase, Edited, autosave_case},
    input,
};
use crate::{errors::PageError, fields::FormFields, format, pages::edit_case, visitor::Visitor, website::Website};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// What the script is told, in the words that it uses itself.
#[derive(Serialize, Default)]
struct Told {
    /// The case that the form now belongs to.
    fall: Option<String>,
    /// The address that the form goes to from now on.
    ziel: Option<String>,
    /// The version that the next change is made from.
    fassung: Option<i64>,
    /// What to show, in German.
    meldung: String,
}

/// `POST /meine/zwischenspeichern`: begins the case if the form names none.
///
/// Answers with 409 where somebody else changed the case, after which the script stops: the button to save shows both texts. What cannot be
/// read or kept yet (half a number) is no error to trouble a writer with: 422, and the next attempt follows.
pub(crate) async fn autosave(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    super::writer(&visitor)?;
    if fields.get("fall").is_empty() {
        return Ok(match begin(&site, &visitor, &fields).await? {
            Kept::Saved(saved) => told(&site, saved.id, &saved.slug, saved.version),
            Kept::Wrong(_) | Kept::Conflict(_) => not_yet(),
        });
    }
    let (input, errors) = input::read(&fields);
    if !errors.is_empty() {
        return Ok(not_yet());
    }
    let variables = autosave_case::Variables { id: fields.get("fall").to_owned(), input: Edited(input), version: fields.version() };
    let outcome = site.ask::<AutosaveCase>(&visitor.caller, variables).await?.autosave_practice_case;
    let is_conflict = outcome.user_errors.iter().any(|error| matches!(error.code, autosave_case::ErrorCode::CONFLICT));
    Ok(match outcome.practice_case {
        Some(case) if outcome.user_errors.is_empty() => {
            let saved = Saved::from(case);
            told(&site, saved.id, &saved.slug, saved.version)
        }
        _ if is_conflict => {
            let meldung = "Jemand anderes hat inzwischen gespeichert. Mit „Speichern“ sehen Sie beide Fassungen.".to_owned();
            (StatusCode::CONFLICT, Json(Told { meldung, ..Told::default() })).into_response()
        }
        _ => not_yet(),
    })
}

fn told(site: &Website, id: String, slug: &str, version: i64) -> Response {
    let meldung = format!("Zwischengespeichert um {} Uhr.", format::time(&site.options.network.clock.now()));
    Json(Told { fall: Some(id), ziel: Some(edit_case::path(slug)), fassung: Some(version), meldung }).into_response()
}

fn not_yet() -> Response {
    let meldung = "Noch nicht zwischengespeichert: Eine Angabe ist nicht lesbar.".to_owned();
    (StatusCode::UNPROCESSABLE_ENTITY, Json(Told { meldung, ..Told::default() })).into_response()
}
