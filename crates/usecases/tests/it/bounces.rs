//! Mails that come back, and what becomes of their addresses.

use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer, digest_period::Frequency, ids::DeliveryId, subscription::Criteria};
use mail::{Mail, MailKind, ReturnPath};
use storage::{AuditFilter, DeliveryState};
use test_network::TestNetwork;
use usecases::{
    UseCaseError,
    bounces::{self, Heard},
    deliver, policy_refusals,
    subscribe::{self, SubscribeRequest},
};

const READER: &str = "leserin@kreis.example.org";

fn returns() -> ReturnPath {
    ReturnPath::new(&"bounce@wissensnetz.example.org".parse().unwrap(), "a secret that nobody else can guess").unwrap()
}

fn report(to: &str, status: &str, said: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example.org\r\nTo: <{to}>\r\nSubject: Unzustellbar\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nLeider.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; {READER}\r\n\
         Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {said}\r\n\r\n--b--\r\n"
    )
    .into_bytes()
}

/// Sends the reader a mail that nobody waits for, and gives its delivery.
async fn posted(test: &TestNetwork) -> DeliveryId {
    posted_as(test, MailKind::Freshness).await
}

async fn posted_as(test: &TestNetwork, kind: MailKind) -> DeliveryId {
    let request =
        SubscribeRequest { email: READER.into(), criteria: Criteria::default(), frequency: Frequency::Daily, weekday: None, hour: None };
    if test.sent().is_empty() {
        subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
        test.run_jobs().await;
    }
    let id = DeliveryId(test.network.ids.next());
    let pattern = test.sent().pop().unwrap();
    let message_id = test.network.settings.message_id(kind, id.0);
    let mail = Mail { kind, message_id, ..pattern };
    let mut transaction = test.network.store.begin().await.unwrap();
    deliver::post(&mut transaction, id, &mail, test.now()).await.unwrap();
    transaction.commit().await.unwrap();
    test.run_jobs().await;
    id
}

async fn hear(test: &TestNetwork, delivery: DeliveryId, status: &str, said: &str) -> Heard {
    let message = report(&returns().address(delivery.0), status, said);
    bounces::hear(&test.network, &returns(), &message, None).await.unwrap()
}

#[tokio::test]
async fn who_asks_to_leave_by_mail_is_told_to_people_and_nothing_ends_by_itself() {
    let test = TestNetwork::new().await;
    let delivery = posted(&test).await;
    let to = returns().address(delivery.0);
    for (subject, expected) in [("Abmelden", Heard::AsksToLeave), ("Re: ABMELDEN", Heard::AsksToLeave), ("Abwesend", Heard::NoReport)] {
        let message = format!("From: <{READER}>\r\nTo: <{to}>\r\nSubject: {subject}\r\n\r\nBitte.\r\n");
        assert_eq!(bounces::hear(&test.network, &returns(), message.as_bytes(), None).await.unwrap(), expected, "{subject}");
    }
    assert_eq!(state(&test, delivery).await, DeliveryState::Sent);
}

#[tokio::test]
async fn who_writes_to_the_address_in_a_digest_leaves_as_by_its_link() {
    let test = TestNetwork::new().await;
    let (other, digest) = (posted(&test).await, posted_as(&test, MailKind::Digest).await);
    let leaving = returns().leaving_address(digest.0);
    let kept_no_more = returns().leaving_address(test.network.ids.next());
    for (to, expected, why) in [
        (returns().leaving_address(other.0), Heard::Known, "the mail was no digest"),
        (kept_no_more, Heard::AsksToLeave, "nobody knows whose digest it was"),
        (returns().address(digest.0), Heard::AsksToLeave, "a return path is known to every server on the way"),
    ] {
        assert_eq!(write_to(&test, &to).await, expected, "{why}");
    }
    let returned = report(&leaving, "5.1.1", "550 5.1.1 unknown");
    assert_eq!(bounces::hear(&test.network, &returns(), &returned, None).await.unwrap(), Heard::Stranger, "a report is nobody's wish");
    let left = AuditFilter { action: Some("reader.left".into()), ..AuditFilter::default() };
    assert_eq!(test.network.store.audit_log(&left, None, 9).await.unwrap().len(), 0);
    assert_eq!(write_to(&test, &leaving).await, Heard::Left);
    assert_eq!(write_to(&test, &leaving).await, Heard::Known, "once is enough");
    let log = test.network.store.audit_log(&left, None, 9).await.unwrap();
    assert_eq!((log.len(), &log[0].entry.detail), (1, &serde_json::json!({ "by": "mail", "subscriptions": 1 })));
}

