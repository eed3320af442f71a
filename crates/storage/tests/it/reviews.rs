//! Reviews, their history and conversation, autosaves, and whether what is public is confirmed.

use crate::{
    fixtures::{account, archive, at, content, draft, erase, id, new_case, publish, published, retitle},
    harness::TestDatabase,
};
use domain::{
    Role, WorkflowState,
    freshness::{FreshnessStage, due_at},
    ids::{CommentId, ReviewEventId, RevisionId},
    review::{Checklist, ChecklistItem, Party, ReviewEventKind},
};
use storage::{CaseReview, ReviewComment, ReviewEvent};

on_both_databases!(
    a_review_is_kept_and_ended,
    the_claims_of_one_account_end_and_nobody_else_s,
    history_and_conversation_read_back_and_go_with_the_case,
    an_autosave_is_replaced_until_it_is_kept,
    what_somebody_read_is_found_by_its_version,
    a_confirmation_moves_what_is_public_and_no_version,
);

async fn a_review_is_kept_and_ended(database: TestDatabase) {
    let store = &database.store;
    let reviewer = account(store, "pruefung", Role::Reviewer).await.id;
    let case = draft(store, content("Fall"), at(0)).await.id;
    assert_eq!(store.case_review(case).await.unwrap(), CaseReview::default());
    let review = CaseReview {
        submitted_at: Some(at(1)),
        submitted_by: Some(reviewer),
        submitted_number: Some(1),
        claim: Some((reviewer, at(2))),
        remind_at: Some(at(10)),
        thread_id: Some("<a@b>".into()),
    };
    let mut transaction = store.begin().await.unwrap();
    transaction.save_case_review(case, &CaseReview::default()).await.unwrap();
    transaction.save_case_review(case, &review).await.unwrap();
    assert_eq!(transaction.case_review(case).await.unwrap(), review);
    transaction.commit().await.unwrap();
    assert_eq!(store.due_review_reminders(at(9), 10).await.unwrap(), []);
    assert_eq!(store.due_review_reminders(at(10), 10).await.unwrap(), [case]);
    let mut transaction = store.begin().await.unwrap();
    transaction.end_case_review(case).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.case_review(case).await.unwrap(), CaseReview { claim: None, remind_at: None, ..review });
    assert_eq!(store.due_review_reminders(at(99), 10).await.unwrap(), []);
}

async fn the_claims_of_one_account_end_and_nobody_else_s(database: TestDatabase) {
    let store = &database.store;
    let (goes, stays) = (account(store, "geht", Role::Reviewer).await.id, account(store, "bleibt", Role::Reviewer).await.id);
    let mut cases = Vec::new();
    let mut transaction = store.begin().await.unwrap();
    for (number, holder) in [goes, stays, goes].into_iter().enumerate() {
        let case = transaction.insert_case(new_case(content(&format!("Fall {number}")), at(0))).await.unwrap();
        let review =
            CaseReview { submitted_at: Some(at(1)), claim: Some((holder, at(2))), remind_at: Some(at(10)), ..CaseReview::default() };
        transaction.save_case_review(case.id, &review).await.unwrap();
        cases.push(case.id);
    }
    transaction.commit().await.unwrap();
    let mut transaction = store.begin().await.unwrap();
    let mut released: Vec<_> = transaction.release_claims_of(goes).await.unwrap().into_iter().map(|case| case.id).collect();
    assert_eq!(transaction.release_claims_of(goes).await.unwrap(), [], "once");
    transaction.commit().await.unwrap();
    released.sort_by_key(|id| cases.iter().position(|case| case == id));
    assert_eq!(released, [cases[0], cases[2]]);
    let free = CaseReview { submitted_at: Some(at(1)), remind_at: Some(at(10)), ..CaseReview::default() };
    assert_eq!(store.case_review(cases[0]).await.unwrap(), free, "and it is still waited for");
    assert_eq!(store.case_review(cases[1]).await.unwrap().claim, Some((stays, at(2))));
}

