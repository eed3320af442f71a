//! Subscribe to a digest: a form that carries the search over, follows one case or gathers the replies to one's own questions, and the page that
//! asks to look into one's mail.

mod choices;
pub(crate) mod corrected;
mod documents;

use crate::{
    client::field_errors,
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    form_errors::FormErrors,
    frame::Frame,
    pages::feed,
    respond,
    search_state::{SearchState, Selected},
    types::Weekday,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use choices::{Case, Place};
use corrected::{Corrected, asked_href, form_href};
use documents::{GatherReplies, Subscribe, gather_replies, subscribe};
use domain::{
    ErrorCode,
    digest_period::{DEFAULT_HOUR, Frequency},
    subscription::{ConsentTo, MAX_TEXT, current_consent},
};
use http::StatusCode;
use std::sync::Arc;

/// Where the form is.
const PATH: &str = "/abo";

/// Where the form leads to.
const ASKED: &str = "/abo/angefragt";

/// The form's names of the case that is followed, and of that replies are gathered.
const CASE: &str = "beispiel";
const REPLIES: &str = "antworten";

/// Why something was refused.
struct Refused {
    /// Whether it is about a case that is not there.
    is_missing: bool,
    field: Option<String>,
    message: String,
    retry_after: Option<i64>,
}

/// Both documents refuse alike, but each has types of its own.
macro_rules! refused {
    ($outcome:ident, $module:ident) => {
        $outcome
            .user_errors
            .into_iter()
            .map(|error| Refused {
                is_missing: matches!(error.code, $module::ErrorCode::NOT_FOUND),
                field: error.field,
                message: error.message,
                retry_after: error.retry_after,
            })
            .collect::<Vec<_>>()
    };
}

#[derive(Template)]
#[template(path = "pages/subscribe/page.html")]
struct SubscribePage {
    frame: Frame,
    /// Whether the replies to the viewer's own questions are to be gathered; nothing else is chosen then, and the address is their account's.
    gathers_replies: bool,
    /// The case whose new versions alone are to be told; nothing else is chosen then.
    followed: Option<Case>,
    search: SearchState,
    selected: Vec<Selected>,
    places: Vec<Place>,
    /// The municipality whose focus areas count; empty if none do.
    focus: String,
    email: String,
    frequency: Frequency,
    /// The day that was chosen; nothing leaves it to the reader's settings.
    weekday: Option<Weekday>,
    /// The hour that was chosen; nothing leaves it to the reader's settings.
    hour: Option<i64>,
    errors: FormErrors,
    consent: String,
    /// After how many days what nobody confirms is deleted.
    unconfirmed_days: u32,
}

#[derive(Template)]
#[template(path = "pages/subscribe/asked.html")]
struct AskedPage {
    frame: Frame,
    /// The text that was corrected.
    corrected: Option<Corrected>,
    /// The form with what was chosen.
    form_href: String,
}

#[derive(Template)]
#[template(path = "pages/subscribe/unknown.html")]
struct UnknownCasePage {
    frame: Frame,
}

/// `GET /abo`, `GET /abo?beispiel=…` to follow the case at that address, and `GET /abo?antworten=ja` to have replies gathered.
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    Ok(match form(&site, &visitor, &fields).await? {
        Some(page) => respond::page(&page),
        None => unknown_case(&site, &visitor),
    })
}

/// `POST /abo`
pub(crate) async fn ask(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let Some(page) = form(&site, &visitor, &fields).await? else { return Ok(unknown_case(&site, &visitor)) };
    let (refused, corrected) = page.send(&site, &visitor).await?;
    if refused.is_empty() {
        return Ok(respond::see_other(&asked_href(ASKED, &fields, corrected)));
    }
    if let Some(seconds) = refused.iter().find_map(|error| error.retry_after) {
        return Err(PageError::too_often(u64::try_from(seconds).ok()));
    }
    if refused.iter().any(|error| error.is_missing) {
        return Ok(unknown_case(&site, &visitor));
    }
    let errors = field_errors!(refused, field_of);
    Ok(respond::page_with(errors.status(), &SubscribePage { errors, ..page }))
}

/// `GET /abo/angefragt`
pub(crate) async fn asked(State(site): State<Arc<Website>>, visitor: Visitor, QueryFields(fields): QueryFields) -> Response {
    let frame = Frame::new(&site, &visitor.viewer, "Bitte sehen Sie in Ihr Postfach").in_section("/abo").hidden();
    respond::page(&AskedPage { frame, corrected: Corrected::read(&fields), form_href: form_href(&fields) })
}

fn unknown_case(site: &Website, visitor: &Visitor) -> Response {
    let frame = Frame::new(site, &visitor.viewer, "Dieses Praxisbeispiel lässt sich nicht verfolgen").in_section("/abo").hidden();
    respond::page_with(StatusCode::NOT_FOUND, &UnknownCasePage { frame })
}

