//! A case from its draft to its end.

use chrono::TimeDelta;
use domain::{
    CaseFilter, CaseView, ErrorCode, Role, Viewer, WorkflowState,
    ids::CaseId,
    review::{Checklist, Party},
};
use std::sync::Arc;
use test_network::{Stand, TestNetwork, complete_case, draft_case};
use usecases::{
    Refusal, UseCaseError, archive_case, autosave_case,
    comment_on_case::{self, CommentRequest},
    confirm_case, create_case, erase_case,
    list_cases::{self, Listed},
    publish_case, read_case, roll_back_case, secret, submit_case, update_case, withdraw_case,
};

fn code<T: std::fmt::Debug>(result: Result<T, UseCaseError>) -> ErrorCode {
    match result {
        Err(UseCaseError::Refused(refusal)) => refusal.code(),
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Publishes with everything on the checklist confirmed.
async fn publish(test: &TestNetwork, viewer: &Viewer, id: CaseId) -> Result<Arc<CaseView>, UseCaseError> {
    publish_case::publish(&test.network, viewer, id, &Checklist::confirmed(), test.version_of(id).await).await
}

async fn sees(test: &TestNetwork, viewer: &Viewer, id: CaseId) -> Option<String> {
    read_case::by_id(&test.network, viewer, id).await.unwrap().map(|case| case.content.title.clone())
}

#[tokio::test]
async fn a_draft_is_there_for_its_municipality_alone() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(&test.network, &author, draft_case("Ein Anfang"), None).await.unwrap();
    assert_eq!(case.content.municipality.as_ref().unwrap().as_str(), "15084", "it became the author's municipality's");
    assert!(sees(&test, &author, case.id).await.is_some());
    assert!(sees(&test, &test.member(Role::Coordinator, Some("15084")).await, case.id).await.is_some());
    for viewer in [Viewer::Public, test.member(Role::Author, Some("15088")).await, test.member(Role::Reviewer, None).await] {
        assert_eq!(sees(&test, &viewer, case.id).await, None);
        assert_eq!(read_case::by_slug(&test.network, &viewer, &case.slug).await.unwrap(), None);
    }
    let stranger = test.member(Role::Author, Some("15088")).await;
    assert_eq!(code(publish(&test, &stranger, case.id).await), ErrorCode::NotFound);
    assert_eq!(code(publish(&test, &author, case.id).await), ErrorCode::Forbidden);
    assert_eq!(code(publish(&test, &Viewer::Public, case.id).await), ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn from_draft_to_archive_each_step_is_seen_by_the_right_people() {
    let test = TestNetwork::new().await;
    let (author, reviewer) = (test.member(Role::Author, Some("15084")).await, test.member(Role::Reviewer, None).await);
    let case = create_case::create(&test.network, &author, complete_case("Ausbildungsbus im ländlichen Raum"), None).await.unwrap();
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    assert!(sees(&test, &reviewer, case.id).await.is_some());
    assert!(sees(&test, &Viewer::Public, case.id).await.is_none());
    let published = publish(&test, &reviewer, case.id).await.unwrap();
    assert_eq!(published.state, WorkflowState::Published);
    assert!(sees(&test, &Viewer::Public, case.id).await.is_some());
    let archived = archive_case::archive(&test.network, &reviewer, case.id).await.unwrap();
    assert_eq!(archived.state, WorkflowState::Archived);
    assert!(sees(&test, &Viewer::Public, case.id).await.is_some(), "archived is still readable");
    assert_eq!(list_cases::count(&test.network, &Viewer::Public, &Listed::public(CaseFilter::default())).await.unwrap(), 0);
    assert_eq!(code(withdraw_case::withdraw(&test.network, &author, case.id).await), ErrorCode::InvalidState);
    let actions: Vec<_> = test.network.store.audit_of(case.id.0).await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions, ["case.created", "case.submitted", "case.published", "case.archived"]);
}

#[tokio::test]
async fn nothing_becomes_public_by_way_of_the_archive_that_was_not_handed_in() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let draft = create_case::create(&test.network, &author, complete_case("Nie eingereicht"), None).await.unwrap();
    archive_case::archive(&test.network, &coordinator, draft.id).await.unwrap();
    assert_eq!(sees(&test, &reviewer, draft.id).await, None);
    assert_eq!(code(publish(&test, &reviewer, draft.id).await), ErrorCode::NotFound);
    assert_eq!(code(publish(&test, &test.member(Role::Administrator, None).await, draft.id).await), ErrorCode::InvalidState);
    submit_case::submit(&test.network, &author, draft.id, test.version_of(draft.id).await).await.unwrap();
    assert_eq!(publish(&test, &reviewer, draft.id).await.unwrap().state, WorkflowState::Published);

    // Put away while a next version was written: what was public can be public again, and nothing else.
    archive_case::archive(&test.network, &coordinator, draft.id).await.unwrap();
    assert_eq!(publish(&test, &reviewer, draft.id).await.unwrap().state, WorkflowState::Published);
    update_case::update(&test.network, &author, draft.id, None, |content| content.title = "Noch nicht gelesen".into()).await.unwrap();
    archive_case::archive(&test.network, &coordinator, draft.id).await.unwrap();
    assert_eq!(code(publish(&test, &reviewer, draft.id).await), ErrorCode::InvalidState);
    assert_eq!(sees(&test, &Viewer::Public, draft.id).await.unwrap(), "Nie eingereicht");
    submit_case::submit(&test.network, &author, draft.id, test.version_of(draft.id).await).await.unwrap();
    assert_eq!(publish(&test, &reviewer, draft.id).await.unwrap().content.title, "Noch nicht gelesen");
}

#[tokio::test]
async fn a_draft_that_was_archived_unfinished_is_finished_and_published() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let draft = create_case::create(&test.network, &author, draft_case("Ein Anfang"), None).await.unwrap();
    archive_case::archive(&test.network, &coordinator, draft.id).await.unwrap();
    let write = |title: &'static str| move |content: &mut domain::CaseContent| content.title = title.to_owned();
    let kept = autosave_case::autosave(&test.network, &author, draft.id, None, write("Ein zweiter Anfang")).await.unwrap();
    assert_eq!((kept.state, kept.archived_at.is_some()), (WorkflowState::Draft, true));
    archive_case::archive(&test.network, &coordinator, draft.id).await.unwrap();
    let whole = |content: &mut domain::CaseContent| *content = complete_case("Ein guter Schluss");
    update_case::update(&test.network, &author, draft.id, None, whole).await.unwrap();
    assert_eq!(sees(&test, &Viewer::Public, draft.id).await, None);
    let published = test.approve(&author, draft.id).await;
    assert_eq!((published.state, published.archived_at), (WorkflowState::Published, None));
    assert_eq!(list_cases::count(&test.network, &Viewer::Public, &Listed::public(CaseFilter::default())).await.unwrap(), 1);
}

