//! Begin a case, and hand it in at once if it is complete.

mod example;

use crate::{
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    frame::Frame,
    pages::{
        case_form::{self, Control, FieldError, Kept, Lists, SectionView, lists},
        edit_case,
    },
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use http::StatusCode;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "pages/new_case/page.html")]
struct NewCasePage {
    frame: Frame,
    sections: Vec<SectionView>,
    errors: Vec<FieldError>,
}

/// `GET /faelle/neu`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(query): QueryFields,
) -> Result<Response, PageError> {
    let member = case_form::writer(&visitor)?;
    let mut fields = if query.get("beispiel").is_empty() { Fields::default() } else { example::fields() };
    fields.set_default("licence", "CC_BY_4_0");
    if let Some(own) = &member.municipality {
        fields.set_default("municipality", own.district());
    }
    form(&site, &visitor, &fields, Vec::new()).await
}

/// `POST /faelle/neu`: from the moment that the case is kept, its own page goes on with it.
pub(crate) async fn save(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    case_form::writer(&visitor)?;
    let saved = match case_form::begin(&site, &visitor, &fields).await? {
        Kept::Saved(saved) => saved,
        Kept::Wrong(errors) => return form(&site, &visitor, &fields, case_form::all_that_is_wrong(&fields, None, errors)).await,
        Kept::Conflict(_) => return form(&site, &visitor, &fields, Vec::new()).await,
    };
    if !case_form::is_to_hand_in(&fields) {
        return Ok(respond::see_other("/meine?erledigt=angelegt"));
    }
    edit_case::hand_in(&site, &visitor, saved, &fields).await
}

/// The form with what was typed, and with what is wrong with it if anything is.
async fn form(site: &Website, visitor: &Visitor, fields: &Fields, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let lists = site.ask::<Lists>(&visitor.viewer, lists::Variables).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = NewCasePage {
        frame: Frame::new(site, &visitor.viewer, "Praxisbeispiel anlegen").in_section("/faelle/neu").hidden(),
        sections: case_form::sections(fields, &lists, &errors),
        errors,
    };
    Ok(respond::page_with(status, &page))
}
