//! What a viewer may not see is not there, wherever one looks.

use crate::world::{World, texts};
use domain::{CaseView, Role, Viewer};
use serde_json::{Value, json};
use std::sync::Arc;
use test_network::complete_case;
use usecases::{create_case, update_case};

async fn draft(world: &World, viewer: &Viewer) -> Arc<CaseView> {
    create_case::create(&world.test.network, viewer, complete_case("Ein Entwurf aus Naumburg"), None).await.unwrap()
}

const EVERYWHERE: &str = "query($slug: String!) {
    practiceCase(slug: $slug) { id title workflowState }
    all: practiceCases(workflow: [DRAFT, SUBMITTED, PUBLISHED, ARCHIVED]) { totalCount nodes { title } }
    drafts: practiceCases(workflow: [DRAFT]) { totalCount }
    public: practiceCases { totalCount }
    municipality(ags: \"15084\") { practiceCases { totalCount nodes { title } } }
    searchCases(query: \"Entwurf\") { totalCount facets { states { count } } }
}";

async fn look(world: &World, viewer: &Viewer, case: &CaseView) -> Value {
    world.data(viewer, EVERYWHERE, json!({ "slug": case.slug })).await
}

#[tokio::test]
async fn a_draft_is_not_there_for_others() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let case = draft(&world, &author).await;
    let own = look(&world, &author, &case).await;
    assert_eq!(own["practiceCase"]["workflowState"], "DRAFT");
    assert_eq!((&own["all"]["totalCount"], &own["drafts"]["totalCount"], &own["public"]["totalCount"]), (&json!(1), &json!(1), &json!(0)));
    let id = &own["practiceCase"]["id"];
    let strangers = [Viewer::Public, world.test.member(Role::Author, Some("15088")).await, world.test.member(Role::Reviewer, None).await];
    for viewer in strangers {
        let seen = look(&world, &viewer, &case).await;
        assert_eq!(seen["practiceCase"], Value::Null);
        assert_eq!((&seen["all"], &seen["drafts"]["totalCount"]), (&json!({ "totalCount": 0, "nodes": [] }), &json!(0)));
        assert_eq!(seen["municipality"]["practiceCases"], json!({ "totalCount": 0, "nodes": [] }));
        assert_eq!(seen["searchCases"], json!({ "totalCount": 0, "facets": { "states": [] } }));
        let by_id = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } practiceCase(id: $id) { id } }";
        let found = world.data(&viewer, by_id, json!({ "id": id })).await;
        assert_eq!(found, json!({ "node": null, "nodes": [null], "practiceCase": null }));
    }
}

const SAME: &str = "fragment Same on PracticeCase {
    id title goals content { title goals } workflowState revision publishedRevision version updatedAt viewerMay
    workingCopy { content { title goals } workflowState revision version updatedAt } }";

