//! The cases that a member works on, with the steps that fit.

mod steps;

pub(crate) use steps::{archive, publish, submit};

use crate::{
    client::document,
    errors::PageError,
    fields::{Fields, QueryFields},
    format,
    frame::Frame,
    respond,
    types::{CaseAction, DateTime, Steps, WorkflowState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{ErrorCode, permission::Member, review::ChecklistItem, workflow::Step};
use http::StatusCode;
use std::sync::Arc;

/// How many cases a page shows.
const PAGE_SIZE: i64 = 20;

document!(OwnCases, "src/pages/own_cases/query.graphql");

type Cases = own_cases::OwnCasesViewerPracticeCases;
type Case = own_cases::OwnCasesViewerPracticeCasesNodes;

/// What a row says of a case: of its working copy, or of what is public where the member does not see that.
struct Row<'a> {
    title: &'a str,
    place_name: Option<&'a str>,
    workflow_state: WorkflowState,
    revision: i64,
    version: i64,
    updated_at: &'a DateTime,
}

impl<'a> From<&'a Case> for Row<'a> {
    fn from(case: &'a Case) -> Self {
        match &case.working_copy {
            Some(copy) => Self {
                title: &copy.content.title,
                place_name: copy.content.place_name.as_deref(),
                workflow_state: copy.workflow_state,
                revision: copy.revision,
                version: copy.version,
                updated_at: &copy.updated_at,
            },
            None => Self {
                title: &case.title,
                place_name: case.place_name.as_deref(),
                workflow_state: case.workflow_state,
                revision: case.revision,
                version: case.version,
                updated_at: &case.updated_at,
            },
        }
    }
}

#[derive(Template)]
#[template(path = "pages/own_cases/page.html")]
struct OwnCasesPage {
    frame: Frame,
    member: Member,
    state: Option<WorkflowState>,
    cases: Cases,
    done: Option<&'static str>,
    errors: Vec<String>,
}

/// `GET /meine`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    list(&site, &visitor, &fields, Vec::new()).await
}

/// The list, with what was wrong with the last step if anything was.
async fn list(site: &Website, visitor: &Visitor, fields: &Fields, errors: Vec<String>) -> Result<Response, PageError> {
    let Some(member) = visitor.viewer.member() else {
        return Err(ErrorCode::Unauthenticated.into());
    };
    let state = WorkflowState::ALL.into_iter().find(|state| state.key() == fields.get("bearbeitung"));
    let before = fields.given("vor").map(str::to_owned);
    let variables = own_cases::Variables {
        workflow: state.map_or_else(|| WorkflowState::ALL.to_vec(), |state| vec![state]),
        first: before.is_none().then_some(PAGE_SIZE),
        after: fields.given("nach").filter(|_| before.is_none()).map(str::to_owned),
        last: before.is_some().then_some(PAGE_SIZE),
        before,
    };
    let own = site.ask::<OwnCases>(&visitor.viewer, variables).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    let page = OwnCasesPage {
        frame: Frame::new(site, &visitor.viewer, "Meine Beispiele").in_section("/meine").hidden(),
        member: member.clone(),
        state,
        cases: own.practice_cases,
        done: done(fields.get("erledigt")),
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok(respond::page_with(status, &page))
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "eingereicht" => "Das Praxisbeispiel ist eingereicht. Die Redaktion sieht es sich an.",
        "veroeffentlicht" => "Das Praxisbeispiel ist veröffentlicht.",
        "archiviert" => "Das Praxisbeispiel ist archiviert.",
        "angelegt" => "Das Praxisbeispiel ist als Entwurf gespeichert.",
        _ => return None,
    })
}

impl OwnCasesPage {
    /// What is said of a case.
    fn row(case: &Case) -> Row<'_> {
        Row::from(case)
    }

    /// What the member can be offered to do with a case.
    fn steps(case: &Case) -> Steps {
        let row = Row::from(case);
        Steps::of(&case.viewer_may, row.workflow_state, case.published_revision == Some(row.revision))
    }

    /// Whether the member can be offered to change the text of a case.
    fn may_edit(case: &Case) -> bool {
        Row::from(case).workflow_state.state().after(Step::Edit).is_some() && case.viewer_may.contains(&CaseAction::Edit)
    }

    /// The list in one state only, or in all.
    fn state_href(state: Option<WorkflowState>) -> String {
        state.map_or_else(|| "/meine".to_owned(), |state| format!("/meine?bearbeitung={}", state.key()))
    }

    /// Another page of the list: `name` is `nach` or `vor`. Cursors are made of signs that addresses may hold.
    fn page_href(&self, name: &str, cursor: &str) -> String {
        let state = self.state.map(|state| format!("bearbeitung={}&", state.key())).unwrap_or_default();
        format!("/meine?{state}{name}={cursor}")
    }
}
