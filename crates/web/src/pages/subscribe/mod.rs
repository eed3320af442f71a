//! Subscribe to a digest: a form that carries the search over, and the page that asks to look into one's mail.

use crate::{
    client::document,
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    frame::Frame,
    pages::feed,
    respond,
    search_state::{SearchState, Selected},
    types::{DateTime, SubscriptionState, Weekday},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    digest_period::Frequency,
    subscription::{MAX_TEXT, current_consent},
};
use http::StatusCode;
use std::sync::Arc;

document!(Subscribe, "src/pages/subscribe/query.graphql", variable_types("domain::CaseFilter"));

type UserError = subscribe::SubscribeSubscribeUserErrors;

#[derive(Template)]
#[template(path = "pages/subscribe/page.html")]
struct SubscribePage {
    frame: Frame,
    search: SearchState,
    selected: Vec<Selected>,
    email: String,
    frequency: Frequency,
    weekday: Weekday,
    errors: Vec<UserError>,
    consent: &'static str,
}

#[derive(Template)]
#[template(path = "pages/subscribe/asked.html")]
struct AskedPage {
    frame: Frame,
}

/// `GET /abo`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor, QueryFields(fields): QueryFields) -> Response {
    respond::page(&form(&site, &visitor, &fields, Vec::new()))
}

/// `POST /abo`
pub(crate) async fn ask(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let page = form(&site, &visitor, &fields, Vec::new());
    let variables = subscribe::Variables {
        filter: Some(page.search.filter.clone()),
        email: page.email.clone(),
        text: Some(page.search.text.clone()),
        frequency: page.frequency,
        weekday: (page.frequency == Frequency::Weekly).then_some(page.weekday),
    };
    let outcome = site.ask::<Subscribe>(&visitor.viewer, variables).await?.subscribe;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other("/abo/angefragt"));
    }
    if let Some(seconds) = outcome.user_errors.iter().find_map(|error| error.retry_after) {
        return Err(PageError::too_often(u64::try_from(seconds).ok()));
    }
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &SubscribePage { errors: outcome.user_errors, ..page }))
}

/// `GET /abo/angefragt`
pub(crate) async fn asked(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    let frame = Frame::new(&site, &visitor.viewer, "Bitte sehen Sie in Ihr Postfach").in_section("/abo").hidden();
    respond::page(&AskedPage { frame })
}

/// The form as the fields fill it; what is missing gets its usual value.
fn form(site: &Website, visitor: &Visitor, fields: &Fields, errors: Vec<UserError>) -> SubscribePage {
    let search = SearchState::read(fields);
    let mut frame = Frame::new(site, &visitor.viewer, "Neue Praxisbeispiele per E-Mail").in_section("/abo");
    frame.canonical = Some(site.absolute("/abo"));
    SubscribePage {
        frame,
        selected: search.selected(),
        search,
        email: fields.get("email").chars().take(MAX_TEXT * 2).collect(),
        frequency: Frequency::from_key(fields.get("haeufigkeit")).unwrap_or(Frequency::Weekly),
        weekday: Weekday::from_key(fields.get("wochentag")).unwrap_or(Weekday::Tuesday),
        errors,
        consent: current_consent().1,
    }
}

impl SubscribePage {
    /// What is wrong with one field.
    fn errors_of(&self, field: &str) -> Vec<&str> {
        self.errors.iter().filter(|error| error.field.as_deref() == Some(field)).map(|error| error.message.as_str()).collect()
    }

    /// The id of the form's element that a field of the API stands for.
    fn element_of(error: &UserError) -> &'static str {
        match error.field.as_deref() {
            Some("text") => "q",
            Some("weekday") => "wochentag",
            _ => "email",
        }
    }

    /// What a frequency means.
    fn meaning(frequency: Frequency) -> &'static str {
        match frequency {
            Frequency::Immediate => "sofort, wenn ein passendes Beispiel veröffentlicht wird",
            Frequency::Daily => "täglich am Morgen, wenn es etwas Neues gibt",
            Frequency::Weekly => "wöchentlich, wenn es etwas Neues gibt",
            Frequency::Monthly => "monatlich, wenn es etwas Neues gibt",
        }
    }
}
