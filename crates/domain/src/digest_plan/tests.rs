use super::*;
use chrono::Weekday;
use proptest::prelude::*;

fn utc(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

fn standing() -> Standing {
    Standing { settings: ReaderSettings::default(), paused_until: None, counted_day: None, counted_mails: 0, immediate_minutes: 15 }
}

fn wait(frequency: Frequency, covered_until: &str) -> Wait {
    Wait { frequency, covered_until: utc(covered_until) }
}

fn keys(due: &[Option<DigestPeriod>]) -> Vec<&str> {
    due.iter().map(|period| period.as_ref().map_or("", |period| period.key.as_str())).collect()
}

#[test]
fn what_ends_at_the_same_hour_is_due_together() {
    let waits = [
        wait(Frequency::Immediate, "2026-11-30T20:00:00"),
        wait(Frequency::Daily, "2026-11-30T06:00:00"),
        wait(Frequency::Weekly, "2026-11-24T06:00:00"),
        wait(Frequency::Monthly, "2026-11-03T06:00:00"),
    ];
    // 1 December 2026 is a Tuesday; 7:00 in Germany is 6:00 UTC.
    let due = standing().due(&waits, utc("2026-12-01T06:00:03"));
    assert_eq!(keys(&due), ["immediate-2026-12-01T06:00Z", "daily-2026-12-01T07", "weekly-2026-12-01T07", "monthly-2026-12-01T07"]);
    let early = standing().due(&waits, utc("2026-12-01T06:00:02.999999"));
    assert_eq!(keys(&early), ["immediate-2026-12-01T05:45Z", "", "", ""], "publications that began within the period may still commit");
}

#[test]
fn after_an_outage_one_period_stands_for_all_that_were_missed() {
    let waits = [wait(Frequency::Daily, "2026-11-02T06:00:00")];
    let due = standing().due(&waits, utc("2026-12-01T10:00:00"));
    assert_eq!(keys(&due), ["daily-2026-12-01T07"]);
    assert_eq!(standing().next_look(&waits, utc("2026-12-01T10:00:00")), Some(utc("2026-11-03T06:00:03")), "overdue: at once");
}

/// Earlier versions told monthly readers on the first of the month, or on its first working day, whatever weekday they had chosen.
#[test]
fn marks_that_stand_at_the_first_of_a_month_lead_on_to_its_first_chosen_weekday() {
    for (mark, now, due, next) in [
        // 1 October 2026 is a Thursday, the 6th the first Tuesday.
        ("2026-10-01T05:00:00", "2026-10-02T10:00:00", "", "2026-10-06T05:00:03"),
        ("2026-10-01T05:00:00", "2026-10-06T05:00:03", "monthly-2026-10-06T07", "2026-11-03T06:00:03"),
        ("2026-10-01T05:00:00", "2026-10-20T10:00:00", "monthly-2026-10-06T07", "2026-11-03T06:00:03"),
        // 1 December is the first Tuesday itself: that day has been told of.
        ("2026-12-01T06:00:00", "2026-12-01T10:00:00", "", "2027-01-05T06:00:03"),
    ] {
        let mut waits = [wait(Frequency::Monthly, mark)];
        let periods = standing().due(&waits, utc(now));
        assert_eq!(keys(&periods), [due], "{mark}, {now}");
        if let Some(period) = &periods[0] {
            waits[0].covered_until = period.end;
        }
        assert_eq!(standing().next_look(&waits, utc(now)), Some(utc(next)), "{mark}, {now}");
    }
}

#[test]
fn who_pauses_is_due_at_the_first_of_their_hours_after_the_pause() {
    let waits = [wait(Frequency::Daily, "2026-12-01T06:00:00")];
    // Until 10 December, midnight in Germany.
    let paused = Standing { paused_until: Some(utc("2026-12-09T23:00:00")), ..standing() };
    assert_eq!(paused.due(&waits, utc("2026-12-05T07:00:00")), [None]);
    assert_eq!(paused.next_look(&waits, utc("2026-12-05T07:00:00")), Some(utc("2026-12-10T06:00:03")));
    assert_eq!(keys(&paused.due(&waits, utc("2026-12-10T06:00:03"))), ["daily-2026-12-10T07"]);
}

#[test]
fn beyond_the_day_s_number_of_mails_immediate_ones_wait_for_the_next_day() {
    let now = utc("2026-12-01T12:30:03");
    let settings = ReaderSettings { max_per_day: 2, weekday: Weekday::Fri, ..ReaderSettings::default() };
    let had = |counted_mails| Standing { settings, counted_day: Some(local_date(now)), counted_mails, ..standing() };
    let alone = [wait(Frequency::Immediate, "2026-12-01T12:15:00")];
    assert_eq!(keys(&had(1).due(&alone, now)), ["immediate-2026-12-01T12:30Z"]);
    assert_eq!(had(2).due(&alone, now), [None]);
    assert_eq!(had(2).next_look(&alone, now), Some(utc("2026-12-02T06:00:03")));
    assert_eq!(keys(&had(2).due(&alone, utc("2026-12-02T06:00:03"))), ["immediate-2026-12-02T06:00Z"], "yesterday's mails do not count");
    // With a weekly one beside it, the last of the two is kept for that on its day alone.
    let weekly = wait(Frequency::Weekly, "2026-11-27T06:00:00");
    assert_eq!(keys(&had(1).due(&[alone[0], weekly], now)), ["immediate-2026-12-01T12:30Z", ""]);
    let (early, hour) = (utc("2026-12-04T05:30:03"), utc("2026-12-04T06:00:03"));
    let friday = Standing { counted_day: Some(local_date(early)), ..had(1) };
    let both = [wait(Frequency::Immediate, "2026-12-04T05:15:00"), weekly];
    assert_eq!(friday.due(&both, early), [None, None]);
    assert_eq!(friday.next_look(&both, early), Some(hour));
    assert_eq!(keys(&friday.due(&both, hour)), ["immediate-2026-12-04T06:00Z", "weekly-2026-12-04T07"]);
}

#[test]
fn whoever_wants_one_mail_a_day_is_told_at_once_on_days_without_another() {
    let settings = ReaderSettings { max_per_day: 1, ..ReaderSettings::default() };
    let one_a_day = Standing { settings, ..standing() };
    let had_one = |day: &str| Standing { counted_day: Some(local_date(utc(day))), counted_mails: 1, ..one_a_day };
    // 2 December 2026 is a Wednesday, 5 January 2027 the next first Tuesday of a month.
    let (now, monthly) = (utc("2026-12-02T12:30:03"), wait(Frequency::Monthly, "2026-12-01T06:00:00"));
    assert_eq!(
        keys(&one_a_day.due(&[wait(Frequency::Immediate, "2026-12-02T12:15:00"), monthly], now)),
        ["immediate-2026-12-02T12:30Z", ""]
    );
    let told = [wait(Frequency::Immediate, "2026-12-02T12:30:00"), monthly];
    assert_eq!(had_one("2026-12-02T12:30:03").next_look(&told, now), Some(utc("2026-12-03T06:00:03")));
    let (early, hour) = (utc("2027-01-05T05:15:03"), utc("2027-01-05T06:00:03"));
    let tuesday = [wait(Frequency::Immediate, "2027-01-05T05:00:00"), monthly];
    assert_eq!((one_a_day.due(&tuesday, early), one_a_day.next_look(&tuesday, early)), (vec![None, None], Some(hour)));
    assert_eq!(keys(&one_a_day.due(&tuesday, hour)), ["immediate-2027-01-05T06:00Z", "monthly-2027-01-05T07"]);
}

#[test]
fn a_pause_that_is_over_is_none() {
    let until = utc("2026-12-09T23:00:00");
    let paused = Standing { paused_until: Some(until), ..standing() };
    assert_eq!((paused.pause(until - TimeDelta::seconds(1)), paused.pause(until)), (Some(until), None));
}

#[test]
fn what_was_missed_is_not_made_up_for_on_a_quiet_day() {
    let waits = [wait(Frequency::Daily, "2026-11-26T06:00:00")];
    // Saturday after an outage from Thursday on.
    let now = utc("2026-11-28T10:00:00");
    assert_eq!(standing().due(&waits, now), [None]);
    assert_eq!(standing().next_look(&waits, now), Some(utc("2026-11-30T06:00:03")));
    let never_quiet = Standing { settings: ReaderSettings { quiet_days: false, ..ReaderSettings::default() }, ..standing() };
    assert_eq!(keys(&never_quiet.due(&waits, now)), ["daily-2026-11-28T07"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever looks when told to finds something due, or is told to look later: no reader is forgotten and none is looked at for ever.
    #[test]
    fn looking_when_told_to_leads_on(
        frequencies in prop::collection::vec(prop::sample::select(Frequency::ALL.to_vec()), 1..4),
        hour in 0..24_u8, max_per_day in 1..4_u8, counted_mails in 0..5_u8, pause_hours in 0..200_i64, quiet_days: bool,
        start in 1_700_000_000..1_900_000_000_i64, behind in 0..3_000_000_i64,
    ) {
        let now = DateTime::from_timestamp(start, 0).unwrap();
        let settings = ReaderSettings { hour, quiet_days, max_per_day, ..ReaderSettings::default() };
        let paused_until = Some(now + TimeDelta::hours(pause_hours)).filter(|_| pause_hours > 100);
        let mut standing = Standing { settings, paused_until, counted_day: Some(local_date(now)), counted_mails, ..standing() };
        let mut waits: Vec<_> = frequencies.iter().map(|frequency| Wait { frequency: *frequency, covered_until: now - TimeDelta::seconds(behind) }).collect();
        let mut now = now;
        for _ in 0..20 {
            let due = standing.due(&waits, now);
            for (wait, period) in waits.iter_mut().zip(&due) {
                if let Some(period) = period {
                    prop_assert!(period.end > wait.covered_until && period.end + GRACE <= now);
                    wait.covered_until = period.end;
                }
            }
            if due.iter().any(Option::is_some) {
                let today = local_date(now);
                let had = if standing.counted_day == Some(today) { standing.counted_mails } else { 0 };
                prop_assert!(had < max_per_day, "one mail too many: {standing:?}");
                prop_assert!(!settings.quiet().contains(today), "a mail on a quiet day: {now}");
                standing.counted_mails = if standing.counted_day == Some(today) { standing.counted_mails.saturating_add(1) } else { 1 };
                standing.counted_day = Some(today);
            }
            let next = standing.next_look(&waits, now).unwrap();
            prop_assert!(next > now, "{next} is not after {now}: {waits:?}");
            prop_assert!(next - now < TimeDelta::days(45));
            now = next;
        }
    }
}
