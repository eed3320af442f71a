//! What the forms of the page send.

use super::{
    PATH,
    documents::{EndDeputation, NameDeputy, end_deputation, name_deputy},
    page,
};
use crate::{
    client::{done_once, field_errors},
    days,
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    list_part,
    pages::members::places::part,
    visitor::Visitor,
    website::Website,
};
use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use domain::{
    Rule, Violation,
    clock::{local_date, start_of_day},
    german::short_day,
};
use std::sync::Arc;
use usecases::people::LONGEST_DEPUTATION_DAYS;

/// `POST /mitglieder/vertretungen`
pub(crate) async fn name(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = match wish(&fields, local_date(site.options.network.clock.now())) {
        Ok(variables) => variables,
        Err(errors) => return page(&site, &visitor, &fields, errors).await,
    };
    let errors = site.ask::<NameDeputy>(&visitor.caller, variables).await?.name_deputy.user_errors;
    let field_of = |field: Option<&str>| match field {
        Some("deputy") => "person",
        Some("from") => "von",
        Some("until") => "bis",
        _ => "",
    };
    let errors = field_errors!(errors, field_of);
    let outcome = if errors.is_empty() { Ok("benannt") } else { Err(errors) };
    finish(&site, &visitor, &fields, outcome).await
}

/// `POST /mitglieder/vertretungen/beenden`
pub(crate) async fn end(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let variables = end_deputation::Variables { id: fields.get("vertretung").to_owned() };
    let refused = site.ask::<EndDeputation>(&visitor.caller, variables).await?.end_deputation.user_errors;
    finish(&site, &visitor, &fields, done_once!(refused, end_deputation, "beendet", "schon-beendet")).await
}

/// Who is to stand in from the beginning of the first day to the end of the last, or what is missing or wrong. The API knows moments alone: what is
/// wrong with days is said here.
fn wish(fields: &Fields, today: NaiveDate) -> Result<name_deputy::Variables, FormErrors> {
    let (first, last) = (days::typed(fields, "von", "from"), days::typed(fields, "bis", "until"));
    let (Some(deputy), Ok(first), Ok(last)) = (fields.given("person"), &first, &last) else {
        let nobody = fields.given("person").is_none().then(|| ("person", Violation::new("deputy", Rule::Required).message()));
        return Err(nobody.into_iter().chain(first.err()).chain(last.err()).collect());
    };
    let refusal = days::refusal(*first, *last, u64::from(LONGEST_DEPUTATION_DAYS)).or_else(|| past(*last, today));
    if let Some(message) = refusal {
        return Err(FormErrors::at("bis", message));
    }
    let after = last.succ_opt().unwrap_or(*last);
    Ok(name_deputy::Variables { deputy: deputy.to_owned(), from: start_of_day(*first), until: start_of_day(after) })
}

/// What is wrong with a last day that is over.
fn past(last: NaiveDate, today: NaiveDate) -> Option<String> {
    let rule = || Rule::malformed("heute oder ein späterer Tag", &short_day(last));
    (last < today).then(|| Violation::new("until", rule()).message())
}

/// Back to the municipality that the form was about: with the step that was done, or with why it was not.
async fn finish(
    site: &Website,
    visitor: &Visitor,
    fields: &Fields,
    outcome: Result<&'static str, FormErrors>,
) -> Result<Response, PageError> {
    match outcome {
        Ok(step) => Ok(list_part::back(PATH, part(fields), step)),
        Err(errors) => page(site, visitor, fields, errors).await,
    }
}
