//! End all of a reader's subscriptions.

use super::{By, ReaderView, WITHDRAWN, locked, locked_by_id, save};
use crate::{
    Network, Refusal, UseCaseError,
    audit_log::{self, Thing},
};
use domain::{EmailAddress, Viewer, subscription::SubscriptionState};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use storage::Transaction;

/// Ends everything that goes to the reader's address at once. Ending it again changes nothing.
///
/// Refused: unauthenticated, not found.
pub fn withdraw_all<'a>(network: &'a Network, viewer: &'a Viewer, by: By<'a>) -> BoxFuture<'a, Result<ReaderView, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let mut view = locked(network, &mut transaction, viewer, by).await?;
        end_all(network, transaction, viewer, &mut view, json!({})).await?;
        Ok(view)
    })
}

/// The same by the operator for whoever asked in another way than by the link, on the telephone for instance: whoever has the database needs
/// nobody's leave. Returns how many subscriptions that ended.
///
/// Refused: not found (nothing was ever asked for with this address).
pub fn withdraw_all_by_operator<'a>(network: &'a Network, email: &'a EmailAddress) -> BoxFuture<'a, Result<usize, UseCaseError>> {
    Box::pin(async move { withdraw_all_of(network, email, "operator").await })
}

/// The same for whoever wrote to the address in the headers of a digest, which proves like its link that they hold it.
pub(crate) async fn withdraw_all_by_mail(network: &Network, email: &EmailAddress) -> Result<usize, UseCaseError> {
    withdraw_all_of(network, email, "mail").await
}

async fn withdraw_all_of(network: &Network, email: &EmailAddress, by: &str) -> Result<usize, UseCaseError> {
    let found = network.store.reader_by_email(email).await?.ok_or(Refusal::NotFound)?;
    let mut transaction = network.store.begin().await?;
    let mut view = locked_by_id(&mut transaction, found.id).await?.ok_or(Refusal::NotFound)?;
    end_all(network, transaction, &Viewer::Public, &mut view, json!({ "by": by })).await
}

/// Ends what is not ended and returns how many those were; the audit log says so of each and of the reader, with this beside it.
async fn end_all(
    network: &Network,
    mut transaction: Transaction,
    viewer: &Viewer,
    view: &mut ReaderView,
    mut detail: Value,
) -> Result<usize, UseCaseError> {
    let now = network.clock.now();
    let reader = view.reader.id;
    let mut ended = Vec::new();
    for own in view.subscriptions.iter_mut().filter(|own| own.state != SubscriptionState::Withdrawn) {
        (own.state, own.withdrawn_at) = (SubscriptionState::Withdrawn, Some(now));
        transaction.withdraw_subscription(own.id, now).await?;
        let mut told = detail.clone();
        told["subscription"] = json!(own.id);
        ended.push((WITHDRAWN, Thing::Reader(reader), told));
    }
    let count = ended.len();
    if count == 0 {
        return Ok(0);
    }
    let actor = viewer.member().map(|member| member.account);
    audit_log::write_all(network, &mut transaction, actor, ended, now).await?;
    detail["subscriptions"] = json!(count);
    save(network, &mut transaction, viewer, view, ("reader.left", detail), now).await?;
    network.commit(transaction).await?;
    Ok(count)
}
