//! Periods as people type them: by their first and their last day.

use crate::fields::Fields;
use chrono::{Days, NaiveDate};
use domain::{ErrorCode, Rule, Violation, german::short_day, violation::label};

/// The day that a field of this name has, or what is wrong with it; `what` is what the API calls it.
pub(crate) fn typed(fields: &Fields, name: &'static str, what: &str) -> Result<NaiveDate, (&'static str, String)> {
    let typed = fields.get(name);
    let broken = if typed.is_empty() { Rule::Required } else { Rule::malformed("ein Tag wie 2026-12-24", typed) };
    typed.parse().map_err(|_| (name, Violation::new(what, broken).message()))
}

/// What is wrong with the last day of a period that has `longest` days at most, as people read it. The API would say it of the moment at which the
/// period is over, which nobody typed.
pub(crate) fn refusal(first: NaiveDate, last: NaiveDate, longest: u64) -> Option<String> {
    if last < first {
        return Some(ErrorCode::EndBeforeStart.message().to_owned());
    }
    let days = (last - first).num_days().unsigned_abs() + 1;
    if days <= longest {
        return None;
    }
    let [last, latest] = [last, last - Days::new(days - longest)].map(short_day);
    Some(format!("{}: „{last}“ liegt zu lange nach dem ersten Tag; spätestens möglich ist der {latest}.", label("until")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_on_its_first_day_or_later_and_has_so_many_days_at_most() {
        let refusal = |last: &str, longest| refusal("2026-03-17".parse().unwrap(), last.parse().unwrap(), longest);
        assert_eq!(refusal("2026-03-16", 366).as_deref(), Some(ErrorCode::EndBeforeStart.message()));
        assert_eq!([refusal("2026-03-17", 1), refusal("2026-03-23", 7), refusal("2027-03-17", 366)], [None, None, None]);
        let late = |last: &str, latest: &str| {
            Some(format!("Ende: „{last}“ liegt zu lange nach dem ersten Tag; spätestens möglich ist der {latest}."))
        };
        assert_eq!(refusal("2027-03-18", 366), late("18.03.2027", "17.03.2027"));
        assert_eq!(refusal("2026-04-17", 7), late("17.04.2026", "23.03.2026"));
    }
}
