//! Take a case out of the network: put it into the archive, or delete it for good.

mod documents;

use crate::{
    client::done_once,
    errors::PageError,
    fields::FormFields,
    form_errors::FormErrors,
    format,
    frame::Frame,
    pages::edit_case,
    respond,
    types::{CaseAction, Steps, WorkflowState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use documents::{CaseToRemove, EraseCase, case_to_remove, erase_case};
use domain::ErrorCode;
use std::sync::Arc;

type Case = case_to_remove::CaseToRemovePracticeCase;
type WorkingCopy = case_to_remove::CaseToRemovePracticeCaseWorkingCopy;

#[derive(Template)]
#[template(path = "pages/remove_case/page.html")]
struct RemovePage {
    frame: Frame,
    case: Case,
    copy: WorkingCopy,
    errors: FormErrors,
}

/// Whether somebody who may do this with a case has something to do on the page.
pub(crate) fn is_for(may: &[CaseAction]) -> bool {
    [CaseAction::Archive, CaseAction::Erase].iter().any(|action| may.contains(action))
}

/// The page's address.
pub(crate) fn path(slug: &str) -> String {
    format!("/faelle/{slug}/entfernen")
}

/// `GET /faelle/{slug}/entfernen`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, PageError> {
    page(&site, &visitor, slug, FormErrors::default()).await
}

/// `POST /faelle/{slug}/entfernen`: deletes the case for good. Archiving is a step of the workflow, as on the list of cases.
pub(crate) async fn erase(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    if fields.get("verstanden") != "ja" {
        let missing = "Bitte bestätigen Sie, dass Sie dieses Praxisbeispiel endgültig löschen möchten.".to_owned();
        return page(&site, &visitor, slug, FormErrors::at("verstanden", missing)).await;
    }
    // By its id: after a deletion another case may have the address.
    let variables = erase_case::Variables { id: fields.get("fall").to_owned() };
    let refused = site.ask::<EraseCase>(&visitor.caller, variables).await?.erase_practice_case.user_errors;
    match done_once!(refused, erase_case, "geloescht", "schon-geloescht") {
        Ok(done) => Ok(respond::see_other(&format!("/meine?erledigt={done}"))),
        Err(errors) => page(&site, &visitor, slug, errors).await,
    }
}

/// The page, for those who may archive or delete the case.
async fn page(site: &Website, visitor: &Visitor, slug: String, errors: FormErrors) -> Result<Response, PageError> {
    if visitor.viewer.member().is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let found = site.ask::<CaseToRemove>(&visitor.caller, case_to_remove::Variables { slug }).await?.practice_case;
    let mut case = found.ok_or(ErrorCode::NotFound)?;
    let copy = case.working_copy.take().filter(|_| is_for(&case.viewer_may)).ok_or(ErrorCode::Forbidden)?;
    let title = format!("Aus dem Netzwerk nehmen: {}", format::title(&copy.content.title));
    let frame = Frame::new(site, &visitor.viewer, title).in_section("/meine").hidden();
    Ok(respond::page_with(errors.status(), &RemovePage { frame, case, copy, errors }))
}

impl RemovePage {
    fn may(&self, action: CaseAction) -> bool {
        self.case.viewer_may.contains(&action)
    }

    /// Whether it can be archived as it stands.
    fn can_be_archived(&self) -> bool {
        Steps::of(&self.case.viewer_may, self.copy.workflow_state, false).archive
    }

    /// Where it is worked on.
    fn edit_href(&self) -> String {
        edit_case::path(&self.case.slug)
    }

    /// How many files the working copy has, if it has some.
    fn files(&self) -> Option<String> {
        let count = self.copy.content.materials.len();
        (count > 0).then(|| format::counted(count, "Datei", "Dateien"))
    }

    /// How many comments are in the conversation, if there are some.
    fn comments(&self) -> Option<String> {
        let count = self.case.review_comments.as_ref().map_or(0, |comments| comments.total_count);
        (count > 0).then(|| format::counted(count, "Kommentar", "Kommentare"))
    }
}
