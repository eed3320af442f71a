//! People are changed at the same time: one after the other, and nobody waits for somebody who waits for them.

use crate::{
    people::{account, ags, id_of, person, refused, token},
    two_processes::{TwoProcesses, on_postgres, on_sqlite},
};
use domain::{
    CaseContent, CaseView, ErrorCode, Role, Viewer,
    case::Contact,
    ids::{AccountId, CaseId},
};
use std::{
    sync::{Arc, mpsc},
    time::Duration,
};
use test_network::{TestNetwork, complete_case, draft_case};
use tokio::{
    sync::oneshot,
    task::{JoinHandle, block_in_place},
    time::sleep,
};
use usecases::{
    Account, Caller, Network, UseCaseError, autosave_case, create_case, erase_account,
    people::{self, HandedOver, InviteRequest},
    update_case,
};

/// How often each is tried: whether two meet is a matter of chance.
const ROUNDS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_last_coordinators_who_are_disabled_at_once_one_stays_on_sqlite() {
    on_sqlite(false, two_are_disabled).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_last_coordinators_who_are_disabled_at_once_one_stays_on_postgres() {
    on_postgres(false, two_are_disabled).await;
}

async fn two_are_disabled(processes: TwoProcesses) {
    let test = processes.one;
    let administrator = test.member(Role::Administrator, None).await;
    let one = person(&test, "eine@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let other = person(&test, "andere@kreis.example.org", Role::Coordinator, Some("15084")).await;
    for round in 0..ROUNDS {
        let tasks = [&one, &other].map(|coordinator| disabling(&test.network, &administrator, coordinator));
        let mut disabled = Vec::new();
        let mut refusals = Vec::new();
        for task in tasks {
            match task.await.unwrap() {
                Ok(found) => disabled.push(found.id),
                refusal => refusals.push(refused(refusal)),
            }
        }
        assert_eq!((disabled.len(), refusals.as_slice()), (1, &[ErrorCode::LastOfRole][..]), "round {round}");
        people::enable(&test.network, &administrator, disabled[0]).await.unwrap();
    }
}

fn disabling(network: &Arc<Network>, by: &Viewer, whom: &Viewer) -> JoinHandle<Result<Account, UseCaseError>> {
    let (network, by, id) = (network.clone(), by.clone(), id_of(whom));
    tokio::spawn(async move { people::disable(&network, &by, id).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_hand_over_to_each_other_at_once_both_do_on_sqlite() {
    on_sqlite(false, two_hand_over).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_hand_over_to_each_other_at_once_both_do_on_postgres() {
    on_postgres(false, two_hand_over).await;
}

async fn two_hand_over(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let one = person(&test, "eine@kreis.example.org", Role::Author, Some("15084")).await;
    let other = person(&test, "andere@kreis.example.org", Role::Author, Some("15084")).await;
    for round in 0..ROUNDS {
        let tasks = [(&one, &other), (&other, &one)].map(|(from, to)| handing_over(&test.network, &coordinator, from, to));
        for task in tasks {
            let handed = task.await.unwrap();
            assert!(handed.is_ok(), "round {round}: {handed:?}");
        }
    }
}

fn handing_over(network: &Arc<Network>, by: &Viewer, from: &Viewer, to: &Viewer) -> JoinHandle<Result<HandedOver, UseCaseError>> {
    let (network, by, from, to) = (network.clone(), by.clone(), id_of(from), id_of(to));
    tokio::spawn(async move { people::hand_over(&network, &by, from, to).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_is_accepted_while_sender_and_colleague_are_erased_on_sqlite() {
    on_sqlite(false, accepted_while_others_go).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_is_accepted_while_sender_and_colleague_are_erased_on_postgres() {
    on_postgres(false, accepted_while_others_go).await;
}

/// A coordinator whom the agency calls to itself, and a colleague who leaves the same coordination, both must see that somebody stays.
async fn accepted_while_others_go(processes: TwoProcesses) {
    let test = processes.one;
    test.member(Role::Administrator, None).await;
    test.member(Role::Coordinator, Some("15084")).await;
    for round in 0..ROUNDS {
        let address = |name: &str| format!("{name}-{round}@kreis.example.org");
        let sender = person(&test, &address("absender"), Role::Administrator, None).await;
        let colleague = person(&test, &address("kollege"), Role::Coordinator, Some("15084")).await;
        person(&test, &address("geladen"), Role::Coordinator, Some("15084")).await;
        let accepting = {
            let (network, token) = (test.network.clone(), invited(&test, &sender, &address("geladen")).await);
            async move { people::accept(&network, &token).await }
        };
        let mut erasing = Vec::new();
        for viewer in [&sender, &colleague] {
            let (network, session) = (test.network.clone(), test.session(viewer).await);
            erasing.push(async move { erase_account::erase_my_account(&network, &session, None).await });
        }
        let accepting = tokio::spawn(accepting);
        let erasing: Vec<_> = erasing.into_iter().map(tokio::spawn).collect();
        for task in erasing {
            let erased = task.await.unwrap();
            assert!(erased.is_ok(), "round {round}: {erased:?}");
        }
        let role = match accepting.await.unwrap() {
            Ok(_) => Role::Reviewer,
            // The sender was gone first.
            refusal => {
                assert_eq!(refused(refusal), ErrorCode::NotFound, "round {round}");
                Role::Coordinator
            }
        };
        assert_eq!(account(&test, &address("geladen")).await.unwrap().role, role, "round {round}");
    }
}

/// Invites a coordinator as a reviewer and returns the token of the mail.
async fn invited(test: &TestNetwork, by: &Viewer, email: &str) -> String {
    let request = InviteRequest { email: email.to_owned(), role: Role::Reviewer, municipality: None, function: None, key: None };
    people::invite(&test.network, by, request).await.unwrap();
    token(test).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_registers_while_they_accept_an_invitation_has_what_it_offers_on_sqlite() {
    on_sqlite(false, registered_while_accepted).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_registers_while_they_accept_an_invitation_has_what_it_offers_on_postgres() {
    on_postgres(false, registered_while_accepted).await;
}

/// Two ways to one account: whichever comes second takes nothing away.
async fn registered_while_accepted(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let place = ags("15084");
    people::set_mail_domains(&test.network, &coordinator, &place, &["kreis.example.org".to_owned()]).await.unwrap();
    for round in 0..ROUNDS {
        let email = format!("neu-{round}@kreis.example.org");
        let request =
            InviteRequest { email: email.clone(), role: Role::Author, municipality: Some(place.clone()), function: None, key: None };
        people::invite(&test.network, &coordinator, request).await.unwrap();
        let invitation = token(&test).await;
        people::register(&test.network, &email, Some(&place)).await.unwrap();
        let registration = token(&test).await;
        let network = test.network.clone();
        let accepting = tokio::spawn(async move { people::accept(&network, &invitation).await });
        let network = test.network.clone();
        let registering = tokio::spawn(async move { people::confirm_registration(&network, &registration).await });
        let accepted = accepting.await.unwrap();
        assert!(accepted.is_ok(), "round {round}: {accepted:?}");
        match registering.await.unwrap() {
            Ok(_) => {}
            refusal => assert_eq!(refused(refusal), ErrorCode::AlreadyMember, "round {round}"),
        }
        assert_eq!(account(&test, &email).await.unwrap().role, Role::Author, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_somebody_saves_while_they_are_erased_does_not_name_them_on_sqlite() {
    on_sqlite(false, saved_while_erased).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_somebody_saves_while_they_are_erased_does_not_name_them_on_postgres() {
    on_postgres(false, saved_while_erased).await;
}

/// Whoever has begun to save is erased from what they saved; whoever comes later is not there any more.
async fn saved_while_erased(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    for round in 0..ROUNDS {
        let author = person(&test, &format!("geht-{round}@kreis.example.org"), Role::Author, Some("15084")).await;
        let case = create_case::create(network, &author, complete_case("Ein Beispiel"), None).await.unwrap().id;
        let session = test.session(&author).await;
        let (begun, has_begun) = oneshot::channel();
        let (go, may_go) = mpsc::channel();
        let saving = saving(network, &author, case, move || {
            let _ = begun.send(());
            // Said to the runtime, whose other threads must not wait for this one.
            let _ = block_in_place(|| may_go.recv());
        });
        // Every other time saving is sure to be under way, and erasing comes as far as it can; then chance decides.
        let is_first = round % 2 == 0;
        if is_first {
            has_begun.await.unwrap();
        }
        let erasing = erasing(network, session);
        if is_first {
            sleep(Duration::from_millis(100)).await;
        }
        let _ = go.send(());
        let erased = erasing.await.unwrap();
        assert!(erased.is_ok(), "round {round}: {erased:?}");
        match saving.await.unwrap() {
            Ok(_) => {}
            refusal => assert_eq!((refused(refusal), is_first), (ErrorCode::Unauthenticated, false), "round {round}"),
        }
        assert_is_without(&test, case, id_of(&author)).await;
        let late = update_case::update(network, &author, case, None, |content| content.title.push('!')).await;
        assert_eq!(refused(late), ErrorCode::Unauthenticated);
        let late = autosave_case::autosave(network, &author, case, None, |content| content.title.push('!')).await;
        assert_eq!(refused(late), ErrorCode::Unauthenticated);
        assert_eq!(refused(create_case::create(network, &author, draft_case("Zu spät"), None).await), ErrorCode::Unauthenticated);
        assert_is_without(&test, case, id_of(&author)).await;
    }
}

/// Saves a contact with the author's name; what is to happen meanwhile happens within the change.
fn saving(
    network: &Arc<Network>,
    author: &Viewer,
    case: CaseId,
    meanwhile: impl FnOnce() + Send + 'static,
) -> JoinHandle<Result<Arc<CaseView>, UseCaseError>> {
    let (network, author) = (network.clone(), author.clone());
    let change = move |content: &mut CaseContent| {
        meanwhile();
        let mailbox = "bildung@kreis.example.org".to_owned();
        content.contact = Some(Contact { mailbox, name: Some("Erika Geht".to_owned()), phone: Some("03443 123".to_owned()) });
    };
    tokio::spawn(async move { update_case::update(&network, &author, case, None, change).await })
}

/// Erases the account of whoever has this session.
pub(crate) fn erasing(network: &Arc<Network>, session: Caller) -> JoinHandle<Result<AccountId, UseCaseError>> {
    let network = network.clone();
    tokio::spawn(async move { erase_account::erase_my_account(&network, &session, None).await })
}

/// No revision of the case has somebody's name or telephone number, and nothing names the account.
async fn assert_is_without(test: &TestNetwork, case: CaseId, gone: AccountId) {
    let store = &test.network.store;
    let revisions = store.revisions(case).await.unwrap();
    assert!(revisions.iter().all(|revision| revision.created_by.is_none()), "{revisions:?}");
    let numbers: Vec<_> = revisions.iter().map(|revision| (case, revision.number)).collect();
    let contacts: Vec<_> = store.contents_of(&numbers).await.unwrap().into_values().filter_map(|content| content.contact).collect();
    assert_eq!(contacts.len(), revisions.len());
    assert!(contacts.iter().all(|contact| contact.name.is_none() && contact.phone.is_none()), "{contacts:?}");
    assert_eq!(store.working_case(case).await.unwrap().unwrap().author, None);
    let entries = store.audit_of(case.0).await.unwrap();
    assert!(entries.iter().all(|entry| entry.actor != Some(gone)), "{entries:?}");
}
