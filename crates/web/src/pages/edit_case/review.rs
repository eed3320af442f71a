//! What those who review a case do on its page: say who of them does, and give it back with a reason. Publishing is on the list, with its checklist.

use super::{
    Case, Content, TextForm,
    documents::{ClaimReview, FreeReview, ReleaseReview, RequestChanges, claim_review, free_review, release_review, request_changes},
    filled, page, path, read,
    steps::not_possible,
};
use crate::{
    client::messages, errors::PageError, fields::FormFields, pages::case_form::FieldError, respond, types::CaseAction, visitor::Visitor,
    website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::ErrorCode;
use http::StatusCode;
use std::sync::Arc;

/// What changes who reviews a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// One begins to.
    Claim,
    /// One lets it go.
    Release,
    /// An administrator ends a colleague's claim.
    Free,
}

impl Turn {
    const ALL: [Self; 3] = [Self::Claim, Self::Release, Self::Free];

    /// What the viewer can be offered: one thing at most. The API decides in the end.
    pub(super) fn offered(case: &Case, is_in_review: bool) -> Option<Self> {
        let may = |action| case.viewer_may.contains(&action);
        let review = case.review.as_ref().filter(|_| is_in_review)?;
        match review.claimed_at {
            None => may(CaseAction::Review).then_some(Self::Claim),
            Some(_) if review.is_claimed_by_viewer => may(CaseAction::Review).then_some(Self::Release),
            Some(_) => may(CaseAction::FreeReview).then_some(Self::Free),
        }
    }

    /// Its name in forms and addresses.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Claim => "uebernehmen",
            Self::Release => "abgeben",
            Self::Free => "freigeben",
        }
    }

    /// The one of this name.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.key() == key)
    }

    /// What its button says.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Claim => "Prüfung übernehmen",
            Self::Release => "Prüfung abgeben",
            Self::Free => "Prüfung freigeben",
        }
    }

    /// What stands beside the button.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Claim => "Andere sehen dann, dass Sie dieses Praxisbeispiel prüfen, und entscheiden nicht zugleich darüber.",
            Self::Release => "Sie prüfen dieses Praxisbeispiel. Geben Sie die Prüfung ab, können andere sie übernehmen.",
            Self::Free => "Jemand anderes prüft dieses Praxisbeispiel. Geben Sie die Prüfung frei, können andere sie übernehmen.",
        }
    }

    /// What is said when it is done.
    pub(super) fn done(self) -> &'static str {
        match self {
            Self::Claim => "Sie prüfen dieses Praxisbeispiel.",
            Self::Release => "Sie haben die Prüfung abgegeben.",
            Self::Free => "Die Prüfung ist freigegeben.",
        }
    }

    async fn take(self, site: &Website, visitor: &Visitor, id: String) -> Result<Vec<String>, PageError> {
        Ok(match self {
            Self::Claim => messages!(site.ask::<ClaimReview>(&visitor.caller, claim_review::Variables { id }).await?.claim_review),
            Self::Release => messages!(site.ask::<ReleaseReview>(&visitor.caller, release_review::Variables { id }).await?.release_review),
            Self::Free => messages!(site.ask::<FreeReview>(&visitor.caller, free_review::Variables { id }).await?.free_review),
        })
    }
}

/// `POST /faelle/{slug}/pruefung`: `was` says what.
pub(crate) async fn turn(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let turn = Turn::from_key(fields.get("was")).ok_or(ErrorCode::BadRequest)?;
    let refused = turn.take(&site, &visitor, fields.get("fall").to_owned()).await?;
    let edited = read(&site, &visitor, slug).await?;
    if refused.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt={}", path(&edited.case.slug), turn.key())));
    }
    not_possible(&site, &visitor, edited, refused).await
}

/// `POST /faelle/{slug}/ueberarbeitung`
pub(crate) async fn request_changes(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = request_changes::Variables {
        id: fields.get("fall").to_owned(),
        reason: fields.get("grund").replace("\r\n", "\n"),
        version: fields.version(),
    };
    let outcome = site.ask::<RequestChanges>(&visitor.caller, variables).await?.request_changes;
    let edited = read(&site, &visitor, slug).await?;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt=zurueckgegeben", path(&edited.case.slug))));
    }
    let text = filled::filled(&edited.copy.content);
    let mut page = page(&site, &visitor, edited, &text, Content::default()).await?;
    let errors = messages!(outcome);
    if page.may.give_back {
        page.reason = TextForm { fields, errors };
    } else {
        // There is no such form any more, as where its author took the case back: it is said over the page, and what was typed is not lost.
        let errors = errors.into_iter().map(|message| FieldError { field: None, message }).collect();
        page.content = Content { errors, heading: "Das war nicht möglich", conflicts: None };
        page.comment.fields.set_default("text", fields.get("grund"));
    }
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}
