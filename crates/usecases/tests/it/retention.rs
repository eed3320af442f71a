//! What nobody uses or needs any more is forgotten in its time.

use crate::{
    export_my_data::author_with_everything,
    people::{id_of, token},
    signing_in::AUTHOR,
};
use chrono::{Months, TimeDelta};
use domain::{Role, Viewer, clock::local_date, digest_period::Frequency, ids::SuppressionId, subscription::Criteria};
use sea_orm::ConnectionTrait;
use storage::{GapCounts, HardBounce};
use test_network::TestNetwork;
use usecases::{
    AuditFilter,
    erase_account::{self, Reason},
    people::{self, InviteRequest},
    retention::{self, RetentionSettings},
    rights, sign_in,
    subscribe::{self, SubscribeRequest},
};

#[tokio::test]
async fn an_unused_account_is_warned_and_then_erased() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let administrator = test.member(Role::Administrator, None).await;
    let start = test.now();
    let there = async |viewer: &Viewer| network.store.account(id_of(viewer)).await.unwrap();
    test.clock.set(start.checked_add_months(Months::new(18)).unwrap());
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 0);
    test.pass(TimeDelta::days(1)).await;
    // Mails are handed over side by side, in no order.
    let mut warned = test.sent();
    warned.sort_by_key(|mail| mail.to.reveal().to_owned());
    let to: Vec<_> = warned.iter().map(|mail| mail.to.reveal()).collect();
    assert_eq!(to, ["administrator-agentur@example.org", AUTHOR]);
    for mail in &warned {
        assert!(mail.text.contains("18 Monaten") && mail.subject.contains("17. März 2028"), "{mail:?}");
    }
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(test.sent().len(), 2, "nobody is warned twice");
    test.clock.set(start.checked_add_months(Months::new(24)).unwrap() - TimeDelta::days(1));
    test.run_jobs().await;
    assert!(there(&author).await.is_some());
    test.pass(TimeDelta::days(1)).await;
    assert!(there(&author).await.is_none());
    assert!(there(&administrator).await.is_some(), "the last administrator stays");
}

#[tokio::test]
async fn whoever_comes_back_after_the_warning_stays() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    test.clock.set(test.now().checked_add_months(Months::new(20)).unwrap());
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 1);
    let account = network.store.account(id_of(&author)).await.unwrap().unwrap();
    rights::viewer_of(network, &account).await.unwrap();
    test.clock.set(test.now().checked_add_months(Months::new(17)).unwrap());
    test.run_jobs().await;
    assert!(network.store.account(id_of(&author)).await.unwrap().is_some());
    assert_eq!(test.sent().len(), 1);
}

#[tokio::test]
async fn whoever_is_here_again_when_their_turn_comes_stays() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let enabled = test.member(Role::Author, Some("15084")).await;
    let erased =
        async |viewer: &Viewer, reason: Reason| erase_account::erase_past(network, id_of(viewer), reason, test.now()).await.unwrap();
    people::disable(network, &coordinator, id_of(&enabled)).await.unwrap();
    test.clock.set(test.now().checked_add_months(Months::new(7)).unwrap());
    people::enable(network, &coordinator, id_of(&enabled)).await.unwrap();
    assert!(!erased(&enabled, Reason::Disabled).await, "somebody let them in again");

    let [seen, signed_in, gone] = ["gesehen", "angemeldet", "fort"].map(|name| test.member_named(name, Role::Author, Some("15084")));
    let (seen, signed_in, gone) = (seen.await, signed_in.await, gone.await);
    let start = test.now();
    test.clock.set(start.checked_add_months(Months::new(19)).unwrap());
    test.run_jobs().await;
    test.clock.set(start.checked_add_months(Months::new(25)).unwrap());
    let account = network.store.account(id_of(&seen)).await.unwrap().unwrap();
    rights::viewer_of(network, &account).await.unwrap();
    sign_in::demo_sign_in(network, id_of(&signed_in), &usecases::Client::default()).await.unwrap().unwrap();
    assert!(!erased(&seen, Reason::Unused).await);
    assert!(!erased(&signed_in, Reason::Unused).await);
    assert!(erased(&gone, Reason::Unused).await);
    assert!(network.store.account(id_of(&seen)).await.unwrap().is_some());
}