#[tokio::test]
async fn a_public_case_that_was_archived_with_an_unfinished_next_version_comes_back() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let listed = async || list_cases::count(&test.network, &Viewer::Public, &Listed::public(CaseFilter::default())).await.unwrap();
    let case = test.publish(complete_case("Fertig und öffentlich")).await;
    let empty = |content: &mut domain::CaseContent| content.teaser.clear();
    update_case::update(&test.network, &author, case.id, None, empty).await.unwrap();
    archive_case::archive(&test.network, &coordinator, case.id).await.unwrap();
    let unfinished = test.version_of(case.id).await;
    assert_eq!(code(submit_case::submit(&test.network, &author, case.id, unfinished).await), ErrorCode::Required);
    let back = roll_back_case::roll_back(&test.network, &author, case.id, case.revision, unfinished).await.unwrap();
    assert_eq!(
        (back.state, back.archived_at.is_some(), listed().await),
        (WorkflowState::Draft, true, 0),
        "archived to the public as before"
    );
    let public = read_case::by_id(&test.network, &Viewer::Public, case.id).await.unwrap().unwrap();
    assert_eq!(public.state, WorkflowState::Archived);
    let published = test.approve(&author, case.id).await;
    assert_eq!((published.archived_at, published.content.title.as_str(), listed().await), (None, "Fertig und öffentlich", 1));
}

#[tokio::test]
async fn what_is_public_stays_while_its_next_version_is_written() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let edited =
        update_case::update(&test.network, &author, case.id, Some(case.version), |content| content.title = "Ein neuer Titel".into())
            .await
            .unwrap();
    assert_eq!((edited.revision, edited.state), (2, WorkflowState::Draft));
    assert_eq!(sees(&test, &author, case.id).await.unwrap(), "Ein neuer Titel");
    assert_eq!(sees(&test, &Viewer::Public, case.id).await.unwrap(), "Ausbildungsbus im ländlichen Raum");
    assert_eq!(test.network.store.revisions(case.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn whoever_saves_on_an_old_version_is_told() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(&test.network, &author, draft_case("Ein Anfang"), None).await.unwrap();
    let change = |title: &'static str| move |content: &mut domain::CaseContent| content.title = title.to_owned();
    update_case::update(&test.network, &author, case.id, Some(case.version), change("Meine Fassung")).await.unwrap();
    let late = update_case::update(&test.network, &author, case.id, Some(case.version), change("Deine Fassung")).await;
    assert_eq!(code(late), ErrorCode::Conflict);
    assert_eq!(sees(&test, &author, case.id).await.unwrap(), "Meine Fassung");
}

#[tokio::test]
async fn an_incomplete_case_is_neither_submitted_nor_published() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let mut content = complete_case("Ausbildungsbus im ländlichen Raum");
    content.pitfalls.clear();
    let case = create_case::create(&test.network, &reviewer, content, None).await.unwrap();
    submit_case::submit(&test.network, &reviewer, case.id, test.version_of(case.id).await).await.unwrap();
    let other = test.other_reviewer().await;
    let Err(UseCaseError::Refused(Refusal::Invalid(violations))) = publish(&test, &other, case.id).await else {
        panic!("published without pitfalls");
    };
    assert_eq!(violations.iter().map(|violation| violation.field.as_str()).collect::<Vec<_>>(), ["pitfalls"]);
}

