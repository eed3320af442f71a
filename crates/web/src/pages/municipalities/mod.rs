//! The pages of municipalities: all of them, and for each what it has published, whom to ask, and how to hear of what follows.

mod documents;
mod focus;
mod list;

pub(crate) use focus::{save as save_focus, show as show_focus};
pub(crate) use list::show as show_all;

use crate::{
    errors::PageError,
    fields::{Fields, QueryFields},
    format,
    frame::Frame,
    list_part::{self, AFTER, BEFORE, DONE, Paging},
    pages::feed,
    respond,
    search_state::{SearchState, address},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use documents::{OneMunicipality, one_municipality};
use domain::{
    Ags, CaseFilter, ErrorCode,
    german::grouped,
    municipality::{self, Municipality},
    vocabulary::Vocabulary,
};
use std::sync::Arc;

/// Where all of them are; the address of each begins with it.
const PATH: &str = "/kommunen";

/// How many cases a page shows.
const PAGE_SIZE: i64 = 20;

type Place = one_municipality::OneMunicipalityMunicipality;
type Case = one_municipality::OneMunicipalityMunicipalityPracticeCasesNodes;

#[derive(Template)]
#[template(path = "pages/municipalities/page.html")]
struct MunicipalityPage {
    frame: Frame,
    place: Place,
    /// Its address.
    path: String,
    /// What is of this municipality, for the ways on from here.
    search: SearchState,
    /// The function mailboxes of the cases on this page, each once.
    mailboxes: Vec<String>,
    /// Whether the viewer says what it works on.
    may_set_focus: bool,
    /// What was done just now.
    done: Option<&'static str>,
}

/// The address of a municipality's page; for a Gemeinde that of the Landkreis around it.
pub(crate) fn href(ags: &Ags) -> String {
    path(ags.municipality())
}

fn path(municipality: &Municipality) -> String {
    format!("{PATH}/{}", municipality.slug())
}

/// `GET /kommunen/{name}`: its name as addresses have it. Its key leads there, also one that is no longer in force or that of a Gemeinde.
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(name): Path<String>,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    if let Ok(key) = name.parse::<Ags>() {
        return Ok(respond::see_other(&href(&key)));
    }
    let known = municipality::by_slug(&name).ok_or(ErrorCode::NotFound)?;
    let found = site.ask::<OneMunicipality>(&visitor.viewer, variables(known, &fields)).await?.municipality;
    let place = found.ok_or(ErrorCode::NotFound)?;
    let (path, part) = (path(known), list_part::read(&fields, [BEFORE, AFTER]));
    let has_page = !place.practice_cases.nodes.is_empty() || place.practice_cases.total_count == 0;
    if let Some(elsewhere) = list_part::shortened(&path, &part, &fields, |_| has_page) {
        return Ok(elsewhere);
    }
    let mut frame = Frame::new(&site, &visitor.viewer, place.display_name.clone()).in_section(PATH);
    frame.description =
        Some(format!("Praxisbeispiele aus der kommunalen Bildungsarbeit: {}, {}.", place.display_name, place.state.label()));
    frame.canonical = Some(site.absolute(&path));
    // Nobody looks for a list of nothing, nor for a later part of one.
    frame.hidden_from_robots = place.practice_cases.total_count == 0 || !part.is_empty();
    let filter = CaseFilter { municipalities: vec![known.key()], ..CaseFilter::default() };
    let page = MunicipalityPage {
        mailboxes: mailboxes(&place.practice_cases.nodes),
        may_set_focus: focus::may_set(&visitor.viewer, known),
        done: (fields.get(DONE) == focus::SAVED).then_some("Die Arbeitsschwerpunkte sind gespeichert."),
        search: SearchState { filter, ..SearchState::default() },
        frame,
        place,
        path,
    };
    Ok(respond::page(&page))
}

fn variables(municipality: &Municipality, fields: &Fields) -> one_municipality::Variables {
    let Paging { first, after, last, before } = Paging::named(fields, PAGE_SIZE);
    one_municipality::Variables { ags: municipality.ags.to_owned(), first, after, last, before }
}

/// The function mailboxes of these cases, each once, that of the latest case first.
fn mailboxes(cases: &[Case]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for contact in cases.iter().filter_map(|case| case.contact.as_ref()) {
        if !found.contains(&contact.mailbox) {
            found.push(contact.mailbox.clone());
        }
    }
    found
}

impl MunicipalityPage {
    /// The Gemeinde that a case is of, on the page of the Landkreis around it.
    fn gemeinde<'a>(&self, case: &'a Case) -> Option<&'a str> {
        case.place_name.as_deref().filter(|name| *name != self.place.display_name)
    }

    /// How many people live there, and when that was so: `179.000 (2018)`.
    fn population(&self) -> Option<String> {
        let (count, year) = (self.place.population?, self.place.population_year?);
        Some(format!("{} ({year})", grouped(&count.to_string())))
    }

    /// Another page of the list: `way` is `nach` or `vor`.
    fn page_href(&self, way: &'static str, cursor: &str) -> String {
        address(&self.path, [(way, cursor.to_owned())])
    }
}