/// The form as the fields fill it; what is missing gets its usual value. Nothing if it is about a case that cannot be followed. Whoever wants
/// replies gathered is asked to sign in.
async fn form(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<Option<SubscribePage>, PageError> {
    let gathers_replies = fields.given(REPLIES).is_some();
    if gathers_replies && visitor.viewer.member().is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let followed = match fields.given(CASE) {
        Some(slug) => match choices::case(site, slug).await? {
            Some(case) => Some(case),
            None => return Ok(None),
        },
        None => None,
    };
    let focus: String = fields.get("schwerpunkte").chars().take(20).collect();
    let places = if followed.is_some() || gathers_replies { Vec::new() } else { choices::places(site, visitor, &focus).await? };
    let search = SearchState::read(fields).lasting();
    // What is chosen can still be changed; the mail and the page behind its link name it.
    let consent_to = match &followed {
        _ if gathers_replies => ConsentTo::Replies,
        Some(case) => ConsentTo::OneCase(Some(&case.title)),
        None => ConsentTo::Selection(&[]),
    };
    let consent = current_consent(consent_to).1;
    Ok(Some(SubscribePage {
        frame: frame(site, visitor, followed.is_some(), gathers_replies),
        gathers_replies,
        followed,
        selected: search.selected(),
        search,
        places,
        focus,
        email: fields.get("email").chars().take(MAX_TEXT * 2).collect(),
        frequency: Frequency::from_key(fields.get("haeufigkeit")).unwrap_or(Frequency::Weekly),
        weekday: Weekday::from_key(fields.get("wochentag")),
        hour: fields.given("stunde").map(|_| fields.number("stunde")),
        errors: FormErrors::default(),
        consent,
        unconfirmed_days: site.retention().unconfirmed_subscription_days,
    }))
}

/// The form's field that one of the API stands for.
fn field_of(field: Option<&str>) -> &'static str {
    match field {
        Some("text") => "q",
        Some("focusOf") => "schwerpunkte",
        Some("hour") => "stunde",
        Some("email") => "email",
        _ => "",
    }
}

fn frame(site: &Website, visitor: &Visitor, follows: bool, gathers_replies: bool) -> Frame {
    if gathers_replies {
        return Frame::new(site, &visitor.viewer, "Antworten gesammelt erhalten").in_section("/abo").hidden();
    }
    if follows {
        return Frame::new(site, &visitor.viewer, "Änderungen an einem Praxisbeispiel verfolgen").in_section("/abo").hidden();
    }
    let mut frame = Frame::new(site, &visitor.viewer, "Neue Praxisbeispiele per E-Mail").in_section("/abo");
    frame.canonical = Some(site.absolute("/abo"));
    frame
}

impl SubscribePage {
    /// Asks the API for it. Why it was refused, and the text if it was corrected.
    async fn send(&self, site: &Website, visitor: &Visitor) -> Result<(Vec<Refused>, Option<String>), PageError> {
        if self.gathers_replies {
            let outcome = site.ask::<GatherReplies>(&visitor.viewer, self.rhythm()).await?.gather_replies;
            return Ok((refused!(outcome, gather_replies), None));
        }
        let outcome = site.ask::<Subscribe>(&visitor.viewer, self.variables()).await?.subscribe;
        let corrected = outcome.subscription.filter(|asked| asked.typed_text.is_some()).map(|asked| asked.text);
        Ok((refused!(outcome, subscribe), corrected))
    }

    /// When mails are to come.
    fn rhythm(&self) -> gather_replies::Variables {
        gather_replies::Variables {
            frequency: self.frequency,
            weekday: self.weekday.filter(|_| self.frequency.has_weekday()),
            // What comes at once has no hour.
            hour: self.hour.filter(|_| self.frequency != Frequency::Immediate),
        }
    }

    /// What the API is asked for, where it is about cases.
    fn variables(&self) -> subscribe::Variables {
        let gather_replies::Variables { frequency, weekday, hour } = self.rhythm();
        subscribe::Variables {
            filter: Some(self.search.filter.clone()),
            email: self.email.clone(),
            text: Some(self.search.text.clone()),
            focus_of: Some(self.focus.clone()).filter(|focus| !focus.is_empty()),
            practice_case: self.followed.as_ref().map(|case| case.id.clone()),
            frequency,
            weekday,
            hour,
        }
    }

    /// The days of the week to choose from.
    fn weekdays(&self) -> Vec<(&'static str, &'static str, bool)> {
        choices::weekdays(self.weekday)
    }

    /// The hours to choose from.
    fn hours(&self) -> Vec<(i64, bool)> {
        choices::hours(self.hour)
    }
}
