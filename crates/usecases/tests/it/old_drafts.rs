//! Drafts that were never handed in are their municipality's own, also once a later text is in review.

use crate::people::refused;
use domain::{ErrorCode, Role, Viewer, ids::CaseId};
use std::collections::HashSet;
use test_network::{TestNetwork, complete_case};
use usecases::{
    Refusal, UseCaseError, create_case,
    read_review::{self, Comparison},
    roll_back_case, submit_case, update_case, withdraw_case,
};

async fn write(test: &TestNetwork, viewer: &Viewer, case: CaseId, title: &'static str) {
    update_case::update(&test.network, viewer, case, None, |content| content.title = title.to_owned()).await.unwrap();
}

async fn submit(test: &TestNetwork, viewer: &Viewer, case: CaseId) {
    submit_case::submit(&test.network, viewer, case, test.version_of(case).await).await.unwrap();
}

/// An author and a case of theirs whose second and fourth revision were handed in.
async fn handed_in_twice(test: &TestNetwork) -> (Viewer, CaseId) {
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(&test.network, &author, complete_case("Ein erster Gedanke"), None).await.unwrap().id;
    write(test, &author, case, "Ein zweiter Gedanke").await;
    submit(test, &author, case).await;
    withdraw_case::withdraw(&test.network, &author, case).await.unwrap();
    write(test, &author, case, "Ein dritter Gedanke").await;
    write(test, &author, case, "Ein vierter Gedanke").await;
    submit(test, &author, case).await;
    (author, case)
}

/// The numbers of the revisions that somebody sees.
async fn numbers(test: &TestNetwork, viewer: &Viewer, case: CaseId) -> Vec<i32> {
    let found = read_review::revisions(&test.network, viewer, &[case]).await.unwrap();
    found.get(&case).into_iter().flatten().map(|revision| revision.number).collect()
}

/// What the case said at the first version, as a conflict tells somebody who says that they read it.
async fn told(test: &TestNetwork, viewer: &Viewer, case: CaseId) -> String {
    let late = update_case::update(&test.network, viewer, case, Some(1), |content| content.title = "Meine Fassung".to_owned()).await;
    let Err(UseCaseError::Refused(Refusal::Conflict { fields, .. })) = late else { panic!("it was not told as a conflict") };
    fields[0].base.clone()
}

#[tokio::test]
async fn whoever_reviews_or_advises_reads_what_was_handed_in_and_no_draft_before_it() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (author, case) = handed_in_twice(&test).await;
    let (reviewer, adviser) = (test.member(Role::Reviewer, None).await, test.adviser(&["15084"]).await);
    assert_eq!(numbers(&test, &author, case).await, [1, 2, 3, 4]);
    let all = [(case, 1), (case, 2), (case, 3), (case, 4)];
    for viewer in [&reviewer, &adviser] {
        assert_eq!(numbers(&test, viewer, case).await, [2, 4]);
        let read: HashSet<_> = read_review::revision_contents(network, viewer, &all).await.unwrap().into_keys().collect();
        assert_eq!(read, HashSet::from([(case, 2), (case, 4)]));
        let comparisons = [Comparison { case, from: 1, to: 2 }, Comparison { case, from: 2, to: 4 }];
        let compared: Vec<_> = read_review::revision_diffs(network, viewer, &comparisons).await.unwrap().into_keys().collect();
        assert_eq!(compared, [comparisons[1]]);
    }
    assert_eq!((told(&test, &author, case).await, told(&test, &reviewer, case).await), ("Ein erster Gedanke".into(), String::new()));
    let roll_back = async |number| roll_back_case::roll_back(network, &reviewer, case, number, test.version_of(case).await).await;
    assert_eq!(refused(roll_back(3).await), ErrorCode::NotFound);
    assert_eq!(roll_back(2).await.unwrap().content.title, "Ein zweiter Gedanke");
}

#[tokio::test]
async fn once_a_case_was_public_its_next_version_is_seen_in_the_making() {
    let test = TestNetwork::new().await;
    let (author, case) = handed_in_twice(&test).await;
    test.approve(&author, case).await;
    write(&test, &author, case, "Ein fünfter Gedanke").await;
    let reviewer = test.member(Role::Reviewer, None).await;
    assert_eq!(numbers(&test, &reviewer, case).await, [2, 4, 5]);
}
