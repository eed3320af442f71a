//! Read what goes to a reader's address.

use super::{By, ReaderView, find};
use crate::{Network, UseCaseError};
use domain::Viewer;

/// The reader and their subscriptions; nothing if the token is unknown, or nothing was ever asked for with the account's address. Reading
/// changes nothing.
///
/// Refused: unauthenticated.
pub async fn read(network: &Network, viewer: &Viewer, by: By<'_>) -> Result<Option<ReaderView>, UseCaseError> {
    let Some(reader) = find(network, viewer, by).await? else { return Ok(None) };
    let subscriptions = network.store.subscriptions_of_reader(reader.id).await?;
    Ok(Some(ReaderView { reader, subscriptions }))
}
