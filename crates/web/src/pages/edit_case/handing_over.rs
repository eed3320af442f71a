//! Hand the review of a case over to a colleague.

use super::{
    Content, EditPage, Reviewer, TextForm,
    documents::{HandOverReview, hand_over_review},
    filled, page, path, read,
    review::Turn,
    steps::not_possible,
};
use crate::{client::messages, errors::PageError, fields::FormFields, respond, visitor::Visitor, website::Website};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use std::sync::Arc;

/// The name in the form of the colleague.
const COLLEAGUE: &str = "an";

/// `POST /faelle/{slug}/weitergabe`
pub(crate) async fn hand_over(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let errors = match fields.given(COLLEAGUE) {
        Some(to) => {
            let variables = hand_over_review::Variables { id: fields.get("fall").to_owned(), to: to.to_owned() };
            messages!(site.ask::<HandOverReview>(&visitor.caller, variables).await?.hand_over_review)
        }
        None => vec!["Bitte wählen Sie, wer die Prüfung übernimmt.".to_owned()],
    };
    let edited = read(&site, &visitor, slug).await?;
    if errors.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt=weitergegeben", path(&edited.case.slug))));
    }
    let is_theirs = Turn::offered(&edited.case, edited.copy.workflow_state.state().is_in_review()) == Some(Turn::Release);
    if !is_theirs || edited.colleagues.is_empty() {
        // There is no such form any more, as where an administrator freed the review.
        return not_possible(&site, &visitor, edited, errors).await;
    }
    let text = filled::filled(&edited.copy.content);
    let mut page = page(&site, &visitor, edited, &text, Content::default()).await?;
    page.handing_over = TextForm { fields, errors };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

impl EditPage {
    /// Whether it is the viewer's to hand over.
    pub(super) fn can_be_handed_over(&self) -> bool {
        self.may.turn == Some(Turn::Release)
    }

    /// Somebody who reviews, as a list names them.
    pub(super) fn named(reviewer: &Reviewer) -> String {
        match &reviewer.function {
            Some(function) => format!("{function} ({}), {}", reviewer.email, reviewer.role_label),
            None => format!("{}, {}", reviewer.email, reviewer.role_label),
        }
    }
}
