//! Register oneself: a form, and the page that asks to look into one's mail. What comes of it is told by mail alone.

use crate::{
    client::document,
    client::field_errors,
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    frame::Frame,
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::german::sort_key;
use std::sync::Arc;
use usecases::people::REGISTRATION_HOURS;

document!(pub(crate) Places, "src/pages/register/query.graphql");

document!(Register, "src/pages/register/query.graphql");

#[derive(Template)]
#[template(path = "pages/register/page.html")]
struct RegisterPage {
    frame: Frame,
    places: Vec<places::PlacesMunicipalitiesNodes>,
    email: String,
    place: String,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "pages/register/asked.html")]
struct AskedPage {
    frame: Frame,
}

/// `GET /registrieren`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    Ok(respond::page(&form(&site, &visitor, &Fields::default()).await?))
}

/// `POST /registrieren`
pub(crate) async fn ask(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let variables = register::Variables { email: fields.get("email").to_owned(), municipality: fields.get("kommune").to_owned() };
    let outcome = site.ask::<Register>(&visitor.caller, variables).await?.register;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other("/registrieren/angefragt"));
    }
    if let Some(seconds) = outcome.user_errors.iter().find_map(|error| error.retry_after) {
        return Err(PageError::too_often(u64::try_from(seconds).ok()));
    }
    let errors = field_errors!(outcome.user_errors, field_of);
    let page = form(&site, &visitor, &fields).await?;
    Ok(respond::page_with(errors.status(), &RegisterPage { errors, ..page }))
}

/// `GET /registrieren/angefragt`
pub(crate) async fn asked(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    let frame = Frame::new(&site, &visitor.viewer, "Bitte sehen Sie in Ihr Postfach").hidden();
    respond::page(&AskedPage { frame })
}

/// The municipalities of the network, by name as a German dictionary sorts it.
pub(crate) async fn all_places(site: &Website, visitor: &Visitor) -> Result<Vec<places::PlacesMunicipalitiesNodes>, PageError> {
    let mut places = site.ask::<Places>(&visitor.caller, places::Variables {}).await?.municipalities.nodes;
    places.sort_by_cached_key(|place| sort_key(&place.display_name));
    Ok(places)
}

async fn form(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<RegisterPage, PageError> {
    let places = all_places(site, visitor).await?;
    Ok(RegisterPage {
        frame: Frame::new(site, &visitor.viewer, "Registrieren").hidden(),
        places,
        email: fields.get("email").chars().take(254).collect(),
        place: fields.get("kommune").to_owned(),
        errors: FormErrors::default(),
    })
}

/// The form's field that one of the API stands for.
fn field_of(field: Option<&str>) -> &'static str {
    match field {
        Some("municipality") => "kommune",
        Some("email") => "email",
        _ => "",
    }
}
