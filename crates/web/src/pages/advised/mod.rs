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
    ErrorCode, Role,
    german::sort_key,
    vocabulary::{State as Land, Vocabulary},
};
use std::sync::Arc;

/// The page's path.
const PATH: &str = "/mitglieder/begleitung";

/// The name in addresses and forms of the adviser.
const ADVISER: &str = "mitglied";

/// The name in the form of the municipalities, and the id of their boxes.
const ADVISED: &str = "begleitet";

#[derive(Template)]
#[template(path = "pages/advised/page.html")]
struct AdvisedPage {
    frame: Frame,
    /// The part of the list of people that led here, for the form to send along.
    part: Part,
    adviser: Person,
    lands: Vec<LandView>,
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
    page(&site, &visitor, &fields, FormErrors::default()).await
}

/// `POST /mitglieder/begleitung`
pub(crate) async fn save(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let municipalities = fields.all(ADVISED).map(str::to_owned).collect();
    let variables = set_advised::Variables { id: fields.get(ADVISER).to_owned(), municipalities };
    let refused = site.ask::<SetAdvised>(&visitor.caller, variables).await?.set_advised_municipalities.user_errors;
    if refused.is_empty() {
        return Ok(list_part::back(members::PATH, members::part(&fields), "begleitung"));
    }
    let field_of = |field: Option<&str>| if field.is_some_and(|field| field.starts_with("municipalities")) { ADVISED } else { "" };
    let errors = field_errors!(refused, field_of);
    page(&site, &visitor, &fields, errors).await
}

/// The page about the adviser that an address or a form names, with what was wrong with the form if anything was. The API refuses whoever does not
/// look after the agency's people.
async fn page(site: &Website, visitor: &Visitor, fields: &Fields, errors: FormErrors) -> Result<Response, PageError> {
    let people = people::all(site, visitor, None).await?;
    let adviser = people.into_iter().find(|person| person.id == fields.get(ADVISER)).ok_or(ErrorCode::NotFound)?;
    // Whose role was changed while the form was open is told so by what the API says of it.
    if errors.is_empty() && adviser.role != Role::Adviser {
        return Err(ErrorCode::NotFound.into());
    }
    let chosen: Vec<&str> = if errors.is_empty() {
        adviser.advised_municipalities.iter().map(|place| place.ags.as_str()).collect()
    } else {
        fields.all(ADVISED).collect()
    };
    let lands = lands(site, visitor, &chosen).await?;
    let status = errors.status();
    let page = AdvisedPage {
        frame: Frame::new(site, &visitor.viewer, format!("Begleitete Kommunen: {}", named(&adviser))).in_section(members::PATH).hidden(),
        part: members::part(fields),
        adviser,
        lands,
        errors,
    };
    Ok(respond::page_with(status, &page))
}

/// All municipalities, Land by Land, by the name without its kind, and the town before the district around it; `chosen` are ticked.
async fn lands(site: &Website, visitor: &Visitor, chosen: &[&str]) -> Result<Vec<LandView>, PageError> {
    let variables = advisable_municipalities::Variables {};
    let mut places = site.ask::<AdvisableMunicipalities>(&visitor.caller, variables).await?.municipalities.nodes;
    places.sort_by_cached_key(|place| (sort_key(&place.name), place.ags.clone()));
    let mut lands: Vec<_> = Land::ALL.iter().map(|land| LandView { land: *land, places: Vec::new() }).collect();
    for place in places {
        let choice = PlaceChoice { is_chosen: chosen.contains(&place.ags.as_str()), ags: place.ags, name: place.display_name };
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
