//! What a client asks for twice under one key, as by a second click or after an answer that was lost, is made once.

use crate::{
    people::{ags, id_of, person, refused},
    two_processes::{TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{
    CaseContent, ErrorCode, Role, Scope, Viewer, WorkflowState,
    ids::{CaseId, CommentId, InvitationId, ReplyId, RequestId, TokenId},
    review::Party,
};
use test_network::{TestNetwork, complete_case, draft_case};
use usecases::{
    Caller, Network,
    access_tokens::{self, AccessTokenRequest},
    comment_on_case::{self, CommentRequest},
    create_case,
    people::{self, InviteRequest},
    requests::{self, AskRequest, ReplyRequest},
    sign_in, submit_case, update_case,
};

fn question(text: &str, key: &str) -> AskRequest {
    AskRequest { question: text.to_owned(), key: Some(key.to_owned()), ..AskRequest::default() }
}

fn answer(text: &str, key: &str) -> ReplyRequest {
    ReplyRequest { body: text.to_owned(), key: Some(key.to_owned()), ..ReplyRequest::default() }
}

fn comment(text: &str, key: &str) -> CommentRequest {
    CommentRequest { body: text.to_owned(), mentions: vec![Party::Reviewer], key: Some(key.to_owned()), ..CommentRequest::default() }
}

fn token(label: &str, key: &str) -> AccessTokenRequest {
    AccessTokenRequest { label: label.to_owned(), scopes: vec![Scope::Read], valid_days: 30, key: Some(key.to_owned()) }
}

fn invitation(email: &str, key: &str) -> InviteRequest {
    let (email, municipality, key) = (email.to_owned(), Some(ags("15084")), Some(key.to_owned()));
    InviteRequest { email, role: Role::Reader, municipality, function: None, key }
}

#[tokio::test]
async fn a_case_is_begun_once_and_answered_with_as_it_was_begun() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (author, colleague) =
        (test.member(Role::Author, Some("15084")).await, test.member_named("kollegin", Role::Author, Some("15084")).await);
    let begin = async |viewer: &Viewer, title: &str, key: Option<&str>| {
        create_case::create_once(network, viewer, complete_case(title), None, key).await.unwrap()
    };
    let first = begin(&author, "Übungsfirma an der Berufsschule", Some("formular")).await;
    let second = begin(&author, "Übungsfirma an der Berufsschule", Some("formular")).await;
    assert_eq!(second, first);
    let others = [
        begin(&author, "Übungsfirma an der Fachoberschule", Some("formular")).await.id,
        begin(&author, "Übungsfirma an der Berufsschule", Some("anderes")).await.id,
        begin(&author, "Übungsfirma an der Berufsschule", None).await.id,
        begin(&colleague, "Übungsfirma an der Berufsschule", Some("formular")).await.id,
    ];
    assert!(!others.contains(&first.id), "another text, page or person is another wish");

    let change = |content: &mut CaseContent| content.title = "Übungsfirma mit neuem Titel".to_owned();
    let changed = update_case::update(network, &colleague, first.id, Some(1), change).await.unwrap();
    submit_case::submit(network, &author, first.id, changed.version).await.unwrap();
    let late = begin(&author, "Übungsfirma an der Berufsschule", Some("formular")).await;
    assert_eq!(
        (late.id, late.version, late.state),
        (first.id, 1, WorkflowState::Draft),
        "nobody takes over a text that they have not read"
    );
    assert_eq!(late.content, first.content);
    assert_eq!(network.store.audit_of(first.id.0).await.unwrap().iter().filter(|entry| entry.action == "case.created").count(), 1);
    for (key, code) in [("", ErrorCode::Required), (&"x".repeat(256), ErrorCode::TooLong)] {
        assert_eq!(refused(create_case::create_once(network, &author, draft_case("x"), None, Some(key)).await), code);
    }
}

#[tokio::test]
async fn what_is_said_twice_is_kept_and_told_once() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (asker, author) = (test.member(Role::Reader, Some("15088")).await, test.member(Role::Author, Some("15084")).await);
    let ask = async |text: &str| requests::ask(network, &asker, question(text, "formular")).await.unwrap();
    let request = ask("Wer hat Übungsfirmen an Berufsschulen?").await;
    assert_eq!(ask("Wer hat  Übungsfirmen an Berufsschulen?").await, request, "it is the same line");
    let reply = async |text: &str| requests::reply(network, &author, request.id, answer(text, "formular")).await.unwrap();
    let replied = reply("Wir.").await;
    assert_eq!(reply("Wir.").await, replied);
    test.run_jobs().await;
    let told = || test.sent().into_iter().filter(|mail| mail.to.reveal() == "reader-15088@example.org").count();
    assert_eq!(told(), 1);
    requests::close(network, &asker, request.id).await.unwrap();
    assert_eq!(reply("Wir.").await, replied, "it was kept before");
    let late = requests::reply(network, &author, request.id, answer("Wir auch.", "formular")).await;
    assert_eq!(refused(late), ErrorCode::RequestClosed);

    test.member(Role::Reviewer, None).await;
    let case = create_case::create(network, &author, complete_case("Übungsfirma an der Berufsschule"), None).await.unwrap().id;
    submit_case::submit(network, &author, case, 1).await.unwrap();
    test.run_jobs().await;
    let before = test.sent().len();
    let say = async |text: &str| comment_on_case::add(network, &author, case, comment(text, "formular")).await.unwrap();
    let said = say("Bitte ansehen.").await;
    assert_eq!(say("Bitte ansehen.").await, said);
    assert_ne!(say("Bitte ansehen!").await.id, said.id);
    test.run_jobs().await;
    assert_eq!(test.sent().len(), before + 2, "one mail for each comment");
}

