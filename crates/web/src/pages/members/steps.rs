//! What the forms of the page send.

use super::{
    PATH,
    documents::{
        ChangeMemberRole, DisableMember, EnableMember, InviteMember, ResetSecondFactor, RevokeInvitation, change_member_role,
        disable_member, enable_member, invite_member, reset_second_factor, revoke_invitation,
    },
    page, part, places,
};
use crate::{
    client::{field_errors, messages},
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    form_token, list_part,
    visitor::Visitor,
    website::Website,
};
use axum::{extract::State, response::Response};
use domain::{ErrorCode, Role};
use std::sync::Arc;

/// What is said where this page sent the same invitation before, and nobody can accept it any more. The page that says so sends another.
const OVER: &str = "Diese Einladung haben Sie von hier aus schon einmal gesendet, und sie gilt nicht mehr. Möchten Sie die Person neu einladen, \
                    senden Sie das Formular bitte noch einmal ab.";

/// `POST /mitglieder/einladen`
pub(crate) async fn invite(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    let variables = invite_member::Variables {
        email: fields.get("email").to_owned(),
        role: role(&fields, "rolle")?,
        municipality: places::named(member, &fields)?.map(String::from),
        function: fields.given("funktion").map(str::to_owned),
        idempotency_key: form_token::wish(&fields),
    };
    let refused = site.ask::<InviteMember>(&visitor.caller, variables).await?.invite_member.user_errors;
    if refused.iter().any(|error| error.field.as_deref() == Some("idempotencyKey")) {
        return finish(&site, &visitor, &fields, "eingeladen", FormErrors::of_none([OVER.to_owned()])).await;
    }
    let field_of = |field: Option<&str>| match field {
        Some("email") => "email",
        Some("function") => "funktion",
        _ => "",
    };
    let errors = field_errors!(refused, field_of);
    finish(&site, &visitor, &fields, "eingeladen", errors).await
}

/// `POST /mitglieder/zuruecknehmen`
pub(crate) async fn revoke(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = revoke_invitation::Variables { id: fields.get("einladung").to_owned() };
    let outcome = site.ask::<RevokeInvitation>(&visitor.caller, variables).await?.revoke_invitation;
    finish(&site, &visitor, &fields, "zurueckgenommen", FormErrors::of_none(messages!(outcome))).await
}

/// `POST /mitglieder/rolle`
pub(crate) async fn change_role(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = change_member_role::Variables {
        id: fields.get("mitglied").to_owned(),
        role: role(&fields, "neue-rolle")?,
        municipality: fields.given("neue-kommune").map(str::to_owned),
    };
    let errors = site.ask::<ChangeMemberRole>(&visitor.caller, variables).await?.change_member_role.user_errors;
    let field_of = |field: Option<&str>| if field == Some("municipality") { "neue-kommune" } else { "" };
    let errors = field_errors!(errors, field_of);
    finish(&site, &visitor, &fields, "rolle", errors).await
}

/// `POST /mitglieder/zweiter-faktor`
pub(crate) async fn reset_factor(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = reset_second_factor::Variables { id: fields.get("mitglied").to_owned() };
    let outcome = site.ask::<ResetSecondFactor>(&visitor.caller, variables).await?.reset_second_factor;
    finish(&site, &visitor, &fields, "zweiter-faktor", FormErrors::of_none(messages!(outcome))).await
}

/// `POST /mitglieder/deaktivieren`
pub(crate) async fn disable(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = disable_member::Variables { id: fields.get("mitglied").to_owned() };
    let outcome = site.ask::<DisableMember>(&visitor.caller, variables).await?.disable_member;
    finish(&site, &visitor, &fields, "deaktiviert", FormErrors::of_none(messages!(outcome))).await
}

/// `POST /mitglieder/aktivieren`
pub(crate) async fn enable(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = enable_member::Variables { id: fields.get("mitglied").to_owned() };
    let outcome = site.ask::<EnableMember>(&visitor.caller, variables).await?.enable_member;
    finish(&site, &visitor, &fields, "aktiviert", FormErrors::of_none(messages!(outcome))).await
}

/// The role that was chosen. There is always one, unless the form was not ours.
fn role(fields: &Fields, name: &str) -> Result<Role, PageError> {
    Ok(Role::from_key(fields.get(name)).ok_or(ErrorCode::BadRequest)?)
}

/// Back to the part of the list that the form was on: with the step that was done, or with why it was not.
async fn finish(site: &Website, visitor: &Visitor, fields: &Fields, step: &'static str, errors: FormErrors) -> Result<Response, PageError> {
    if errors.is_empty() {
        return Ok(list_part::back(PATH, part(fields), step));
    }
    page(site, visitor, fields, step, errors).await
}
