//! End a question to the network.

use super::{may_close, participant};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use domain::{Viewer, ids::RequestId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::NetworkRequest;

/// Closes a question: it stays to be read, but takes no more replies. Closing what is closed changes nothing.
///
/// Refused: unauthenticated, not found, forbidden.
pub fn close<'a>(network: &'a Network, viewer: &'a Viewer, id: RequestId) -> BoxFuture<'a, Result<NetworkRequest, UseCaseError>> {
    Box::pin(async move {
        let member = participant(viewer)?;
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let request = transaction.request_for_update(id).await?.ok_or(Refusal::NotFound)?;
        if !may_close(member, &request) {
            return Err(Refusal::Forbidden.into());
        }
        if request.closed_at.is_some() {
            return Ok(request);
        }
        let now = network.clock.now();
        transaction.close_request(id, now).await?;
        audit_log::write(network, &mut transaction, Some(member.account), ("request.closed", Thing::Request(id)), json!({}), now).await?;
        network.commit(transaction).await?;
        Ok(NetworkRequest { closed_at: Some(now), ..request })
    })
}

/// Deletes a question with its replies for good, for instance because it names a person.
///
/// Refused: unauthenticated, not found, forbidden.
pub fn erase<'a>(network: &'a Network, viewer: &'a Viewer, id: RequestId) -> BoxFuture<'a, Result<RequestId, UseCaseError>> {
    Box::pin(async move {
        let member = participant(viewer)?;
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let request = transaction.request_for_update(id).await?.ok_or(Refusal::NotFound)?;
        if !may_close(member, &request) {
            return Err(Refusal::Forbidden.into());
        }
        transaction.delete_request(id).await?;
        let now = network.clock.now();
        audit_log::write(network, &mut transaction, Some(member.account), ("request.erased", Thing::Request(id)), json!({}), now).await?;
        network.commit(transaction).await?;
        Ok(id)
    })
}