#[tokio::test]
async fn a_token_that_nobody_has_used_gets_another_secret_and_after_that_none() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    let make = async |label: &str| access_tokens::create(network, &author, &token(label, "formular")).await;
    let is_good = async |secret: &str| sign_in::caller_by_token(network, secret).await.unwrap().is_some();
    let (first, lost) = make("Statistik").await.unwrap();
    let (second, shown) = make("Statistik").await.unwrap();
    assert_eq!(second, first, "one token");
    assert!(!is_good(lost.reveal()).await && is_good(shown.reveal()).await, "whose secret is the one that was shown last");
    assert_eq!(refused(make("Statistik").await), ErrorCode::Duplicate, "a program uses it by now");
    assert!(is_good(shown.reveal()).await);
    assert_ne!(make("Abgleich").await.unwrap().0.id, first.id);
    access_tokens::revoke(network, &author, first.id).await.unwrap();
    assert_eq!(refused(make("Statistik").await), ErrorCode::Duplicate, "what was revoked does not come back");
    let actions: Vec<_> = network.store.audit_of(first.account.0).await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions, ["token.created", "token.renewed", "token.created", "token.revoked"]);
}

#[tokio::test]
async fn an_invitation_is_sent_once_and_one_that_is_over_is_not_sent_again() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let send = async |email: &str, key: &str| people::invite(network, &coordinator, invitation(email, key)).await;
    let first = send(" Neu@kreis.example.org", "formular").await.unwrap();
    assert_eq!(send("neu@kreis.example.org", "formular").await.unwrap(), first, "it is the same address");
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 1);
    let others = [send("neu@kreis.example.org", "anderes").await.unwrap(), send("andere@kreis.example.org", "formular").await.unwrap()];
    assert!(others.iter().all(|other| other.id != first.id));
    people::revoke_invitation(network, &coordinator, first.id).await.unwrap();
    assert_eq!(refused(send("neu@kreis.example.org", "formular").await), ErrorCode::Duplicate, "what was taken back does not come back");
    test.pass(TimeDelta::days(15)).await;
    let late = send("neu@kreis.example.org", "formular").await.unwrap();
    assert!(late.is_open(test.now()), "what was deleted since is made anew");
}

/// How often it is tried: whether two meet is a matter of chance.
const ROUNDS: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_sent_twice_at_once_is_made_once_on_sqlite() {
    on_sqlite(false, sent_at_once).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_sent_twice_at_once_is_made_once_on_postgres() {
    on_postgres(false, sent_at_once).await;
}

/// One of each.
async fn all(network: &Network, author: &Viewer, guest: &str) -> (CaseId, CommentId, RequestId, ReplyId, TokenId, InvitationId) {
    let title = "Übungsfirma an der Berufsschule";
    let case = create_case::create_once(network, author, complete_case(title), None, Some("formular")).await.unwrap().id;
    let said = comment_on_case::add(network, author, case, comment("Bitte ansehen.", "formular")).await.unwrap().id;
    let asked = requests::ask(network, author, question("Wer hat Übungsfirmen?", "formular")).await.unwrap().id;
    let replied = requests::reply(network, author, asked, answer("Wir.", "formular")).await.unwrap().id;
    let made = access_tokens::create(network, &Caller::from(author), &token("Statistik", "formular")).await.unwrap().0.id;
    let invited = people::invite(network, author, invitation(guest, "formular")).await.unwrap().id;
    (case, said, asked, replied, made, invited)
}

async fn sent_at_once(processes: TwoProcesses) {
    let test = processes.one;
    let store = &test.network.store;
    for round in 0..ROUNDS {
        let author = person(&test, &format!("schreibt-{round}@kreis.example.org"), Role::Coordinator, Some("15084")).await;
        let guest = format!("gast-{round}@kreis.example.org");
        let click = || {
            let (network, author, guest) = (test.network.clone(), author.clone(), guest.clone());
            tokio::spawn(async move { all(&network, &author, &guest).await })
        };
        let (first, second) = (click(), click());
        let (made, again) = (first.await.unwrap(), second.await.unwrap());
        assert_eq!(made, again, "round {round}");
        let (case, _, asked, ..) = made;
        assert_eq!(store.revisions(case).await.unwrap().len(), 1, "round {round}");
        assert_eq!(store.review_comments(case).await.unwrap().len(), 1, "round {round}");
        assert_eq!(store.requests_by(id_of(&author)).await.unwrap().len(), 1, "round {round}");
        assert_eq!(store.replies(&[asked]).await.unwrap().len(), 1, "round {round}");
        assert_eq!(store.tokens(id_of(&author)).await.unwrap().len(), 1, "round {round}");
        assert_eq!(store.mails_to(&guest.parse().unwrap()).await.unwrap().0, 1, "round {round}");
    }
}
