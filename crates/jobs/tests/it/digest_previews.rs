//! Dry runs of digests.

use crate::digests::{digests, search, subscribe, subscribe_as};
use chrono::{NaiveDate, TimeDelta};
use domain::{Role, digest_period::Frequency, digest_preview::PreviewRecipient, subscription::Criteria};
use test_network::{TestNetwork, complete_case};
use usecases::{Refusal, UseCaseError, digest_preview};

#[tokio::test]
async fn each_case_counts_once_and_who_gets_no_mail_is_counted_apart() {
    let test = TestNetwork::new().await;
    subscribe_as(&test, "weg", Frequency::Daily, Criteria::default()).await;
    subscribe(&test, Frequency::Daily, Criteria::default()).await;
    subscribe(&test, Frequency::Daily, search("lesepaten")).await;
    test.suppress("weg@kreis.example.org").await;
    test.publish(complete_case("Lesepaten in der Kita")).await;
    let (from, until) = (test.now() - TimeDelta::days(1), test.now() + TimeDelta::days(1));
    let preview = jobs::preview_digests(&test.network, from, until, None).await.unwrap();
    assert_eq!((preview.readers, preview.suppressed, preview.mails, preview.sections), (2, 1, 1, 1), "{preview:?}");
    let recipient = PreviewRecipient { masked: "l…@kreis.example.org".into(), sections: 1, cases: 1 };
    assert_eq!(preview.recipients, [recipient]);
    let example = preview.example.unwrap();
    assert_eq!((example.masked.as_str(), example.text.matches("Dieses Abo").count()), ("l…@kreis.example.org", 1), "{}", example.text);

    test.publish(complete_case("Lesepaten in der Schule")).await;
    let preview = jobs::preview_digests(&test.network, from, until, None).await.unwrap();
    assert_eq!((preview.recipients[0].sections, preview.recipients[0].cases), (1, 2), "the first section shows both");
}

#[tokio::test]
async fn the_example_of_a_dry_run_is_the_mail_that_is_sent_but_for_its_links() {
    let test = TestNetwork::new().await;
    let own =
        [subscribe(&test, Frequency::Daily, search("lesepaten")).await, subscribe(&test, Frequency::Daily, Criteria::default()).await];
    let (from, until) = (test.now(), "2026-03-18T06:00:00Z".parse().unwrap());
    for number in 1..=13 {
        let who = if number % 4 == 0 { "Lesepaten" } else { "Betriebe" };
        test.publish_without_jobs(complete_case(&format!("{who} am Ort Nummer {number}"))).await;
        test.clock.advance(TimeDelta::minutes(1));
    }
    let preview = jobs::preview_digests(&test.network, from, until, None).await.unwrap();
    let example = preview.example.unwrap();
    test.pass(TimeDelta::days(1)).await;
    let mails = digests(&test);
    assert_eq!((preview.mails, preview.sections, mails.len()), (1, 2, 1));
    let reader = test.network.store.digest_reader(own[0].reader).await.unwrap().unwrap();
    let tokens = own.iter().map(|one| &one.unsubscribe_token).chain([&reader.token]);
    let shown = tokens.fold(mails[0].html.clone(), |html, token| html.replace(token.reveal(), "beispiel"));
    assert_eq!((example.subject.as_str(), example.html), (mails[0].subject.as_str(), shown));
}

#[tokio::test]
async fn a_period_has_a_day_at_least_and_a_year_at_most() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let asked = async |from: &str, until: &str| {
        let (from, until): (NaiveDate, NaiveDate) = (from.parse().unwrap(), until.parse().unwrap());
        digest_preview::request(&test.network, &reviewer, from, until, None).await
    };
    for (from, until) in [("2026-03-01", "2026-03-01"), ("2026-03-01", "2027-03-03"), ("+262142-12-30", "+262142-12-31")] {
        let refused = asked(from, until).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(Refusal::Invalid(_)))), "{from} {until}: {refused:?}");
    }
    asked("2026-03-01", "2027-03-02").await.unwrap();
}