/// Twelve ways to a case; two of them are for those who see its working copy, a draft.
const EVERY_WAY: &str = "query($id: ID!, $slug: String!) {
    byId: practiceCase(id: $id) { ...Same } bySlug: practiceCase(slug: $slug) { ...Same } node(id: $id) { ...Same } nodes(ids: [$id]) { ...Same }
    public: practiceCases { nodes { ...Same } edges { node { ...Same } } }
    drafts: practiceCases(workflow: [DRAFT]) { nodes { ...Same } }
    viewer { practiceCases { nodes { ...Same } } }
    municipality(ags: \"15084\") { practiceCases { nodes { ...Same } } }
    searchCases(query: \"Ausbildungsbus\") { nodes { ...Same } edges { node { ...Same } } }
    suggest(prefix: \"Ausbildungsbus\") { ... on TitleSuggestion { case { ...Same } } }
}";

/// Every case in an answer to [`SAME`], wherever it stands.
fn cases_in(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(fields) if fields.contains_key("viewerMay") => vec![value.clone()],
        Value::Object(fields) => fields.values().flat_map(cases_in).collect(),
        Value::Array(values) => values.iter().flat_map(cases_in).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[tokio::test]
async fn an_id_stands_for_one_text_whatever_leads_to_it() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let case = world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let read = "query($slug: String!) { practiceCase(slug: $slug) { id workingCopy { version } } }";
    let read = world.data(&author, read, json!({ "slug": case.slug })).await["practiceCase"].clone();
    let change = format!(
        "mutation($id: ID!, $version: Int!) {{ answer: updatePracticeCase(id: $id, version: $version, input: {{ title: \"Ein neuer Titel\" }}) {{
            practiceCase {{ ...Same }} userErrors {{ code }} }} }} {SAME}"
    );
    let variables = json!({ "id": read["id"], "version": read["workingCopy"]["version"] });
    let changed = world.data(&author, &change, variables).await["answer"].clone();
    assert_eq!(changed["userErrors"], json!([]));
    let (edited, copy) = (&changed["practiceCase"], &changed["practiceCase"]["workingCopy"]);
    let public = json!("Ausbildungsbus im ländlichen Raum");
    assert_eq!((&edited["title"], &edited["content"]["title"]), (&public, &public));
    assert_eq!((&edited["workflowState"], &edited["revision"]), (&json!("PUBLISHED"), &json!(1)));
    assert_eq!((&copy["content"]["title"], &copy["content"]["goals"]), (&json!("Ein neuer Titel"), &edited["goals"]));
    assert_eq!((&copy["workflowState"], &copy["revision"]), (&json!("DRAFT"), &json!(2)));
    let (ways, variables) = (format!("{EVERY_WAY} {SAME}"), json!({ "id": read["id"], "slug": case.slug }));
    let own = cases_in(&world.data(&author, &ways, variables.clone()).await);
    assert_eq!((own.len(), own.iter().filter(|seen| *seen == edited).count()), (12, 12), "as the mutation answered: {own:#?}");
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let of_reviewer = cases_in(&world.data(&reviewer, &ways, variables.clone()).await);
    assert_eq!(
        (of_reviewer.len(), of_reviewer.iter().filter(|seen| seen["workingCopy"] == *copy && seen["title"] == public).count()),
        (12, 12)
    );
    for stranger in [Viewer::Public, world.test.member(Role::Author, Some("15088")).await, world.test.member(Role::Reader, None).await] {
        let seen = cases_in(&world.data(&stranger, &ways, variables.clone()).await);
        let mut expected = edited.clone();
        expected["workingCopy"] = Value::Null;
        expected["viewerMay"] = json!([]);
        assert_eq!((seen.len(), seen.iter().filter(|seen| **seen == expected).count()), (10, 10), "{seen:#?}");
    }
}

#[tokio::test]
async fn before_its_first_publication_a_case_says_what_is_worked_on() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let case = draft(&world, &author).await;
    let query = format!("query($slug: String!) {{ practiceCase(slug: $slug) {{ ...Same }} }} {SAME}");
    update_case::update(&world.test.network, &author, case.id, None, |content| content.title = "Ein neuer Titel".into()).await.unwrap();
    let seen = world.data(&author, &query, json!({ "slug": case.slug })).await["practiceCase"].clone();
    assert_eq!((&seen["title"], &seen["workflowState"]), (&json!("Ein neuer Titel"), &json!("DRAFT")));
    assert_eq!((&seen["revision"], &seen["publishedRevision"]), (&json!(2), &Value::Null));
    for field in ["content", "workflowState", "revision", "version", "updatedAt"] {
        assert_eq!(seen["workingCopy"][field], seen[field], "{field}");
    }
}

#[tokio::test]
async fn names_and_numbers_of_people_are_for_members() {
    let world = World::new().await;
    world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let query = "{ practiceCases { nodes { contact { mailbox name phone } } } }";
    let contact = async |viewer: &Viewer| world.data(viewer, query, json!({})).await["practiceCases"]["nodes"][0]["contact"].clone();
    let mailbox = "bildung@burgenlandkreis.example.org";
    assert_eq!(contact(&Viewer::Public).await, json!({ "mailbox": mailbox, "name": null, "phone": null }));
    let reader = world.test.member(Role::Reader, None).await;
    assert_eq!(contact(&reader).await, json!({ "mailbox": mailbox, "name": "Koordinierungsstelle", "phone": "03443 000000" }));
}

