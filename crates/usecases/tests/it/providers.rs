//! Signing in by the word of a provider.

use crate::{
    people::{id_of, refused},
    signing_in::{caller, client, disable},
};
use domain::{ErrorCode, Role};
use test_network::TestNetwork;
use usecases::{
    SignedIn, UseCaseError,
    sign_in_by_provider::{self, ProviderTrust, Vouched},
};

const NO_TRUST: ProviderTrust = ProviderTrust { links_by_email: false, makes_readers: false };
const LINKS: ProviderTrust = ProviderTrust { links_by_email: true, makes_readers: false };
const MAKES: ProviderTrust = ProviderTrust { links_by_email: false, makes_readers: true };

fn person(subject: &str, verified_email: Option<&str>) -> Vouched {
    Vouched {
        issuer: "https://login.example.org".to_owned(),
        subject: subject.to_owned(),
        verified_email: verified_email.map(|email| email.parse().unwrap()),
    }
}

async fn sign_in(test: &TestNetwork, person: &Vouched, trust: ProviderTrust) -> Result<SignedIn, UseCaseError> {
    sign_in_by_provider::sign_in(&test.network, person, trust, &client()).await
}

async fn viewer(test: &TestNetwork, outcome: Result<SignedIn, UseCaseError>) -> domain::Viewer {
    match outcome.unwrap() {
        SignedIn::Session(token) => caller(test, token.reveal()).await.unwrap().viewer,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_account_is_linked_by_its_verified_address_if_that_is_allowed_and_known_by_its_subject_then() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let somebody = person("4711", Some("author-15084@example.org"));
    assert_eq!(refused(sign_in(&test, &somebody, NO_TRUST).await), ErrorCode::NoAccount);
    assert_eq!(refused(sign_in(&test, &person("4711", None), LINKS).await), ErrorCode::NoAccount, "the address is not verified");
    assert_eq!(refused(sign_in(&test, &somebody, MAKES).await), ErrorCode::NoAccount, "there is an account: it is not taken over");
    assert_eq!(viewer(&test, sign_in(&test, &somebody, LINKS).await).await, author);
    let moved = person("4711", Some("other@example.org"));
    assert_eq!(viewer(&test, sign_in(&test, &moved, NO_TRUST).await).await, author, "known by issuer and subject alone");
    let other_issuer = Vouched { issuer: "https://login.example.org/".to_owned(), ..person("4711", None) };
    assert_eq!(refused(sign_in(&test, &other_issuer, NO_TRUST).await), ErrorCode::NoAccount);
    let done: Vec<_> = test.network.store.audit_of(id_of(&author).0).await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(done, ["account.linked", "session.started", "session.started"]);
}

#[tokio::test]
async fn who_has_no_account_becomes_a_reader_only_where_that_is_allowed() {
    let test = TestNetwork::new().await;
    let newcomer = person("1", Some("new@example.org"));
    assert_eq!(refused(sign_in(&test, &newcomer, LINKS).await), ErrorCode::NoAccount);
    assert_eq!(refused(sign_in(&test, &person("1", None), MAKES).await), ErrorCode::NoAccount);
    let made = viewer(&test, sign_in(&test, &newcomer, MAKES).await).await;
    assert_eq!(made.member().unwrap().role, Role::Reader);
    assert_eq!(viewer(&test, sign_in(&test, &newcomer, NO_TRUST).await).await, made);
}

#[tokio::test]
async fn who_comes_back_twice_at_once_signs_in_twice() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    for (somebody, trust) in [(person("4711", Some("author-15084@example.org")), LINKS), (person("1", Some("new@example.org")), MAKES)] {
        let [one, other] = [sign_in(&test, &somebody, trust), sign_in(&test, &somebody, trust)].map(Box::pin);
        let (one, other) = tokio::join!(one, other);
        assert_eq!(viewer(&test, one).await, viewer(&test, other).await);
    }
}

#[tokio::test]
async fn a_disabled_account_stays_out_whoever_vouches() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let somebody = person("4711", Some("author-15084@example.org"));
    viewer(&test, sign_in(&test, &somebody, LINKS).await).await;
    disable(&test, id_of(&author)).await;
    for (somebody, trust) in [(&somebody, LINKS), (&person("4712", Some("author-15084@example.org")), MAKES)] {
        assert_eq!(refused(sign_in(&test, somebody, trust).await), ErrorCode::NoAccount);
    }
}
