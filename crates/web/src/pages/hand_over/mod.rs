//! Hand over what an account looks after: its cases and subscriptions go to a colleague. The way here is the page of one of its cases.

mod documents;

use crate::{
    client::field_errors,
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    format,
    frame::Frame,
    pages::edit_case,
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use documents::{CaseHandedOver, Colleagues, HandOver, case_handed_over, colleagues, hand_over};
use domain::{Ags, ErrorCode, Role, permission::Member};
use std::sync::Arc;

type Person = colleagues::ColleaguesMembersNodes;

/// What the form asks for, and what is said where it is missing.
const ASKED: [(&str, &str); 3] = [
    ("von", "Bitte wählen Sie, wessen Praxisbeispiele und Abos übergeben werden."),
    ("an", "Bitte wählen Sie, wer sie übernimmt."),
    ("verstanden", "Bitte bestätigen Sie, dass alles übergeben werden soll, was dieses Konto betreut."),
];

/// The case whose page led here.
struct Case {
    slug: String,
    title: String,
    municipality: Option<Ags>,
}

#[derive(Template)]
#[template(path = "pages/hand_over/page.html")]
struct HandOverPage {
    frame: Frame,
    case: Case,
    people: Vec<Person>,
    /// What was sent, if it was refused.
    sent: Fields,
    errors: FormErrors,
}

/// Whether this member looks after those who may hand over to each other: the people of the municipality, or the agency's where there is none.
pub(crate) fn is_for(member: &Member, municipality: Option<&Ags>) -> bool {
    let role = if municipality.is_some() { Role::Author } else { Role::Reviewer };
    member.looks_after(role, municipality)
}

/// The page's address.
pub(crate) fn path(slug: &str) -> String {
    format!("/faelle/{slug}/uebergeben")
}

/// `GET /faelle/{slug}/uebergeben`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, PageError> {
    let case = case(&site, &visitor, slug).await?;
    page(&site, &visitor, case, Fields::default(), FormErrors::default()).await
}

/// `POST /faelle/{slug}/uebergeben`
pub(crate) async fn send(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let case = case(&site, &visitor, slug).await?;
    let missing = ASKED.into_iter().filter(|(field, _)| fields.given(field).is_none());
    let errors: FormErrors = missing.map(|(field, message)| (field, message.to_owned())).collect();
    if !errors.is_empty() {
        return page(&site, &visitor, case, fields, errors).await;
    }
    let variables = hand_over::Variables { from: fields.get("von").to_owned(), to: fields.get("an").to_owned() };
    let outcome = site.ask::<HandOver>(&visitor.caller, variables).await?.hand_over;
    if let Some(handed) = outcome.handed_over {
        let done = if handed.cases + handed.subscriptions > 0 { "uebergeben" } else { "nichts-uebergeben" };
        return Ok(respond::see_other(&format!("{}?erledigt={done}", edit_case::path(&case.slug))));
    }
    let field_of = |field: Option<&str>| if field == Some("to") { "an" } else { "" };
    let errors = field_errors!(outcome.user_errors, field_of);
    page(&site, &visitor, case, fields, errors).await
}

/// The case, for those who see what is worked on.
async fn case(site: &Website, visitor: &Visitor, slug: String) -> Result<Case, PageError> {
    if visitor.viewer.member().is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let found = site.ask::<CaseHandedOver>(&visitor.caller, case_handed_over::Variables { slug }).await?.practice_case;
    let found = found.ok_or(ErrorCode::NotFound)?;
    let text = found.working_copy.ok_or(ErrorCode::Forbidden)?.content;
    let municipality = text.municipality.and_then(|place| place.ags.parse::<Ags>().ok());
    Ok(Case { slug: found.slug, title: text.title, municipality })
}

async fn page(site: &Website, visitor: &Visitor, case: Case, sent: Fields, errors: FormErrors) -> Result<Response, PageError> {
    let people = people(site, visitor, case.municipality.as_ref()).await?;
    let frame = Frame::new(site, &visitor.viewer, "Praxisbeispiele und Abos übergeben").in_section("/meine").hidden();
    Ok(respond::page_with(errors.status(), &HandOverPage { frame, case, people, sent, errors }))
}

/// All people of the Landkreis or kreisfreie Stadt, or of none. The API refuses whoever does not look after them.
async fn people(site: &Website, visitor: &Visitor, municipality: Option<&Ags>) -> Result<Vec<Person>, PageError> {
    let mut people = Vec::new();
    let mut after = None;
    loop {
        let municipality = municipality.map(|place| place.district().to_owned());
        let page = site.ask::<Colleagues>(&visitor.caller, colleagues::Variables { municipality, after }).await?.members;
        people.extend(page.nodes);
        after = page.page_info.end_cursor;
        if !page.page_info.has_next_page {
            return Ok(people);
        }
    }
}

impl HandOverPage {
    /// Whom the form offers in this field, each with their id, what is said of them, and whether they are chosen. Nothing goes to who cannot sign in.
    fn choices(&self, field: &str) -> Vec<(&str, String, bool)> {
        let offered = self.people.iter().filter(|person| field == "von" || person.disabled_at.is_none());
        offered.map(|person| (person.id.as_str(), label(person), self.sent.has(field, &person.id))).collect()
    }

    /// Where the case is worked on.
    fn edit_href(&self) -> String {
        edit_case::path(&self.case.slug)
    }
}

/// What is said of somebody: `Bildungsbüro (bildung@kreis.example.org), Autor:in`.
fn label(person: &Person) -> String {
    let who = match &person.function {
        Some(function) => format!("{function} ({})", person.email),
        None => person.email.clone(),
    };
    let state = if person.disabled_at.is_some() { ", deaktiviert" } else { "" };
    format!("{who}, {}{state}", person.role_label)
}
