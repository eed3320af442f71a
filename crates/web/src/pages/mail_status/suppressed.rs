//! The addresses that get no more mail, and the way back.

use crate::{
    client::{answered, document, done_once},
    errors::PageError,
    fields::FormFields,
    respond,
    types::DateTime,
    visitor::Visitor,
    website::Website,
};
use axum::{extract::State, response::Response};
use std::sync::Arc;

document!(pub(super) SuppressedAddresses, "src/pages/mail_status/query.graphql");

document!(Reactivate, "src/pages/mail_status/query.graphql");

/// An address that gets no more mail.
pub(super) type Address = suppressed_addresses::SuppressedAddressesSuppressedAddresses;

/// The addresses that get no more mail, the latest first.
pub(super) async fn all(site: &Website, visitor: &Visitor) -> Result<Vec<Address>, PageError> {
    answered(site.ask::<SuppressedAddresses>(&visitor.caller, suppressed_addresses::Variables {}).await?.suppressed_addresses)
}

/// `POST /redaktion/versand/freigeben`
pub(crate) async fn reactivate(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = reactivate::Variables { id: fields.get("adresse").to_owned() };
    let refused = site.ask::<Reactivate>(&visitor.caller, variables).await?.reactivate_address.user_errors;
    match done_once!(refused, reactivate, "freigeben", "schon-frei") {
        Ok(done) => Ok(respond::see_other(&format!("/redaktion/versand?erledigt={done}#gesperrt"))),
        Err(errors) => super::page(&site, &visitor, None, "", errors).await,
    }
}
