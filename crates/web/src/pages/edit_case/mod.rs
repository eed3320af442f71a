//! Work on a case: change its text, hand it in or take it back, see where it stands, and talk about it with those who review it.

mod comments;
mod documents;
mod filled;
mod freshness;
mod handing_over;
mod material_view;
mod materials;
mod review;
mod steps;

pub(crate) use comments::{comment, resolve as resolve_comment};
pub(crate) use freshness::confirm;
pub(crate) use handing_over::hand_over;
pub(crate) use materials::{add as add_material, change as change_material, remove as remove_material};
pub(crate) use review::{request_changes, turn};
pub(crate) use steps::withdraw;

use crate::{
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    format,
    frame::Frame,
    pages::{
        audit_log,
        case_form::{self, Conflict, Control, ElsewhereInput, FieldError, Kept, Lists, Saved, SectionView, lists},
        members, remove_case, revisions,
    },
    respond,
    types::{CaseAction, ReviewParty, WorkflowState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use documents::{EditedCase, edited_case};
use domain::{Ags, ErrorCode, permission::Member, workflow::Step};
use http::StatusCode;
use material_view::Materials;
use review::Turn;
use std::sync::Arc;

type Case = edited_case::EditedCasePracticeCase;
type WorkingCopy = edited_case::EditedCasePracticeCaseWorkingCopy;
type Text = edited_case::EditedCasePracticeCaseWorkingCopyContent;
type Reviewer = edited_case::EditedCaseViewerReviewers;

/// A case with its working copy.
struct Edited {
    case: Case,
    copy: WorkingCopy,
    /// Who else reviews, for those who do.
    colleagues: Vec<Reviewer>,
}

#[derive(Template)]
#[template(path = "pages/edit_case/page.html")]
struct EditPage {
    frame: Frame,
    case: Case,
    copy: WorkingCopy,
    may: May,
    sections: Vec<SectionView>,
    content: Content,
    materials: Materials,
    comment: TextForm,
    reason: TextForm,
    /// To whom the review can be handed over.
    colleagues: Vec<Reviewer>,
    handing_over: TextForm,
    done: Option<&'static str>,
}

/// What the form of the text shows besides the text.
#[derive(Default)]
struct Content {
    errors: Vec<FieldError>,
    /// What stands over the errors.
    heading: &'static str,
    /// What was changed here and meanwhile by somebody else: nothing was kept, and this is to be decided.
    conflicts: Option<Vec<Conflict>>,
}

/// A small form, with what was typed or chosen.
#[derive(Default)]
struct TextForm {
    fields: Fields,
    errors: Vec<String>,
}

/// What the viewer can be offered to do with the text as it stands.
#[expect(clippy::struct_excessive_bools, reason = "what is offered, each of which is or is not")]
struct May {
    edit: bool,
    submit: bool,
    withdraw: bool,
    comment: bool,
    confirm: bool,
    give_back: bool,
    /// What can be done about who reviews it.
    turn: Option<Turn>,
    /// Hand over what those behind it look after: where.
    people_href: Option<String>,
    /// Archive or delete it.
    remove: bool,
}

impl May {
    /// What the API says that they may, where it makes sense in this state. It decides in the end.
    fn of(Edited { case, copy, .. }: &Edited, member: &Member) -> Self {
        let state = copy.workflow_state.state();
        let may = |action| case.viewer_may.contains(&action);
        let place = copy.content.municipality.as_ref().and_then(|place| place.ags.parse::<Ags>().ok());
        Self {
            edit: may(CaseAction::Edit) && state.after(Step::Edit).is_some(),
            // What is public or archived becomes a draft by being saved; what waits for its review is handed in already.
            submit: may(CaseAction::Submit) && copy.workflow_state != WorkflowState::Submitted,
            withdraw: may(CaseAction::Withdraw) && state.is_in_review(),
            comment: may(CaseAction::Comment),
            confirm: may(CaseAction::Confirm) && is_public(case),
            give_back: may(CaseAction::Review) && state.after(Step::RequestChanges).is_some(),
            turn: Turn::offered(case, state.is_in_review()),
            people_href: members::href(member, place.as_ref()),
            remove: remove_case::is_for(&case.viewer_may),
        }
    }
}

/// `GET /faelle/{slug}/bearbeiten`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    QueryFields(query): QueryFields,
) -> Result<Response, PageError> {
    let edited = read(&site, &visitor, slug).await?;
    let fields = filled::filled(&edited.copy.content);
    let mut page = page(&site, &visitor, edited, &fields, Content::default()).await?;
    page.done = steps::done(query.get("erledigt"));
    Ok(respond::page(&page))
}

/// `POST /faelle/{slug}/bearbeiten`
pub(crate) async fn save(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(slug): Path<String>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    match case_form::update(&site, &visitor, &fields).await? {
        Kept::Saved(saved) if case_form::is_to_hand_in(&fields) => hand_in(&site, &visitor, saved, &fields).await,
        Kept::Saved(saved) => Ok(respond::see_other(&format!("{}?erledigt=gespeichert", path(&saved.slug)))),
        Kept::Wrong(errors) => {
            let edited = read(&site, &visitor, slug).await?;
            let elsewhere = edited.copy.content.elsewhere.as_ref();
            let elsewhere = elsewhere.map(|place| ElsewhereInput { name: place.name.clone(), state: place.state });
            let errors = case_form::all_that_is_wrong(&fields, elsewhere, errors);
            let content = Content { errors, heading: "Noch nicht gespeichert", ..Content::default() };
            // What the form was made from stays: whoever saved meanwhile is still to be heard.
            let mut page = page(&site, &visitor, edited, &fields, content).await?;
            page.copy.version = fields.get("fassung").parse().unwrap_or(page.copy.version);
            Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Kept::Conflict(conflicts) => {
            let edited = read(&site, &visitor, slug).await?;
            let changed: Vec<_> = conflicts.iter().map(|conflict| conflict.field.as_str()).collect();
            let fields = filled::merged(&edited.copy.content, &fields, &changed);
            let content = Content { conflicts: Some(conflicts), ..Content::default() };
            Ok(respond::page_with(StatusCode::CONFLICT, &page(&site, &visitor, edited, &fields, content).await?))
        }
    }
}

/// Hands in what was saved just now; shows the form again where something is missing.
pub(crate) async fn hand_in(site: &Website, visitor: &Visitor, saved: Saved, fields: &Fields) -> Result<Response, PageError> {
    let errors = match case_form::submit(site, visitor, saved.id, saved.version).await? {
        Kept::Wrong(errors) => errors,
        Kept::Saved(_) | Kept::Conflict(_) => return Ok(respond::see_other("/meine?erledigt=eingereicht")),
    };
    let edited = read(site, visitor, saved.slug).await?;
    let content = Content { errors, heading: "Gespeichert, aber noch nicht eingereicht", ..Content::default() };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(site, visitor, edited, fields, content).await?))
}

