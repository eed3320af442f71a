//! See who the people of a municipality or of the agency are.

use super::keeper;
use crate::{Network, UseCaseError};
use domain::{Ags, Viewer, permission::Action};
use storage::Account;

/// The accounts of a municipality with its Gemeinden, or those of no municipality; disabled ones too.
///
/// Refused: unauthenticated, forbidden.
pub async fn members(network: &Network, viewer: &Viewer, municipality: Option<&Ags>) -> Result<Vec<Account>, UseCaseError> {
    keeper(viewer, Action::SeeMembers, municipality)?;
    Ok(network.store.members(municipality).await?)
}