#[tokio::test]
async fn an_account_is_its_holder_s_alone() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let query = "{ viewer { account { id email role roleLabel municipality { ags } } practiceCases { totalCount } subscriptions { id } } }";
    let own = world.data(&author, query, json!({})).await;
    let account = &own["viewer"]["account"];
    assert_eq!((&account["email"], &account["role"]), (&json!("author-15084@example.org"), &json!("AUTHOR")));
    assert_eq!((&account["roleLabel"], &account["municipality"]["ags"]), (&json!("Autor:in"), &json!("15084")));
    assert_eq!(world.ask(query).await["viewer"], Value::Null);
    let node = "query($id: ID!) { node(id: $id) { __typename ... on Account { email } } }";
    let found = world.data(&author, node, json!({ "id": account["id"] })).await;
    assert_eq!(found["node"]["email"], "author-15084@example.org");
    for viewer in [Viewer::Public, world.test.member(Role::Administrator, None).await] {
        assert_eq!(world.data(&viewer, node, json!({ "id": account["id"] })).await["node"], Value::Null);
    }
}

#[tokio::test]
async fn members_list_their_working_copies() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    draft(&world, &author).await;
    world.publish_many(2).await;
    let query = "{ viewer { all: practiceCases(orderBy: TITLE) { totalCount nodes { title } } drafts: practiceCases(workflow: [DRAFT]) { totalCount } } }";
    let own = world.data(&author, query, json!({})).await;
    assert_eq!((&own["viewer"]["all"]["totalCount"], &own["viewer"]["drafts"]["totalCount"]), (&json!(3), &json!(1)));
    assert_eq!(own["viewer"]["all"]["nodes"][0]["title"], "Ein Entwurf aus Naumburg");
}

#[tokio::test]
async fn the_published_ones_among_somebody_s_working_copies_are_theirs_and_not_the_whole_network_s() {
    let world = World::new().await;
    let of = |ags: &str, title: &str| domain::CaseContent { municipality: ags.parse().ok(), ..complete_case(title) };
    for number in 1..=3 {
        world.test.publish_without_jobs(of("15084", &format!("Eigenes Beispiel {number}"))).await;
    }
    let foreign = world.test.publish_without_jobs(of("15088", "Fremdes Beispiel")).await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    draft(&world, &author).await;
    let query = "{ viewer { practiceCases(workflow: [PUBLISHED], orderBy: TITLE) { totalCount nodes { title } } } }";
    let titles = async |viewer: &Viewer| {
        let list = world.data(viewer, query, json!({})).await["viewer"]["practiceCases"].take();
        let titles = texts(&list["nodes"], "title").into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(list["totalCount"], json!(titles.len()));
        titles
    };
    let own = ["Eigenes Beispiel 1", "Eigenes Beispiel 2", "Eigenes Beispiel 3"];
    assert_eq!(titles(&author).await, own);
    assert_eq!(titles(&world.test.member(Role::Coordinator, Some("15084")).await).await, own);
    assert_eq!(titles(&world.test.member(Role::Author, Some("15088")).await).await, ["Fremdes Beispiel"]);
    assert_eq!(titles(&world.test.adviser(&["15088"]).await).await, ["Fremdes Beispiel"]);
    assert!(titles(&world.test.member(Role::Reader, Some("15084")).await).await.is_empty());
    for role in [Role::Reviewer, Role::Administrator] {
        assert_eq!(titles(&world.test.member(role, None).await).await.len(), 4, "{role:?}");
    }

    let stranger = world.test.member(Role::Author, Some("15088")).await;
    update_case::update(&world.test.network, &stranger, foreign.id, None, |content| content.title = "In Arbeit".into()).await.unwrap();
    assert!(titles(&stranger).await.is_empty(), "its working copy is a draft again");

    let page = "query($after: String) { viewer { practiceCases(workflow: [PUBLISHED], first: 2, after: $after) {
        totalCount nodes { title } pageInfo { hasPreviousPage hasNextPage endCursor } } } }";
    let first = world.data(&author, page, json!({})).await["viewer"]["practiceCases"].take();
    assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
    let rest = world.data(&author, page, json!({ "after": first["pageInfo"]["endCursor"] })).await["viewer"]["practiceCases"].take();
    assert_eq!((&rest["pageInfo"]["hasPreviousPage"], &rest["pageInfo"]["hasNextPage"]), (&json!(true), &json!(false)));
    let mut walked = [texts(&first["nodes"], "title"), texts(&rest["nodes"], "title")].concat();
    walked.sort_unstable();
    assert_eq!(walked, own);
}