/// The page's address.
pub(crate) fn path(slug: &str) -> String {
    format!("/faelle/{slug}/bearbeiten")
}

/// The case with its working copy, for those who see it.
async fn read(site: &Website, visitor: &Visitor, slug: String) -> Result<Edited, PageError> {
    if visitor.viewer.member().is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let edited_case::ResponseData { viewer, practice_case } =
        site.ask::<EditedCase>(&visitor.caller, edited_case::Variables { slug }).await?;
    let mut case = practice_case.ok_or(ErrorCode::NotFound)?;
    let copy = case.working_copy.take().ok_or(ErrorCode::Forbidden)?;
    let reviewers = viewer.map(|viewer| viewer.reviewers).unwrap_or_default();
    Ok(Edited { case, copy, colleagues: reviewers.into_iter().filter(|reviewer| !reviewer.is_viewer).collect() })
}

/// Whether what everybody reads is kept up, and saving begins a next version beside it.
fn is_public(case: &Case) -> bool {
    case.published_at.is_some() && case.archived_at.is_none()
}

async fn page(site: &Website, visitor: &Visitor, mut edited: Edited, fields: &Fields, content: Content) -> Result<EditPage, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    let lists = site.ask::<Lists>(&visitor.viewer, lists::Variables).await?;
    // Whoever works on several has a window for each, and tells them apart by their titles.
    let title = match edited.copy.content.title.as_str() {
        "" => "Praxisbeispiel bearbeiten".to_owned(),
        title => format!("Bearbeiten: {title}"),
    };
    let files = std::mem::take(&mut edited.copy.content.materials);
    Ok(EditPage {
        frame: Frame::new(site, &visitor.viewer, title).in_section("/meine").hidden(),
        may: May::of(&edited, member),
        sections: case_form::sections(fields, &lists, &content.errors),
        content,
        materials: Materials::of(files, edited.copy.version, site.options.network.settings.file_bytes),
        comment: comments::form_for(member.role),
        reason: TextForm::default(),
        colleagues: edited.colleagues,
        handing_over: TextForm::default(),
        done: None,
        case: edited.case,
        copy: edited.copy,
    })
}

impl EditPage {
    /// Why the case was given back, as long as it is not handed in again.
    fn asked_for(&self) -> Option<&str> {
        let history = self.case.review_history.as_ref().filter(|_| self.copy.workflow_state == WorkflowState::ChangesRequested)?;
        history.iter().rev().find_map(|event| event.reason.as_deref())
    }

    /// The fields that both changed.
    fn contested(&self) -> Vec<&Conflict> {
        self.content.conflicts.iter().flatten().filter(|conflict| conflict.is_contested()).collect()
    }

    /// Whether what is shown is public.
    fn is_public(&self) -> bool {
        is_public(&self.case)
    }
}
