//! A case that this version of the program cannot read, as after a step back to an earlier one.

use domain::{CaseFilter, CaseOrder, CaseView, Role, Viewer, ids::CaseId};
use sea_orm::ConnectionTrait;
use std::sync::Arc;
use test_network::{TestNetwork, complete_case, draft_case};
use usecases::{
    Window,
    comment_on_case::{self, CommentRequest},
    create_case,
    list_cases::{self, Listed},
    read_case, read_review, update_case,
};

#[tokio::test]
async fn a_list_shows_what_can_be_read() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let odd = test.publish_without_jobs(complete_case("Musikschule mit Fahrplan")).await;
    let retitled = |content: &mut domain::CaseContent| content.title = "Musikschule ohne Fahrplan".to_owned();
    update_case::update(&test.network, &author, odd.id, None, retitled).await.unwrap();
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let spoilt = database.execute_unprepared("UPDATE case_revision SET content = '{\"title\":7}' WHERE number = 1").await.unwrap();
    assert_eq!(spoilt.rows_affected(), 1);
    test.publish_without_jobs(complete_case("Ausbildungsbus")).await;

    let listed = Listed::public(CaseFilter::default());
    assert_eq!(titles(&list(&test, &Viewer::Public, &listed).await), ["Ausbildungsbus"]);
    assert_eq!(list_cases::count(&test.network, &Viewer::Public, &listed).await.unwrap(), 2, "whatever can be read");
    let own = list(&test, &author, &Listed::Working(Vec::new())).await;
    let shown = read_case::all_as_shown(&test.network, &own).await.unwrap();
    assert_eq!(titles(&shown), ["Ausbildungsbus", "Musikschule ohne Fahrplan"], "what is worked on can be read");
}

#[tokio::test]
async fn one_working_copy_that_cannot_be_read_keeps_no_other_back() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let gone = test.publish_without_jobs(complete_case("Lesepaten im Ort")).await;
    let edited = test.publish_without_jobs(complete_case("Ausbildungsbus")).await;
    update_case::update(network, &author, edited.id, None, |content| content.title = "In Arbeit".to_owned()).await.unwrap();
    let draft = create_case::create(network, &author, draft_case("Musikschule"), None).await.unwrap();
    let request = CommentRequest { body: "Mit Fahrplan?".to_owned(), ..CommentRequest::default() };
    let comment = comment_on_case::add(network, &author, draft.id, request).await.unwrap();
    let spoil = "UPDATE case_revision SET content = '{\"title\":7}' \
         WHERE content LIKE '%Lesepaten%' OR content LIKE '%In Arbeit%' OR content LIKE '%Musikschule%'";
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    assert_eq!(database.execute_unprepared(spoil).await.unwrap().rows_affected(), 3);
    let readable = test.publish_without_jobs(complete_case("Singkreis im Ort")).await;

    let ids = [gone.id, edited.id, draft.id, readable.id];
    let copies = read_case::working_copies(network, &author, &ids).await.unwrap();
    assert_eq!(copies.into_keys().collect::<Vec<_>>(), [readable.id]);
    for viewer in [&author, &Viewer::Public] {
        let found = read_case::by_ids(network, viewer, &ids).await.unwrap();
        let titles = found.iter().map(|case| case.as_ref().map(|case| case.content.title.as_str())).collect::<Vec<_>>();
        assert_eq!(titles, [None, Some("Ausbildungsbus"), None, Some("Singkreis im Ort")], "what is public can be read: {viewer:?}");
    }
    let alone = async |id: CaseId| read_case::by_id(network, &author, id).await;
    let public = alone(edited.id).await.unwrap().unwrap();
    assert_eq!((public.content.title.as_str(), public.is_working_copy), ("Ausbildungsbus", false));
    assert_eq!(read_case::by_slug(network, &author, &public.slug).await.unwrap().as_ref(), Some(&public));
    assert_eq!(alone(draft.id).await.unwrap(), None);
    assert!(alone(gone.id).await.is_err(), "its address is still good: it is no page that is not there");
    assert_eq!(read_review::comment(network, &author, comment.id).await.unwrap(), None, "it is there for those who see the working copy");
}

async fn list(test: &TestNetwork, viewer: &Viewer, listed: &Listed) -> Vec<Arc<CaseView>> {
    let page = list_cases::list(&test.network, viewer, listed, CaseOrder::Title, &Window::first(10)).await.unwrap();
    page.rows.into_iter().map(|(_, case)| case).collect()
}

fn titles(cases: &[Arc<CaseView>]) -> Vec<&str> {
    cases.iter().map(|case| case.content.title.as_str()).collect()
}
