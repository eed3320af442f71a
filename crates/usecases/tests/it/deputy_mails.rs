//! Who is told by mail that somebody stands in for a coordination, and that they do not any more.

use crate::{
    deputies::named,
    people::{again, ags, id_of},
};
use domain::{Role, Viewer};
use mail::{Mail, MailKind};
use test_network::TestNetwork;
use usecases::{erase_account, people};

const DEPUTY: &str = "reader-15084@example.org";

/// What the deputy is told.
const NAMED: &str = "reader-15084@example.org: Sie vertreten die Koordination";
const ENDED: &str = "reader-15084@example.org: Ihre Vertretung der Koordination ist beendet";

/// What the coordination is told, which two have.
const NAMED_FOR_BOTH: [&str; 2] =
    ["coordinator-15084@example.org: Die Koordination wird vertreten", "zweite@example.org: Die Koordination wird vertreten"];
const ENDED_FOR_BOTH: [&str; 2] = [
    "coordinator-15084@example.org: Eine Vertretung der Koordination ist beendet",
    "zweite@example.org: Eine Vertretung der Koordination ist beendet",
];

/// The two who have the coordination of 15084, and a reader who can stand in. There is another coordination, which all this does not concern.
async fn cast(test: &TestNetwork) -> [Viewer; 3] {
    test.member(Role::Coordinator, Some("15088")).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let colleague = test.member_named("zweite", Role::Coordinator, Some("15084")).await;
    [coordinator, colleague, test.member(Role::Reader, Some("15084")).await]
}

async fn mails(test: &TestNetwork) -> Vec<Mail> {
    test.run_jobs().await;
    test.sent().into_iter().filter(|mail| mail.kind == MailKind::Deputation).collect()
}

/// Who was told what so far, in the order of their addresses: mails are handed over side by side.
async fn told(test: &TestNetwork) -> Vec<String> {
    let line = |mail: &Mail| format!("{}: {}", mail.to.reveal(), mail.subject.strip_suffix(": Burgenlandkreis").unwrap());
    let mut told: Vec<_> = mails(test).await.iter().map(line).collect();
    told.sort();
    told
}

fn sorted(lines: &[&[&'static str]]) -> Vec<&'static str> {
    let mut lines = lines.concat();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn a_deputy_is_told_once_from_when_until_when_and_when_it_is_ended() {
    let test = TestNetwork::new().await;
    let [coordinator, _, deputy] = cast(&test).await;
    let deputation = named(&test, &coordinator, &deputy).await;
    assert_eq!(named(&test, &coordinator, &deputy).await, deputation, "a second click");
    assert_eq!(told(&test).await, sorted(&[&[NAMED], &NAMED_FOR_BOTH[1..]]), "whoever names them knows it");
    let mail = mails(&test).await.into_iter().find(|mail| mail.to.reveal() == DEPUTY).unwrap();
    let words = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in ["vom 17. März 2026, 11:00 Uhr bis 24. März 2026, 11:00 Uhr.", "https://wissensnetz.example.org/konto "] {
        assert!(words.contains(said), "{said}: {words}");
    }
    people::end_deputation(&test.network, &coordinator, deputation.id).await.unwrap();
    assert_eq!(told(&test).await, sorted(&[&[NAMED, ENDED], &NAMED_FOR_BOTH[1..], &ENDED_FOR_BOTH[1..]]));
}

#[tokio::test]
async fn the_coordination_is_told_of_what_others_do_and_not_who_it_is() {
    let test = TestNetwork::new().await;
    let [_, colleague, deputy] = cast(&test).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let deputation = named(&test, &reviewer, &deputy).await;
    assert_eq!(told(&test).await, sorted(&[&[NAMED], &NAMED_FOR_BOTH]));
    for mail in mails(&test).await.iter().filter(|mail| mail.to.reveal() != DEPUTY) {
        let parts = [&mail.text, &mail.html];
        assert!(parts.iter().all(|part| part.contains("/mitglieder/vertretungen") && !part.contains(DEPUTY)), "{}", mail.text);
    }
    people::end_deputation(&test.network, &colleague, deputation.id).await.unwrap();
    assert_eq!(told(&test).await, sorted(&[&[NAMED, ENDED], &NAMED_FOR_BOTH, &ENDED_FOR_BOTH[..1]]));
}

#[tokio::test]
async fn whoever_ends_their_own_deputation_is_not_told_of_it() {
    let test = TestNetwork::new().await;
    let [coordinator, _, deputy] = cast(&test).await;
    let deputation = named(&test, &coordinator, &deputy).await;
    let stands_in = again(&test, &deputy).await;
    people::end_deputation(&test.network, &stands_in, deputation.id).await.unwrap();
    assert_eq!(told(&test).await, sorted(&[&[NAMED], &NAMED_FOR_BOTH[1..], &ENDED_FOR_BOTH]));
}

#[tokio::test]
async fn a_deputation_that_ends_with_what_its_deputy_was_is_told_to_those_who_are_there() {
    let test = TestNetwork::new().await;
    let [coordinator, _, deputy] = cast(&test).await;
    named(&test, &coordinator, &deputy).await;
    people::disable(&test.network, &coordinator, id_of(&deputy)).await.unwrap();
    assert_eq!(told(&test).await, sorted(&[&[NAMED], &NAMED_FOR_BOTH[1..], &ENDED_FOR_BOTH[1..]]), "nobody signs in to that account");

    let test = TestNetwork::new().await;
    let [coordinator, _, deputy] = cast(&test).await;
    named(&test, &coordinator, &deputy).await;
    let administrator = test.member(Role::Administrator, None).await;
    people::change_role(&test.network, &administrator, id_of(&deputy), Role::Reader, Some(ags("15088"))).await.unwrap();
    assert_eq!(told(&test).await, sorted(&[&[NAMED, ENDED], &NAMED_FOR_BOTH[1..], &ENDED_FOR_BOTH]), "they are elsewhere now");

    let test = TestNetwork::new().await;
    let [coordinator, _, deputy] = cast(&test).await;
    named(&test, &coordinator, &deputy).await;
    assert_eq!(told(&test).await.len(), 2);
    let session = test.session(&deputy).await;
    erase_account::erase_my_account(&test.network, &session, None).await.unwrap();
    assert_eq!(told(&test).await, sorted(&[&[NAMED], &NAMED_FOR_BOTH[1..], &ENDED_FOR_BOTH]), "the account is gone");
}

#[tokio::test]
async fn the_end_that_was_told_with_the_beginning_is_not_told_again() {
    let test = TestNetwork::new().await;
    let [coordinator, _, deputy] = cast(&test).await;
    let deputation = named(&test, &coordinator, &deputy).await;
    let before = told(&test).await;
    test.clock.set(deputation.until);
    people::disable(&test.network, &coordinator, id_of(&deputy)).await.unwrap();
    assert_eq!(told(&test).await, before);
}

#[tokio::test]
async fn who_is_of_a_gemeinde_stands_in_for_the_coordination_of_its_district() {
    let test = TestNetwork::new().await;
    let [coordinator, _, _] = cast(&test).await;
    let deputy = test.member(Role::Reader, Some("15084550")).await;
    let deputation = named(&test, &coordinator, &deputy).await;
    assert_eq!(deputation.municipality, ags("15084"));
    assert_eq!(named(&test, &coordinator, &deputy).await, deputation, "as it is kept");
    let to_deputy = NAMED.replace("15084", "15084550");
    assert_eq!(told(&test).await, [to_deputy.as_str(), NAMED_FOR_BOTH[1]]);
}
