//! What of oneself is told and erased, and what of others is not.

use crate::data_protection::{ADDRESS, author_with_everything, id_of};
use domain::{Role, digest_period::Frequency, subscription::Criteria};
use serde_json::{Value, json};
use test_network::{Stand, TestNetwork, complete_case, draft_case};
use usecases::{
    AuditFilter, claim_review, confirm_subscription, erase_account, export_my_data, from_address, people,
    subscribe::{self, SubscribeRequest},
};

fn request(email: &str) -> SubscribeRequest {
    SubscribeRequest { email: email.to_owned(), criteria: Criteria::default(), frequency: Frequency::Daily, weekday: None, hour: None }
}

#[tokio::test]
async fn the_export_tells_from_where_one_acted_and_not_from_where_others_did() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = Box::pin(author_with_everything(&test)).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let of_others = "198.51.100.9".parse().ok();
    Box::pin(from_address(of_others, people::disable(network, &coordinator, id_of(&author)))).await.unwrap();
    Box::pin(from_address(of_others, subscribe::subscribe(network, &coordinator, request(ADDRESS)))).await.unwrap();
    let data = export_my_data::export_my_data(network, &author).await.unwrap();
    let entries = data["auditLog"].as_array().unwrap();
    let networks = |action: &str| {
        let done = entries.iter().filter(|entry| entry["action"] == action);
        done.map(|entry| entry["network"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(networks("case.created"), [json!("192.0.2.0/24")]);
    assert_eq!(networks("subscription.confirmed"), [json!("2001:db8:1::/48")], "by the link in a mail, without the account");
    assert_eq!(networks("subscription.requested"), [json!("192.0.2.0/24"), Value::Null], "the second time by somebody else");
    assert_eq!(networks("account.disabled"), [Value::Null]);
}

#[tokio::test]
async fn whoever_erases_themselves_leaves_no_network_and_no_address_that_they_subscribed_with() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let reviewer = test.member(Role::Reviewer, None).await;
    test.other_reviewer().await;
    let case = test.place(complete_case("Eingereicht"), draft_case("x"), None, Stand::Submitted).await;
    let origin = "192.0.2.77".parse().ok();
    Box::pin(from_address(origin, claim_review::claim(network, &reviewer, case.id))).await.unwrap();
    let other = "lesen@kreis.example.org";
    Box::pin(from_address(origin, subscribe::subscribe(network, &reviewer, request(other)))).await.unwrap();
    test.run_jobs().await;
    let mails = test.sent();
    let token = mails.iter().find_map(|mail| mail.text.split("token=").nth(1)).unwrap().split_whitespace().next().unwrap();
    Box::pin(from_address(origin, confirm_subscription::confirm(network, token))).await.unwrap();
    let session = test.session(&reviewer).await;
    Box::pin(from_address(origin, erase_account::erase_my_account(network, &session, None))).await.unwrap();
    let log = network.store.audit_log(&AuditFilter::default(), None, 50).await.unwrap();
    for action in ["account.erased", "case.released", "subscription.confirmed"] {
        assert!(log.iter().any(|logged| logged.entry.action == action), "{action}: {log:?}");
    }
    assert!(log.iter().all(|logged| logged.entry.actor.is_none() && logged.network.is_none()), "{log:?}");
    let other = other.parse().unwrap();
    assert!(network.store.reader_by_email(&other).await.unwrap().is_none());
    assert_eq!(network.store.mails_to(&other).await.unwrap().0, 0);
}