#[tokio::test]
async fn nobody_moves_a_case_into_a_foreign_municipality() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let foreign = create_case::create(
        &test.network,
        &author,
        {
            let mut c = draft_case("Ein Anfang");
            c.municipality = "15088".parse().ok();
            c
        },
        None,
    )
    .await;
    assert_eq!(code(foreign), ErrorCode::Forbidden);
    let elsewhere = create_case::create(&test.network, &test.member(Role::Reader, None).await, draft_case("Ein Anfang"), None).await;
    assert_eq!(code(elsewhere), ErrorCode::Forbidden);
    let own = create_case::create(&test.network, &author, draft_case("Ein Anfang"), None).await.unwrap();
    let moved = update_case::update(&test.network, &author, own.id, None, |content| content.municipality = "15088".parse().ok()).await;
    assert_eq!(code(moved), ErrorCode::Forbidden, "whoever began it speaks for it where it is");
}

#[tokio::test]
async fn an_erased_case_is_gone_with_its_revisions() {
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    assert_eq!(code(erase_case::erase(&test.network, &reviewer, case.id).await), ErrorCode::Forbidden);
    let administrator = test.member(Role::Administrator, None).await;
    erase_case::erase(&test.network, &administrator, case.id).await.unwrap();
    assert_eq!(sees(&test, &administrator, case.id).await, None);
    assert!(test.network.store.revisions(case.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn whoever_confirms_an_archived_case_by_a_link_learns_nothing_of_its_next_version() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = test.place(complete_case("Ein Beispiel"), draft_case("x"), None, Stand::Archived).await.id;
    let mut transaction = network.store.begin().await.unwrap();
    transaction.insert_freshness_token(case, &secret::hash("aus-einer-mail"), test.now()).await.unwrap();
    transaction.commit().await.unwrap();
    let edited = update_case::update(network, &author, case, None, |content| content.title.push('!')).await.unwrap();
    assert_eq!(edited.state, WorkflowState::Draft);
    let told = confirm_case::confirm_by_link(network, "aus-einer-mail").await;
    let archived = |refusal: &Refusal| matches!(refusal, Refusal::InvalidState { state: WorkflowState::Archived });
    assert!(matches!(&told, Err(UseCaseError::Refused(refusal)) if archived(refusal)), "{told:?}");
}

#[tokio::test]
async fn handing_in_taking_back_and_mentioning_are_limited_together_because_several_people_are_told() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(network, &author, complete_case("Ausbildungsbus im ländlichen Raum"), None).await.unwrap();
    for _ in 0..30 {
        submit_case::submit(network, &author, case.id, test.version_of(case.id).await).await.unwrap();
        withdraw_case::withdraw(network, &author, case.id).await.unwrap();
    }
    let comment = async |mentions: Vec<Party>| {
        let request = CommentRequest { body: "Bitte ansehen.".to_owned(), mentions, ..CommentRequest::default() };
        Box::pin(comment_on_case::add(network, &author, case.id, request)).await.map(drop)
    };
    assert_eq!(code(submit_case::submit(network, &author, case.id, test.version_of(case.id).await).await), ErrorCode::RateLimited);
    assert_eq!(code(comment(vec![Party::Coordinator]).await), ErrorCode::RateLimited);
    comment(Vec::new()).await.unwrap();
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    submit_case::submit(network, &coordinator, case.id, test.version_of(case.id).await).await.unwrap();
    assert_eq!(code(withdraw_case::withdraw(network, &author, case.id).await), ErrorCode::RateLimited);
    submit_case::submit(network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    test.clock.advance(TimeDelta::seconds(30));
    withdraw_case::withdraw(network, &author, case.id).await.unwrap();
}
