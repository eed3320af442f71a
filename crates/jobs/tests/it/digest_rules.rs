//! What else digests tell of, and when they wait.

use crate::digests::{digests, flat, search, subscribe, subscribe_as};
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use domain::{Viewer, digest_period::Frequency, ids::CaseId, review::Checklist, subscription::Criteria, vocabulary::FieldOfAction};
use test_network::{TestNetwork, complete_case};
use usecases::{
    publish_case::{self, Weight},
    reader::{By, SettingsChange},
};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Publishes a case anew, with another title.
async fn published_anew(test: &TestNetwork, case: CaseId, title: &str, weight: Weight) {
    let (reviewer, other) = (test.member(domain::Role::Reviewer, None).await, test.other_reviewer().await);
    let change = |content: &mut domain::CaseContent| content.title = title.to_owned();
    usecases::update_case::update(&test.network, &reviewer, case, None, change).await.unwrap();
    usecases::submit_case::submit(&test.network, &reviewer, case, test.version_of(case).await).await.unwrap();
    let version = test.version_of(case).await;
    publish_case::publish_as(&test.network, &other, case, &Checklist::confirmed(), version, weight).await.unwrap();
}

#[tokio::test]
async fn a_substantial_new_version_is_a_section_of_its_own() {
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.clock.advance(TimeDelta::days(1));
    subscribe(&test, Frequency::Daily, search("bus")).await;
    let follows = Criteria { case: Some(case.id), ..Criteria::default() };
    subscribe_as(&test, "folgt", Frequency::Daily, follows).await;
    subscribe_as(&test, "anders", Frequency::Daily, search("fahrradkeller")).await;
    for (title, weight, mails) in [("Ausbildungsbus auf dem Lande", Weight::Slight, 0), ("Zwei Ausbildungsbusse", Weight::Substantial, 2)] {
        published_anew(&test, case.id, title, weight).await;
        test.pass(TimeDelta::days(1)).await;
        assert_eq!(digests(&test).len(), mails, "{title}");
    }
    let texts: Vec<_> = digests(&test).iter().map(flat).collect();
    assert!(texts.iter().all(|text| text.contains("Wesentlich überarbeitet: ") && text.contains("Zwei Ausbildungsbusse")), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("Sie verfolgen dieses Praxisbeispiel")), "{texts:?}");
}

#[tokio::test]
async fn a_corrected_mistake_changes_no_day_that_a_mail_names() {
    let test = TestNetwork::new().await;
    let old = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.clock.advance(TimeDelta::hours(1));
    subscribe(&test, Frequency::Weekly, Criteria::default()).await;
    test.clock.set(moment("2026-03-18T11:00:00Z"));
    let new = test.publish(complete_case("Praxistage an Oberschulen")).await;
    published_anew(&test, old.id, "Zwei Ausbildungsbusse", Weight::Substantial).await;
    test.clock.set(moment("2026-03-20T11:00:00Z"));
    published_anew(&test, new.id, "Praxistage an drei Oberschulen", Weight::Slight).await;
    published_anew(&test, old.id, "Drei Ausbildungsbusse", Weight::Slight).await;
    test.clock.set(moment("2026-03-24T11:00:00Z"));
    test.run_jobs().await;
    let body = flat(&digests(&test)[0]);
    assert!(body.contains("drei Oberschulen") && body.contains("Drei Ausbildungsbusse"), "{body}");
    assert_eq!(body.matches("veröffentlicht am 18. März 2026").count(), 2, "{body}");
}

#[tokio::test]
async fn focus_areas_are_read_when_a_digest_is_composed() {
    let test = TestNetwork::new().await;
    let focus = Criteria { focus_of: "15084".parse().ok(), ..Criteria::default() };
    subscribe(&test, Frequency::Daily, focus).await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(digests(&test).len(), 0, "a municipality without focus areas");
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.set_focus_areas(&"15084".parse().unwrap(), &[FieldOfAction::TransitionSchoolWork]).await.unwrap();
    transaction.commit().await.unwrap();
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    let mut other = complete_case("Kurse für Ältere");
    other.fields_of_action = vec![FieldOfAction::AdultEducation];
    test.publish(other).await;
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    assert!(body.contains("Praxistage") && !body.contains("Ältere"), "{body}");
    assert!(body.contains("Warum in dieser E-Mail: Schwerpunkt Übergang Schule–Ausbildung–Beruf"), "{body}");
}

