//! Hand over what an account looks after: its cases and subscriptions go to a colleague. The way here is its row in the list of people.

use super::members::{
    self,
    people::{self, Choice, Person, left_over, named},
    places,
};
use crate::{
    client::{document, field_errors},
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    form_errors::FormErrors,
    frame::Frame,
    list_part::{self, Part},
    respond,
    search_state::address,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::ErrorCode;
use std::sync::Arc;

document!(HandOver, "src/pages/hand_over/query.graphql");

/// The page's path.
const PATH: &str = "/mitglieder/uebergeben";

/// The name in addresses and forms of the account that gives.
const GIVER: &str = "mitglied";

/// The name in the form of the account that takes.
const TAKER: &str = "an";

/// What the form asks for, and what is said where it is missing.
const ASKED: [(&str, &str); 2] = [
    (TAKER, "Bitte wählen Sie, wer alles übernimmt."),
    ("verstanden", "Bitte bestätigen Sie, dass alles übergeben werden soll, was dieses Konto betreut."),
];

#[derive(Template)]
#[template(path = "pages/hand_over/page.html")]
struct HandOverPage {
    frame: Frame,
    /// The part of the list of people that led here, for the form to send along.
    part: Part,
    giver: Person,
    /// Who can take it all over.
    takers: Vec<Choice>,
    /// What was sent, if it was refused.
    sent: Fields,
    errors: FormErrors,
}

/// The address of the page about the account with this id, in this part of the list of people.
pub(crate) fn href(id: &str, part: &[(&'static str, String)]) -> String {
    address(PATH, [(GIVER, id.to_owned())].into_iter().chain(part.iter().cloned()))
}

/// `GET /mitglieder/uebergeben`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, &fields, FormErrors::default()).await
}

/// `POST /mitglieder/uebergeben`
pub(crate) async fn send(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let missing = ASKED.into_iter().filter(|(field, _)| fields.given(field).is_none());
    let errors: FormErrors = missing.map(|(field, message)| (field, message.to_owned())).collect();
    if !errors.is_empty() {
        return page(&site, &visitor, &fields, errors).await;
    }
    let variables = hand_over::Variables { from: fields.get(GIVER).to_owned(), to: fields.get(TAKER).to_owned() };
    let outcome = site.ask::<HandOver>(&visitor.caller, variables).await?.hand_over;
    if let Some(handed) = outcome.handed_over {
        let done = if handed.cases + handed.subscriptions > 0 { "uebergeben" } else { "nichts-uebergeben" };
        return Ok(list_part::back(members::PATH, members::part(&fields), done));
    }
    let field_of = |field: Option<&str>| if field == Some("to") { TAKER } else { "" };
    let errors = field_errors!(outcome.user_errors, field_of);
    page(&site, &visitor, &fields, errors).await
}

/// The page about the account that an address or a form names, with what was wrong with the form if anything was.
async fn page(site: &Website, visitor: &Visitor, fields: &Fields, errors: FormErrors) -> Result<Response, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    let place = places::named(member, fields)?;
    let (mut givers, others): (Vec<_>, Vec<_>) =
        people::all(site, visitor, place.as_ref()).await?.into_iter().partition(|person| person.id == fields.get(GIVER));
    let giver = givers.pop().ok_or(ErrorCode::NotFound)?;
    // Nothing goes to who cannot sign in.
    let takers = others.iter().filter(|person| person.disabled_at.is_none()).map(Choice::from).collect();
    let status = errors.status();
    let page = HandOverPage {
        frame: Frame::new(site, &visitor.viewer, format!("Übergeben: {}", named(&giver))).in_section(members::PATH).hidden(),
        part: members::part(fields),
        giver,
        takers,
        sent: fields.clone(),
        errors,
    };
    Ok(respond::page_with(status, &page))
}

impl HandOverPage {
    /// The part of the list of people that led here.
    fn list_href(&self) -> String {
        address(members::PATH, self.part.iter().cloned())
    }

    /// What nobody has taken over of somebody who has left, as people read it.
    fn left_over(&self) -> Option<String> {
        left_over(self.giver.subscriptions_to_hand_over)
    }
}
