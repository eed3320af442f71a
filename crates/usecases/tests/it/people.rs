//! How people come, and what they may do.

use crate::leaving::leave;
use chrono::TimeDelta;
use domain::{
    Ags, ErrorCode, Role, Viewer,
    ids::{AccountId, DeliveryId, TokenId},
};
use std::fmt::Debug;
use test_network::TestNetwork;
use usecases::{
    Account, AuditFilter, Refusal, UseCaseError,
    audit_log::Thing,
    from_address,
    people::{self, InviteRequest},
    rights, sign_in,
};

pub(crate) fn ags(key: &str) -> Ags {
    key.parse().unwrap()
}

pub(crate) fn id_of(viewer: &Viewer) -> AccountId {
    viewer.member().unwrap().account
}

pub(crate) fn refused<T: Debug>(outcome: Result<T, UseCaseError>) -> ErrorCode {
    match outcome {
        Err(UseCaseError::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

/// The token in the latest mail.
pub(crate) async fn token(test: &TestNetwork) -> String {
    test.run_jobs().await;
    // Others may be sent at the same time, in no order.
    let mail = test.sent().into_iter().rfind(|mail| mail.text.contains("token=")).unwrap();
    mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

fn invitation(email: &str, role: Role, municipality: Option<&str>) -> InviteRequest {
    InviteRequest { email: email.to_owned(), role, municipality: municipality.map(ags), function: Some(" Bildungs-  koordination ".into()) }
}

pub(crate) async fn account(test: &TestNetwork, email: &str) -> Option<Account> {
    test.network.store.account_by_email(&email.parse().unwrap()).await.unwrap()
}

/// Somebody of this role and place with an address of their own.
pub(crate) async fn person(test: &TestNetwork, email: &str, role: Role, place: Option<&str>) -> Viewer {
    let mut transaction = test.network.store.begin().await.unwrap();
    let id = AccountId(test.network.ids.next());
    let place = place.map(ags);
    let account = transaction.upsert_account(&email.parse().unwrap(), role, place.as_ref(), id, test.now()).await.unwrap();
    transaction.commit().await.unwrap();
    rights::viewer_of(&test.network, &account).await.unwrap()
}

#[tokio::test]
async fn an_invitation_is_accepted_once_and_within_its_days() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    people::invite(network, &coordinator, invitation(" Neu@Kreis.example.org", Role::Author, Some("15084"))).await.unwrap();
    let first = token(&test).await;
    let link = test.sent().pop().unwrap();
    assert_eq!((link.to.reveal(), link.subject.as_str()), ("neu@kreis.example.org", "Einladung zu Wissensnetz: Burgenlandkreis"));
    assert!(people::invitation_by_token(network, &first).await.unwrap().is_some());
    assert!(account(&test, "neu@kreis.example.org").await.is_none(), "looking at the page changes nothing");
    people::accept(network, &first).await.unwrap();
    let made = account(&test, "neu@kreis.example.org").await.unwrap();
    assert_eq!(
        (made.role, made.municipality, made.function.as_deref()),
        (Role::Author, Some(ags("15084")), Some("Bildungs- koordination"))
    );
    assert!(people::invitation_by_token(network, &first).await.unwrap().is_none());

    let late = people::invite(network, &coordinator, invitation("spaet@kreis.example.org", Role::Reader, Some("15084550"))).await.unwrap();
    let second = token(&test).await;
    assert_eq!(people::open_invitations(network, &coordinator, Some(&ags("15084"))).await.unwrap(), [late]);
    test.pass(TimeDelta::days(14)).await;
    assert_eq!(refused(people::accept(network, &second).await), ErrorCode::NotFound);
    assert_eq!(people::open_invitations(network, &coordinator, Some(&ags("15084"))).await.unwrap(), []);

    let back = people::invite(network, &coordinator, invitation("zurueck@kreis.example.org", Role::Reader, Some("15084"))).await.unwrap();
    let third = token(&test).await;
    let stranger = test.member(Role::Coordinator, Some("15088")).await;
    assert_eq!(refused(people::revoke_invitation(network, &stranger, back.id).await), ErrorCode::NotFound);
    people::revoke_invitation(network, &coordinator, back.id).await.unwrap();
    assert_eq!(refused(people::accept(network, &third).await), ErrorCode::NotFound);
    assert_eq!(network.store.audit_of(back.id.0).await.unwrap().len(), 2);
}

#[tokio::test]
async fn everybody_invites_those_whom_they_look_after() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let administrator = test.member(Role::Administrator, None).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let may =
        async |viewer: &Viewer, role, place| match people::invite(network, viewer, invitation("x@kreis.example.org", role, place)).await {
            Ok(_) => true,
            other => {
                assert_eq!(refused(other), ErrorCode::Forbidden);
                false
            }
        };
    let mut found = Vec::new();
    for viewer in [&author, &coordinator, &reviewer, &administrator] {
        let (own, other) = (may(viewer, Role::Coordinator, Some("15084")).await, may(viewer, Role::Author, Some("15088")).await);
        found.push([own, other, may(viewer, Role::Reviewer, None).await]);
    }
    assert_eq!(found, [[false, false, false], [true, false, false], [true, true, false], [true, true, true]]);
    let without_place = people::invite(network, &reviewer, invitation("x@kreis.example.org", Role::Author, None)).await;
    assert_eq!(refused(without_place), ErrorCode::Required);
    let with_place = people::invite(network, &administrator, invitation("x@kreis.example.org", Role::Reviewer, Some("15084"))).await;
    assert_eq!(refused(with_place), ErrorCode::ConflictingValues);
}

#[tokio::test]
async fn accepting_gives_more_and_takes_nothing() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let accept = async |email: &str, role| {
        people::invite(network, &coordinator, invitation(email, role, Some("15084"))).await.unwrap();
        people::accept(network, &token(&test).await).await
    };
    person(&test, "autor@kreis.example.org", Role::Author, Some("15084")).await;
    accept("autor@kreis.example.org", Role::Reader).await.unwrap();
    assert_eq!(account(&test, "autor@kreis.example.org").await.unwrap().role, Role::Author);
    accept("autor@kreis.example.org", Role::Coordinator).await.unwrap();
    assert_eq!(account(&test, "autor@kreis.example.org").await.unwrap().role, Role::Coordinator);
    for (email, role, place) in [("redaktion@example.org", Role::Reviewer, None), ("anders@example.org", Role::Author, Some("15088"))] {
        person(&test, email, role, place).await;
        assert_eq!(refused(accept(email, Role::Author).await), ErrorCode::AlreadyMember);
        assert_eq!(account(&test, email).await.unwrap().role, role);
    }
}

#[tokio::test]
async fn accepting_keeps_the_rights_and_the_place_of_whoever_has_other_ones() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let gemeinde = Some("15084550");
    for (email, role, place, offered, kept) in [
        ("redaktion@example.org", Role::Reviewer, None, Role::Adviser, Role::Reviewer),
        ("beratung@example.org", Role::Adviser, None, Role::Reviewer, Role::Reviewer),
        ("autor@example.org", Role::Author, gemeinde, Role::Adviser, Role::Author),
        ("autorin@example.org", Role::Author, gemeinde, Role::Reviewer, Role::Reviewer),
    ] {
        person(&test, email, role, place).await;
        people::invite(network, &administrator, invitation(email, offered, None)).await.unwrap();
        people::accept(network, &token(&test).await).await.unwrap();
        let found = account(&test, email).await.unwrap();
        let expected = place.filter(|_| !kept.is_of_agency()).map(ags);
        assert_eq!((found.role, found.municipality), (kept, expected), "{email}");
    }
}

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
async fn the_last_coordinator_and_the_last_administrator_stay() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    person(&test, "anders@example.org", Role::Coordinator, Some("15088")).await;
    let last = ErrorCode::LastOfRole;
    assert_eq!(refused(people::disable(network, &administrator, id_of(&coordinator)).await), last);
    assert_eq!(refused(people::change_role(network, &administrator, id_of(&coordinator), Role::Reader, None).await), last);
    assert_eq!(refused(leave(&test, &coordinator, None).await), last);
    assert_eq!(refused(people::disable(network, &administrator, id_of(&administrator)).await), last);
    assert_eq!(refused(leave(&test, &administrator, None).await), last);
    people::invite(network, &administrator, invitation("coordinator-15084@example.org", Role::Reviewer, None)).await.unwrap();
    assert_eq!(refused(people::accept(network, &token(&test).await).await), last, "not even for the agency");
    let author = test.member(Role::Author, Some("15084")).await;
    people::change_role(network, &coordinator, id_of(&author), Role::Coordinator, None).await.unwrap();
    leave(&test, &coordinator, None).await.unwrap();
    assert_eq!(refused(people::disable(network, &administrator, id_of(&author)).await), last, "a disabled coordinator is none");
}