#[tokio::test]
async fn at_most_ten_cases_are_shown_the_best_first_and_the_others_counted() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, search("lesepaten")).await;
    for number in 1..=11 {
        let mut content = complete_case(&format!("Vorlesen im Ort Nummer {number}"));
        content.results += " Zehn Lesepaten kommen jede Woche.";
        test.publish_without_jobs(content).await;
        test.clock.advance(TimeDelta::seconds(1));
    }
    // First in time, and last but for its title.
    test.publish(complete_case("Lesepaten in der Kita")).await;
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    assert!(body.contains("12 neue Praxisbeispiele") && body.contains("2 weitere Praxisbeispiele"), "{body}");
    assert!(body.contains("1. Lesepaten in der Kita") && body.contains("2. Vorlesen im Ort Nummer 11"), "{body}");
    assert!(!body.contains("11. ") && !body.contains("Nummer 2 "), "{body}");
    // The link lists exactly what the section is about.
    let listed = "/suche?q=lesepaten&genau=ja&seit=2026-03-17T10%3A00%3A00Z&vor-dem=2026-03-18T06%3A00%3A00Z";
    assert!(body.contains(listed), "{body}");
}

#[tokio::test]
async fn a_pause_ends_in_one_mail_with_all_that_came_up_meanwhile() {
    let test = TestNetwork::new().await;
    let subscription = subscribe(&test, Frequency::Daily, Criteria::default()).await;
    let reader = test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap();
    let until = domain::clock::local_date(test.now() + TimeDelta::days(6));
    usecases::reader::pause(&test.network, &Viewer::Public, By::Token(reader.token.reveal()), until).await.unwrap();
    for title in ["Erster Fall im März", "Zweiter Fall im März"] {
        test.publish(complete_case(title)).await;
        test.pass(TimeDelta::days(2)).await;
    }
    assert_eq!(digests(&test).len(), 0);
    test.pass(TimeDelta::days(3)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 1);
    assert!(flat(&mails[0]).contains("Erster Fall") && flat(&mails[0]).contains("Zweiter Fall"));
}

#[tokio::test]
async fn a_mail_that_could_not_leave_on_its_day_waits_for_the_reader_s_days_as_well() {
    let test = TestNetwork::new().await;
    let subscription = subscribe(&test, Frequency::Daily, Criteria::default()).await;
    let reader = test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap();
    test.clock.advance(moment("2026-03-20T05:00:00Z") - test.now());
    test.publish(complete_case("Fall vom Freitag")).await;
    test.mails.refuse_with(Some((451, "please come back later")));
    test.pass(TimeDelta::hours(2)).await;
    test.mails.refuse_with(None);
    for hours in [24, 20] {
        test.pass(TimeDelta::hours(hours)).await;
        assert_eq!(digests(&test).len(), 0, "it is a weekend: {}", test.now());
    }
    let until = domain::clock::local_date(moment("2026-03-25T12:00:00Z"));
    usecases::reader::pause(&test.network, &Viewer::Public, By::Token(reader.token.reveal()), until).await.unwrap();
    for _ in 0..2 {
        test.pass(TimeDelta::days(1)).await;
        assert_eq!(digests(&test).len(), 0, "the reader has paused: {}", test.now());
    }
    usecases::reader::resume(&test.network, &Viewer::Public, By::Token(reader.token.reveal())).await.unwrap();
    test.pass(TimeDelta::days(1)).await;
    assert!(flat(&digests(&test)[0]).contains("Fall vom Freitag"), "nothing is lost by waiting");
}

#[tokio::test]
async fn a_mail_server_that_was_away_for_days_is_followed_by_one_mail_more() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, Criteria::default()).await;
    test.mails.refuse_with(Some((451, "please come back later")));
    for number in 1..=3 {
        test.publish(complete_case(&format!("Fall von Tag {number}"))).await;
        test.pass(TimeDelta::days(1)).await;
    }
    test.mails.refuse_with(None);
    test.pass(TimeDelta::hours(5)).await;
    let mails = digests(&test);
    assert!(mails.len() == 1 && flat(&mails[0]).contains("Tag 1"), "a mail a day is enough: {mails:?}");
    test.pass(TimeDelta::days(4)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 2);
    assert!(flat(&mails[1]).contains("Tag 2") && flat(&mails[1]).contains("Tag 3"));
}

#[tokio::test]
async fn beyond_the_mails_of_a_day_what_comes_at_once_waits_for_the_next() {
    let test = TestNetwork::new().await;
    let subscription = subscribe(&test, Frequency::Immediate, Criteria::default()).await;
    let reader = test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap();
    let change = SettingsChange { max_per_day: Some(2), ..SettingsChange::default() };
    usecases::reader::change_settings(&test.network, &Viewer::Public, By::Token(reader.token.reveal()), change).await.unwrap();
    for number in 1..=4 {
        test.publish(complete_case(&format!("Neues Beispiel Nummer {number}"))).await;
        test.pass(TimeDelta::minutes(16)).await;
    }
    assert_eq!(digests(&test).len(), 2);
    test.pass(TimeDelta::days(1)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 3);
    assert!(flat(&mails[2]).contains("Nummer 3") && flat(&mails[2]).contains("Nummer 4"));
}

