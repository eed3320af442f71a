//! Lists of working copies.

use crate::{
    fixtures::{account, archive, at, content, draft, id, new_case, publish, retitle},
    harness::{TestDatabase, on_postgres},
};
use domain::{
    CaseContent, CaseOrder, CaseView, Role, Viewer, WorkflowState,
    ids::{AccountId, CaseId, RevisionId},
    permission::Member,
    reach::Sight,
};
use std::time::Duration;
use storage::{NewCase, Store, Window};
use tokio::time::{sleep, timeout};

on_both_databases!(
    a_list_shows_what_the_rule_of_sight_shows,
    an_adviser_s_list_has_the_advised_cases_whoever_began_them,
    cases_that_are_to_be_changed_are_read_as_whoever_changed_them_before_left_them,
    working_copies_are_walked_through_in_every_order,
);

/// Cases that are to be changed are read together, after waiting for those who change one of them.
async fn cases_that_are_to_be_changed_are_read_as_whoever_changed_them_before_left_them(database: TestDatabase) {
    let store = &database.store;
    let (first, second) = (draft(store, content("Birne"), at(1)).await.id, draft(store, content("Apfel"), at(2)).await.id);
    let mut changing = store.begin().await.unwrap();
    changing.save_revision(first, RevisionId(id()), &content("Quitte"), None, at(3), WorkflowState::Draft).await.unwrap();
    let waiting = {
        let store = store.clone();
        tokio::spawn(async move {
            let mut transaction = store.begin().await?;
            transaction.cases_for_update(&[second, CaseId(id()), first]).await
        })
    };
    sleep(Duration::from_millis(300)).await;
    assert!(!waiting.is_finished(), "one of them is being changed");
    changing.commit().await.unwrap();
    let read: Vec<_> = waiting.await.unwrap().unwrap().into_iter().map(|case| (case.id, case.content.title, case.revision)).collect();
    assert_eq!(read, [(second, "Apfel".to_owned(), 1), (first, "Quitte".to_owned(), 2)], "in the order in which they were asked for");
}

/// SQLite has one writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_cases_are_locked_in_the_order_of_their_ids_on_postgres() {
    on_postgres(|database| async move {
        let store = &database.store;
        let mut ids = [CaseId(id()), CaseId(id())];
        ids.sort_unstable();
        let [first, second] = ids;
        let mut beginning = store.begin().await.unwrap();
        for case in [second, first] {
            beginning.insert_case(NewCase { id: case, ..new_case(content("Fall"), at(0)) }).await.unwrap();
        }
        beginning.commit().await.unwrap();
        let mut one = store.begin().await.unwrap();
        one.lock_cases(&[first]).await.unwrap();
        let waiting = {
            let store = store.clone();
            tokio::spawn(async move {
                let mut both = store.begin().await?;
                both.lock_cases(&[second, first]).await?;
                both.commit().await
            })
        };
        sleep(Duration::from_millis(300)).await;
        assert!(!waiting.is_finished(), "the first is locked");
        let mut other = store.begin().await.unwrap();
        timeout(Duration::from_secs(10), other.lock_cases(&[second])).await.expect("it waits for the first with nothing in hand").unwrap();
        other.commit().await.unwrap();
        one.commit().await.unwrap();
        waiting.await.unwrap().unwrap();
    })
    .await;
}

/// One case of each kind that the rule of sight tells apart, for each author and place.
async fn cases_of_every_kind(store: &Store, author: AccountId) -> Vec<CaseView> {
    let mut cases = Vec::new();
    for author in [None, Some(author)] {
        for place in [None, Some("15084550"), Some("15084"), Some("14713")] {
            for kind in 0..8 {
                let content = CaseContent { municipality: place.and_then(|ags| ags.parse().ok()), ..content("Fall") };
                let mut transaction = store.begin().await.unwrap();
                let case = transaction.insert_case(NewCase { author, ..new_case(content.clone(), at(0)) }).await.unwrap().id;
                match kind {
                    0 => {}
                    1 => transaction.set_state(case, WorkflowState::Submitted, at(1)).await.unwrap(),
                    6 => transaction.set_state(case, WorkflowState::ChangesRequested, at(1)).await.unwrap(),
                    2 => drop(transaction.archive(case, at(1)).await.unwrap()),
                    _ => drop(transaction.publish(case, at(1), at(1)).await.unwrap()),
                }
                if let 4 | 5 | 7 = kind {
                    let state = match kind {
                        4 => WorkflowState::Draft,
                        5 => WorkflowState::Submitted,
                        _ => WorkflowState::ChangesRequested,
                    };
                    let revision = RevisionId(id());
                    transaction.save_revision(case, revision, &content, None, at(2), state).await.unwrap();
                }
                cases.push(transaction.case_for_update(case).await.unwrap().unwrap());
                transaction.commit().await.unwrap();
            }
        }
    }
    cases
}