async fn write_to(test: &TestNetwork, to: &str) -> Heard {
    let message = format!("From: <{READER}>\r\nTo: <{to}>\r\nSubject: Abmelden\r\n\r\nBitte.\r\n");
    bounces::hear(&test.network, &returns(), message.as_bytes(), None).await.unwrap()
}

async fn state(test: &TestNetwork, id: DeliveryId) -> DeliveryState {
    test.network.store.delivery(id).await.unwrap().unwrap().state
}

#[tokio::test]
async fn two_mails_that_come_back_for_good_suppress_the_address_and_an_editor_lets_it_get_mail_again() {
    let test = TestNetwork::new().await;
    let (first, second) = (posted(&test).await, posted(&test).await);
    assert_eq!(hear(&test, first, "5.1.1", "550 5.1.1 unknown").await, Heard::Hard { is_suppressed: false });
    assert_eq!(hear(&test, first, "5.1.1", "550 5.1.1 unknown").await, Heard::Known, "the same again counts once");
    assert_eq!(state(&test, first).await, DeliveryState::Bounced);
    let third = posted(&test).await;
    assert_eq!(state(&test, third).await, DeliveryState::Sent);
    assert_eq!(hear(&test, second, "5.1.1", &format!("550 5.1.1 <{READER}> unknown")).await, Heard::Hard { is_suppressed: true });
    let kept = posted(&test).await;
    assert_eq!(state(&test, kept).await, DeliveryState::Suppressed);

    let author = test.member(Role::Author, Some("15084")).await;
    for viewer in [&Viewer::Public, &author] {
        assert!(bounces::suppressed_addresses(&test.network, viewer).await.is_err());
    }
    let editor = test.member(Role::Reviewer, None).await;
    let listed = bounces::suppressed_addresses(&test.network, &editor).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].masked.as_str(), listed[0].bounces), ("l…@kreis.example.org", 2));
    assert_eq!(listed[0].reason, "smtp; 550 5.1.1 <…@kreis.example.org> unknown");
    let refused = bounces::reactivate(&test.network, &author, listed[0].id).await;
    assert!(matches!(refused, Err(UseCaseError::Refused(refusal)) if refusal.code() == ErrorCode::Forbidden));
    assert_eq!(bounces::reactivate(&test.network, &editor, listed[0].id).await.unwrap().since, None);
    assert!(bounces::reactivate(&test.network, &editor, listed[0].id).await.is_err(), "once is enough");
    assert_eq!(bounces::suppressed_addresses(&test.network, &editor).await.unwrap(), []);
    let log = test.network.store.audit_log(&AuditFilter::default(), None, 1).await.unwrap();
    assert_eq!(log[0].entry.action, "address.reactivated");
    assert!(!log[0].entry.detail.to_string().contains('@'));
    let again = posted(&test).await;
    assert_eq!(state(&test, again).await, DeliveryState::Sent);
    assert_eq!(hear(&test, again, "5.1.1", "550 5.1.1 unknown").await, Heard::Hard { is_suppressed: false }, "counted anew");
}

