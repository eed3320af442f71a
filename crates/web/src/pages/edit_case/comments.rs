//! The conversation about a case: say something, and mark what was said as resolved.

use super::{
    Content, EditPage, TextForm,
    documents::{AddComment, ResolveComment, add_comment, resolve_comment},
    filled, page, path, read,
    steps::not_possible,
};
use crate::{
    client::messages,
    errors::PageError,
    fields::{Fields, FormFields},
    form_token,
    pages::case_form::SECTIONS,
    respond,
    types::ReviewParty,
    visitor::Visitor,
    website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::Role;
use http::StatusCode;
use std::sync::Arc;

/// The form for a comment as it begins: for those on the other side, as a rule.
pub(super) fn form_for(role: Role) -> TextForm {
    let party = if role.is_of_agency() { ReviewParty::Author } else { ReviewParty::Reviewer };
    TextForm { fields: Fields::from_pairs([("an", party.key())]), errors: Vec::new() }
}

/// `POST /faelle/{slug}/kommentar`
pub(crate) async fn comment(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = add_comment::Variables {
        id: fields.get("fall").to_owned(),
        body: fields.get("text").replace("\r\n", "\n"),
        field: fields.given("feld").map(str::to_owned),
        mentions: Some(ReviewParty::ALL.into_iter().filter(|party| fields.has("an", party.key())).collect()),
        idempotency_key: form_token::wish(&fields),
    };
    let outcome = site.ask::<AddComment>(&visitor.caller, variables).await?.add_review_comment;
    let edited = read(&site, &visitor, slug).await?;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt=kommentiert#gespraech", path(&edited.case.slug))));
    }
    let text = filled::filled(&edited.copy.content);
    let mut page = page(&site, &visitor, edited, &text, Content::default()).await?;
    page.comment = TextForm { fields, errors: messages!(outcome) };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// `POST /faelle/{slug}/kommentar-stand`: marks a comment as resolved, or as open again where `stand` says so.
pub(crate) async fn resolve(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let is_resolved = fields.get("stand") != "offen";
    let variables = resolve_comment::Variables { id: fields.get("kommentar").to_owned(), is_resolved };
    let refused = messages!(site.ask::<ResolveComment>(&visitor.caller, variables).await?.resolve_review_comment);
    let edited = read(&site, &visitor, slug).await?;
    if refused.is_empty() {
        let done = if is_resolved { "kommentar-erledigt" } else { "kommentar-offen" };
        return Ok(respond::see_other(&format!("{}?erledigt={done}#gespraech", path(&edited.case.slug))));
    }
    not_possible(&site, &visitor, edited, refused).await
}

impl EditPage {
    pub(super) fn comment_value(&self, name: &str) -> &str {
        self.comment.fields.get(name)
    }

    pub(super) fn is_addressed(&self, party: ReviewParty) -> bool {
        self.comment.fields.has("an", party.key())
    }

    /// What a comment can be about: name and label of each field.
    pub(super) fn commentable() -> Vec<(&'static str, &'static str)> {
        let specs = SECTIONS.iter().flat_map(|section| section.fields);
        let mut fields: Vec<_> = specs.map(|spec| (spec.name.split('.').next().unwrap_or(spec.name), spec.label)).collect();
        fields.dedup_by_key(|(name, _)| *name);
        fields
    }
}
