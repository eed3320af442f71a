//! Tell whether anything that the public sees has changed.

use crate::{Network, UseCaseError};
use futures_util::future::BoxFuture;

/// A number that grows with every change of what the public sees: answers made at the same number are the same.
///
/// Changes made by this process show at once, those of other processes at most 200 ms late.
pub fn content_stamp(network: &Network) -> BoxFuture<'_, Result<i64, UseCaseError>> {
    Box::pin(async move { Ok(network.store.content_stamp().await?) })
}
