//! The indexes of one network on the server: made, set up, swapped and deleted.

use super::{
    super::settings::{settings, synonym_settings},
    Server,
    tasks::{Accepted, ticket},
};
use crate::{INDEX_VERSION, SearchError, analysis::SynonymTable};
use meilisearch_sdk::{
    client::SwapIndexes,
    request::{HttpClient, Method},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The one document of the index that describes the others.
#[derive(Serialize, Deserialize)]
struct Meta {
    id: String,
    version: u32,
}

/// The indexes on the server.
#[derive(Deserialize)]
struct Listing {
    results: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    uid: String,
}

impl Server {
    /// Whether an index exists.
    pub(in crate::meilisearch) async fn index_exists(&self, uid: &str) -> Result<bool, SearchError> {
        match self.call(&format!("looking for the index {uid}"), self.client.get_raw_index(uid)).await {
            Ok(_) => Ok(true),
            Err(SearchError::Rejected { code, .. }) if code == "index_not_found" => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes an empty index with this version's settings and these synonyms.
    pub(in crate::meilisearch) async fn make_index(&self, uid: &str, synonyms: &SynonymTable) -> Result<(), SearchError> {
        self.make_bare_index(uid).await?;
        self.set_up(uid, synonyms).await
    }

    /// Makes an empty index with the server's own settings.
    pub(in crate::meilisearch) async fn make_bare_index(&self, uid: &str) -> Result<(), SearchError> {
        let what = format!("making the index {uid}");
        let created = self.call(&what, self.client.create_index(uid, Some("id"))).await?;
        match self.wait(&what, ticket(&created)).await {
            // Another process was faster.
            Err(SearchError::Rejected { code, .. }) if code == "index_already_exists" => Ok(()),
            done => done,
        }
    }

    /// Gives an index this version's settings and these synonyms; what is in it stays, and it serves on.
    pub(in crate::meilisearch) async fn set_up(&self, uid: &str, synonyms: &SynonymTable) -> Result<(), SearchError> {
        self.set(&format!("setting up the index {uid}"), uid, settings(synonyms)).await
    }

    /// The settings of an index.
    pub(in crate::meilisearch) async fn settings(&self, uid: &str) -> Result<Value, SearchError> {
        let url = format!("{}/indexes/{uid}/settings", self.options.url);
        let what = format!("reading the settings of {uid}");
        self.call(&what, self.http.request::<(), (), Value>(&url, Method::Get { query: () }, 200)).await
    }

    /// Replaces the synonyms of an index; everything else of it stays, and it serves on.
    pub(in crate::meilisearch) async fn set_synonyms(&self, uid: &str, synonyms: &SynonymTable) -> Result<(), SearchError> {
        self.set(&format!("setting the synonyms of {uid}"), uid, synonym_settings(synonyms)).await
    }

    async fn set(&self, what: &str, uid: &str, body: Value) -> Result<(), SearchError> {
        let url = format!("{}/indexes/{uid}/settings", self.options.url);
        let accepted: Accepted =
            self.call(what, self.http.request::<(), Value, Accepted>(&url, Method::Patch { query: (), body }, 202)).await?;
        self.wait(what, accepted.ticket()).await
    }

    /// Deletes an index; one that does not exist is no error.
    pub(in crate::meilisearch) async fn delete_index(&self, uid: &str) -> Result<(), SearchError> {
        let what = format!("deleting the index {uid}");
        let deleted = self.call(&what, self.client.delete_index(uid)).await?;
        match self.wait(&what, ticket(&deleted)).await {
            Err(SearchError::Rejected { code, .. }) if code == "index_not_found" => Ok(()),
            done => done,
        }
    }

    /// Forgets with which version the serving index was rebuilt: one that was made since has to be.
    pub(in crate::meilisearch) async fn forget_index_version(&self) -> Result<(), SearchError> {
        self.delete_index(&self.meta_index()).await
    }

    /// When an index was made, which tells it from a later one of its name; nothing if it does not exist.
    pub(in crate::meilisearch) async fn made_at(&self, uid: &str) -> Result<Option<Value>, SearchError> {
        match self.call(&format!("asking when {uid} was made"), self.client.get_raw_index(uid)).await {
            Ok(index) => Ok(Some(index["createdAt"].clone())),
            Err(SearchError::Rejected { code, .. }) if code == "index_not_found" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes what rebuilds have left that were cut off.
    pub(in crate::meilisearch) async fn remove_left_behind(&self) -> Result<(), SearchError> {
        // More indexes than any server has.
        let url = format!("{}/indexes?limit=100000", self.options.url);
        let listing: Listing =
            self.call("listing the indexes", self.http.request::<(), (), Listing>(&url, Method::Get { query: () }, 200)).await?;
        for Listed { uid } in listing.results.into_iter().filter(|listed| self.is_next_index(&listed.uid)) {
            self.delete_index(&uid).await?;
        }
        Ok(())
    }

    /// Deletes every index of this network.
    pub(in crate::meilisearch) async fn remove_indexes(&self) -> Result<(), SearchError> {
        self.remove_left_behind().await?;
        for uid in [self.live_index(), self.meta_index()] {
            self.delete_index(&uid).await?;
        }
        Ok(())
    }

    /// Puts the rebuilt index `next`, which was made at this time, in the place of the one that serves, at one stroke.
    pub(in crate::meilisearch) async fn swap(&self, next: &str, made: &Value) -> Result<(), SearchError> {
        let live = self.live_index();
        let what = format!("swapping {live} and {next}");
        let pair = SwapIndexes { indexes: (live.clone(), next.to_owned()), rename: None };
        let swapped = self.call(&what, self.client.swap_indexes([&pair])).await?;
        match self.wait(&what, ticket(&swapped)).await {
            // A swap's task belongs to no index. To a key for some indexes alone the server shows none such, neither done nor failed.
            Err(SearchError::Rejected { code, .. }) if code == "task_not_found" => {
                self.wait_until(&what, || async { self.made_at(&live).await.map(|since| since.as_ref() == Some(made)) }).await
            }
            done => done,
        }
    }

    /// The [`INDEX_VERSION`] that the serving index was last rebuilt with.
    pub(in crate::meilisearch) async fn index_version(&self) -> Result<Option<u32>, SearchError> {
        let index = self.index(&self.meta_index());
        match self.call("reading the version of the index", index.get_document::<Meta>("settings")).await {
            Ok(meta) => Ok(Some(meta.version)),
            Err(SearchError::Rejected { code, .. }) if matches!(code.as_str(), "index_not_found" | "document_not_found") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Remembers that the serving index was rebuilt by this version of the program.
    pub(in crate::meilisearch) async fn set_index_version(&self) -> Result<(), SearchError> {
        let what = "writing the version of the index";
        let meta = Meta { id: "settings".to_owned(), version: INDEX_VERSION };
        let index = self.index(&self.meta_index());
        let written = self.call(what, index.add_or_replace(&[meta], Some("id"))).await?;
        self.wait(what, ticket(&written)).await
    }
}
