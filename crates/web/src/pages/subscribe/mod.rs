//! Subscribe to a digest: a form that carries the search over, or follows one case, and the page that asks to look into one's mail.

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
    ErrorCode,
    digest_period::Frequency,
    municipality,
    subscription::{MAX_TEXT, current_consent},
};
use http::StatusCode;
use std::sync::Arc;

document!(Subscribe, "src/pages/subscribe/query.graphql", variable_types("domain::CaseFilter"));

document!(Followed, "src/pages/subscribe/query.graphql", variable_types("domain::CaseFilter"));

/// The field of the address that names, by its slug, the case to be followed.
const FOLLOWED: &str = "beispiel";

type UserError = subscribe::SubscribeSubscribeUserErrors;

#[derive(Template)]
#[template(path = "pages/subscribe/page.html")]
struct SubscribePage {
    frame: Frame,
    search: SearchState,
    selected: Vec<Selected>,
    /// The case whose new versions are wanted, and nothing else.
    followed: Option<followed::FollowedPracticeCase>,
    /// Key and name of each municipality, by name.
    places: Vec<(&'static str, String)>,
    /// The key of the municipality whose focus areas are wanted; empty for none.
    focus_of: String,
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

/// `GET /abo`, for one case `GET /abo?beispiel=slug`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    Ok(respond::page(&form(&site, &visitor, &fields).await?))
}

/// `POST /abo`
pub(crate) async fn ask(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let page = form(&site, &visitor, &fields).await?;
    let variables = subscribe::Variables {
        filter: Some(page.search.filter.clone()),
        email: page.email.clone(),
        text: Some(page.search.text.clone()),
        focus_of: Some(page.focus_of.clone()).filter(|key| !key.is_empty()),
        practice_case: page.followed.as_ref().map(|case| case.id.clone()),
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

/// The form as the fields fill it; what is missing gets its usual value. A case that is not to be seen is not found.
async fn form(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<SubscribePage, PageError> {
    let followed = match fields.given(FOLLOWED) {
        Some(slug) => {
            let asked = followed::Variables { slug: slug.to_owned() };
            Some(site.ask::<Followed>(&visitor.viewer, asked).await?.practice_case.ok_or(ErrorCode::NotFound)?)
        }
        None => None,
    };
    let search = SearchState::read(fields);
    let title = if followed.is_some() { "Praxisbeispiel verfolgen" } else { "Neue Praxisbeispiele per E-Mail" };
    let mut frame = Frame::new(site, &visitor.viewer, title).in_section("/abo");
    frame.canonical = Some(site.absolute("/abo"));
    Ok(SubscribePage {
        frame,
        selected: search.selected(),
        search,
        followed,
        places: places(),
        focus_of: fields.get("schwerpunkte").to_owned(),
        email: fields.get("email").chars().take(MAX_TEXT * 2).collect(),
        frequency: Frequency::from_key(fields.get("haeufigkeit")).unwrap_or(Frequency::Weekly),
        weekday: Weekday::from_key(fields.get("wochentag")).unwrap_or(Weekday::Tuesday),
        errors: Vec::new(),
        consent: current_consent().1,
    })
}

fn places() -> Vec<(&'static str, String)> {
    let mut places: Vec<_> = municipality::all().iter().map(|place| (place.ags, place.display_name())).collect();
    places.sort_by(|(_, one), (_, other)| one.cmp(other));
    places
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
            Some("focusOf") => "schwerpunkte",
            _ => "email",
        }
    }

    /// What a frequency means.
    fn meaning(&self, frequency: Frequency) -> &'static str {
        match frequency {
            Frequency::Immediate if self.followed.is_some() => "sofort, wenn eine neue Fassung veröffentlicht wird",
            Frequency::Immediate => "sofort, wenn ein passendes Beispiel veröffentlicht wird",
            Frequency::Daily => "täglich am Morgen, wenn es etwas Neues gibt",
            Frequency::Weekly => "wöchentlich, wenn es etwas Neues gibt",
            Frequency::Monthly => "monatlich, wenn es etwas Neues gibt",
        }
    }
}
