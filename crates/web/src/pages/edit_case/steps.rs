//! What the page's other forms do: take back what was handed in, and answer.

use super::{
    Content, TextForm,
    documents::{AddComment, Withdraw, add_comment, withdraw},
    filled, page, path, read,
};
use crate::{
    client::messages, errors::PageError, fields::FormFields, form_token, pages::case_form::FieldError, respond, types::ReviewParty,
    visitor::Visitor, website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use std::sync::Arc;

/// `POST /faelle/{slug}/zurueckziehen`
pub(crate) async fn withdraw(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = withdraw::Variables { id: fields.get("fall").to_owned() };
    let outcome = site.ask::<Withdraw>(&visitor.caller, variables).await?.withdraw_submission;
    let edited = read(&site, &visitor, slug).await?;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other(&format!("{}?erledigt=zurueckgezogen", path(&edited.case.slug))));
    }
    let errors = outcome.user_errors.into_iter().map(|error| FieldError { field: None, message: error.message }).collect();
    let fields = filled::filled(&edited.copy.content);
    let page = page(&site, &visitor, edited, &fields, Content { errors, heading: "Das war nicht möglich", conflicts: None }).await?;
    Ok(respond::page_with(StatusCode::CONFLICT, &page))
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
