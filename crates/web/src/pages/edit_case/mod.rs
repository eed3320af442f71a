//! Work on a case: change its text, hand it in or take it back, see where it stands, and talk about it with those who review it.

mod documents;
mod filled;
mod material_view;
mod materials;
mod review;
mod steps;

pub(crate) use materials::{add as add_material, change as change_material, remove as remove_material};
pub(crate) use review::{request_changes, turn};
pub(crate) use steps::{comment, withdraw};

use crate::{
    errors::PageError,
    fields::{Fields, FormFields, QueryFields},
    format,
    frame::Frame,
    pages::{
        case_form::{self, Conflict, Control, ElsewhereInput, FieldError, Kept, Lists, SECTIONS, Saved, SectionView, lists},
        members, remove_case,
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
use domain::{Ags, ErrorCode, Role, permission::Member, workflow::Step};
use http::StatusCode;
use material_view::Materials;
use review::Turn;
use std::sync::Arc;

type Case = edited_case::EditedCasePracticeCase;
type WorkingCopy = edited_case::EditedCasePracticeCaseWorkingCopy;
type Text = edited_case::EditedCasePracticeCaseWorkingCopyContent;

/// A case with its working copy.
struct Edited {
    case: Case,
    copy: WorkingCopy,
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

/// A form with one text, with what was typed.
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
    fn of(Edited { case, copy }: &Edited, member: &Member) -> Self {
        let state = copy.workflow_state.state();
        let may = |action| case.viewer_may.contains(&action);
        let place = copy.content.municipality.as_ref().and_then(|place| place.ags.parse::<Ags>().ok());
        Self {
            edit: may(CaseAction::Edit) && state.after(Step::Edit).is_some(),
            // What is public or archived becomes a draft by being saved; what waits for its review is handed in already.
            submit: may(CaseAction::Submit) && copy.workflow_state != WorkflowState::Submitted,
            withdraw: may(CaseAction::Withdraw) && state.is_in_review(),
            comment: may(CaseAction::Comment),
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
    page.done = done(query.get("erledigt"));
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
    let found = site.ask::<EditedCase>(&visitor.caller, edited_case::Variables { slug }).await?.practice_case;
    let mut case = found.ok_or(ErrorCode::NotFound)?;
    let copy = case.working_copy.take().ok_or(ErrorCode::Forbidden)?;
    Ok(Edited { case, copy })
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
        comment: TextForm { fields: default_mention(member.role), errors: Vec::new() },
        reason: TextForm::default(),
        done: None,
        case: edited.case,
        copy: edited.copy,
    })
}

/// Whom a comment is for, as a rule: those on the other side.
fn default_mention(role: Role) -> Fields {
    let party = if role.is_of_agency() { ReviewParty::Author } else { ReviewParty::Reviewer };
    Fields::from(vec![("an".to_owned(), party.key().to_owned())])
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "gespeichert" => "Gespeichert.",
        "zurueckgezogen" => "Das Praxisbeispiel ist wieder ein Entwurf.",
        "kommentiert" => "Ihr Kommentar ist gespeichert.",
        "datei-hinzugefuegt" => "Die Datei ist hinzugefügt. Öffentlich wird sie mit der nächsten Veröffentlichung.",
        "datei-geaendert" => "Die Angaben zur Datei sind geändert.",
        "datei-entfernt" => "Die Datei ist entfernt.",
        "zurueckgegeben" => "Wer das Praxisbeispiel geschrieben hat, wird per E-Mail um eine Überarbeitung gebeten.",
        _ => return Turn::from_key(key).map(Turn::done),
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

    /// Whether what is shown is public, and saving begins a next version beside it.
    fn is_public(&self) -> bool {
        self.case.published_at.is_some() && self.case.archived_at.is_none()
    }

    fn comment_value(&self, name: &str) -> &str {
        self.comment.fields.get(name)
    }

    fn is_addressed(&self, party: ReviewParty) -> bool {
        self.comment.fields.has("an", party.key())
    }

    /// What a comment can be about: name and label of each field.
    fn commentable() -> Vec<(&'static str, &'static str)> {
        let specs = SECTIONS.iter().flat_map(|section| section.fields);
        let mut fields: Vec<_> = specs.map(|spec| (spec.name.split('.').next().unwrap_or(spec.name), spec.label)).collect();
        fields.dedup_by_key(|(name, _)| *name);
        fields
    }
}
