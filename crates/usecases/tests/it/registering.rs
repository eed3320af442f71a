//! How people ask for an account themselves, and the mail domains by which they get one.

use crate::people::{account, ags, person, refused, token};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, ids::DeliveryId};
use test_network::TestNetwork;
use usecases::{
    AuditFilter, Refusal, UseCaseError,
    audit_log::Thing,
    from_address,
    people::{self, InviteRequest},
};

#[tokio::test]
async fn registering_has_one_answer_and_the_mail_says_the_rest() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let place = ags("15084");
    let refusal = people::set_mail_domains(network, &coordinator, &place, &["gmx.de".to_owned()]).await;
    assert_eq!(refused(refusal), ErrorCode::Malformed);
    people::set_mail_domains(network, &coordinator, &place, &["Kreis.example.org".to_owned()]).await.unwrap();
    person(&test, "da@kreis.example.org", Role::Author, Some("15084")).await;
    for email in ["neu@kreis.example.org", "da@kreis.example.org", "fremd@sub.kreis.example.org", "fremd@example.org"] {
        people::register(network, email, Some(&place)).await.unwrap();
    }
    test.run_jobs().await;
    let mut mails = test.sent();
    mails.sort_by_key(|mail| std::cmp::Reverse(mail.to.reveal().to_owned()));
    assert_eq!(mails.iter().map(|mail| mail.to.reveal()).collect::<Vec<_>>(), ["neu@kreis.example.org", "da@kreis.example.org"]);
    assert!(mails[1].text.contains("Sie haben bereits ein Konto") && !mails[1].text.contains("token="));
    let token = mails[0].text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
    assert!(people::registration_by_token(network, token).await.unwrap().is_some());
    people::confirm_registration(network, token).await.unwrap();
    let made = account(&test, "neu@kreis.example.org").await.unwrap();
    assert_eq!((made.role, made.municipality), (Role::Reader, Some(place.clone())));
    assert_eq!(refused(people::confirm_registration(network, token).await), ErrorCode::NotFound);
    assert_eq!(refused(people::register(network, "kein", Some(&place)).await), ErrorCode::Malformed);
}

#[tokio::test]
async fn asking_for_an_account_writes_the_same_whoever_asks_and_the_job_tells_them_apart() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let place = ags("15084");
    people::set_mail_domains(network, &coordinator, &place, &["kreis.example.org".to_owned()]).await.unwrap();
    person(&test, "da@kreis.example.org", Role::Author, Some("15084")).await;
    let addresses = ["neu@kreis.example.org", "da@kreis.example.org", "fremd@example.org"];
    for email in addresses {
        people::register(network, email, Some(&place)).await.unwrap();
    }
    let kept = async || {
        let mut kept = Vec::new();
        for email in addresses {
            kept.extend(network.store.registrations_of(&email.parse().unwrap()).await.unwrap().into_iter().map(|one| one.id));
        }
        kept
    };
    let asked = kept().await;
    assert_eq!(asked.len(), 3, "neither list nor accounts were looked at");
    for id in &asked {
        assert_eq!(network.store.delivery(DeliveryId(id.0)).await.unwrap(), None, "no mail before the job ran");
    }
    test.run_jobs().await;
    assert_eq!(kept().await, asked[..1], "what nobody can confirm is not kept");
    for id in &asked {
        people::send_registration(network, *id).await.unwrap();
    }
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 2, "a job that runs twice sends one mail");
}

