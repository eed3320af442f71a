//! The dry run: who would get what.

use super::StatusPage;
use crate::{
    client::{answered, document, field_errors},
    days,
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    respond,
    types::DateTime,
    visitor::Visitor,
    website::Website,
};
use axum::{extract::State, response::Response};
use chrono::{Days, NaiveDate};
use domain::{ErrorCode, digest_period::Frequency};
use std::sync::Arc;
use usecases::digest_preview::LONGEST_DAYS;

document!(pub(super) Preview, "src/pages/mail_status/query.graphql");

document!(AskForPreview, "src/pages/mail_status/query.graphql");

/// What came of the last dry run.
pub(super) type Last = preview::PreviewDigestPreview;

/// What the form for a dry run has in it.
pub(super) struct Wanted {
    /// The first day and the last, as such fields write days or as they were typed.
    pub first: String,
    pub last: String,
    /// Of which subscriptions; nothing means all.
    pub frequency: Option<Frequency>,
}

impl Wanted {
    /// What is offered: the seven days before this one.
    pub(super) fn last_week(now: DateTime) -> Self {
        let today = domain::clock::local_date(now);
        let before = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today).to_string();
        Self { first: before(7), last: before(1), frequency: None }
    }

    fn typed(fields: &Fields) -> Self {
        let day = |name| fields.get(name).to_owned();
        Self { first: day("von"), last: day("bis"), frequency: Frequency::from_key(fields.get("haeufigkeit")) }
    }

    /// Whether these subscriptions are chosen.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand values over by reference")]
    pub(super) fn is_of(&self, frequency: &Frequency) -> bool {
        self.frequency == Some(*frequency)
    }
}

/// The last dry run.
pub(super) async fn last(site: &Website, visitor: &Visitor) -> Result<Last, PageError> {
    answered(site.ask::<Preview>(&visitor.caller, preview::Variables {}).await?.digest_preview)
}

/// `POST /redaktion/versand/probelauf`
pub(crate) async fn ask(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let wanted = Wanted::typed(&fields);
    let Wanted { first, last, frequency } = &wanted;
    if let (Ok(first), Ok(last)) = (first.parse::<NaiveDate>(), last.parse::<NaiveDate>())
        && let Some(message) = days::refusal(first, last, LONGEST_DAYS)
    {
        return super::page(&site, &visitor, Some(wanted), "", FormErrors::at("bis", message)).await;
    }
    let variables = ask_for_preview::Variables { from: first.clone(), until: day_after(last), frequency: *frequency };
    let outcome = site.ask::<AskForPreview>(&visitor.caller, variables).await?.preview_digests;
    if outcome.user_errors.is_empty() {
        return Ok(respond::see_other("/redaktion/versand?erledigt=probelauf#probelauf"));
    }
    let errors = field_errors!(outcome.user_errors, field_of);
    super::page(&site, &visitor, Some(wanted), "", errors).await
}

/// The form's field that one of the API stands for.
fn field_of(field: Option<&str>) -> &'static str {
    match field {
        Some("from") => "von",
        Some("until") => "bis",
        _ => "",
    }
}

/// The first day that a period no longer covers, from its last; what is no day is left to the API to refuse.
fn day_after(last: &str) -> String {
    let next = last.parse::<NaiveDate>().ok().and_then(|day| day.succ_opt());
    next.map_or_else(|| last.to_owned(), |day| day.to_string())
}

/// `GET /redaktion/versand/beispiel`: the HTML part of the dry run's example.
pub(crate) async fn example(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let example = last(&site, &visitor).await?.report.and_then(|report| report.example).ok_or(ErrorCode::NotFound)?;
    Ok(respond::mail_part(&example.html))
}

impl StatusPage {
    /// The last day of the period that the dry run was about, as people write it: the one before the first that it no longer covers.
    pub(super) fn last_day(until: &DateTime) -> String {
        crate::format::day(&(*until - chrono::TimeDelta::seconds(1)))
    }
}
