//! Periods as people type them: by their first and their last day.

use chrono::{Days, NaiveDate};
use domain::{ErrorCode, Rule, Violation};

/// What is wrong with the last day of a period that has so many days at most, as people read it. The API would say it of the moment at which the
/// period is over, which nobody typed.
pub(crate) fn refusal(first: NaiveDate, last: NaiveDate, longest: u64) -> Option<String> {
    if last < first {
        return Some(ErrorCode::EndBeforeStart.message().to_owned());
    }
    let latest = first.checked_add_days(Days::new(longest));
    if latest.is_some_and(|after| last < after) {
        return None;
    }
    let rule = Rule::malformed("ein Tag höchstens ein Jahr nach dem ersten", &last.format("%d.%m.%Y").to_string());
    Some(Violation::new("until", rule).message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_on_its_first_day_or_later_and_has_so_many_days_at_most() {
        let refusal = |last: &str| refusal("2026-03-17".parse().unwrap(), last.parse().unwrap(), 366);
        assert_eq!(refusal("2026-03-16").as_deref(), Some(ErrorCode::EndBeforeStart.message()));
        assert_eq!([refusal("2026-03-17"), refusal("2027-03-17")], [None, None]);
        assert!(refusal("2027-03-18").is_some_and(|message| message.starts_with("Ende: „18.03.2027“ ")));
    }
}
