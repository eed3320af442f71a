//! The double opt-in.

use crate::{
    leaving::leave,
    people::{id_of, person},
};
use domain::{
    ErrorCode, Role, Viewer,
    digest_period::Frequency,
    subscription::{ConsentTo, Criteria, SubscriptionState, current_consent},
};
use serde_json::json;
use test_network::{TestNetwork, complete_case};
use usecases::{
    AuditFilter, UseCaseError,
    audit_log::Thing,
    confirm_subscription, from_address, read_subscription, reader,
    subscribe::{self, SubscribeRequest},
    unsubscribe,
};

fn request(email: &str) -> SubscribeRequest {
    SubscribeRequest { email: email.to_owned(), criteria: Criteria::default(), frequency: Frequency::Weekly, weekday: None, hour: None }
}

fn token(test: &TestNetwork) -> String {
    let mail = test.sent().pop().unwrap();
    mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn the_mail_s_token_confirms_once_and_again_without_effect() {
    let test = TestNetwork::new().await;
    let subscription = subscribe::subscribe(&test.network, &Viewer::Public, request(" Lesen@Kreis.Example.org ")).await.unwrap();
    assert_eq!(subscription.state, SubscriptionState::Pending);
    test.run_jobs().await;
    assert_eq!(test.sent()[0].to.reveal(), "lesen@kreis.example.org");
    let token = token(&test);
    assert_eq!(
        read_subscription::by_token(&test.network, &token).await.unwrap().unwrap().state,
        SubscriptionState::Pending,
        "reading changes nothing"
    );
    let first = confirm_subscription::confirm(&test.network, &token).await.unwrap();
    let again = confirm_subscription::confirm(&test.network, &token).await.unwrap();
    assert_eq!((first.state, again.state), (SubscriptionState::Active, SubscriptionState::Active));
    assert_eq!(first.confirmed_at, again.confirmed_at);
}

#[tokio::test]
async fn the_audit_log_says_what_was_done_to_subscriptions_and_not_for_which_address() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let origin = "192.0.2.77".parse().ok();
    let asked = from_address(origin, Box::pin(subscribe::subscribe(network, &author, request("lesen@kreis.example.org")))).await.unwrap();
    test.run_jobs().await;
    let token = token(&test);
    for _ in 0..2 {
        from_address(origin, confirm_subscription::confirm(network, &token)).await.unwrap();
    }
    for _ in 0..2 {
        from_address(origin, unsubscribe::unsubscribe(network, asked.unsubscribe_token.reveal())).await.unwrap();
    }
    let entries = network.store.audit_log(&AuditFilter::default(), None, 50).await.unwrap();
    let told: Vec<_> = entries.iter().rev().map(|logged| (logged.entry.action.as_str(), logged.entry.actor)).collect();
    let member = author.member().map(|member| member.account);
    let expected = [("subscription.requested", member), ("subscription.confirmed", None), ("subscription.withdrawn", None)];
    assert_eq!(told, expected, "each once, though the links were used twice");
    for logged in entries {
        assert_eq!((logged.network.as_deref(), logged.entry.object_id), (Some("192.0.2.0/24"), asked.reader.0));
        assert_eq!(logged.entry.detail["subscription"], json!(asked.id));
        assert!(!logged.entry.detail.to_string().contains("example.org"), "{}", logged.entry.detail);
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_one_is_refused_by_name() {
    let test = TestNetwork::new().await;
    for (address, expected) in
        [("", ErrorCode::Required), ("niemand", ErrorCode::Malformed), ("a@b.example.org\r\nBcc: c@d.org", ErrorCode::Malformed)]
    {
        match subscribe::subscribe(&test.network, &Viewer::Public, request(address)).await {
            Err(UseCaseError::Refused(refusal)) => assert_eq!(refusal.code(), expected),
            other => panic!("{address:?}: {other:?}"),
        }
    }
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 0);
}

#[tokio::test]
async fn an_unconfirmed_wish_is_forgotten_after_a_week() {
    let test = TestNetwork::new().await;
    subscribe::subscribe(&test.network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
    test.run_jobs().await;
    let token = token(&test);
    let mail = test.sent().pop().unwrap();
    let id = mail.message_id.trim_start_matches("<confirmation.").split('@').next().unwrap().parse::<uuid::Uuid>().unwrap();
    assert!(test.network.store.delivery(id.into()).await.unwrap().is_some());
    test.pass(chrono::TimeDelta::days(8)).await;
    assert!(test.network.store.delivery(id.into()).await.unwrap().is_none(), "the address stands nowhere any more");
    assert!(read_subscription::by_token(&test.network, &token).await.unwrap().is_none());
    assert!(matches!(confirm_subscription::confirm(&test.network, &token).await, Err(UseCaseError::Refused(usecases::Refusal::NotFound))));
}

#[tokio::test]
async fn leaving_works_again_and_again_and_ends_confirmation_too() {
    let test = TestNetwork::new().await;
    let subscription = subscribe::subscribe(&test.network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
    test.run_jobs().await;
    for _ in 0..2 {
        let left = unsubscribe::unsubscribe(&test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
        assert_eq!(left.state, SubscriptionState::Withdrawn);
    }
    assert!(confirm_subscription::confirm(&test.network, &token(&test)).await.is_err());
    assert!(unsubscribe::unsubscribe(&test.network, "unknown").await.is_err());
}

#[tokio::test]
async fn a_reader_s_token_ends_everything_and_one_subscription_s_that_one_alone() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let mut asked = Vec::new();
    for _ in 0..3 {
        asked.push(subscribe::subscribe(network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap());
        test.run_jobs().await;
        confirm_subscription::confirm(network, &token(&test)).await.unwrap();
    }
    let reader = network.store.digest_reader(asked[0].reader).await.unwrap().unwrap();
    unsubscribe::unsubscribe(network, asked[0].unsubscribe_token.reveal()).await.unwrap();
    let states = async || -> Vec<_> {
        let all = network.store.subscriptions_of_reader(reader.id).await.unwrap();
        all.into_iter().map(|one| one.state == SubscriptionState::Withdrawn).collect()
    };
    assert_eq!(states().await, [true, false, false]);
    let shown = read_subscription::by_token(network, reader.token.reveal()).await.unwrap().unwrap();
    assert_eq!(shown.state, SubscriptionState::Active, "the token stands for what is left");
    for _ in 0..2 {
        assert_eq!(unsubscribe::unsubscribe(network, reader.token.reveal()).await.unwrap().state, SubscriptionState::Withdrawn);
        assert_eq!(states().await, [true; 3]);
    }
    assert_eq!(network.store.digest_reader(reader.id).await.unwrap().unwrap().next_due_at, None);
}

#[tokio::test]
async fn the_operator_ends_everything_of_an_address_and_the_audit_log_says_so_without_it() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let address = "lesen@kreis.example.org".parse().unwrap();
    let unknown = reader::withdraw_all_by_operator(network, &address).await;
    assert!(matches!(unknown, Err(UseCaseError::Refused(usecases::Refusal::NotFound))));
    let asked = subscribe::subscribe(network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
    test.run_jobs().await;
    confirm_subscription::confirm(network, &token(&test)).await.unwrap();
    subscribe::subscribe(network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
    assert_eq!(reader::withdraw_all_by_operator(network, &address).await.unwrap(), 2, "the one that nobody confirmed as well");
    assert_eq!(reader::withdraw_all_by_operator(network, &address).await.unwrap(), 0);
    let all = network.store.subscriptions_of_reader(asked.reader).await.unwrap();
    assert!(all.iter().all(|one| one.state == SubscriptionState::Withdrawn));
    assert_eq!(network.store.digest_reader(asked.reader).await.unwrap().unwrap().next_due_at, None);
    let log =
        network.store.audit_log(&AuditFilter { action: Some("reader.left".into()), ..AuditFilter::default() }, None, 9).await.unwrap();
    let told: Vec<_> = log.iter().map(|logged| (logged.entry.actor, logged.entry.object_id, &logged.entry.detail)).collect();
    assert_eq!(told, [(None, asked.reader.0, &json!({ "by": "operator", "subscriptions": 2 }))], "once, and about the reader's id");
    for one in all {
        let filter = AuditFilter { object: Thing::Subscription(one.id).namings(), ..AuditFilter::default() };
        let latest = network.store.audit_log(&filter, None, 1).await.unwrap().remove(0).entry;
        let expected = json!({ "by": "operator", "subscription": one.id });
        assert_eq!((latest.action.as_str(), latest.detail), ("subscription.withdrawn", expected), "and of each by its own");
    }
}

#[tokio::test]
async fn whoever_asks_for_a_foreign_address_changes_nothing_of_its_reader() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let own = subscribe::subscribe(network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
    test.run_jobs().await;
    confirm_subscription::confirm(network, &token(&test)).await.unwrap();
    let before = network.store.digest_reader(own.reader).await.unwrap().unwrap();
    let foreign = SubscribeRequest {
        weekday: Some(chrono::Weekday::Sun),
        hour: Some(20),
        frequency: Frequency::Immediate,
        ..request("lesen@kreis.example.org")
    };
    subscribe::subscribe(network, &Viewer::Public, foreign).await.unwrap();
    test.run_jobs().await;
    assert_eq!(network.store.digest_reader(own.reader).await.unwrap().unwrap(), before);
    confirm_subscription::confirm(network, &token(&test)).await.unwrap();
    let after = network.store.digest_reader(own.reader).await.unwrap().unwrap();
    assert_eq!((after.settings.weekday, after.settings.hour), (chrono::Weekday::Sun, 20), "the address's owner agreed");
}

#[tokio::test]
async fn what_a_stranger_asks_for_first_is_not_how_the_owner_is_written_to() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let ask = async |frequency| {
        let wish = SubscribeRequest { frequency, ..request("lesen@kreis.example.org") };
        let asked = subscribe::subscribe(network, &Viewer::Public, wish).await.unwrap();
        test.run_jobs().await;
        asked.reader
    };
    let quiet = async |reader| network.store.digest_reader(reader).await.unwrap().unwrap().settings.quiet_days;
    let reader = ask(Frequency::Immediate).await;
    assert!(quiet(reader).await, "nobody has confirmed it");
    ask(Frequency::Weekly).await;
    confirm_subscription::confirm(network, &token(&test)).await.unwrap();
    assert!(quiet(reader).await, "the owner never asked to be told at once");
    ask(Frequency::Immediate).await;
    confirm_subscription::confirm(network, &token(&test)).await.unwrap();
    assert!(quiet(reader).await, "a further subscription leaves the reader's settings alone");
}

#[tokio::test]
async fn who_begins_with_being_told_at_once_is_told_on_weekends() {
    let test = TestNetwork::new().await;
    let wish = SubscribeRequest { frequency: Frequency::Immediate, ..request("lesen@kreis.example.org") };
    let asked = subscribe::subscribe(&test.network, &Viewer::Public, wish).await.unwrap();
    test.run_jobs().await;
    confirm_subscription::confirm(&test.network, &token(&test)).await.unwrap();
    assert!(!test.network.store.digest_reader(asked.reader).await.unwrap().unwrap().settings.quiet_days);
}

#[tokio::test]
async fn who_subscribes_again_after_ending_everything_is_not_held_up_by_an_old_pause() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let subscribed = async || {
        let asked = subscribe::subscribe(network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
        test.run_jobs().await;
        confirm_subscription::confirm(network, &token(&test)).await.unwrap();
        network.store.digest_reader(asked.reader).await.unwrap().unwrap()
    };
    let by = subscribed().await.token;
    let until = domain::clock::local_date(test.now() + chrono::TimeDelta::days(200));
    reader::pause(network, &Viewer::Public, reader::By::Token(by.reveal()), until).await.unwrap();
    assert!(subscribed().await.paused_until.is_some(), "the pause goes for a further subscription, too");
    reader::withdraw_all(network, &Viewer::Public, reader::By::Token(by.reveal())).await.unwrap();
    let again = subscribed().await;
    assert_eq!(again.paused_until, None);
    assert!(again.next_due_at.is_some_and(|due| due < test.now() + chrono::TimeDelta::days(8)), "{again:?}");
}

#[tokio::test]
async fn the_holidays_of_a_new_reader_are_those_of_the_account_s_land() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("16056")).await;
    let known = subscribe::subscribe(&test.network, &Viewer::Public, request("author-16056@example.org")).await.unwrap();
    let stranger = subscribe::subscribe(&test.network, &Viewer::Public, request("fremd@example.org")).await.unwrap();
    let state = async |subscription: &usecases::Subscription| {
        test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap().settings.state
    };
    assert_eq!((state(&known).await, state(&stranger).await), (Some(domain::vocabulary::State::Thueringen), None));
}

#[tokio::test]
async fn a_reader_without_a_subscription_is_forgotten() {
    let test = TestNetwork::new().await;
    let asked = subscribe::subscribe(&test.network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
    test.pass(chrono::TimeDelta::days(8)).await;
    assert!(test.network.store.digest_reader(asked.reader).await.unwrap().is_none());
}

#[tokio::test]
async fn the_consent_to_a_wish_that_was_handed_over_names_the_case_that_is_followed() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let colleague = person(&test, "kollege@kreis.example.org", Role::Author, Some("15084")).await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let criteria = Criteria { case: Some(case.id), ..Criteria::default() };
    let wish = SubscribeRequest { criteria, ..request("author-15084@example.org") };
    subscribe::subscribe(network, &author, wish).await.unwrap();
    test.run_jobs().await;
    confirm_subscription::confirm(network, &token(&test)).await.unwrap();
    leave(&test, &author, Some(&colleague)).await.unwrap();
    let taken = network.store.subscriptions_of(id_of(&colleague)).await.unwrap();
    let (version, wording) = current_consent(ConsentTo::OneCase(Some("Ausbildungsbus im ländlichen Raum")));
    assert_eq!((taken.len(), taken[0].consent_version.as_str(), taken[0].consent_wording()), (1, version, wording.as_str()));
    test.run_jobs().await;
    let asked = test.sent().pop().unwrap().text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(asked.contains(&wording) && asked.contains("- Wesentlich neue Fassungen von „Ausbildungsbus im ländlichen Raum“"), "{asked}");
}
