//! The checks that every change to a case begins with.

use crate::{
    Network, Refusal, UseCaseError,
    audit_log::{self, Thing},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, Viewer,
    ids::CaseId,
    permission::{Action, Member, Relation},
    reach::Sight,
    workflow::{Step, WorkflowState},
};
use serde_json::{Value, json};
use storage::{StoredFile, Transaction};

/// The signed-in member, or a refusal that asks to sign in.
pub(crate) fn member(viewer: &Viewer) -> Result<&Member, Refusal> {
    viewer.member().ok_or(Refusal::Unauthenticated)
}

/// The same, if they may do this for the network as a whole: what is about no case and no municipality. Refused: unauthenticated, forbidden.
pub(crate) fn member_for(viewer: &Viewer, action: Action) -> Result<&Member, Refusal> {
    let member = member(viewer)?;
    if member.may(action, Relation::Foreign) { Ok(member) } else { Err(Refusal::Forbidden) }
}

/// The signed-in member, for who does something in their name: until the transaction ends their account is not erased, and whoever erases it
/// afterwards finds what was written. It comes before the row that is changed. An account that is gone by now asks to sign in.
pub(crate) async fn hold<'a>(transaction: &mut Transaction, viewer: &'a Viewer) -> Result<&'a Member, UseCaseError> {
    let member = member(viewer)?;
    if transaction.hold_account(member.account).await? { Ok(member) } else { Err(Refusal::Unauthenticated.into()) }
}

/// Reads a case's working copy for a change and checks, in this order: that it is there for this viewer, that the viewer may do this,
/// that its state allows the step. Returns it with the state that the step leads to.
pub(crate) async fn case_for_step(
    transaction: &mut Transaction,
    viewer: &Viewer,
    id: CaseId,
    step: Step,
) -> Result<(CaseView, WorkflowState), UseCaseError> {
    let case = case_for(transaction, viewer, id, action_of(step)).await?;
    match case.state.after(step) {
        Some(next) => Ok((case, next)),
        None => Err(Refusal::InvalidState { state: case.state }.into()),
    }
}

/// Whoever decides about something decides about what they read: refused as a conflict if it changed since that version and has another one now.
/// Nothing has the version 0, so whoever names it has read none.
pub(crate) fn at_version(now: i32, read: i32) -> Result<(), Refusal> {
    if read == now { Ok(()) } else { Err(Refusal::Conflict { version: now, fields: Vec::new() }) }
}

/// Reads a case's working copy for an action and checks that it is there for this viewer and that the viewer may do this.
pub(crate) async fn case_for(transaction: &mut Transaction, viewer: &Viewer, id: CaseId, action: Action) -> Result<CaseView, UseCaseError> {
    hold(transaction, viewer).await?;
    let case = transaction.case_for_update(id).await?.ok_or(Refusal::NotFound)?;
    match case.sight(viewer) {
        Sight::Nothing => Err(Refusal::NotFound.into()),
        Sight::Published | Sight::Working if case.may(viewer, action) => Ok(case),
        Sight::Published | Sight::Working => Err(Refusal::Forbidden.into()),
    }
}

/// The same for what hangs on the working copy and has an id of its own: whoever sees the published revision alone learns nothing of it,
/// not even that it is there.
pub(crate) async fn working_copy_for(
    transaction: &mut Transaction,
    viewer: &Viewer,
    id: CaseId,
    action: Action,
) -> Result<CaseView, UseCaseError> {
    hold(transaction, viewer).await?;
    let case = transaction.case_for_update(id).await?.ok_or(Refusal::NotFound)?;
    if case.sight(viewer) != Sight::Working {
        return Err(Refusal::NotFound.into());
    }
    if case.may(viewer, action) { Ok(case) } else { Err(Refusal::Forbidden.into()) }
}

fn action_of(step: Step) -> Action {
    match step {
        Step::Edit => Action::Edit,
        Step::Submit => Action::Submit,
        Step::Withdraw => Action::Withdraw,
        Step::RequestChanges => Action::Review,
        Step::Publish => Action::Publish,
        Step::Archive => Action::Archive,
    }
}

/// Writes down who did what to a case.
pub(crate) async fn audit(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    action: &str,
    case: CaseId,
    detail: Value,
    at: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let actor = viewer.member().map(|member| member.account);
    Ok(audit_log::write(network, transaction, actor, (action, Thing::PracticeCase(case)), detail, at).await?)
}

/// Writes down who did what to a file.
pub(crate) async fn audit_file(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    action: &str,
    file: &StoredFile,
    at: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let actor = viewer.member().map(|member| member.account);
    let detail = json!({ "kind": file.kind, "size": file.size, "sha256": file.sha256 });
    Ok(audit_log::write(network, transaction, actor, (action, Thing::File(file.id)), detail, at).await?)
}
