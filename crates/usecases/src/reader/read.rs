//! Read what goes to a reader's address.

use super::{By, ReaderView, find};
use crate::{Network, UseCaseError};
use domain::Viewer;
use futures_util::future::BoxFuture;

/// The reader and their subscriptions; nothing if the token is unknown, or nothing was ever asked for with the account's address. Reading
/// changes nothing.
///
/// Refused: unauthenticated.
pub fn read<'a>(network: &'a Network, viewer: &'a Viewer, by: By<'a>) -> BoxFuture<'a, Result<Option<ReaderView>, UseCaseError>> {
    Box::pin(async move {
        let Some(reader) = find(network, viewer, by).await? else { return Ok(None) };
        let subscriptions = network.store.subscriptions_of_reader(reader.id).await?;
        Ok(Some(ReaderView { reader, subscriptions }))
    })
}
