//! Name somebody who stands in for a municipality's coordination for a time.

use super::{
    keeper, managed,
    tell::{self, tell},
};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use chrono::{DateTime, Utc};
use domain::{
    Ags, Rule, Viewer, Violation,
    clock::local_date,
    ids::{AccountId, DeputationId},
    permission::Action,
};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::{Account, Deputation, Transaction};

/// For how many days of the calendar (Europe/Berlin) at most somebody stands in; who stays longer gets the role.
pub const LONGEST_DEPUTATION_DAYS: u32 = 366;

/// Who is to stand in, and when.
#[derive(Debug, Clone)]
pub struct DeputyRequest {
    /// The deputy, of the municipality that is stood in for.
    pub deputy: AccountId,
    /// From which moment on.
    pub from: DateTime<Utc>,
    /// Up to which moment.
    pub until: DateTime<Utc>,
}

/// Gives an account a coordinator's rights on its municipality from one moment to another. Both sign in as themselves: there is nothing to
/// hand over. It counts from the deputy's next request on. Asked for once more, as by a second click, it is the deputation that is there. The deputy
/// and the other coordinators are told by mail.
///
/// Refused: unauthenticated, not found (a deputy whom the viewer may not see), forbidden (a deputy names no deputies), invalid (no period that can
/// be, or somebody who cannot stand in, or does so already for a part of it: whoever ends one deputation is to end what it gave).
pub fn name_deputy<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    request: DeputyRequest,
) -> BoxFuture<'a, Result<Deputation, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (member, deputy) = managed(&mut transaction, viewer, request.deputy).await?;
        // The agency's people have no coordination to stand in for.
        if deputy.role.is_of_agency() {
            return Err(Refusal::NotFound.into());
        }
        let own = transaction.account(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        let Some(municipality) = &deputy.municipality else {
            return Err(Refusal::Invalid(vec![Violation::new("municipality", Rule::Required)]).into());
        };
        if !member.names_deputies(own.role, municipality) {
            return Err(Refusal::Forbidden.into());
        }
        let now = network.clock.now();
        let is_asked_for = |one: &Deputation| (one.from, one.until) == (request.from, request.until);
        let (mut same, others): (Vec<_>, Vec<_>) = transaction.deputations_of(deputy.id).await?.into_iter().partition(is_asked_for);
        let violations = problems(&deputy, &others, &request, now);
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        if let Some(same) = same.pop() {
            return Ok(same);
        }
        let deputation = Deputation {
            id: DeputationId(network.ids.next()),
            // A Gemeinde has the coordination of its Landkreis.
            municipality: municipality.municipality().key(),
            deputy: deputy.id,
            named_by: Some(member.account),
            created_at: now,
            from: request.from,
            until: request.until,
        };
        transaction.insert_deputation(&deputation).await?;
        let detail = json!({ "deputy": deputy.id, "from": request.from, "until": request.until });
        audit_log::write(
            network,
            &mut transaction,
            Some(member.account),
            ("deputation.begun", Thing::Deputation(deputation.id)),
            detail,
            now,
        )
        .await?;
        tell(network, &mut transaction, Some(member.account), &deputation, tell::NAMED, now).await?;
        network.commit(transaction).await?;
        Ok(deputation)
    })
}

/// What is wrong with the request; `others` are the deputations of the deputy at other times.
fn problems(deputy: &Account, others: &[Deputation], request: &DeputyRequest, now: DateTime<Utc>) -> Vec<Violation> {
    let mut violations = Vec::new();
    let unfit = |expected| Violation::new("deputy", Rule::Malformed { expected, given: deputy.role.label().to_owned() });
    if deputy.disabled_at.is_some() || !deputy.role.can_stand_in() {
        violations.push(unfit("ein aktives Konto Ihrer Kommune, das die Koordination nicht schon hat"));
    } else if others.iter().any(|one| one.from < request.until && request.from < one.until) {
        violations.push(unfit("ein Konto, das in diesem Zeitraum nicht schon vertritt; beenden Sie sonst zuerst die andere Vertretung"));
    }
    if request.until <= request.from {
        let rule = Rule::EndBeforeStart { start: request.from.to_rfc3339(), given: request.until.to_rfc3339() };
        violations.push(Violation::new("until", rule));
    } else if request.until <= now || days_between(request.from, request.until) > i64::from(LONGEST_DEPUTATION_DAYS) {
        let expected = "ein Zeitpunkt in der Zukunft, höchstens ein Jahr nach dem Beginn";
        violations.push(Violation::new("until", Rule::Malformed { expected, given: request.until.to_rfc3339() }));
    }
    violations
}

/// How many days later it is. A day on which clocks are put back counts like any other.
fn days_between(from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    (local_date(until) - local_date(from)).num_days()
}

/// The deputations of a municipality that are not over. Refused: unauthenticated, forbidden.
pub fn deputations<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: &'a Ags,
) -> BoxFuture<'a, Result<Vec<Deputation>, UseCaseError>> {
    Box::pin(async move {
        keeper(viewer, Action::SeeMembers, Some(municipality))?;
        Ok(network.store.deputations(municipality, network.clock.now()).await?)
    })
}

/// Ends a deputation at once. The deputy and the coordinators are told by mail, but for whoever ends it.
///
/// Refused: unauthenticated, not found (what has ended, too).
pub fn end_deputation<'a>(network: &'a Network, viewer: &'a Viewer, id: DeputationId) -> BoxFuture<'a, Result<DeputationId, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        let mut transaction = network.store.begin().await?;
        transaction.lock_people().await?;
        // After the turn, as whoever erases an account does.
        access::hold(&mut transaction, viewer).await?;
        let deputation = transaction.deputation(id).await?.ok_or(Refusal::NotFound)?;
        if keeper(viewer, Action::ManageMembers, Some(&deputation.municipality)).is_err() {
            return Err(Refusal::NotFound.into());
        }
        let now = network.clock.now();
        transaction.delete_deputation(id).await?;
        let detail = json!({ "deputy": deputation.deputy });
        audit_log::write(network, &mut transaction, Some(member.account), ("deputation.ended", Thing::Deputation(id)), detail, now).await?;
        tell(network, &mut transaction, Some(member.account), &deputation, tell::ENDED, now).await?;
        network.commit(transaction).await?;
        Ok(id)
    })
}

/// Ends all deputations of an account that does not speak for the municipality any more, or of nobody any more; those whom it concerns are told, but
/// for `actor`. What ends the account's part writes down why. The transaction has the turn of changing people.
pub(crate) fn end_deputations_of<'a>(
    network: &'a Network,
    transaction: &'a mut Transaction,
    actor: Option<AccountId>,
    deputy: AccountId,
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<(), UseCaseError>> {
    Box::pin(async move {
        let ended = transaction.deputations_of(deputy).await?;
        transaction.delete_deputations_of(deputy).await?;
        for deputation in &ended {
            tell(network, transaction, actor, deputation, tell::ENDED, now).await?;
        }
        Ok(())
    })
}
