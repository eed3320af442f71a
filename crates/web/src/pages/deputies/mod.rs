//! Who stands in for the coordination of a municipality, from when until when: to see, to name and to end.

mod documents;
mod list;
mod steps;

pub(crate) use steps::{end, name};

use super::members::places::{NONE_YET, Places, part};
use crate::{
    errors::PageError,
    fields::{Fields, QueryFields},
    form_errors::FormErrors,
    frame::Frame,
    list_part::{DONE, Part},
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::clock::local_date;
use list::List;
use std::sync::Arc;

/// The page's path.
const PATH: &str = "/mitglieder/vertretungen";

#[derive(Template)]
#[template(path = "pages/deputies/page.html")]
struct DeputiesPage {
    frame: Frame,
    places: Places,
    /// Nothing as long as no municipality is chosen.
    list: Option<List>,
    part: Part,
    done: Option<&'static str>,
    /// What was sent, if it was refused.
    sent: Fields,
    /// The first day in the form, as such fields write days or as it was typed.
    first: String,
    errors: FormErrors,
}

/// `GET /mitglieder/vertretungen`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, &fields, FormErrors::default()).await
}

/// The page about the municipality that an address or a form names, with what was wrong with the form if anything was.
async fn page(site: &Website, visitor: &Visitor, fields: &Fields, errors: FormErrors) -> Result<Response, PageError> {
    let places = Places::load(site, visitor, PATH, NONE_YET, fields).await?;
    let list = match &places.chosen {
        Some(place) => Some(List::load(site, visitor, place).await?),
        None => None,
    };
    let sent = if errors.is_empty() { Fields::default() } else { fields.clone() };
    let today = || local_date(site.options.network.clock.now()).to_string();
    let status = errors.status();
    let page = DeputiesPage {
        frame: Frame::new(site, &visitor.viewer, "Vertretungen").in_section("/mitglieder").hidden(),
        places,
        list,
        part: part(fields),
        done: done(fields.get(DONE)),
        first: sent.given("von").map_or_else(today, str::to_owned),
        sent,
        errors,
    };
    Ok(respond::page_with(status, &page))
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "benannt" => "Die Vertretung ist benannt. Sie erhält eine E-Mail.",
        "beendet" => "Die Vertretung ist beendet.",
        "schon-beendet" => "Diese Vertretung gibt es nicht mehr: Sie ist bereits beendet.",
        _ => return None,
    })
}
