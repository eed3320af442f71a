//! What all steps on the page have in common: what is said of one that was taken, and of one that was not. And taking back what was handed in.

use super::{
    Content, Edited,
    documents::{Withdraw, withdraw},
    filled, page, path, read,
    review::Turn,
};
use crate::{
    client::messages, errors::PageError, fields::FormFields, pages::case_form::FieldError, respond, visitor::Visitor, website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use std::sync::Arc;

/// What was done just now, from the address that the step led to.
pub(super) fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "gespeichert" => "Gespeichert.",
        "zurueckgezogen" => "Das Praxisbeispiel ist wieder ein Entwurf.",
        "kommentiert" => "Ihr Kommentar ist gespeichert.",
        "kommentar-erledigt" => "Der Kommentar ist als erledigt gekennzeichnet.",
        "kommentar-offen" => "Der Kommentar ist wieder offen.",
        "datei-hinzugefuegt" => "Die Datei ist hinzugefügt. Öffentlich wird sie mit der nächsten Veröffentlichung.",
        "datei-geaendert" => "Die Angaben zur Datei sind geändert.",
        "datei-entfernt" => "Die Datei ist entfernt.",
        "zurueckgegeben" => "Wer das Praxisbeispiel geschrieben hat, wird per E-Mail um eine Überarbeitung gebeten.",
        "weitergegeben" => "Die Prüfung ist weitergegeben. Wer sie übernimmt, erfährt es per E-Mail.",
        "bestaetigt" => "Danke, das Praxisbeispiel ist für ein weiteres Jahr bestätigt.",
        "zurueckgesetzt" => {
            "Der Text der gewählten Fassung ist wieder der jetzige. Nichts dazwischen ist verloren: Es steht unter „Fassungen“."
        }
        _ => return Turn::from_key(key).map(Turn::done),
    })
}

/// The page as it is now, with why a step was not taken over it.
pub(super) async fn not_possible(site: &Website, visitor: &Visitor, edited: Edited, messages: Vec<String>) -> Result<Response, PageError> {
    let errors = messages.into_iter().map(|message| FieldError { field: None, message }).collect();
    let text = filled::filled(&edited.copy.content);
    let content = Content { errors, heading: "Das war nicht möglich", conflicts: None };
    Ok(respond::page_with(StatusCode::CONFLICT, &page(site, visitor, edited, &text, content).await?))
}

/// `POST /faelle/{slug}/zurueckziehen`
pub(crate) async fn withdraw(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = withdraw::Variables { id: fields.get("fall").to_owned() };
    let refused = messages!(site.ask::<Withdraw>(&visitor.caller, variables).await?.withdraw_submission);
    let edited = read(&site, &visitor, slug).await?;
    if refused.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt=zurueckgezogen", path(&edited.case.slug))));
    }
    not_possible(&site, &visitor, edited, refused).await
}
