//! Say that what is public of a case still holds, without waiting for the question that its function mailbox gets.

use super::{
    EditPage,
    documents::{ConfirmCase, confirm_case},
    path, read,
    steps::not_possible,
};
use crate::{
    client::messages, errors::PageError, fields::FormFields, format, respond, types::FreshnessState, visitor::Visitor, website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::sync::Arc;

/// `POST /faelle/{slug}/bestaetigen`
pub(crate) async fn confirm(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = confirm_case::Variables { id: fields.get("fall").to_owned() };
    let refused = messages!(site.ask::<ConfirmCase>(&visitor.caller, variables).await?.confirm_practice_case);
    let edited = read(&site, &visitor, slug).await?;
    if refused.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt=bestaetigt#bestaetigung", path(&edited.case.slug))));
    }
    not_possible(&site, &visitor, edited, refused).await
}

impl EditPage {
    /// How long somebody has vouched for what is public, and what follows, as people read it.
    pub(super) fn freshness(&self) -> Option<String> {
        let freshness = self.case.freshness.as_ref()?;
        let confirmed = format::day(&freshness.confirmed_at);
        Some(match (freshness.state, &freshness.due_at) {
            (FreshnessState::Confirmed, Some(due)) => {
                format!("Zuletzt bestätigt am {confirmed}. Am {} fragen wir das Funktionspostfach.", format::day(due))
            }
            (FreshnessState::Confirmed, None) => format!("Zuletzt bestätigt am {confirmed}."),
            (FreshnessState::Due, _) => {
                format!("Zuletzt bestätigt am {confirmed}. Wir fragen zurzeit das Funktionspostfach, ob das Praxisbeispiel noch zutrifft.")
            }
            (FreshnessState::Unconfirmed, _) => {
                format!("Zuletzt bestätigt am {confirmed}; auf unsere Nachfragen kam keine Antwort. Ohne Bestätigung wird es archiviert.")
            }
        })
    }

    /// Whether somebody is to vouch for it now.
    pub(super) fn is_to_confirm(&self) -> bool {
        self.may.confirm && self.case.freshness.as_ref().is_some_and(|freshness| freshness.state != FreshnessState::Confirmed)
    }
}
