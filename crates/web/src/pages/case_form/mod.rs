//! The form of a case, for beginning one and for working on one: what it asks for, what was typed, and how that is kept.

mod autosave;
mod documents;
mod input;
mod specification;
mod view;

pub(crate) use autosave::autosave;
pub(crate) use documents::{Lists, lists};
pub(crate) use input::row;
pub(crate) use specification::{NO_PRECONDITIONS, SECTIONS};
pub(crate) use view::{Control, SectionView, sections};

use crate::{errors::PageError, fields::Fields, visitor::Visitor, website::Website};
use documents::{CreateCase, Edited, SubmitCase, UpdateCase, autosave_case, create_case, submit_case, update_case};
use domain::{
    ErrorCode, Rule, Violation,
    permission::{Action, Member, Relation},
};

/// What is wrong with a field, or with the whole.
pub(crate) struct FieldError {
    /// The field's path as the API writes it: `goals[2]`.
    pub field: Option<String>,
    /// What is wrong, in German.
    pub message: String,
}

/// A case as it was kept; the version is that of its working copy.
pub(crate) struct Saved {
    pub id: String,
    pub slug: String,
    pub version: i64,
}

/// A field that somebody else changed as well.
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

/// Begins a case with what was typed, as soon as it has a title: without one nobody could tell it from others, and it could not be put away.
pub(crate) async fn begin(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<Kept, PageError> {
    let (input, mut errors) = input::read(fields);
    if input.title.is_none() {
        let missing = Violation::new("title", Rule::Required);
        errors.insert(0, FieldError { message: missing.message(), field: Some(missing.field) });
    }
    if !errors.is_empty() {
        return Ok(Kept::Wrong(errors));
    }
    let outcome = site.ask::<CreateCase>(&visitor.caller, create_case::Variables { input }).await?.create_practice_case;
    Ok(Kept::of(outcome.practice_case, outcome.user_errors))
}

/// Saves what was typed as the next revision of the case that the form names, unless somebody else changed the version that it was made from.
pub(crate) async fn update(site: &Website, visitor: &Visitor, fields: &Fields) -> Result<Kept, PageError> {
    let (input, errors) = input::read(fields);
    if !errors.is_empty() {
        return Ok(Kept::Wrong(errors));
    }
    let variables = update_case::Variables { id: fields.get("fall").to_owned(), input: Edited(input), version: version_read(fields) };
    let outcome = site.ask::<UpdateCase>(&visitor.caller, variables).await?.update_practice_case;
    Ok(match outcome.conflict {
        Some(conflict) => Kept::Conflict(conflict.fields.into_iter().map(Conflict::from).collect()),
        None => Kept::of(outcome.practice_case, outcome.user_errors),
    })
}

/// Hands a case in, as it was at this version.
pub(crate) async fn submit(site: &Website, visitor: &Visitor, id: String, version: i64) -> Result<Kept, PageError> {
    let outcome = site.ask::<SubmitCase>(&visitor.caller, submit_case::Variables { id, version }).await?.submit_practice_case;
    Ok(Kept::of(outcome.practice_case, outcome.user_errors))
}

/// The version of what is changed that the form was made from. A form that does not say it is refused as a conflict: nothing has the version 0.
pub(crate) fn version_read(fields: &Fields) -> i64 {
    fields.get("fassung").parse::<i32>().map(i64::from).unwrap_or_default()
}

impl From<update_case::UpdateCaseUpdatePracticeCaseConflictFields> for Conflict {
    fn from(given: update_case::UpdateCaseUpdatePracticeCaseConflictFields) -> Self {
        Self { field: given.field, label: given.label, base: given.base, mine: given.mine, theirs: given.theirs }
    }
}

impl Conflict {
    /// Whether the other one changed the field as well; otherwise only this form did, and nothing is to be decided.
    pub(crate) fn is_contested(&self) -> bool {
        self.theirs != self.base
    }
}
