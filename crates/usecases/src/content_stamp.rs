//! Tell whether anything that the public sees has changed.

use crate::{Network, UseCaseError};

/// A number that grows with every change of what the public sees: answers made at the same number are the same.
///
/// Changes made by this process show at once, those of other processes at most 200 ms late.
pub async fn content_stamp(network: &Network) -> Result<i64, UseCaseError> {
    Ok(network.store.content_stamp().await?)
}