#[tokio::test]
async fn whoever_is_enabled_again_after_a_warning_is_warned_again() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let start = test.now();
    test.clock.set(start.checked_add_months(Months::new(19)).unwrap());
    assert_eq!(retention::run(network).await.unwrap().warned, 2);
    people::disable(network, &administrator, id_of(&author)).await.unwrap();
    test.clock.set(start.checked_add_months(Months::new(24)).unwrap());
    people::enable(network, &administrator, id_of(&author)).await.unwrap();
    let run = retention::run(network).await.unwrap();
    assert_eq!((run.warned, run.erased), (1, 0));
}

#[tokio::test]
async fn whoever_accepts_an_invitation_after_a_warning_is_here_again() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let start = test.now();
    test.clock.set(start.checked_add_months(Months::new(19)).unwrap());
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 2, "both are warned");
    people::disable(network, &administrator, id_of(&author)).await.unwrap();
    test.clock.set(start.checked_add_months(Months::new(24)).unwrap());
    let request =
        InviteRequest { email: AUTHOR.to_owned(), role: Role::Author, municipality: "15084".parse().ok(), function: None, key: None };
    let invited = people::invite(network, &administrator, request).await.unwrap();
    people::accept(network, &token(&test).await).await.unwrap();
    assert_eq!(test.sent().pop().unwrap().to, invited.email);
    let run = retention::run(network).await.unwrap();
    assert_eq!((run.warned, run.erased), (0, 0));
    assert_eq!(network.store.account(id_of(&author)).await.unwrap().unwrap().disabled_at, None);
}

