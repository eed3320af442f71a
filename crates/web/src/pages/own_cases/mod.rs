//! The cases that a member works on, with the steps that fit.

mod steps;

pub(crate) use steps::{archive, publish, submit};

use crate::{
    client::document,
    errors::PageError,
    fields::{Fields, QueryFields},
    format,
    frame::Frame,
    list_part::{self, AFTER, BEFORE, DONE, Paging, Part},
    pages::{edit_case, remove_case},
    respond,
    types::{CaseAction, DateTime, FreshnessState, Steps, WorkflowState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{ErrorCode, Role, permission::Member, review::ChecklistItem, workflow::Step};
use http::StatusCode;
use std::sync::Arc;

/// How many cases a page shows.
const PAGE_SIZE: i64 = 20;

/// The name in addresses of the state that the list is narrowed to.
const STATE: &str = "bearbeitung";

/// The page's address.
const PATH: &str = "/meine";

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
    part: Part,
    done: Option<&'static str>,
    refused: RefusedStep,
}

/// A step that was refused, with what was sent.
#[derive(Default)]
struct RefusedStep {
    fields: Fields,
    errors: Vec<String>,
}

/// `GET /meine`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    list(&site, &visitor, &fields, RefusedStep::default()).await
}

/// The list, with what was wrong with the last step if anything was.
async fn list(site: &Website, visitor: &Visitor, fields: &Fields, refused: RefusedStep) -> Result<Response, PageError> {
    let Some(member) = visitor.viewer.member() else {
        return Err(ErrorCode::Unauthenticated.into());
    };
    let state = WorkflowState::ALL.into_iter().find(|state| state.key() == fields.get(STATE));
    let workflow = state.map_or_else(|| WorkflowState::ALL.to_vec(), |state| vec![state]);
    let Paging { first, after, last, before } = Paging::named(fields, PAGE_SIZE);
    let variables = own_cases::Variables { workflow, first, after, last, before };
    let own = site.ask::<OwnCases>(&visitor.viewer, variables).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    let part = part(fields);
    let has_page = !own.practice_cases.nodes.is_empty() || own.practice_cases.total_count == 0;
    if refused.errors.is_empty()
        && let Some(elsewhere) = list_part::shortened(PATH, &part, fields, |name| name == STATE || has_page)
    {
        return Ok(elsewhere);
    }
    let page = OwnCasesPage {
        frame: Frame::new(site, &visitor.viewer, "Meine Beispiele").in_section(PATH).hidden(),
        member: member.clone(),
        state,
        cases: own.practice_cases,
        part,
        done: done(fields.get(DONE)),
        refused,
    };
    let status = if page.refused.errors.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok(respond::page_with(status, &page))
}

/// The part of the list that an address or a form names.
fn part(fields: &Fields) -> Part {
    list_part::read(fields, [STATE, BEFORE, AFTER])
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "eingereicht" => "Das Praxisbeispiel ist eingereicht. Die Redaktion sieht es sich an.",
        "veroeffentlicht" => "Das Praxisbeispiel ist veröffentlicht.",
        "archiviert" => "Das Praxisbeispiel ist archiviert.",
        "geloescht" => "Das Praxisbeispiel ist endgültig gelöscht.",
        "schon-geloescht" => "Dieses Praxisbeispiel gibt es nicht mehr: Es ist bereits gelöscht.",
        "angelegt" => "Das Praxisbeispiel ist als Entwurf gespeichert.",
        _ => return None,
    })
}

impl OwnCasesPage {
    /// Which cases these are.
    fn lead(&self) -> String {
        match (self.member.role, &self.member.municipality) {
            (Role::Reader, _) => "Hier arbeiten Autor:innen und Koordinator:innen an den Praxisbeispielen ihrer Kommune.".to_owned(),
            (Role::Adviser, _) => {
                "Praxisbeispiele der Kommunen, die Sie begleiten, sobald sie eingereicht sind. Sie lesen mit; geändert werden \
                                   sie von der Kommune und der Redaktion."
                    .to_owned()
            }
            (_, Some(place)) => format!("Praxisbeispiele Ihrer Kommune ({}), an denen Sie arbeiten können.", place.display_name()),
            (_, None) => "Praxisbeispiele, die Sie bearbeiten können.".to_owned(),
        }
    }

    /// What stands where there is no case.
    fn nothing(&self) -> &'static str {
        match (self.state, self.member.role) {
            (Some(_), _) => "In diesem Bearbeitungsstand gibt es keines.",
            (None, Role::Adviser) if self.member.advises.is_empty() => {
                "Noch begleiten Sie keine Kommune. Welche Kommunen Sie begleiten, legt die Administration fest."
            }
            (None, Role::Adviser) => "Noch hat keine der Kommunen, die Sie begleiten, ein Praxisbeispiel eingereicht.",
            (None, Role::Reader) if self.member.municipality.is_some() => {
                "Mit Ihrer Rolle schreiben Sie keine Praxisbeispiele. Möchten Sie das, wenden Sie sich bitte an die Koordination Ihrer Kommune."
            }
            (None, Role::Reader) => "Mit Ihrer Rolle schreiben Sie keine Praxisbeispiele.",
            (None, _) => "Noch ist keines angelegt.",
        }
    }

    /// What is said of a case.
    fn row(case: &Case) -> Row<'_> {
        Row::from(case)
    }

    /// Whether the step that was refused is about this case.
    fn is_refused(&self, case: &Case) -> bool {
        !self.refused.errors.is_empty() && self.refused.fields.get("fall") == case.id
    }

    /// The title of the case that the refused step is about, if it is on this page.
    fn refused_title(&self) -> Option<&str> {
        self.cases.nodes.iter().find(|case| self.is_refused(case)).map(|case| Row::from(case).title)
    }

    /// Whether a box was ticked for this case when its publication was refused. Ticks count for the version that was read alone.
    fn is_ticked(&self, case: &Case, name: &str) -> bool {
        let is_read = self.refused.fields.version() == Row::from(case).version;
        self.is_refused(case) && is_read && self.refused.fields.given(name).is_some()
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

    /// Where the member says that a case still holds, if that is to be said now.
    fn confirm_href(case: &Case) -> Option<String> {
        let is_due = case.archived_at.is_none() && case.freshness.as_ref().is_some_and(|now| now.state != FreshnessState::Confirmed);
        (is_due && case.viewer_may.contains(&CaseAction::Confirm)).then(|| format!("{}#bestaetigung", edit_case::path(&case.slug)))
    }

    /// The list in one state only, or in all.
    fn state_href(state: Option<WorkflowState>) -> String {
        state.map_or_else(|| PATH.to_owned(), |state| format!("{PATH}?{STATE}={}", state.key()))
    }

    /// Another page of the list: `name` is `nach` or `vor`. Cursors are made of signs that addresses may hold.
    fn page_href(&self, name: &str, cursor: &str) -> String {
        let state = self.state.map(|state| format!("{STATE}={}&", state.key())).unwrap_or_default();
        format!("{PATH}?{state}{name}={cursor}")
    }
}