async fn a_list_shows_what_the_rule_of_sight_shows(database: TestDatabase) {
    let store = &database.store;
    let author = account(store, "autorin", Role::Author).await.id;
    let mut cases = cases_of_every_kind(store, author).await;
    cases.sort_by_key(|case| case.id);
    let mut viewers = vec![Viewer::Public];
    for role in Role::ALL {
        for account in [author, AccountId(id())] {
            for place in [None, Some("15084"), Some("15084115"), Some("16063")] {
                let municipality = place.and_then(|ags| ags.parse().ok());
                let member = Member::new(account, *role, municipality);
                viewers.push(Viewer::Member(Member { advises: vec!["14713".parse().unwrap()], ..member.clone() }));
                viewers.push(Viewer::Member(member));
            }
        }
    }
    let mut choices = vec![Vec::new(), vec![WorkflowState::Draft, WorkflowState::Submitted]];
    choices.extend(WorkflowState::ALL.iter().map(|state| vec![*state]));
    for viewer in &viewers {
        for states in &choices {
            let chosen = |case: &&CaseView| (states.is_empty() || states.contains(&case.state)) && case.sight(viewer) == Sight::Working;
            let expected: Vec<_> = cases.iter().filter(chosen).map(|case| case.id).collect();
            let page = store.working_page(viewer, states, CaseOrder::Oldest, &Window::first(100)).await.unwrap();
            let found: Vec<_> = page.rows.iter().map(|(_, case)| case.id).collect();
            assert_eq!(found, expected, "{viewer:?} {states:?}");
            assert_eq!(store.count_working(viewer, states).await.unwrap(), expected.len() as u64);
        }
    }
}

async fn an_adviser_s_list_has_the_advised_cases_whoever_began_them(database: TestDatabase) {
    let store = &database.store;
    let adviser = account(store, "beraterin", Role::Adviser).await.id;
    let cases = cases_of_every_kind(store, adviser).await;
    let list = async |account: AccountId| {
        let leipzig = "14713".parse().unwrap();
        let viewer = Viewer::Member(Member { advises: vec![leipzig], ..Member::new(account, Role::Adviser, None) });
        let page = store.working_page(&viewer, &[], CaseOrder::Oldest, &Window::first(100)).await.unwrap();
        assert_eq!(store.count_working(&viewer, &[]).await.unwrap(), page.rows.len() as u64);
        page.rows.iter().map(|(_, case)| case.id).collect::<Vec<_>>()
    };
    let found = list(adviser).await;
    assert_eq!(found, list(AccountId(id())).await);
    // Of the eight kinds all but a draft and what was archived as one, begun by others and by the adviser.
    let begun = cases.iter().filter(|case| case.author == Some(adviser) && found.contains(&case.id)).count();
    assert_eq!((found.len(), begun), (12, 6));
}

async fn working_copies_are_walked_through_in_every_order(database: TestDatabase) {
    let store = &database.store;
    let viewer = Viewer::Member(Member::new(AccountId(id()), Role::Administrator, None));
    let a = draft(store, content("Birne"), at(1)).await.id;
    let b = draft(store, content("Äpfel"), at(2)).await.id;
    let c = draft(store, content("Zitrone"), at(3)).await.id;
    publish(store, b, at(10)).await;
    retitle(store, a, "Yam", at(11)).await;
    archive(store, c, at(12)).await;
    for (order, expected) in [
        (CaseOrder::Newest, [c, b, a]),
        (CaseOrder::Oldest, [a, b, c]),
        (CaseOrder::RecentlyUpdated, [c, a, b]),
        (CaseOrder::RecentlyConfirmed, [c, a, b]),
        (CaseOrder::Title, [b, a, c]),
    ] {
        let first = store.working_page(&viewer, &[], order, &Window::first(2)).await.unwrap();
        assert!(first.has_after && !first.has_before);
        let position = first.rows.last().map(|(position, _)| position.clone());
        let rest = store.working_page(&viewer, &[], order, &Window { limit: 2, position, backward: false }).await.unwrap();
        assert!(rest.has_before && !rest.has_after);
        let found: Vec<_> = first.rows.iter().chain(&rest.rows).map(|(_, case)| case.id).collect();
        assert_eq!(found, expected, "{order:?}");
        let last = store.working_page(&viewer, &[], order, &Window { limit: 1, position: None, backward: true }).await.unwrap();
        assert_eq!((last.rows[0].1.id, last.has_before, last.has_after), (expected[2], true, false));
    }
}