#[tokio::test]
async fn an_account_that_cannot_be_erased_does_not_keep_others() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let stuck = test.member_named("klemmt", Role::Author, Some("15084")).await;
    let other = test.member_named("andere", Role::Author, Some("15084")).await;
    for viewer in [&stuck, &other] {
        people::disable(network, &coordinator, id_of(viewer)).await.unwrap();
    }
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let trigger =
        "CREATE TRIGGER stuck BEFORE DELETE ON account WHEN OLD.email = 'klemmt@example.org' BEGIN SELECT RAISE(ABORT, 'stuck'); END";
    database.execute_unprepared(trigger).await.unwrap();
    test.clock.set(test.now().checked_add_months(Months::new(7)).unwrap());
    assert_eq!(retention::run(network).await.unwrap().erased, 1);
    assert!(network.store.account(id_of(&stuck)).await.unwrap().is_some());
    assert!(network.store.account(id_of(&other)).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_late_is_still_warned_of_a_month_before() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    test.clock.set(test.now().checked_add_months(Months::new(40)).unwrap());
    test.run_jobs().await;
    test.pass(TimeDelta::days(29)).await;
    assert!(test.network.store.account(id_of(&author)).await.unwrap().is_some());
    test.pass(TimeDelta::days(1)).await;
    assert!(test.network.store.account(id_of(&author)).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_kept_for_a_time_only_is_forgotten() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = Box::pin(author_with_everything(&test)).await;
    let request = InviteRequest {
        email: "neu@kreis.example.org".to_owned(),
        role: Role::Reader,
        municipality: "15084".parse().ok(),
        function: None,
        key: None,
    };
    people::invite(network, &coordinator, request).await.unwrap();
    people::disable(network, &coordinator, id_of(&author)).await.unwrap();
    test.run_jobs().await;
    test.clock.advance(TimeDelta::days(14));
    let first = retention::run(network).await.unwrap();
    assert_eq!((first.deleted, first.erased), (2, 0), "the invitation and the mail that asked to confirm the subscription");
    test.clock.advance(TimeDelta::days(90));
    let second = retention::run(network).await.unwrap();
    assert_eq!(second.deleted, 2, "the token of the disabled account and the mail with the invitation");
    test.clock.set(test.now().checked_add_months(Months::new(3)).unwrap());
    assert_eq!(retention::run(network).await.unwrap().erased, 1, "the disabled account");
    test.clock.set(test.now().checked_add_months(Months::new(24)).unwrap());
    assert!(retention::run(network).await.unwrap().anonymous >= 2);
    assert_eq!(retention::run(network).await.unwrap().anonymous, 0);
    let entries = network.store.audit_log(&AuditFilter::default(), None, 100).await.unwrap();
    assert!(entries.iter().all(|logged| logged.entry.actor.is_none() && logged.network.is_none()));
    assert!(entries.iter().any(|logged| logged.entry.detail["reason"] == "disabled"));
}

#[tokio::test]
async fn an_invitation_and_an_unconfirmed_subscription_last_as_long_as_the_operator_decided() {
    let decided = RetentionSettings { unconfirmed_subscription_days: 3, invitation_days: 5, ..RetentionSettings::default() };
    let test = TestNetwork::keeping(decided).await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let request = InviteRequest {
        email: "neu@kreis.example.org".to_owned(),
        role: Role::Reader,
        municipality: "15084".parse().ok(),
        function: None,
        key: None,
    };
    let invited = people::invite(network, &coordinator, request).await.unwrap();
    assert_eq!(invited.expires_at, test.now() + TimeDelta::days(5));
    let email = "lesen@kreis.example.org".to_owned();
    let request = SubscribeRequest { email, criteria: Criteria::default(), frequency: Frequency::Daily, weekday: None, hour: None };
    let asked = subscribe::subscribe(network, &Viewer::Public, request).await.unwrap();
    test.run_jobs().await;
    let says = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").contains("nach 3 Tagen, am 20. März 2026, gelöscht");
    assert!(test.sent().iter().any(|mail| says(&mail.text)), "{:?}", test.sent());
    test.pass(TimeDelta::days(2)).await;
    assert!(network.store.subscription(asked.id).await.unwrap().is_some());
    test.pass(TimeDelta::hours(25)).await;
    assert!(network.store.subscription(asked.id).await.unwrap().is_none());
}

#[tokio::test]
async fn what_came_back_and_what_was_searched_in_vain_is_forgotten_when_the_operator_decided() {
    let decided =
        RetentionSettings { suppression_months: 2, rare_search_gap_days: 10, search_gap_days: 20, ..RetentionSettings::default() };
    let test = TestNetwork::keeping(decided).await;
    let network = &test.network;
    let address = "leserin@kreis.example.org".parse().unwrap();
    let bounce = HardBounce { status: "5.1.1", reason: "unknown", suppress_after: 2 };
    let counted = |terms: &str, all| (terms.to_owned(), GapCounts { all, ..GapCounts::default() });
    let counts = [counted("selten", 1), counted("oft", 3)];
    let mut transaction = network.store.begin().await.unwrap();
    transaction.count_bounce(SuppressionId(network.ids.next()), &address, bounce, test.now()).await.unwrap();
    transaction.count_search_gaps(&counts, local_date(test.now())).await.unwrap();
    transaction.commit().await.unwrap();
    let gaps = async || network.store.search_gaps(1, None, 10).await.unwrap().into_iter().map(|gap| gap.terms).collect::<Vec<_>>();
    test.pass(TimeDelta::days(9)).await;
    assert_eq!(gaps().await, ["oft", "selten"]);
    test.pass(TimeDelta::days(2)).await;
    assert_eq!(gaps().await, ["oft"]);
    test.pass(TimeDelta::days(10)).await;
    assert_eq!(gaps().await, [""; 0]);
    test.pass(TimeDelta::days(32)).await;
    assert!(network.store.suppression_of(&address).await.unwrap().is_some());
    test.pass(TimeDelta::days(10)).await;
    assert_eq!(network.store.suppression_of(&address).await.unwrap(), None);
}