#[tokio::test]
async fn a_reader_who_is_due_too_late_is_found_and_nothing_is_told_twice() {
    let test = TestNetwork::new().await;
    let subscription = subscribe(&test, Frequency::Daily, Criteria::default()).await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(digests(&test).len(), 1);
    // As after a database was restored: the mark stands where it stood, the digest is there, and nobody looks.
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.move_marks(&[(subscription.id, test.now() - TimeDelta::days(3))]).await.unwrap();
    transaction.set_reader_due(subscription.reader, None).await.unwrap();
    transaction.commit().await.unwrap();
    test.pass(TimeDelta::minutes(61)).await;
    test.pass(TimeDelta::minutes(1)).await;
    assert_eq!(digests(&test).len(), 1);
    let mark = test.network.store.subscription(subscription.id).await.unwrap().unwrap().covered_until.unwrap();
    assert!(test.now() - mark < TimeDelta::days(1), "{mark}");
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(digests(&test).len(), 2);
}

/// Earlier versions told monthly readers on the first of the month whatever weekday they had chosen, and planned the next first.
#[tokio::test]
async fn a_month_that_an_older_version_began_is_told_once_and_wholly() {
    let test = TestNetwork::new().await;
    let subscription = subscribe(&test, Frequency::Monthly, Criteria::default()).await;
    let reader = test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap();
    let choose = async |weekday| {
        let change = SettingsChange { weekday: Some(weekday), ..SettingsChange::default() };
        usecases::reader::change_settings(&test.network, &Viewer::Public, By::Token(reader.token.reveal()), change).await.unwrap();
    };
    // 1 April 2026 is a Wednesday: this leaves behind what the older version left for everybody.
    choose(Weekday::Wed).await;
    test.publish(complete_case("Fall vom März")).await;
    test.clock.set(moment("2026-04-01T05:00:03Z"));
    test.run_jobs().await;
    assert_eq!(digests(&test).len(), 1);
    choose(Weekday::Tue).await;
    test.publish(complete_case("Fall vom ersten April")).await;
    // 1 May is a holiday, a Friday.
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.set_reader_due(subscription.reader, Some(moment("2026-05-04T05:00:03Z"))).await.unwrap();
    transaction.commit().await.unwrap();

    // The first Tuesday of April has passed.
    test.clock.set(moment("2026-04-10T10:00:00Z"));
    test.publish(complete_case("Fall vom zehnten April")).await;
    test.pass(TimeDelta::minutes(61)).await;
    test.pass(TimeDelta::minutes(1)).await;
    assert_eq!(digests(&test).len(), 2, "what was due on the 7th");
    test.clock.set(moment("2026-05-04T12:00:00Z"));
    test.run_jobs().await;
    assert_eq!(digests(&test).len(), 2);
    test.clock.set(moment("2026-05-05T05:00:03Z"));
    test.run_jobs().await;
    let mails: Vec<_> = digests(&test).iter().map(flat).collect();
    assert_eq!(mails.len(), 3, "{mails:?}");
    for (number, title) in ["Fall vom März", "Fall vom ersten April", "Fall vom zehnten April"].iter().enumerate() {
        let told: Vec<_> = (0..3).filter(|mail| mails[*mail].contains(title)).collect();
        assert_eq!(told, [number], "{title}");
    }
}

#[tokio::test]
async fn after_a_clock_that_was_ahead_readers_hear_at_once_again_and_nothing_twice() {
    let test = TestNetwork::new().await;
    let subscription = subscribe(&test, Frequency::Daily, Criteria::default()).await;
    let tuesday = test.now();
    test.publish(complete_case("Fall vom Dienstag")).await;
    test.clock.advance(TimeDelta::days(1));
    test.publish(complete_case("Fall mit falscher Uhr")).await;
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(digests(&test).len(), 2);
    let mark = async || test.network.store.subscription(subscription.id).await.unwrap().unwrap().covered_until.unwrap();
    assert!(mark().await > tuesday + TimeDelta::days(1));

    test.clock.set(tuesday + TimeDelta::hours(1));
    test.run_jobs().await;
    assert_eq!(mark().await, test.now());
    test.publish(complete_case("Fall mit richtiger Uhr")).await;
    test.pass(TimeDelta::days(1)).await;
    test.publish(complete_case("Fall vom Mittwoch")).await;
    test.pass(TimeDelta::days(1)).await;
    let mails: Vec<_> = digests(&test).iter().map(flat).collect();
    assert_eq!(mails.len(), 4, "{mails:?}");
    for (number, title) in ["Fall vom Dienstag", "Fall mit falscher Uhr", "Fall mit richtiger Uhr", "Fall vom Mittwoch"].iter().enumerate()
    {
        let told: Vec<_> = (0..4).filter(|mail| mails[*mail].contains(title)).collect();
        assert_eq!(told, [number], "{title}");
    }
}