#[tokio::test]
async fn nobody_raises_their_own_role_and_nobody_sees_strangers() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let change = async |viewer: &Viewer, of: &Viewer, role| people::change_role(network, viewer, id_of(of), role, None).await;
    assert_eq!(refused(change(&coordinator, &coordinator, Role::Reviewer).await), ErrorCode::Forbidden);
    assert_eq!(refused(change(&reviewer, &reviewer, Role::Administrator).await), ErrorCode::NotFound, "the agency is for administrators");
    let foreign = test.member(Role::Author, Some("15088")).await;
    assert_eq!(refused(change(&coordinator, &foreign, Role::Reader).await), ErrorCode::NotFound);
    assert_eq!(refused(people::members(network, &coordinator, Some(&ags("15088"))).await), ErrorCode::Forbidden);
    let author = test.member(Role::Author, Some("15084")).await;
    assert_eq!(refused(change(&coordinator, &author, Role::Reviewer).await), ErrorCode::Forbidden);
    assert_eq!(refused(change(&author, &author, Role::Coordinator).await), ErrorCode::NotFound);
    assert_eq!(people::members(network, &coordinator, Some(&ags("15084"))).await.unwrap().len(), 2);
}

#[tokio::test]
async fn sessions_and_tokens_end_with_the_account_and_with_another_role() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let begin = async || {
        let cookie = sign_in::demo_sign_in(network, id_of(&author), &usecases::Client::default()).await.unwrap().unwrap();
        let mut transaction = network.store.begin().await.unwrap();
        let id = TokenId(network.ids.next());
        transaction.insert_token(id, id_of(&author), &usecases::secret::hash(&id.to_string()), "", test.now(), None).await.unwrap();
        transaction.commit().await.unwrap();
        (cookie, id.to_string())
    };
    let counts = async |(cookie, token): &(usecases::secret::Token, String)| {
        let session = sign_in::caller_by_session(network, cookie.reveal()).await.unwrap().is_some();
        (session, sign_in::caller_by_token(network, token).await.unwrap().is_some())
    };
    let first = begin().await;
    assert_eq!(counts(&first).await, (true, true));
    people::change_role(network, &coordinator, id_of(&author), Role::Reader, None).await.unwrap();
    assert_eq!(counts(&first).await, (false, false));
    let second = begin().await;
    people::disable(network, &coordinator, id_of(&author)).await.unwrap();
    assert_eq!(counts(&second).await, (false, false));
    assert!(sign_in::demo_sign_in(network, id_of(&author), &usecases::Client::default()).await.unwrap().is_none());
    people::enable(network, &coordinator, id_of(&author)).await.unwrap();
    assert_eq!(counts(&second).await, (false, false), "what has ended stays ended");
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
        let request = InviteRequest { email, role: Role::Reader, municipality: Some(place.clone()), function: None };
        Box::pin(people::invite(network, &coordinator, request)).await.map(drop)
    };
    for number in 0..30 {
        invite(number).await.unwrap();
    }
    assert_eq!(seconds(invite(30).await), 60, "by one account");
}
