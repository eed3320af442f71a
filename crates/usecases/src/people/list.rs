//! See who the people of a municipality or of the agency are.

use super::keeper;
use crate::{Network, UseCaseError};
use domain::{Ags, Viewer, ids::AccountId, permission::Action};
use futures_util::future::BoxFuture;
use std::collections::HashMap;
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

/// The accounts with these ids among the people that [`members`] shows the viewer; others, and those that are gone, are left out.
pub fn members_with_ids<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [AccountId],
) -> BoxFuture<'a, Result<HashMap<AccountId, Account>, UseCaseError>> {
    Box::pin(async move {
        let accounts = network.store.accounts_with_ids(ids).await?.into_iter();
        let seen = accounts.filter(|account| keeper(viewer, Action::SeeMembers, account.municipality.as_ref()).is_ok());
        Ok(seen.map(|account| (account.id, account)).collect())
    })
}