async fn history_and_conversation_read_back_and_go_with_the_case(database: TestDatabase) {
    let store = &database.store;
    let reviewer = account(store, "pruefung", Role::Reviewer).await.id;
    let case = draft(store, content("Fall"), at(0)).await.id;
    let event = |kind, second| ReviewEvent {
        id: ReviewEventId(id()),
        case,
        at: at(second),
        kind,
        actor: Some(reviewer),
        actor_role: Some(Role::Reviewer),
        revision: 1,
        reason: Some("Zeile\0 eins\nund zwei".into()),
        checklist: Checklist::default().missing(),
    };
    let system = ReviewEvent {
        actor: None,
        actor_role: None,
        reason: None,
        checklist: vec![ChecklistItem::RightsCleared],
        ..event(ReviewEventKind::Unconfirmed, 2)
    };
    let comment = ReviewComment {
        id: CommentId(id()),
        case,
        created_at: at(3),
        author: Some(reviewer),
        author_role: Role::Reviewer,
        field: Some("goals".into()),
        body: "Bitte genauer".into(),
        mentions: vec![Party::Author, Party::Coordinator],
        revision: 1,
        resolved: None,
    };
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_review_event(&system).await.unwrap();
    transaction.insert_review_event(&event(ReviewEventKind::ChangesRequested, 1)).await.unwrap();
    transaction.insert_review_comment(&comment).await.unwrap();
    transaction.commit().await.unwrap();
    let events = store.review_events(case).await.unwrap();
    assert_eq!((events[0].kind, events[0].reason.as_deref()), (ReviewEventKind::ChangesRequested, Some("Zeile eins\nund zwei")));
    assert_eq!((events[0].checklist.len(), &events[1]), (5, &system));
    assert_eq!(store.review_comments(case).await.unwrap(), std::slice::from_ref(&comment));
    let resolved = Some((at(4), Role::Author));
    let mut transaction = store.begin().await.unwrap();
    transaction.resolve_review_comment(comment.id, resolved).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.review_comment(comment.id).await.unwrap(), Some(ReviewComment { resolved, ..comment }));
    erase(store, case).await;
    assert_eq!((store.review_events(case).await.unwrap().len(), store.review_comments(case).await.unwrap().len()), (0, 0));
}

async fn an_autosave_is_replaced_until_it_is_kept(database: TestDatabase) {
    let store = &database.store;
    let author = account(store, "autorin", Role::Author).await.id;
    let case = draft(store, content("Anfang"), at(0)).await.id;
    let mut transaction = store.begin().await.unwrap();
    let saved = transaction.autosave_revision(case, RevisionId(id()), &content("Anf"), author, at(1), WorkflowState::Draft).await.unwrap();
    let latest = transaction.latest_revision(case).await.unwrap().unwrap();
    assert!(latest.is_autosave && latest.number == 2 && latest.version == saved.version);
    let again = transaction.replace_autosave(case, latest.id, &content("Anfa"), at(2)).await.unwrap();
    assert_eq!((again.revision, again.version, again.content.title.as_str()), (2, saved.version + 1, "Anfa"));
    assert_eq!(again.updated_at, at(2));
    transaction.set_state(case, WorkflowState::Submitted, at(3)).await.unwrap();
    assert!(!transaction.latest_revision(case).await.unwrap().unwrap().is_autosave, "what was handed in stays");
    transaction.replace_autosave(case, latest.id, &content("Weg"), at(4)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.revision(case, 2).await.unwrap().unwrap().title, "Anfa", "a kept one is not replaced");
}

async fn what_somebody_read_is_found_by_its_version(database: TestDatabase) {
    let store = &database.store;
    let case = draft(store, content("Eins"), at(0)).await;
    let second = retitle(store, case.id, "Zwei", at(1)).await;
    let published = publish(store, case.id, at(2)).await;
    let third = retitle(store, case.id, "Drei", at(3)).await;
    let mut transaction = store.begin().await.unwrap();
    for (version, title) in [(case.version, "Eins"), (second.version, "Zwei"), (published.version, "Zwei"), (third.version, "Drei")] {
        assert_eq!(transaction.content_at_version(case.id, version).await.unwrap().unwrap().1.title, title);
    }
    assert_eq!(transaction.text_version(case.id).await.unwrap(), third.version);
    assert_eq!(transaction.editors_since(case.id, 0).await.unwrap(), []);
}

async fn a_confirmation_moves_what_is_public_and_no_version(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Fall"), at(0)).await;
    let due = due_at(at(0));
    assert_eq!(store.due_freshness(due - chrono::TimeDelta::seconds(1), 10).await.unwrap(), []);
    assert_eq!(store.due_freshness(due, 10).await.unwrap(), [case.id]);
    let mut transaction = store.begin().await.unwrap();
    transaction.set_freshness(case.id, FreshnessStage::Asked, Some(due + chrono::TimeDelta::days(14))).await.unwrap();
    transaction.insert_freshness_token(case.id, "ab12", due).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.case_by_freshness_hash("ab12").await.unwrap(), Some(case.id));
    assert_eq!(store.case_by_freshness_hash("ab1\0").await.unwrap(), None);
    assert_eq!(store.published_case(case.id).await.unwrap().unwrap().freshness, FreshnessStage::Asked, "the cache knows");
    assert_eq!(store.due_freshness(due, 10).await.unwrap(), []);
    let mut transaction = store.begin().await.unwrap();
    transaction.confirm_case(case.id, due).await.unwrap();
    assert_eq!(transaction.freshness_next_at(case.id).await.unwrap(), Some(due_at(due)));
    transaction.delete_freshness_tokens(case.id).await.unwrap();
    transaction.commit().await.unwrap();
    let confirmed = store.published_case(case.id).await.unwrap().unwrap();
    assert_eq!((confirmed.confirmed_at, confirmed.freshness, confirmed.version), (Some(due), FreshnessStage::Confirmed, case.version));
    assert_eq!(store.case_by_freshness_hash("ab12").await.unwrap(), None);
    archive(store, case.id, due).await;
    assert_eq!(store.due_freshness(due_at(due), 10).await.unwrap(), [], "nobody is asked about an archived case");
}
