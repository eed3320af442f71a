//! Say which municipalities an adviser of the agency advises. The way here is their row in the list of the agency's people.

mod documents;

use super::members::{
    self,
    people::{self, Person, named},
};
use crate::{
    client::field_errors,
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
use documents::{AdvisableMunicipalities, SetAdvised, advisable_municipalities, set_advised};
use domain::{
    Ags, ErrorCode, Role,
    german::sort_key,
    vocabulary::{State as Land, Vocabulary},
};
use http::StatusCode;
use std::sync::Arc;

/// The page's path.
const PATH: &str = "/mitglieder/begleitung";

/// The name in addresses and forms of the adviser.
const ADVISER: &str = "mitglied";

/// The name in the form of the municipalities, and the id of their boxes.
const ADVISED: &str = "begleitet";

/// The name in the form of those that it is made from.
const READ: &str = "gelesen";

#[derive(Template)]
#[template(path = "pages/advised/page.html")]
struct AdvisedPage {
    frame: Frame,
    /// The part of the list of people that led here, for the form to send along.
    part: Part,
    adviser: Person,
    lands: Vec<LandView>,
    /// The keys of the municipalities that the form is made from.
    read: String,
    errors: FormErrors,
}

/// What the form has in it.
struct Form {
    /// The keys of the municipalities that are ticked.
    chosen: Vec<String>,
    /// Those of what was advised when that was read.
    read: Vec<String>,
    errors: FormErrors,
}

/// A Land with its municipalities.
struct LandView {
    land: Land,
    places: Vec<PlaceChoice>,
}

/// A municipality to choose.
struct PlaceChoice {
    ags: String,
    name: String,
    is_chosen: bool,
}

/// The address of the page about the adviser with this id, in this part of the list of people.
pub(crate) fn href(id: &str, part: &[(&'static str, String)]) -> String {
    address(PATH, [(ADVISER, id.to_owned())].into_iter().chain(part.iter().cloned()))
}

/// `GET /mitglieder/begleitung`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let adviser = adviser(&site, &visitor, &fields).await?;
    if adviser.role != Role::Adviser {
        return Err(ErrorCode::NotFound.into());
    }
    let saved = keys(&adviser);
    let form = Form { chosen: saved.clone(), read: saved, errors: FormErrors::default() };
    page(&site, &visitor, &fields, adviser, form).await
}

/// `POST /mitglieder/begleitung`
pub(crate) async fn save(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let chosen: Vec<_> = fields.all(ADVISED).map(str::to_owned).collect();
    let read: Vec<_> = fields.get(READ).split_whitespace().map(str::to_owned).collect();
    let variables = set_advised::Variables { id: fields.get(ADVISER).to_owned(), municipalities: chosen.clone(), read: read.clone() };
    let refused = site.ask::<SetAdvised>(&visitor.caller, variables).await?.set_advised_municipalities.user_errors;
    if refused.is_empty() {
        return Ok(list_part::back(members::PATH, members::part(&fields), "begleitung"));
    }
    // Whose role was changed while the form was open is told so by what the API says of it.
    let adviser = adviser(&site, &visitor, &fields).await?;
    if refused.iter().any(|error| matches!(error.code, set_advised::ErrorCode::CONFLICT)) {
        let form = Form { chosen, read: keys(&adviser), errors: FormErrors::of_none([overtaken(&adviser)]) };
        let mut response = page(&site, &visitor, &fields, adviser, form).await?;
        *response.status_mut() = StatusCode::CONFLICT;
        return Ok(response);
    }
    let field_of = |field: Option<&str>| if field.is_some_and(|field| field.starts_with("municipalities")) { ADVISED } else { "" };
    let errors = field_errors!(refused, field_of);
    page(&site, &visitor, &fields, adviser, Form { chosen, read, errors }).await
}

/// What is said where somebody changed the list meanwhile. What was ticked stays in the form, which is made from what is saved now.
fn overtaken(adviser: &Person) -> String {
    let names: Vec<_> = keys(adviser).iter().filter_map(|key| key.parse::<Ags>().ok()).map(|place| place.display_name()).collect();
    let saved = if names.is_empty() { "keine Kommune".to_owned() } else { names.join(", ") };
    format!(
        "Noch nicht gespeichert: Jemand anderes hat inzwischen geändert, welche Kommunen diese Person begleitet. Gespeichert ist jetzt: {saved}. Im \
         Formular stehen noch Ihre Kreuze; übernehmen Sie aus beiden, was gelten soll, und speichern Sie noch einmal."
    )
}

/// Somebody of the agency whom an address or a form names. The API refuses whoever does not look after the agency's people.
async fn adviser(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<Person, PageError> {
    let people = people::all(site, visitor, None).await?;
    people.into_iter().find(|person| person.id == fields.get(ADVISER)).ok_or_else(|| ErrorCode::NotFound.into())
}

/// The keys of the municipalities that somebody advises.
fn keys(adviser: &Person) -> Vec<String> {
    adviser.advised_municipalities.iter().map(|place| place.ags.clone()).collect()
}

async fn page(site: &Website, visitor: &Visitor, fields: &Fields, adviser: Person, form: Form) -> Result<Response, PageError> {
    let lands = lands(site, visitor, &form.chosen).await?;
    let status = form.errors.status();
    let page = AdvisedPage {
        frame: Frame::new(site, &visitor.viewer, format!("Begleitete Kommunen: {}", named(&adviser))).in_section(members::PATH).hidden(),
        part: members::part(fields),
        adviser,
        lands,
        read: form.read.join(" "),
        errors: form.errors,
    };
    Ok(respond::page_with(status, &page))
}

/// All municipalities, Land by Land, by the name without its kind, and the town before the district around it; `chosen` are ticked.
async fn lands(site: &Website, visitor: &Visitor, chosen: &[String]) -> Result<Vec<LandView>, PageError> {
    let variables = advisable_municipalities::Variables {};
    let mut places = site.ask::<AdvisableMunicipalities>(&visitor.caller, variables).await?.municipalities.nodes;
    places.sort_by_cached_key(|place| (sort_key(&place.name), place.ags.clone()));
    let mut lands: Vec<_> = Land::ALL.iter().map(|land| LandView { land: *land, places: Vec::new() }).collect();
    for place in places {
        let choice = PlaceChoice { is_chosen: chosen.contains(&place.ags), ags: place.ags, name: place.display_name };
        if let Some(view) = lands.iter_mut().find(|view| view.land == place.state) {
            view.places.push(choice);
        }
    }
    lands.retain(|view| !view.places.is_empty());
    Ok(lands)
}

impl AdvisedPage {
    /// The part of the list of people that led here.
    fn list_href(&self) -> String {
        address(members::PATH, self.part.iter().cloned())
    }
}
