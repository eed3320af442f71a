//! What the log is narrowed down to, as an address names it.

use super::documents::log_entries;
use crate::{days, errors::PageError, fields::Fields, form_errors::FormErrors, list_part::AFTER, pages::members::places::PLACE};
use chrono::NaiveDate;
use domain::{Ags, ErrorCode, clock::start_of_day};
use usecases::audit_log::TOPICS;

/// The names in addresses of who did it, what it is about, between which days, and what it was done to.
pub(super) const WHO: &str = "wer";
pub(super) const TOPIC: &str = "bereich";
pub(super) const FIRST: &str = "von";
pub(super) const LAST: &str = "bis";
pub(super) const THING: &str = "sache";

/// What the API is asked for, or what is wrong with the days. A municipality that there is not is not found.
pub(super) fn wanted(fields: &Fields) -> Result<Result<log_entries::Variables, FormErrors>, PageError> {
    let place = fields.given(PLACE).map(str::parse::<Ags>).transpose().map_err(|_| ErrorCode::NotFound)?;
    let text = |name: &str| fields.given(name).map(str::to_owned);
    Ok(period(fields).map(|(first, last)| log_entries::Variables {
        actor: text(WHO),
        action: topic(fields).map(str::to_owned),
        object: text(THING),
        municipality: place.map(String::from),
        since: first.map(start_of_day),
        before: last.and_then(|day| day.succ_opt()).map(start_of_day),
        after: text(AFTER),
    }))
}

/// What it is about, by how its actions begin; nothing for what is no choice of the form.
fn topic(fields: &Fields) -> Option<&'static str> {
    TOPICS.iter().map(|(start, _)| *start).find(|start| *start == fields.get(TOPIC))
}

/// The first day and the last, as far as they are given.
fn period(fields: &Fields) -> Result<(Option<NaiveDate>, Option<NaiveDate>), FormErrors> {
    let day = |name: &'static str, what: &str| fields.given(name).map(|_| days::typed(fields, name, what)).transpose();
    let (first, last) = match (day(FIRST, "from"), day(LAST, "until")) {
        (Ok(first), Ok(last)) => (first, last),
        (first, last) => return Err(first.err().into_iter().chain(last.err()).collect()),
    };
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        return Err(FormErrors::at(LAST, ErrorCode::EndBeforeStart.message().to_owned()));
    }
    Ok((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> log_entries::Variables {
        wanted(&Fields::parse(query.as_bytes())).expect(query).expect(query)
    }

    #[test]
    fn days_are_those_of_germany_from_the_first_moment_to_the_last() {
        let asked = asked("von=2026-03-17&bis=2026-03-17&kommune=15084&bereich=case.&nach=abc");
        assert_eq!(asked.since.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-16T23:00:00+00:00"));
        assert_eq!(asked.before.map(|at| at.to_rfc3339()).as_deref(), Some("2026-03-17T23:00:00+00:00"));
        assert_eq!(
            [asked.municipality.as_deref(), asked.action.as_deref(), asked.after.as_deref(), asked.actor.as_deref()],
            [Some("15084"), Some("case."), Some("abc"), None]
        );
    }

    #[test]
    fn what_is_no_choice_of_the_form_narrows_nothing_down_and_wrong_days_are_said_at_their_field() {
        let nothing = asked("von=&bis=&bereich=alles.&wer=");
        assert!(nothing.action.is_none() && nothing.since.is_none() && nothing.before.is_none() && nothing.actor.is_none());
        let wrong = |query: &str| wanted(&Fields::parse(query.as_bytes())).ok().and_then(Result::err).expect("something wrong");
        assert!(wrong("von=gestern").has(FIRST) && wrong("bis=31.12.2026").has(LAST));
        assert_eq!(wrong("von=2026-03-18&bis=2026-03-17").of(LAST), ErrorCode::EndBeforeStart.message());
        assert!(wanted(&Fields::parse(b"kommune=99999")).is_err());
    }
}
