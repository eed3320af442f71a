//! The life of a case.

use crate::{
    fixtures::{archive, at, content, draft, erase, id, new_case, publish, published, retitle},
    harness::TestDatabase,
};
use domain::{
    CaseFilter, WorkflowState,
    ids::{CaseId, RevisionId},
    vocabulary::FieldOfAction,
};
use std::collections::HashMap;
use storage::{NewCase, StoreError};

on_both_databases!(
    a_case_goes_from_draft_to_public_and_every_revision_is_kept,
    a_case_is_begun_and_published_at_once,
    what_is_public_stays_as_it_is_while_it_is_edited,
    an_archived_case_stays_readable_and_comes_back,
    an_erased_case_is_gone_with_everything,
    cases_of_one_title_get_addresses_of_their_own,
    an_external_identity_belongs_to_one_case,
    a_case_is_found_by_what_an_import_knows,
    cases_come_in_the_order_asked_for,
    a_case_that_is_not_there_cannot_be_changed,
    all_cases_are_walked_through_by_id,
    what_changed_since_a_moment_is_found,
    a_text_that_no_database_can_hold_finds_nothing,
);

async fn a_case_goes_from_draft_to_public_and_every_revision_is_kept(database: TestDatabase) {
    let store = &database.store;
    let begun = draft(store, content("Erster Titel"), at(0)).await;
    assert_eq!((begun.revision, begun.version, begun.state, begun.is_working_copy), (1, 1, WorkflowState::Draft, true));
    assert_eq!(store.published_case(begun.id).await.unwrap(), None);
    assert_eq!(store.working_case(begun.id).await.unwrap().unwrap(), begun);

    let saved = retitle(store, begun.id, "Zweiter Titel", at(10)).await;
    assert_eq!((saved.revision, saved.version, saved.updated_at, saved.slug.as_str()), (2, 2, at(10), "erster-titel"));

    let mut transaction = store.begin().await.unwrap();
    transaction.set_state(begun.id, WorkflowState::Submitted, at(20)).await.unwrap();
    let submitted = transaction.case_for_update(begun.id).await.unwrap().unwrap();
    assert_eq!((submitted.state, submitted.version), (WorkflowState::Submitted, 3));
    let public = transaction.publish(begun.id, at(30), at(25)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!((public.state, public.version, public.is_working_copy), (WorkflowState::Published, 4, true));
    assert_eq!((public.first_published_at, public.published_at), (Some(at(25)), Some(at(30))));

    let view = store.published_case(begun.id).await.unwrap().unwrap();
    assert_eq!(*view, domain::CaseView { is_working_copy: false, ..public });
    assert!(view.is_listed());
    let revisions = store.revisions(begun.id).await.unwrap();
    assert_eq!(revisions.iter().map(|revision| revision.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(revisions[0].content_hash, content("Erster Titel").hash());
    assert_eq!(store.revision(begun.id, 1).await.unwrap(), Some(content("Erster Titel")));
    assert_eq!(store.revision(begun.id, 3).await.unwrap(), None);
    // More than one statement names, and most of them are not there: those that are come with the last.
    let many: Vec<_> = (1..=250).rev().map(|number| (begun.id, number)).collect();
    let mut read: Vec<_> = store.contents_of(&many).await.unwrap().into_iter().map(|((_, number), text)| (number, text.hash())).collect();
    read.sort_unstable();
    assert_eq!(read, revisions.iter().map(|revision| (revision.number, revision.content_hash.clone())).collect::<Vec<_>>());
}

async fn a_case_is_begun_and_published_at_once(database: TestDatabase) {
    let store = &database.store;
    let mut transaction = store.begin().await.unwrap();
    let new = NewCase { first_published_at: Some(at(-5)), ..new_case(content("Fertig eingereicht"), at(0)) };
    let public = transaction.insert_case(new).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!((public.state, public.version, public.first_published_at), (WorkflowState::Published, 2, Some(at(-5))));
    assert_eq!(store.working_case(public.id).await.unwrap().unwrap(), public);
    let view = store.published_case(public.id).await.unwrap().unwrap();
    assert_eq!(*view, domain::CaseView { is_working_copy: false, ..public });
    let of_its_field = CaseFilter { fields_of_action: vec![FieldOfAction::Governance], ..CaseFilter::default() };
    assert_eq!(store.count_published(&of_its_field).await.unwrap(), 1);
}

async fn what_is_public_stays_as_it_is_while_it_is_edited(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Öffentlich"), at(0)).await;
    let before = store.published_case(case.id).await.unwrap().unwrap();
    let edited = retitle(store, case.id, "Im Werden", at(5)).await;
    assert_eq!((edited.state, edited.revision, edited.version), (WorkflowState::Draft, 2, 3));
    // Read afresh by another process, it is the same down to its version.
    let after = database.another_store().await.published_case(case.id).await.unwrap().unwrap();
    assert_eq!(after, before);
    publish(store, case.id, at(9)).await;
    let later = store.published_case(case.id).await.unwrap().unwrap();
    assert_eq!((later.content.title.as_str(), later.revision), ("Im Werden", 2));
    assert_eq!((later.first_published_at, later.published_at), (Some(at(0)), Some(at(9))));
}

async fn an_archived_case_stays_readable_and_comes_back(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Alt"), at(0)).await.id;
    assert_eq!(store.count_published(&CaseFilter::default()).await.unwrap(), 1);
    let archived = archive(store, case, at(7)).await;
    assert_eq!((archived.state, archived.archived_at, archived.version), (WorkflowState::Archived, Some(at(7)), 3));
    let view = store.published_case(case).await.unwrap().unwrap();
    assert_eq!((view.state, view.is_listed(), view.version), (WorkflowState::Archived, false, 3));
    assert_eq!(store.count_published(&CaseFilter::default()).await.unwrap(), 0);
    publish(store, case, at(8)).await;
    let view = store.published_case(case).await.unwrap().unwrap();
    assert_eq!((view.state, view.archived_at, view.first_published_at), (WorkflowState::Published, None, Some(at(0))));
    assert_eq!(store.count_published(&CaseFilter::default()).await.unwrap(), 1);

    // A draft that was never public may be archived as well and is still nobody's to read.
    let draft = draft(store, content("Entwurf"), at(0)).await.id;
    archive(store, draft, at(9)).await;
    assert_eq!(store.published_case(draft).await.unwrap(), None);
}

async fn an_erased_case_is_gone_with_everything(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Fort"), at(0)).await;
    assert!(store.published_case(case.id).await.unwrap().is_some());
    assert_eq!(store.case_id_by_slug(&case.slug).await.unwrap(), Some(case.id));
    erase(store, case.id).await;
    assert_eq!(store.published_case(case.id).await.unwrap(), None);
    assert_eq!(store.working_case(case.id).await.unwrap(), None);
    assert_eq!(store.case_id_by_slug(&case.slug).await.unwrap(), None);
    assert_eq!(store.revisions(case.id).await.unwrap(), []);
    assert_eq!(store.count_published(&CaseFilter::default()).await.unwrap(), 0);
    erase(store, case.id).await;
}

async fn cases_of_one_title_get_addresses_of_their_own(database: TestDatabase) {
    // Addresses that only look alike are not in the way, and gaps are filled.
    for title in ["Lesen & Schreiben", "Lesen", "Lesen 3", "Lesenacht"] {
        draft(&database.store, content(title), at(0)).await;
    }
    assert_eq!(draft(&database.store, content("Lesen"), at(0)).await.slug, "lesen-2");
    assert_eq!(draft(&database.store, content("Lesen"), at(0)).await.slug, "lesen-4");
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move { draft(&store, content("Zur gleichen Zeit"), at(0)).await.slug })
        })
        .collect();
    let mut slugs = Vec::new();
    for task in tasks {
        slugs.push(task.await.unwrap());
    }
    slugs.sort_by_key(String::len);
    assert_eq!((slugs[0].as_str(), slugs[15].as_str().len()), ("zur-gleichen-zeit", "zur-gleichen-zeit-16".len()));
    slugs.dedup();
    assert_eq!(slugs.len(), 16);
}

