//! From which mail domains people register themselves for a municipality: to see, to add and to remove.

use super::members::places::{self, NONE_YET, Places, part};
use crate::{
    client::{answered, document, field_errors, messages},
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    form_errors::FormErrors,
    frame::Frame,
    list_part::{self, DONE, Part},
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{Ags, ErrorCode};
use std::sync::Arc;

document!(MailDomains, "src/pages/mail_domains/query.graphql");
document!(AddMailDomain, "src/pages/mail_domains/query.graphql");
document!(RemoveMailDomain, "src/pages/mail_domains/query.graphql");

/// The page's path.
const PATH: &str = "/mitglieder/domains";

#[derive(Template)]
#[template(path = "pages/mail_domains/page.html")]
struct MailDomainsPage {
    frame: Frame,
    places: Places,
    /// Nothing as long as no municipality is chosen.
    domains: Option<Vec<String>>,
    part: Part,
    done: Option<&'static str>,
    /// What the form has in it.
    typed: String,
    errors: FormErrors,
}

/// `GET /mitglieder/domains`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, &fields, String::new(), FormErrors::default()).await
}

/// `POST /mitglieder/domains`
pub(crate) async fn add(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let typed = fields.get("domain").to_owned();
    let variables = add_mail_domain::Variables { municipality: place(&visitor, &fields)?.into(), domain: typed.clone() };
    let errors = site.ask::<AddMailDomain>(&visitor.caller, variables).await?.add_mail_domain.user_errors;
    let field_of = |field: Option<&str>| if field == Some("domain") { "domain" } else { "" };
    let errors = field_errors!(errors, field_of);
    finish(&site, &visitor, &fields, "hinzugefuegt", (typed, errors)).await
}

/// `POST /mitglieder/domains/entfernen`
pub(crate) async fn remove(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables =
        remove_mail_domain::Variables { municipality: place(&visitor, &fields)?.into(), domain: fields.get("domain").to_owned() };
    let outcome = site.ask::<RemoveMailDomain>(&visitor.caller, variables).await?.remove_mail_domain;
    finish(&site, &visitor, &fields, "entfernt", (String::new(), FormErrors::of_none(messages!(outcome)))).await
}

/// The municipality whose domains a form changes. There is always one, unless the form was not ours.
fn place(visitor: &Visitor, fields: &Fields) -> Result<Ags, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    Ok(places::named(member, fields)?.ok_or(ErrorCode::BadRequest)?)
}

/// Back to the municipality that the form was about: with the step that was done, or with what was `typed` and why it was not.
async fn finish(
    site: &Website,
    visitor: &Visitor,
    fields: &Fields,
    step: &'static str,
    (typed, errors): (String, FormErrors),
) -> Result<Response, PageError> {
    if errors.is_empty() {
        return Ok(list_part::back(PATH, part(fields), step));
    }
    page(site, visitor, fields, typed, errors).await
}

/// The page about the municipality that an address or a form names, with what was `typed` and what was wrong with it if anything was.
async fn page(site: &Website, visitor: &Visitor, fields: &Fields, typed: String, errors: FormErrors) -> Result<Response, PageError> {
    let places = Places::load(site, visitor, PATH, NONE_YET, fields).await?;
    let domains = match &places.chosen {
        Some(place) => {
            let variables = mail_domains::Variables { municipality: place.as_str().to_owned() };
            Some(answered(site.ask::<MailDomains>(&visitor.caller, variables).await?.mail_domains)?)
        }
        None => None,
    };
    let status = errors.status();
    let page = MailDomainsPage {
        frame: Frame::new(site, &visitor.viewer, "E-Mail-Domains").in_section("/mitglieder").hidden(),
        places,
        domains,
        part: part(fields),
        done: done(fields.get(DONE)),
        typed,
        errors,
    };
    Ok(respond::page_with(status, &page))
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "hinzugefuegt" => "Die Domain ist hinzugefügt.",
        "entfernt" => "Die Domain ist entfernt. Wer sich schon registriert hat, bleibt dabei.",
        _ => return None,
    })
}
