//! See who the people of a municipality or of the agency are.

use super::keeper;
use crate::{Network, UseCaseError};
use domain::{Ags, Viewer, permission::Action};
use futures_util::future::BoxFuture;
use storage::Account;

/// The accounts of a municipality with its Gemeinden, or those of no municipality; disabled ones too.
///
/// Refused: unauthenticated, forbidden.
pub fn members<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: Option<&'a Ags>,
) -> BoxFuture<'a, Result<Vec<Account>, UseCaseError>> {
    Box::pin(async move {
        keeper(viewer, Action::SeeMembers, municipality)?;
        Ok(network.store.members(municipality).await?)
    })
}
