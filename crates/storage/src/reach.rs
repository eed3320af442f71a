//! Whose working copies a viewer sees, as a condition of a statement.
//!
//! The rule is [`domain::reach::sight`]; lists need it in SQL so that pages are full and totals true. A test lets both decide every
//! combination of role, relation and state.

use crate::entity::practice_case::{Column, Entity};
use domain::{
    Viewer, WorkflowState,
    permission::{Action, Member, Relation},
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};

/// The condition under which `sight` is `Working`; `None` where nobody's working copy can be seen.
pub(crate) fn sees_working_copy(viewer: &Viewer) -> Option<Condition> {
    let member = viewer.member()?;
    let draft = is_secret_draft();
    let as_draft = allowed(member, Action::ReadDraft).map(|condition| Condition::all().add(draft.clone()).add(condition));
    let as_other = allowed(member, Action::ReadSubmitted).map(|condition| Condition::all().add(draft.not()).add(condition));
    match (as_draft, as_other) {
        (None, None) => None,
        (one, other) => Some([one, other].into_iter().flatten().fold(Condition::any(), Condition::add)),
    }
}

/// What was never public and is not in review is its municipality's own.
fn is_secret_draft() -> Expr {
    let in_review = WorkflowState::ALL.iter().filter(|state| state.is_in_review()).map(|state| state.key());
    Expr::col((Entity, Column::State)).is_not_in(in_review).and(Expr::col((Entity, Column::FirstPublishedAt)).is_null())
}

/// For which cases the member may do this: those to which they stand in a relation that allows it, among others or alone.
fn allowed(member: &Member, action: Action) -> Option<Condition> {
    let permitted: Vec<_> = Relation::ALL.iter().copied().filter(|relation| member.may(action, *relation)).collect();
    if permitted.len() == Relation::ALL.len() {
        return Some(Condition::all());
    }
    let stands = |relation| match relation {
        Relation::Own => is_own(member),
        Relation::Advised => is_advised(member),
        Relation::Foreign => Condition::all().add(is_own(member).not()).add(is_advised(member).not()),
    };
    permitted.into_iter().map(stands).reduce(|one, other| Condition::any().add(one).add(other))
}

/// Of a municipality that the member advises. Never NULL, so that it can be negated.
fn is_advised(member: &Member) -> Condition {
    let column = || Expr::col((Entity, Column::WorkingDistrict));
    let districts = member.advises.iter().map(|ags| ags.district().to_string());
    Condition::all().add(column().is_not_null()).add(column().is_in(districts))
}

/// Begun by the member, or of the member's municipality. Never NULL, so that it can be negated.
fn is_own(member: &Member) -> Condition {
    let equals = |column: Column, value: Expr| {
        let column = || Expr::col((Entity, column));
        column().is_not_null().and(column().eq(value))
    };
    let own = Condition::any().add(equals(Column::AuthorId, Expr::val(member.account.0)));
    match &member.municipality {
        Some(ags) => own.add(equals(Column::WorkingDistrict, Expr::val(ags.district()))),
        None => own,
    }
}
