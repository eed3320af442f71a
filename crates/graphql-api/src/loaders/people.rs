//! What is asked of people whom the viewer looks after.

use super::{Loaders, Source};
use crate::errors::ApiError;
use async_graphql::dataloader::Loader;
use domain::{Ags, ids::AccountId};
use std::collections::HashMap;
use usecases::{
    Account,
    people::{self, Leaver},
    second_factor,
};

/// Whether an account has a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct FactorKey(AccountId);

/// Which municipalities an account advises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct AdvisedKey(AccountId);

impl Loaders {
    /// Somebody whom the viewer looks after; nothing if the account is gone.
    pub(crate) async fn member(&self, id: AccountId) -> Result<Option<Account>, ApiError> {
        self.0.load_one(id).await
    }

    /// How many subscriptions of somebody who has left nobody has taken over.
    pub(crate) async fn wishes_to_hand_over(&self, leaver: Leaver) -> Result<usize, ApiError> {
        Ok(self.0.load_one(leaver).await?.unwrap_or_default())
    }

    /// Whether an account that the viewer looks after has a second factor that counts.
    pub(crate) async fn has_second_factor(&self, account: AccountId) -> Result<bool, ApiError> {
        Ok(self.0.load_one(FactorKey(account)).await?.unwrap_or_default())
    }

    /// Which municipalities an account that the viewer looks after advises.
    pub(crate) async fn advised_by(&self, account: AccountId) -> Result<Vec<Ags>, ApiError> {
        Ok(self.0.load_one(AdvisedKey(account)).await?.unwrap_or_default())
    }
}

impl Loader<AccountId> for Source {
    type Value = Account;
    type Error = ApiError;

    async fn load(&self, keys: &[AccountId]) -> Result<HashMap<AccountId, Self::Value>, Self::Error> {
        people::members_with_ids(&self.network, &self.viewer, keys).await.map_err(|error| self.error(error))
    }
}

impl Loader<Leaver> for Source {
    type Value = usize;
    type Error = ApiError;

    async fn load(&self, keys: &[Leaver]) -> Result<HashMap<Leaver, Self::Value>, Self::Error> {
        let open = people::open_wishes(&self.network, keys).await.map_err(|error| self.error(error))?;
        Ok(keys.iter().map(|leaver| (leaver.clone(), open.get(&leaver.account()).map_or(0, Vec::len))).collect())
    }
}

impl Loader<FactorKey> for Source {
    type Value = bool;
    type Error = ApiError;

    async fn load(&self, keys: &[FactorKey]) -> Result<HashMap<FactorKey, Self::Value>, Self::Error> {
        let accounts: Vec<_> = keys.iter().map(|key| key.0).collect();
        let active = second_factor::active_among(&self.network, &accounts).await.map_err(|error| self.error(error))?;
        Ok(keys.iter().map(|key| (*key, active.contains(&key.0))).collect())
    }
}

impl Loader<AdvisedKey> for Source {
    type Value = Vec<Ags>;
    type Error = ApiError;

    async fn load(&self, keys: &[AdvisedKey]) -> Result<HashMap<AdvisedKey, Self::Value>, Self::Error> {
        let accounts: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = people::advised_by_each(&self.network, &accounts).await.map_err(|error| self.error(error))?;
        Ok(found.into_iter().map(|(account, advised)| (AdvisedKey(account), advised)).collect())
    }
}