async fn an_external_identity_belongs_to_one_case(database: TestDatabase) {
    let mut transaction = database.store.begin().await.unwrap();
    let named = |title| NewCase { external_id: Some("x-1".to_owned()), ..new_case(content(title), at(0)) };
    let case = transaction.insert_case(named("Eins")).await.unwrap();
    transaction.commit().await.unwrap();
    let mut transaction = database.store.begin().await.unwrap();
    let error = transaction.insert_case(named("Zwei")).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Duplicate { table: "practice_case", constraint } if constraint.contains("external_id")),
        "{error}"
    );
    drop(transaction);
    assert_eq!(database.store.case_by_external_id("x-1").await.unwrap(), Some(case.id));
    assert_eq!(database.store.case_by_external_id("X-1").await.unwrap(), None);
}

async fn a_case_is_found_by_what_an_import_knows(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Vorher"), at(0)).await.id;
    retitle(store, case, "Nachher", at(1)).await;
    let twins = [draft(store, content("Zweimal"), at(0)).await.id, draft(store, content("Zweimal"), at(0)).await.id];
    retitle(store, twins[1], "Zweimal", at(1)).await;
    let hash = |title: &str| content(title).hash();
    let (before, after, twice, never) = (hash("Vorher"), hash("Nachher"), hash("Zweimal"), hash("Nie"));
    let found = store.cases_with_content_hashes(&[&before, &never, &twice, &after, &twice]).await.unwrap();
    let first = twins.into_iter().min().unwrap();
    assert_eq!(found, HashMap::from([(before, case), (after, case), (twice, first)]));
    assert!(store.cases_with_content_hashes(&[]).await.unwrap().is_empty());
}

