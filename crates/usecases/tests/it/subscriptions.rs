//! The double opt-in.

use domain::{
    ErrorCode, Viewer,
    digest_period::Frequency,
    subscription::{Criteria, SubscriptionState},
};
use test_network::TestNetwork;
use usecases::{
    UseCaseError, confirm_subscription, read_subscription,
    subscribe::{self, SubscribeRequest},
    unsubscribe,
};

fn request(email: &str) -> SubscribeRequest {
    SubscribeRequest { email: email.to_owned(), criteria: Criteria::default(), frequency: Frequency::Weekly, weekday: None }
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
    test.pass(chrono::TimeDelta::days(8)).await;
    assert!(read_subscription::by_token(&test.network, &token).await.unwrap().is_none());
    assert!(matches!(confirm_subscription::confirm(&test.network, &token).await, Err(UseCaseError::Refused(usecases::Refusal::NotFound))));
}

#[tokio::test]
async fn leaving_works_again_and_again_and_ends_confirmation_too() {
    let test = TestNetwork::new().await;
    let subscription = subscribe::subscribe(&test.network, &Viewer::Public, request("lesen@kreis.example.org")).await.unwrap();
    test.run_jobs().await;
    for _ in 0..2 {
        let left = unsubscribe::unsubscribe(&test.network, &subscription.unsubscribe_token).await.unwrap();
        assert_eq!(left.state, SubscriptionState::Withdrawn);
    }
    assert!(confirm_subscription::confirm(&test.network, &token(&test)).await.is_err());
    assert!(unsubscribe::unsubscribe(&test.network, "unknown").await.is_err());
}
