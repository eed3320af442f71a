//! Meilisearch as it comes: its default settings, three text attributes.

use super::{DEPTH, plain_texts};
use crate::{MeilisearchOptions, SearchError};
use domain::{CaseView, ids::CaseId};
use meilisearch_sdk::{client::Client, errors::Error, indexes::Index, task_info::TaskInfo};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

/// How long a task is waited for, and how often it is looked at.
const TASK_TIMEOUT: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_millis(20);

#[derive(Serialize)]
struct Document {
    id: Uuid,
    title: String,
    teaser: String,
    body: String,
}

#[derive(Deserialize)]
struct Hit {
    id: Uuid,
}

/// An index of its own on a server.
pub struct PlainMeilisearch {
    client: Client,
    index: Index,
}

impl PlainMeilisearch {
    pub(super) async fn new(options: MeilisearchOptions, cases: &[CaseView]) -> Result<Self, SearchError> {
        let client = Client::new(&options.url, options.key.as_ref()).map_err(error)?;
        let index = client.index(format!("{}-plain", options.index_prefix));
        let documents: Vec<Document> = cases
            .iter()
            .map(|case| {
                let [title, teaser, body] = plain_texts(case);
                Document { id: case.id.0, title, teaser, body }
            })
            .collect();
        let plain = Self { client, index };
        plain.wait(plain.index.add_documents(&documents, Some("id")).await.map_err(error)?).await?;
        Ok(plain)
    }

    /// The first cases for a query.
    pub(super) async fn find(&self, query: &str) -> Result<Vec<CaseId>, SearchError> {
        let found = self.index.search().with_query(query).with_limit(DEPTH).execute::<Hit>().await.map_err(error)?;
        Ok(found.hits.into_iter().map(|hit| CaseId(hit.result.id)).collect())
    }

    /// Deletes the index.
    pub(super) async fn remove(&self) -> Result<(), SearchError> {
        self.wait(self.index.clone().delete().await.map_err(error)?).await
    }

    async fn wait(&self, task: TaskInfo) -> Result<(), SearchError> {
        let done = task.wait_for_completion(&self.client, Some(LOOK_EVERY), Some(TASK_TIMEOUT)).await.map_err(error)?;
        if done.is_failure() { Err(error(Error::Meilisearch(done.unwrap_failure()))) } else { Ok(()) }
    }
}

fn error(source: Error) -> SearchError {
    SearchError::Unavailable { engine: "plain meilisearch", what: "measuring".to_owned(), source: source.into() }
}