async fn cases_come_in_the_order_asked_for(database: TestDatabase) {
    let store = &database.store;
    let a = published(store, content("A"), at(0)).await.id;
    let b = published(store, content("B"), at(0)).await.id;
    let hidden = draft(store, content("C"), at(0)).await.id;
    // Once from the database and once from memory.
    for _ in 0..2 {
        let found = store.published_cases(&[b, hidden, a, CaseId(id()), b]).await.unwrap();
        assert_eq!(found.iter().map(|case| case.content.title.as_str()).collect::<Vec<_>>(), ["B", "A", "B"]);
        let heads = store.published_heads(&[b, hidden, a, CaseId(id()), b]).await.unwrap();
        let expected: Vec<_> = found.iter().map(|case| case.head()).collect();
        assert_eq!(heads.iter().map(|head| (**head).clone()).collect::<Vec<_>>(), expected);
    }
    let found = store.working_cases(&[b, hidden, a, CaseId(id()), b]).await.unwrap();
    assert_eq!(found.iter().map(|case| case.content.title.as_str()).collect::<Vec<_>>(), ["B", "C", "A", "B"]);
    assert!(found.iter().all(|case| case.is_working_copy));
}

async fn a_case_that_is_not_there_cannot_be_changed(database: TestDatabase) {
    let mut transaction = database.store.begin().await.unwrap();
    let nobody = CaseId(id());
    assert_eq!(transaction.case_for_update(nobody).await.unwrap(), None);
    let saved = transaction.save_revision(nobody, RevisionId(id()), &content("X"), None, at(0), WorkflowState::Draft).await;
    let outcomes = [
        saved.err(),
        transaction.set_state(nobody, WorkflowState::Draft, at(0)).await.err(),
        transaction.publish(nobody, at(0), at(0)).await.err(),
        transaction.archive(nobody, at(0)).await.err(),
    ];
    for outcome in outcomes {
        let error = outcome.unwrap();
        assert!(matches!(error, StoreError::Missing { table: "practice_case", .. }), "{error}");
        assert!(error.to_string().contains(&nobody.to_string()));
    }
}

async fn all_cases_are_walked_through_by_id(database: TestDatabase) {
    let store = &database.store;
    let mut all = Vec::new();
    for number in 0..7 {
        all.push(draft(store, content(&number.to_string()), at(0)).await.id);
    }
    all.sort_unstable();
    let mut walked = Vec::new();
    while let some = store.all_case_ids(walked.last().copied(), 3).await.unwrap()
        && !some.is_empty()
    {
        assert!(some.len() <= 3);
        walked.extend(some);
    }
    assert_eq!(walked, all);
    assert_eq!(store.all_case_ids(None, u64::MAX).await.unwrap(), all);
}

async fn what_changed_since_a_moment_is_found(database: TestDatabase) {
    let store = &database.store;
    let (old, state, text) = (
        published(store, content("Alt"), at(0)).await.id,
        draft(store, content("Stand"), at(0)).await.id,
        draft(store, content("Text"), at(0)).await.id,
    );
    let mut transaction = store.begin().await.unwrap();
    transaction.set_state(state, WorkflowState::Submitted, at(10)).await.unwrap();
    transaction.commit().await.unwrap();
    retitle(store, text, "Neuer Text", at(11)).await;
    let mut expected = vec![state, text];
    expected.sort_unstable();
    assert_eq!(store.cases_changed_since(at(10)).await.unwrap(), expected);
    archive(store, old, at(12)).await;
    assert_eq!(store.cases_changed_since(at(12)).await.unwrap(), [old]);
    let confirmed = published(store, content("Bestätigt"), at(0)).await.id;
    let mut transaction = store.begin().await.unwrap();
    transaction.confirm_case(confirmed, at(13)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.cases_changed_since(at(13)).await.unwrap(), [confirmed]);
}

async fn a_text_that_no_database_can_hold_finds_nothing(database: TestDatabase) {
    let store = &database.store;
    assert_eq!(store.case_id_by_slug("a\0b").await.unwrap(), None);
    assert_eq!(store.case_by_external_id("a\0b").await.unwrap(), None);
    assert!(store.cases_with_content_hashes(&["a\0b"]).await.unwrap().is_empty());
    assert_eq!(store.subscription_by_unsubscribe_token("a\0b").await.unwrap(), None);
    // In a text it is written as JSON writes it and reads back.
    let case = published(store, content("Titel mit \0 darin"), at(0)).await;
    assert_eq!(store.published_case(case.id).await.unwrap().unwrap().content.title, "Titel mit \0 darin");
}
