//! A case that this version of the program cannot read, as after a step back to an earlier one.

use domain::{CaseFilter, CaseOrder, CaseView, Role, Viewer};
use sea_orm::ConnectionTrait;
use std::sync::Arc;
use test_network::{TestNetwork, complete_case};
use usecases::{
    Window,
    list_cases::{self, Listed},
    read_case, update_case,
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

    let listed = Listed::Public(CaseFilter::default());
    assert_eq!(titles(&list(&test, &Viewer::Public, &listed).await), ["Ausbildungsbus"]);
    assert_eq!(list_cases::count(&test.network, &Viewer::Public, &listed).await.unwrap(), 2, "whatever can be read");
    let own = list(&test, &author, &Listed::Working(Vec::new())).await;
    let shown = read_case::all_as_shown(&test.network, &own).await.unwrap();
    assert_eq!(titles(&shown), ["Ausbildungsbus", "Musikschule ohne Fahrplan"], "what is worked on can be read");
}

async fn list(test: &TestNetwork, viewer: &Viewer, listed: &Listed) -> Vec<Arc<CaseView>> {
    let page = list_cases::list(&test.network, viewer, listed, CaseOrder::Title, &Window::first(10)).await.unwrap();
    page.rows.into_iter().map(|(_, case)| case).collect()
}

fn titles(cases: &[Arc<CaseView>]) -> Vec<&str> {
    cases.iter().map(|case| case.content.title.as_str()).collect()
}
