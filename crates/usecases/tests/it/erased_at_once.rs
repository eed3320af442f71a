//! What others do with somebody's cases, and what somebody asks for, at the moment that they are erased.

use crate::{
    at_once::erasing,
    people::{id_of, person, refused},
    second_factor::with_factor,
    signing_in::{AUTHOR, client, link},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use domain::{
    CaseContent, CaseView, ErrorCode, Role, Viewer, case::Contact, digest_period::Frequency, ids::CaseId, subscription::Criteria,
};
use std::sync::{Arc, mpsc};
use test_network::{Stand, TestNetwork, complete_case, draft_case};
use tokio::{
    sync::oneshot,
    task::{JoinHandle, block_in_place},
    time::sleep,
};
use usecases::{
    Network, Subscription, UseCaseError, claim_review, create_case, hand_over_review,
    sign_in_by_provider::{self, ProviderTrust, Vouched},
    sign_in_link,
    subscribe::{self, SubscribeRequest},
    update_case,
};

/// How often is tried what is a matter of chance.
const ROUNDS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_colleague_saves_of_the_case_of_whoever_is_erased_does_not_name_them_on_sqlite() {
    on_sqlite(false, saved_by_a_colleague).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_colleague_saves_of_the_case_of_whoever_is_erased_does_not_name_them_on_postgres() {
    on_postgres(false, saved_by_a_colleague).await;
}

/// The colleague has read the case, with the name, and saves it when erasing has come as far as it can.
async fn saved_by_a_colleague(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let author = person(&test, "geht@kreis.example.org", Role::Author, Some("15084")).await;
    let colleague = person(&test, "bleibt@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let case = create_case::create(network, &author, complete_case("Ein Beispiel"), None).await.unwrap().id;
    let session = test.session(&author).await;
    let (begun, has_begun) = oneshot::channel();
    let (go, may_go) = mpsc::channel();
    let saving = adding_to_the_title(network, &colleague, case, move || {
        let _ = begun.send(());
        let _ = block_in_place(|| may_go.recv());
    });
    has_begun.await.unwrap();
    let erasing = erasing(network, session);
    sleep(A_WHILE).await;
    let _ = go.send(());
    let erased = erasing.await.unwrap();
    assert!(erased.is_ok(), "{erased:?}");
    assert_eq!(saving.await.unwrap().unwrap().content.title, "Ein Beispiel!");
    let revisions = network.store.revisions(case).await.unwrap();
    let mut savers: Vec<_> = revisions.iter().map(|revision| (revision.number, revision.created_by)).collect();
    savers.sort_unstable_by_key(|(number, _)| *number);
    assert_eq!(savers, [(1, None), (2, Some(id_of(&colleague)))]);
    let named: Vec<_> = savers.iter().map(|(number, _)| (case, *number)).collect();
    let contacts: Vec<_> = network.store.contents_of(&named).await.unwrap().into_values().map(|content| content.contact).collect();
    let mailbox = complete_case("Ein Beispiel").contact.unwrap().mailbox;
    let nameless = Some(Contact { mailbox, name: None, phone: None });
    assert_eq!(contacts, [nameless.clone(), nameless]);
}

/// Saves a longer title; what is to happen meanwhile happens within the change.
fn adding_to_the_title(
    network: &Arc<Network>,
    by: &Viewer,
    case: CaseId,
    meanwhile: impl FnOnce() + Send + 'static,
) -> JoinHandle<Result<Arc<CaseView>, UseCaseError>> {
    let (network, by) = (network.clone(), by.clone());
    let change = move |content: &mut CaseContent| {
        meanwhile();
        content.title.push('!');
    };
    tokio::spawn(async move { update_case::update(&network, &by, case, None, change).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_case_of_whoever_is_erased_is_changed_twice_by_others_on_sqlite() {
    on_sqlite(false, changed_twice).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_case_of_whoever_is_erased_is_changed_twice_by_others_on_postgres() {
    on_postgres(false, changed_twice).await;
}

/// A substantial new version is published, and its case changed twice for that, while its author is being erased.
async fn changed_twice(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let author = person(&test, "geht@kreis.example.org", Role::Author, Some("15084")).await;
    let (first, next) = (complete_case("Ein Beispiel"), complete_case("Ein neues Beispiel"));
    let case = test.place(first, next, Some(id_of(&author)), Stand::Resubmitted).await.id;
    let session = test.session(&author).await;
    let mut publishing = network.store.begin().await.unwrap();
    publishing.publish(case, test.now(), test.now()).await.unwrap();
    let erasing = erasing(network, session);
    sleep(A_WHILE).await;
    publishing.mark_renewed(case, test.now()).await.unwrap();
    publishing.commit().await.unwrap();
    let erased = erasing.await.unwrap();
    assert!(erased.is_ok(), "{erased:?}");
    let public = network.store.published_case(case).await.unwrap().unwrap();
    assert_eq!((public.content.title.as_str(), public.author, public.renewed_at), ("Ein neues Beispiel", None, Some(test.now())));
    let contact = public.content.contact.as_ref().unwrap();
    assert_eq!((&contact.name, &contact.phone), (&None, &None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_review_is_not_handed_over_to_whoever_is_being_erased_on_sqlite() {
    on_sqlite(false, handed_over_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_review_is_not_handed_over_to_whoever_is_being_erased_on_postgres() {
    on_postgres(false, handed_over_too_late).await;
}

/// The colleague is still there when the review is to be handed over, and gone when it would be.
async fn handed_over_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let (from, to, case) = claimed(&test, 0).await;
    let mut erasing = test.network.store.begin().await.unwrap();
    erasing.close_account(id_of(&to)).await.unwrap();
    let handing = handing_over(&test.network, &from, case, &to);
    sleep(A_WHILE).await;
    erasing.delete_account(id_of(&to)).await.unwrap();
    erasing.commit().await.unwrap();
    assert_eq!(refused(handing.await.unwrap()), ErrorCode::UnknownValue);
    let claim = test.network.store.case_review(case).await.unwrap().claim;
    assert_eq!(claim.map(|(holder, _)| holder), Some(id_of(&from)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_review_is_handed_over_while_the_colleague_is_erased_on_sqlite() {
    on_sqlite(false, handed_over_at_once).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_review_is_handed_over_while_the_colleague_is_erased_on_postgres() {
    on_postgres(false, handed_over_at_once).await;
}

/// Either it is handed over and let go again, or refused: it is nobody's or whose it was.
async fn handed_over_at_once(processes: TwoProcesses) {
    let test = processes.one;
    for round in 0..ROUNDS {
        let (from, to, case) = claimed(&test, round).await;
        let session = test.session(&to).await;
        let handing = handing_over(&test.network, &from, case, &to);
        let erased = erasing(&test.network, session).await.unwrap();
        assert!(erased.is_ok(), "round {round}: {erased:?}");
        let expected = match handing.await.unwrap() {
            Ok(_) => None,
            refusal => {
                assert_eq!(refused(refusal), ErrorCode::UnknownValue, "round {round}");
                Some(id_of(&from))
            }
        };
        let review = test.network.store.case_review(case).await.unwrap();
        assert_eq!(review.claim.map(|(holder, _)| holder), expected, "round {round}");
        let content = test.network.store.working_case(case).await.unwrap().unwrap().content;
        assert_eq!(content.contact, None, "round {round}");
    }
}

/// Somebody who reviews a case, a colleague whose address the case has as its mailbox, and the case.
async fn claimed(test: &TestNetwork, round: usize) -> (Viewer, Viewer, CaseId) {
    let from = person(test, &format!("gibt-{round}@agentur.example.org"), Role::Reviewer, None).await;
    let address = format!("nimmt-{round}@agentur.example.org");
    let to = person(test, &address, Role::Reviewer, None).await;
    let contact = Some(Contact { mailbox: address, name: None, phone: None });
    let content = CaseContent { contact, ..complete_case("Ein Beispiel") };
    let case = test.place(content, draft_case("x"), None, Stand::Submitted).await.id;
    claim_review::claim(&test.network, &from, case).await.unwrap();
    (from, to, case)
}

fn handing_over(network: &Arc<Network>, from: &Viewer, case: CaseId, to: &Viewer) -> JoinHandle<Result<Arc<CaseView>, UseCaseError>> {
    let (network, from, to) = (network.clone(), from.clone(), id_of(to));
    tokio::spawn(async move { hand_over_review::hand_over(&network, &from, case, Some(to)).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_somebody_subscribes_to_while_they_are_erased_goes_with_them_on_sqlite() {
    on_sqlite(false, asked_while_erased).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_somebody_subscribes_to_while_they_are_erased_goes_with_them_on_postgres() {
    on_postgres(false, asked_while_erased).await;
}

/// The subscription is for an address that somebody else has, too, and waits for that reader when erasing begins.
async fn asked_while_erased(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let author = person(&test, "geht@kreis.example.org", Role::Author, Some("15084")).await;
    let session = test.session(&author).await;
    let shared = "buero@kreis.example.org";
    let before = subscribing(network, &Viewer::Public, shared).await.unwrap().unwrap();
    let mut composing = network.store.begin().await.unwrap();
    composing.reader_for_update(before.reader).await.unwrap().unwrap();
    let asking = subscribing(network, &author, shared);
    sleep(A_WHILE).await;
    let erasing = erasing(network, session);
    sleep(A_WHILE).await;
    composing.commit().await.unwrap();
    let erased = erasing.await.unwrap();
    assert!(erased.is_ok(), "{erased:?}");
    let asked = asking.await.unwrap().unwrap();
    assert_eq!((asked.reader, asked.account), (before.reader, Some(id_of(&author))));
    let left = network.store.subscriptions_of_reader(before.reader).await.unwrap();
    assert_eq!(left.iter().map(|subscription| subscription.id).collect::<Vec<_>>(), [before.id]);
    let late = subscribing(network, &author, "privat@example.org").await.unwrap();
    assert_eq!(refused(late), ErrorCode::Unauthenticated);
    assert_eq!(network.store.reader_by_email(&"privat@example.org".parse().unwrap()).await.unwrap(), None);
}

fn subscribing(network: &Arc<Network>, by: &Viewer, email: &str) -> JoinHandle<Result<Subscription, UseCaseError>> {
    let (network, by) = (network.clone(), by.clone());
    let criteria = Criteria::default();
    let request = SubscribeRequest { email: email.to_owned(), criteria, frequency: Frequency::Weekly, weekday: None, hour: None };
    tokio::spawn(async move { subscribe::subscribe(&network, &by, request).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_that_is_used_while_its_account_is_erased_is_good_for_nothing_on_sqlite() {
    on_sqlite(false, link_used_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_that_is_used_while_its_account_is_erased_is_good_for_nothing_on_postgres() {
    on_postgres(false, link_used_too_late).await;
}

/// Erasing holds the second factor, as a code of it does, when the link is used, and then deletes the link.
async fn link_used_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let (author, ..) = with_factor(&test).await;
    let account = id_of(&author.viewer);
    let (browser, token) = link(&test, AUTHOR).await;
    let mut erasing = test.network.store.begin().await.unwrap();
    erasing.second_factor_for_update(account).await.unwrap().unwrap();
    let network = test.network.clone();
    let signing_in = tokio::spawn(async move { sign_in_link::sign_in(&network, &token, Some(browser.reveal()), &client()).await });
    sleep(A_WHILE).await;
    erasing.erase_traces(account, &AUTHOR.parse().unwrap()).await.unwrap();
    erasing.delete_account(account).await.unwrap();
    erasing.commit().await.unwrap();
    assert_eq!(refused(signing_in.await.unwrap()), ErrorCode::LinkExpired);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_returns_from_a_provider_while_their_account_is_erased_has_none_on_sqlite() {
    on_sqlite(false, returned_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_returns_from_a_provider_while_their_account_is_erased_has_none_on_postgres() {
    on_postgres(false, returned_too_late).await;
}

/// Erasing holds the second factor when somebody returns whom the provider has brought before, and then deletes what it is known by.
async fn returned_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let (author, ..) = with_factor(&test).await;
    let account = id_of(&author.viewer);
    let trust = ProviderTrust { links_by_email: true, makes_readers: false };
    let person =
        Vouched { issuer: "https://login.example.org".to_owned(), subject: "4711".to_owned(), verified_email: AUTHOR.parse().ok() };
    sign_in_by_provider::sign_in(&test.network, &person, trust, &client()).await.unwrap();
    let mut erasing = test.network.store.begin().await.unwrap();
    erasing.second_factor_for_update(account).await.unwrap().unwrap();
    let network = test.network.clone();
    let signing_in = tokio::spawn(async move { sign_in_by_provider::sign_in(&network, &person, trust, &client()).await });
    sleep(A_WHILE).await;
    erasing.delete_account(account).await.unwrap();
    erasing.commit().await.unwrap();
    assert_eq!(refused(signing_in.await.unwrap()), ErrorCode::NoAccount);
}
