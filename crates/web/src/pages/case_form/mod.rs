//! The form of a case, for beginning one and for working on one: what it asks for, what was typed, and how that is kept.

mod autosave;
mod documents;
mod input;
mod readable;
mod specification;
mod view;

pub(crate) use autosave::autosave;
pub(crate) use documents::{Lists, create_case::ElsewhereInput, lists};
pub(crate) use input::row;
pub(crate) use readable::readable;
pub(crate) use specification::{NO_PRECONDITIONS, SECTIONS};
pub(crate) use view::{Control, SectionView, sections};

use crate::{errors::PageError, fields::Fields, form_token, visitor::Visitor, website::Website};
use documents::{CreateCase, Edited, SubmitCase, UpdateCase, autosave_case, create_case, submit_case, update_case};
use domain::{
    ErrorCode, Rule, Violation,
    case::{CaseRecord, Stage},
    permission::{Action, Member, Relation},
};

/// What is wrong with a field, or with the whole.
pub(crate) struct FieldError {
    /// The field's path as the API writes it: `goals[2]`.
    pub field: Option<String>,
    /// What is wrong, in German.
    pub message: String,
}

impl From<Violation> for FieldError {
    fn from(violation: Violation) -> Self {
        Self { message: violation.message(), field: Some(violation.field) }
    }
}

impl FieldError {
    /// Whether it says what there is to say of this field: it is about the field itself, or about the row that the field belongs to.
    fn covers(&self, field: &str) -> bool {
        self.field.as_deref().is_some_and(|path| field == path || (path.ends_with(']') && field.starts_with(path)))
    }
}

/// A case as it was kept; the version is that of its working copy.
pub(crate) struct Saved {
    pub id: String,
    pub slug: String,
    pub version: i64,
}

/// A field that somebody else changed as well, with its texts as people read them.
pub(crate) struct Conflict {
    /// The field as the API names it.
    pub field: String,
    /// The field as people read it.
    pub label: String,
    /// What it said when this change began.
    pub base: String,
    /// What this change says.
    pub mine: String,
    /// What it says now.
    pub theirs: String,
}

/// What came of keeping a form.
pub(crate) enum Kept {
    /// It was kept.
    Saved(Saved),
    /// It was not: this is wrong with it.
    Wrong(Vec<FieldError>),
    /// It was not: somebody else saved a change meanwhile. The fields that were changed here.
    Conflict(Vec<Conflict>),
}

/// The documents share their fragments, but each has types of its own.
macro_rules! from_document {
    ($($module:ident),+) => {
        $(
            impl From<$module::Saved> for Saved {
                fn from(given: $module::Saved) -> Self {
                    // Whoever does not see it any more has read none: no case has the version 0.
                    Self { id: given.id, slug: given.slug, version: given.working_copy.map_or(0, |copy| copy.version) }
                }
            }

            impl From<$module::Refused> for FieldError {
                fn from(given: $module::Refused) -> Self {
                    Self { field: given.field, message: given.message }
                }
            }
        )+
    };
}

from_document!(create_case, update_case, autosave_case, submit_case);

impl Kept {
    fn of<S: Into<Saved>, E: Into<FieldError>>(saved: Option<S>, errors: Vec<E>) -> Self {
        match saved {
            Some(saved) if errors.is_empty() => Self::Saved(saved.into()),
            _ => Self::Wrong(errors.into_iter().map(Into::into).collect()),
        }
    }
}

/// Whoever may begin cases.
pub(crate) fn writer(visitor: &Visitor) -> Result<&Member, PageError> {
    let member = visitor.viewer.member().ok_or(ErrorCode::Unauthenticated)?;
    if member.may(Action::Create, Relation::Own) { Ok(member) } else { Err(ErrorCode::Forbidden.into()) }
}

/// Begins a case with what was typed, as soon as it has a title: without one nobody could tell it from others, and it could not be put away. The same
/// form begins no second one.
pub(crate) async fn begin(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<Kept, PageError> {
    let (input, mut errors) = input::read(fields);
    if input.title.is_none() {
        errors.insert(0, Violation::new("title", Rule::Required).into());
    }
    if !errors.is_empty() {
        return Ok(Kept::Wrong(errors));
    }
    let variables = create_case::Variables { input, idempotency_key: form_token::wish(fields) };
    let outcome = site.ask::<CreateCase>(&visitor.caller, variables).await?.create_practice_case;
    Ok(Kept::of(outcome.practice_case, outcome.user_errors))
}

/// Saves what was typed as the next revision of the case that the form names, unless somebody else changed the version that it was made from.
pub(crate) async fn update(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<Kept, PageError> {
    let (input, errors) = input::read(fields);
    if !errors.is_empty() {
        return Ok(Kept::Wrong(errors));
    }
    let variables = update_case::Variables { id: fields.get("fall").to_owned(), input: Edited(input), version: fields.version() };
    let outcome = site.ask::<UpdateCase>(&visitor.caller, variables).await?.update_practice_case;
    Ok(match outcome.conflict {
        Some(conflict) => Kept::Conflict(conflict.fields.into_iter().map(Conflict::from).collect()),
        None => Kept::of(outcome.practice_case, outcome.user_errors),
    })
}

/// Whether the form is to be handed in as well as kept.
pub(crate) fn is_to_hand_in(fields: &Fields) -> bool {
    fields.get("weiter") == "einreichen"
}

/// All that is wrong with a form that was not kept, in the form's order: what it was refused for, and what would be told next. `elsewhere` is the
/// place outside the network whose case it is, which the form does not ask for.
pub(crate) fn all_that_is_wrong(fields: &Fields, elsewhere: Option<ElsewhereInput>, refused: Vec<FieldError>) -> Vec<FieldError> {
    // What is about no field, such as the rights of whoever writes, is not mended by writing.
    if refused.iter().all(|error| error.field.is_none()) {
        return refused;
    }
    let stage = if is_to_hand_in(fields) { Stage::Submission } else { Stage::Draft };
    let (input, _) = input::read(fields);
    let line = serde_json::to_string(&create_case::PracticeCaseInput { elsewhere, ..input });
    let violations = line.map(|line| CaseRecord::violations(&line, stage)).unwrap_or_default().into_iter();
    let further: Vec<_> = violations.filter(|violation| !refused.iter().any(|error| error.covers(&violation.field))).collect();
    let mut all: Vec<_> = refused.into_iter().chain(further.into_iter().map(FieldError::from)).collect();
    all.sort_by_key(FieldError::place);
    all
}

/// Hands a case in, as it was at this version.
pub(crate) async fn submit(site: &Website, visitor: &Visitor, id: String, version: i64) -> Result<Kept, PageError> {
    let outcome = site.ask::<SubmitCase>(&visitor.caller, submit_case::Variables { id, version }).await?.submit_practice_case;
    Ok(Kept::of(outcome.practice_case, outcome.user_errors))
}

impl From<update_case::UpdateCaseUpdatePracticeCaseConflictFields> for Conflict {
    fn from(given: update_case::UpdateCaseUpdatePracticeCaseConflictFields) -> Self {
        let said = |text: &str| readable(&given.field, text);
        Self { base: said(&given.base), mine: said(&given.mine), theirs: said(&given.theirs), label: given.label, field: given.field }
    }
}

impl Conflict {
    /// Whether the other one changed the field as well; otherwise only this form did, and nothing is to be decided.
    pub(crate) fn is_contested(&self) -> bool {
        self.theirs != self.base
    }
}