#[tokio::test]
async fn what_does_not_blame_the_address_is_not_counted_against_it() {
    let test = TestNetwork::new().await;
    for _ in 0..3 {
        let full = posted(&test).await;
        assert_eq!(hear(&test, full, "5.2.2", "552 5.2.2 over quota").await, Heard::Passing);
        assert_eq!(state(&test, full).await, DeliveryState::Bounced, "it did not arrive");
        let refused = posted(&test).await;
        let heard = hear(&test, refused, "5.7.1", "550 5.7.1 SPF").await;
        assert_eq!(heard, Heard::Policy { reason: "5.7.1 smtp; 550 5.7.1 SPF".into() });
        assert_eq!(hear(&test, refused, "5.7.1", "550 5.7.1 SPF").await, Heard::Known, "the same again counts once");
        assert_eq!(state(&test, refused).await, DeliveryState::Bounced, "it did not arrive, and is not tried again");
    }
    assert_eq!(test.network.store.suppressions(10).await.unwrap(), []);
    let shown = policy_refusals::shown(&test.network).await.unwrap();
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].domain.as_str(), shown[0].refusals), ("kreis.example.org", 3), "those who look after mails are told");
    assert_eq!((shown[0].first_at, shown[0].last_reply.as_str()), (test.now(), "5.7.1 smtp; 550 5.7.1 SPF"));
    let next = posted(&test).await;
    assert_eq!(state(&test, next).await, DeliveryState::Sent, "the address gets its further mails");
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(policy_refusals::shown(&test.network).await.unwrap(), []);
}

#[tokio::test]
async fn a_mail_that_is_late_has_not_come_back() {
    let test = TestNetwork::new().await;
    let delivery = posted(&test).await;
    let late = String::from_utf8(report(&returns().address(delivery.0), "4.4.1", "421 busy")).unwrap();
    let late = late.replace("Action: failed", "Action: delayed");
    assert_eq!(bounces::hear(&test.network, &returns(), late.as_bytes(), None).await.unwrap(), Heard::Passing);
    assert_eq!(state(&test, delivery).await, DeliveryState::Sent);
    assert_eq!(hear(&test, delivery, "4.4.7", "421 away for days").await, Heard::Passing);
    assert_eq!(state(&test, delivery).await, DeliveryState::Bounced);
    assert_eq!(hear(&test, delivery, "4.4.7", "421 away for days").await, Heard::Known, "the same again changes nothing");
    assert_eq!(test.network.store.suppressions(10).await.unwrap(), []);
}

#[tokio::test]
async fn nobody_else_can_make_an_address_get_no_mail() {
    let test = TestNetwork::new().await;
    let delivery = posted(&test).await;
    let other = ReturnPath::new(&"bounce@wissensnetz.example.org".parse().unwrap(), "another secret of enough characters").unwrap();
    let forged = report(&other.address(delivery.0), "5.1.1", "550 5.1.1 unknown");
    assert_eq!(bounces::hear(&test.network, &returns(), &forged, Some(READER)).await.unwrap(), Heard::Stranger);
    let answer = format!("From: {READER}\r\nTo: {}\r\nSubject: Abwesend\r\n\r\nBis Montag.\r\n", returns().address(delivery.0));
    assert_eq!(bounces::hear(&test.network, &returns(), answer.as_bytes(), None).await.unwrap(), Heard::NoReport);
    assert_eq!(state(&test, delivery).await, DeliveryState::Sent);
}

#[tokio::test]
async fn a_server_that_says_at_once_that_there_is_no_mailbox_counts_as_well_and_awaited_mails_are_tried_all_the_same() {
    let test = TestNetwork::new().await;
    posted(&test).await;
    test.mails.refuse_with(Some((550, "5.1.1 no such mailbox")));
    for _ in 0..2 {
        posted(&test).await;
    }
    test.mails.refuse_with(None);
    let suppressed = posted(&test).await;
    assert_eq!(state(&test, suppressed).await, DeliveryState::Suppressed);
    let before = test.sent().len();
    let request =
        SubscribeRequest { email: READER.into(), criteria: Criteria::default(), frequency: Frequency::Weekly, weekday: None, hour: None };
    test.clock.advance(TimeDelta::days(1));
    subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
    test.run_jobs().await;
    assert_eq!(test.sent().len(), before + 1, "who asks for a mail just now gets it");
    test.pass(TimeDelta::days(400)).await;
    let address = READER.parse().unwrap();
    assert_eq!(test.network.store.suppression_of(&address).await.unwrap(), None, "forgotten after a year");
}