#[tokio::test]
async fn a_registration_counts_only_while_the_domain_is_on_the_list_and_for_two_days() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let place = ags("15084");
    let list = ["kreis.example.org".to_owned()];
    people::set_mail_domains(network, &coordinator, &place, &list).await.unwrap();
    people::register(network, "neu@kreis.example.org", Some(&place)).await.unwrap();
    let first = token(&test).await;
    people::set_mail_domains(network, &coordinator, &place, &[]).await.unwrap();
    assert_eq!(refused(people::confirm_registration(network, &first).await), ErrorCode::NotFound);
    people::set_mail_domains(network, &coordinator, &place, &list).await.unwrap();
    test.clock.advance(TimeDelta::hours(48));
    assert_eq!(refused(people::confirm_registration(network, &first).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn mail_domains_are_added_and_removed_one_by_one_and_what_changes_nothing_is_not_written_down() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let place = ags("15084");
    let add = async |domain: &str| people::add_mail_domain(network, &coordinator, &place, domain).await;
    let remove = async |domain: &str| people::remove_mail_domain(network, &coordinator, &place, domain).await.unwrap();
    assert_eq!(add("stadt.example.org").await.unwrap(), ["stadt.example.org"]);
    assert_eq!(add("@Kreis.example.org").await.unwrap(), ["kreis.example.org", "stadt.example.org"]);
    assert_eq!(add("kreis.example.org").await.unwrap().len(), 2);
    assert_eq!([refused(add("gmx.de").await), refused(add("").await)], [ErrorCode::Malformed, ErrorCode::Required]);
    assert_eq!(remove("anders.example.org").await.len(), 2);
    assert_eq!(remove("Stadt.example.org").await, ["kreis.example.org"]);
    assert_eq!(people::mail_domains(network, &coordinator, &place).await.unwrap(), ["kreis.example.org"]);
    let filter = AuditFilter { object: Thing::Municipality(place.clone()).namings(), ..AuditFilter::default() };
    assert_eq!(network.store.audit_log(&filter, None, 10).await.unwrap().len(), 3);
    for stranger in [test.member(Role::Coordinator, Some("15088")).await, test.member(Role::Author, Some("15084")).await] {
        for outcome in [
            people::add_mail_domain(network, &stranger, &place, "fremd.example.org").await,
            people::remove_mail_domain(network, &stranger, &place, "kreis.example.org").await,
        ] {
            assert_eq!(refused(outcome), ErrorCode::Forbidden);
        }
    }
}

#[tokio::test]
async fn mails_of_invitations_and_registrations_are_limited_and_the_refusal_says_for_how_long() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let place = ags("15084");
    people::set_mail_domains(network, &coordinator, &place, &["kreis.example.org".to_owned()]).await.unwrap();
    let seconds = |refused: Result<(), UseCaseError>| match refused {
        Err(UseCaseError::Refused(Refusal::RateLimited { seconds })) => seconds,
        other => panic!("{other:?}"),
    };
    let register = async |address: &str, email: String| {
        Box::pin(from_address(address.parse().ok(), people::register(network, &email, Some(&place)))).await
    };
    for number in 0..30 {
        let domain = if number % 2 == 0 { "kreis" } else { "fremd" };
        register("192.0.2.7", format!("neu{number}@{domain}.example.org")).await.unwrap();
    }
    assert_eq!(seconds(register("192.0.2.7", "neu@kreis.example.org".to_owned()).await), 60, "from one address");
    assert_eq!(seconds(register("192.0.2.7", "neu@fremd.example.org".to_owned()).await), 60, "the same where nothing would be sent");
    for number in 0..10 {
        register(&format!("198.51.100.{number}"), "eins@kreis.example.org".to_owned()).await.unwrap();
    }
    assert_eq!(seconds(register("198.51.100.77", "eins@kreis.example.org".to_owned()).await), 180, "to one mailbox");
    test.clock.advance(TimeDelta::seconds(180));
    register("198.51.100.77", "eins@kreis.example.org".to_owned()).await.unwrap();

    let invite = async |number: i32| {
        let email = format!("gast{number}@kreis.example.org");
        let request = InviteRequest { email, role: Role::Reader, municipality: Some(place.clone()), function: None, key: None };
        Box::pin(people::invite(network, &coordinator, request)).await.map(drop)
    };
    for number in 0..30 {
        invite(number).await.unwrap();
    }
    assert_eq!(seconds(invite(30).await), 60, "by one account");
}
