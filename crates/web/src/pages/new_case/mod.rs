//! Begin a case, and hand it in at once if it is complete.

mod documents;
mod example;
mod input;
mod specification;
mod view;

use crate::{
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    frame::Frame,
    origin, respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::{CreateCase, Edited, Lists, SubmitNewCase, UpdateCase, create_case, lists, submit_new_case, update_case};
use domain::{
    ErrorCode,
    permission::{Action, Member, Relation},
};
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use view::{Control, SectionView};

/// What is wrong with a field, or with the whole.
pub(crate) struct FieldError {
    /// The field's path as the API writes it: `goals[2]`.
    field: Option<String>,
    /// What is wrong, in German.
    message: String,
}

#[derive(Template)]
#[template(path = "pages/new_case/page.html")]
struct NewCasePage {
    frame: Frame,
    sections: Vec<SectionView>,
    errors: Vec<FieldError>,
    /// The draft that an earlier attempt left behind: the next one goes on with it.
    draft: Option<String>,
}

/// `GET /faelle/neu`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(query): QueryFields,
) -> Result<Response, PageError> {
    let member = writer(&visitor)?;
    let mut fields = if query.get("beispiel").is_empty() { Fields::default() } else { example::fields() };
    fields.set_default("licence", "CC_BY_4_0");
    if let Some(own) = &member.municipality {
        fields.set_default("municipality", own.district());
    }
    form(&site, &visitor, &fields, Vec::new(), None).await
}

/// `POST /faelle/neu`
pub(crate) async fn save(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    origin::check(&headers, &site.options.public_url)?;
    writer(&visitor)?;
    let draft = fields.given("fall").map(str::to_owned);
    let (input, errors) = input::read(&fields);
    if !errors.is_empty() {
        return form(&site, &visitor, &fields, errors, draft).await;
    }
    let (kept, errors) = match draft.clone() {
        Some(id) => go_on(&site, &visitor, id, input).await?,
        None => begin(&site, &visitor, input).await?,
    };
    let Some(id) = kept else {
        return form(&site, &visitor, &fields, errors, draft).await;
    };
    if fields.get("weiter") != "einreichen" {
        return Ok(respond::see_other("/meine?erledigt=angelegt"));
    }
    let variables = submit_new_case::Variables { id: id.clone() };
    let outcome = site.ask::<SubmitNewCase>(&visitor.viewer, variables).await?.submit_practice_case;
    if outcome.practice_case.is_some() && outcome.user_errors.is_empty() {
        return Ok(respond::see_other("/meine?erledigt=eingereicht"));
    }
    let errors = outcome.user_errors.into_iter().map(|error| FieldError { field: error.field, message: error.message }).collect();
    form(&site, &visitor, &fields, errors, Some(id)).await
}

/// Whoever may begin cases.
fn writer(visitor: &Visitor) -> Result<&Member, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    if member.may(Action::Create, Relation::Own) { Ok(member) } else { Err(ErrorCode::Forbidden.into()) }
}

/// A case's id, where it was kept, and what was wrong with it where it was not.
type Kept = (Option<String>, Vec<FieldError>);

/// Begins the case.
async fn begin(site: &Website, visitor: &Visitor, input: create_case::PracticeCaseInput) -> Result<Kept, PageError> {
    let outcome = site.ask::<CreateCase>(&visitor.viewer, create_case::Variables { input }).await?.create_practice_case;
    let errors = outcome.user_errors.into_iter().map(|error| FieldError { field: error.field, message: error.message });
    Ok((outcome.practice_case.map(|case| case.id), errors.collect()))
}

/// Goes on with the draft of an earlier attempt.
async fn go_on(site: &Website, visitor: &Visitor, id: String, input: create_case::PracticeCaseInput) -> Result<Kept, PageError> {
    let variables = update_case::Variables { id, input: Edited(input) };
    let outcome = site.ask::<UpdateCase>(&visitor.viewer, variables).await?.update_practice_case;
    let errors = outcome.user_errors.into_iter().map(|error| FieldError { field: error.field, message: error.message });
    Ok((outcome.practice_case.map(|case| case.id), errors.collect()))
}

/// The form with what was typed, and with what is wrong with it if anything is.
async fn form(
    site: &Website,
    visitor: &Visitor,
    fields: &Fields,
    errors: Vec<FieldError>,
    draft: Option<String>,
) -> Result<Response, PageError> {
    let lists = site.ask::<Lists>(&visitor.viewer, lists::Variables).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = NewCasePage {
        frame: Frame::new(site, &visitor.viewer, "Praxisbeispiel anlegen").in_section("/faelle/neu").hidden(),
        sections: view::sections(fields, &lists, &errors),
        errors,
        draft,
    };
    Ok(respond::page_with(status, &page))
}
