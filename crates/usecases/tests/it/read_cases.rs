//! Who reads which cases, alone and in lists.

use domain::{CaseFilter, CaseOrder, Role, Viewer, WorkflowState, ids::CaseId};
use test_network::{TestNetwork, complete_case, draft_case};
use usecases::{
    Window, create_case,
    list_cases::{self, Listed},
    read_case, update_case,
};

#[tokio::test]
async fn members_list_the_working_copies_that_they_may_see() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    for title in ["Erster Anfang", "Zweiter Anfang"] {
        create_case::create(&test.network, &author, draft_case(title), None).await.unwrap();
    }
    let drafts = Listed::Working(vec![WorkflowState::Draft]);
    let window = Window::first(10);
    let list =
        async |viewer: &Viewer| list_cases::list(&test.network, viewer, &drafts, CaseOrder::Title, &window).await.unwrap().rows.len();
    assert_eq!(list(&author).await, 2);
    assert_eq!(list(&Viewer::Public).await, 0);
    assert_eq!(list(&test.member(Role::Reviewer, None).await).await, 0);
    assert_eq!(list(&test.member(Role::Administrator, None).await).await, 2);
}

#[test]
fn a_list_of_what_is_public_is_one_unless_it_asks_for_other_states() {
    for states in [vec![], vec![WorkflowState::Published], vec![WorkflowState::Published; 2]] {
        assert_eq!(Listed::by_states(CaseFilter::default(), states), Listed::public(CaseFilter::default()));
    }
    for states in [vec![WorkflowState::Draft], vec![WorkflowState::Published, WorkflowState::Archived]] {
        assert_eq!(Listed::by_states(CaseFilter::default(), states.clone()), Listed::Working(states));
    }
}

#[tokio::test]
async fn many_cases_are_read_at_once_as_each_would_be_alone() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let stranger = test.member(Role::Author, Some("15088")).await;
    let own = create_case::create(&test.network, &author, draft_case("Ein eigener Entwurf"), None).await.unwrap();
    let foreign = create_case::create(&test.network, &stranger, draft_case("Ein fremder Entwurf"), None).await.unwrap();
    let public = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    update_case::update(&test.network, &author, public.id, None, |content| content.title = "In Arbeit".into()).await.unwrap();
    let ids = [public.id, foreign.id, CaseId(test.network.ids.next()), own.id, public.id];
    for viewer in [&Viewer::Public, &stranger, &author, &test.member(Role::Administrator, None).await] {
        let mut alone = Vec::new();
        for id in ids {
            alone.push(read_case::by_id(&test.network, viewer, id).await.unwrap());
        }
        assert_eq!(read_case::by_ids(&test.network, viewer, &ids).await.unwrap(), alone, "{viewer:?}");
    }
}

#[tokio::test]
async fn a_case_says_what_is_public_and_its_working_copy_is_apart() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let draft = create_case::create(&test.network, &author, draft_case("Ein eigener Entwurf"), None).await.unwrap();
    let public = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let change = |content: &mut domain::CaseContent| content.title = "In Arbeit".into();
    let edited = update_case::update(&test.network, &author, public.id, None, change).await.unwrap();
    let shown = read_case::all_as_shown(&test.network, &[edited.clone(), draft.clone(), public]).await.unwrap();
    let titles: Vec<_> = shown.iter().map(|case| case.content.title.as_str()).collect();
    assert_eq!(titles, ["Ausbildungsbus im ländlichen Raum", "Ein eigener Entwurf", "Ausbildungsbus im ländlichen Raum"]);
    let ids = [edited.id, draft.id];
    assert_eq!(read_case::as_shown(&test.network, edited).await.unwrap(), shown[0]);
    let own = read_case::working_copies(&test.network, &author, &ids).await.unwrap();
    let titles: Vec<_> = ids.iter().map(|id| own[id].content.title.as_str()).collect();
    assert_eq!(titles, ["In Arbeit", "Ein eigener Entwurf"]);
    for stranger in [Viewer::Public, test.member(Role::Author, Some("15088")).await] {
        assert!(read_case::working_copies(&test.network, &stranger, &ids).await.unwrap().is_empty());
    }
}
