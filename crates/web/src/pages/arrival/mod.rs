//! The pages behind the links by which people come: accept an invitation, confirm a registration.
//!
//! As with all links in mails, GET shows what would happen and changes nothing; the button does it with POST. The token alone decides.

mod documents;

use crate::{
    errors::PageError,
    fields::{FormFields, QueryFields},
    frame::{Frame, UNKNOWN_LINK},
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::{
    Accept, ConfirmRegistration, InvitationByToken, RegistrationByToken, accept, confirm_registration, invitation_by_token,
    registration_by_token,
};
use http::StatusCode;
use std::sync::Arc;
use usecases::people::REGISTRATION_HOURS;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Invitation,
    Registration,
}

/// What the page says of an account that is to be.
struct Offer {
    /// `Autor:in`.
    role: String,
    /// The municipality; none for the agency.
    place: Option<String>,
    /// What the person is to be there for.
    function: Option<String>,
}

/// Where the visitor is.
enum Step {
    /// The link works; its button has not been pressed.
    Offered(Offer),
    /// It is done.
    Done,
    /// It was refused, for this reason.
    Refused(String),
    /// The link does not work, or no longer.
    Unknown,
}

#[derive(Template)]
#[template(path = "pages/arrival/page.html")]
struct ArrivalPage {
    frame: Frame,
    purpose: Purpose,
    token: String,
    step: Step,
    /// For how many days an invitation can be accepted.
    invitation_days: u32,
}

/// `GET /einladung?token=…`
pub(crate) async fn show_invitation(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let token = fields.get("token").to_owned();
    let variables = invitation_by_token::Variables { token: token.clone() };
    let found = site.ask::<InvitationByToken>(&visitor.caller, variables).await?.invitation;
    let offer = found.map(|invitation| Offer {
        role: invitation.role_label,
        place: invitation.municipality.map(|place| place.display_name),
        function: invitation.function,
    });
    Ok(page(&site, &visitor, Purpose::Invitation, token, offer.map_or(Step::Unknown, Step::Offered)))
}

/// `POST /einladung`
pub(crate) async fn accept(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let token = fields.get("token").to_owned();
    let outcome = site.ask::<Accept>(&visitor.caller, accept::Variables { token }).await?.accept_invitation;
    let refusal = outcome.user_errors.into_iter().next().map(|error| (matches!(error.code, accept::ErrorCode::NOT_FOUND), error.message));
    Ok(page(&site, &visitor, Purpose::Invitation, String::new(), after(refusal)))
}

/// `GET /registrieren/bestaetigen?token=…`
pub(crate) async fn show_registration(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let token = fields.get("token").to_owned();
    let variables = registration_by_token::Variables { token: token.clone() };
    let found = site.ask::<RegistrationByToken>(&visitor.caller, variables).await?.registration;
    let offer = found.map(|registration| Offer {
        role: domain::Role::Reader.label().to_owned(),
        place: Some(registration.municipality.display_name),
        function: None,
    });
    Ok(page(&site, &visitor, Purpose::Registration, token, offer.map_or(Step::Unknown, Step::Offered)))
}

/// `POST /registrieren/bestaetigen`
pub(crate) async fn confirm(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let token = fields.get("token").to_owned();
    let variables = confirm_registration::Variables { token };
    let outcome = site.ask::<ConfirmRegistration>(&visitor.caller, variables).await?.confirm_registration;
    let refusal = outcome
        .user_errors
        .into_iter()
        .next()
        .map(|error| (matches!(error.code, confirm_registration::ErrorCode::NOT_FOUND), error.message));
    Ok(page(&site, &visitor, Purpose::Registration, String::new(), after(refusal)))
}

/// What comes of the button: `refusal` is whether the link is unknown, and the reason.
fn after(refusal: Option<(bool, String)>) -> Step {
    match refusal {
        None => Step::Done,
        Some((true, _)) => Step::Unknown,
        Some((false, reason)) => Step::Refused(reason),
    }
}

fn heading(purpose: Purpose, step: &Step) -> &'static str {
    match (step, purpose) {
        (Step::Offered(_), Purpose::Invitation) => "Einladung annehmen",
        (Step::Offered(_), Purpose::Registration) => "Registrierung bestätigen",
        (Step::Done, Purpose::Invitation) => "Ihre Einladung ist angenommen",
        (Step::Done, Purpose::Registration) => "Ihr Konto ist angelegt",
        (Step::Refused(_), _) => "Das ist hier nicht möglich",
        (Step::Unknown, _) => UNKNOWN_LINK,
    }
}

fn page(site: &Website, visitor: &Visitor, purpose: Purpose, token: String, step: Step) -> Response {
    let frame = Frame::new(site, &visitor.viewer, heading(purpose, &step)).hidden();
    let status = match step {
        Step::Offered(_) | Step::Done => StatusCode::OK,
        Step::Refused(_) => StatusCode::CONFLICT,
        Step::Unknown => StatusCode::NOT_FOUND,
    };
    let invitation_days = site.retention().invitation_days;
    respond::page_with(status, &ArrivalPage { frame, purpose, token, step, invitation_days })
}
