//! A case on its way through the API, and those around it: an author, another of the same municipality, reviewers, an administrator.

use crate::world::{World, texts};
use domain::{Role, Viewer};
use serde_json::{Value, json};
use test_network::complete_case;

pub(crate) const CREATE: &str =
    "mutation($input: PracticeCaseInput!) { answer: createPracticeCase(input: $input) { practiceCase { id version } } }";
const UPDATE: &str = "mutation($id: ID!, $input: PracticeCaseInput!, $version: Int!) {
    answer: updatePracticeCase(id: $id, input: $input, version: $version) {
        practiceCase { version revision workflowState workingCopy { version } } userErrors { code field }
        conflict { version fields { field label base mine theirs } } } }";
pub(crate) const PUBLISH: &str = "mutation($id: ID!, $checklist: ReviewChecklistInput!, $version: Int!) {
    answer: publishPracticeCase(id: $id, checklist: $checklist, version: $version) {
        practiceCase { workflowState } userErrors { code message } } }";
const WAY: &str = "query($id: ID!) { practiceCase(id: $id) {
    workflowState review { submittedRevision claimedAt isClaimedByViewer }
    reviewHistory { kind label reason revision checklist by { role isViewer } }
    reviewComments { totalCount nodes { body field fieldLabel isOwn isResolved mentions by { roleLabel } } }
    revisions { number isOwn isAutosave } revisionDiff(from: 1, to: 2) { field old new added removed } } }";

/// A mutation of a case by its id alone, with more arguments if there are any.
pub(crate) fn step(name: &str, more: &str) -> String {
    format!(
        "mutation($id: ID!) {{ answer: {name}(id: $id{more}) {{ practiceCase {{ workflowState }} userErrors {{ code field message }} }} }}"
    )
}

pub(crate) fn checked() -> Value {
    json!({ "complete": true, "implemented": true, "noPersonalData": true, "rightsCleared": true, "accessibleFiles": true })
}

/// A case on its way, and those around it.
pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) author: Viewer,
    pub(crate) colleague: Viewer,
    pub(crate) reviewer: Viewer,
    pub(crate) other: Viewer,
    pub(crate) administrator: Viewer,
    pub(crate) id: Value,
}

impl Desk {
    /// A complete draft of an author.
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let author = world.test.member(Role::Author, Some("15084")).await;
        let colleague = world.test.member(Role::Coordinator, Some("15084")).await;
        let (reviewer, other) = (world.test.member(Role::Reviewer, None).await, world.test.other_reviewer().await);
        let administrator = world.test.member(Role::Administrator, None).await;
        let input = serde_json::to_value(complete_case("Ausbildungsbus im ländlichen Raum")).unwrap();
        let created = world.data(&author, CREATE, json!({ "input": input })).await;
        let id = created["answer"]["practiceCase"]["id"].clone();
        Self { world, author, colleague, reviewer, other, administrator, id }
    }

    pub(crate) async fn act(&self, viewer: &Viewer, mutation: &str, mut variables: Value) -> Value {
        variables["id"] = self.id.clone();
        self.world.data(viewer, mutation, variables).await["answer"].clone()
    }

    /// The version that the working copy has.
    pub(crate) async fn version(&self) -> Value {
        let read = "query($id: ID!) { practiceCase(id: $id) { workingCopy { version } } }";
        self.world.data(&self.administrator, read, json!({ "id": self.id })).await["practiceCase"]["workingCopy"]["version"].clone()
    }

    /// A step as a document; where it decides about a text, about the one that stands there now.
    async fn document(&self, name: &str, more: &str) -> String {
        match name {
            "submitPracticeCase" | "requestChanges" => step(name, &format!("{more}, version: {}", self.version().await)),
            _ => step(name, more),
        }
    }

    /// Takes a step that must succeed, and returns the state that it led to.
    pub(crate) async fn step(&self, viewer: &Viewer, name: &str, more: &str) -> String {
        let answer = self.act(viewer, &self.document(name, more).await, json!({})).await;
        assert_eq!(answer["userErrors"], json!([]), "{name}");
        answer["practiceCase"]["workflowState"].as_str().unwrap().to_owned()
    }

    /// The codes that a step is refused with.
    pub(crate) async fn refused(&self, viewer: &Viewer, name: &str, more: &str) -> Vec<String> {
        codes(&self.act(viewer, &self.document(name, more).await, json!({})).await)
    }

    pub(crate) async fn publish(&self, viewer: &Viewer, checklist: Value) -> Value {
        self.act(viewer, PUBLISH, json!({ "checklist": checklist, "version": self.version().await })).await
    }

    /// The version that somebody read: this one, or the one that the case has now.
    pub(crate) async fn read(&self, version: Option<i64>) -> Value {
        match version {
            Some(version) => json!(version),
            None => self.version().await,
        }
    }

    pub(crate) async fn update(&self, viewer: &Viewer, input: Value, version: Option<i64>) -> Value {
        self.act(viewer, UPDATE, json!({ "input": input, "version": self.read(version).await })).await
    }

    pub(crate) async fn way(&self, viewer: &Viewer) -> Value {
        self.world.data(viewer, WAY, json!({ "id": self.id })).await["practiceCase"].clone()
    }

    /// The mails about reviews since the last look: to whom and the beginning of the subject.
    pub(crate) async fn mails(&self, seen: &mut usize) -> Vec<(String, String)> {
        self.world.test.run_jobs().await;
        let all: Vec<_> = self.world.test.sent().into_iter().filter(|mail| mail.kind.key() == "review").collect();
        let mut new: Vec<_> = all[*seen..]
            .iter()
            .map(|mail| (mail.to.reveal().replace("@example.org", ""), mail.subject.split(':').next().unwrap().to_owned()))
            .collect();
        *seen = all.len();
        new.sort();
        new
    }
}

pub(crate) fn codes(answer: &Value) -> Vec<String> {
    texts(&answer["userErrors"], "code").into_iter().map(str::to_owned).collect()
}
