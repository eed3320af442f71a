//! What is in an index: documents that are sent and deleted, counted and listed.

use super::{
    super::{documents::Document, requests::without_index},
    Server, Ticket,
    tasks::ticket,
};
use crate::{SearchDocument, SearchError};
use domain::ids::CaseId;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// How many documents are sent in one task at most.
const BATCH: usize = 500;

/// From how many bytes of words on no further document is sent in the same task. The server takes 100 MB at once unless told otherwise, and a case
/// whose files are books has some millions of bytes.
const MANY_BYTES: usize = 8_000_000;

#[derive(Deserialize)]
struct Listing {
    results: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    id: Uuid,
    hash: String,
}

impl Server {
    /// Sends documents in batches without waiting for the tasks.
    pub(in crate::meilisearch) async fn send(&self, uid: &str, documents: &[SearchDocument]) -> Result<Vec<Ticket>, SearchError> {
        let index = self.index(uid);
        let mut tickets = Vec::new();
        let mut rest = documents.iter().map(Document::new);
        loop {
            let batch = next_batch(&mut rest, Document::bytes);
            if batch.is_empty() {
                return Ok(tickets);
            }
            let what = format!("sending {} documents to {uid}", batch.len());
            tickets.push(ticket(&self.call(&what, index.add_or_replace(&batch, Some("id"))).await?));
        }
    }

    /// Sends documents that are to be added or replaced, and cases that are to be taken out, without waiting for the tasks.
    pub(in crate::meilisearch) async fn send_change(
        &self,
        uid: &str,
        upserts: &[SearchDocument],
        deletions: &[CaseId],
    ) -> Result<Vec<Ticket>, SearchError> {
        let mut tickets = self.send(uid, upserts).await?;
        if !deletions.is_empty() {
            let ids: Vec<Uuid> = deletions.iter().map(|id| id.0).collect();
            let what = format!("deleting {} documents from {uid}", ids.len());
            tickets.push(ticket(&self.call(&what, self.index(uid).delete_documents(&ids)).await?));
        }
        Ok(tickets)
    }

    /// Waits until searches see what was sent.
    pub(in crate::meilisearch) async fn wait_for_change(
        &self,
        uid: &str,
        tickets: impl IntoIterator<Item = Ticket>,
    ) -> Result<(), SearchError> {
        for ticket in tickets {
            self.wait(&format!("changing {uid}"), ticket).await?;
        }
        Ok(())
    }

    /// How many documents an index holds.
    pub(in crate::meilisearch) async fn count(&self, uid: &str) -> Result<usize, SearchError> {
        let index = self.index(uid);
        Ok(self.call(&format!("counting {uid}"), index.get_stats()).await?.number_of_documents)
    }

    /// A part of what the serving index holds, each case with its hash. In the order that the server keeps them in: asked for another one,
    /// Meilisearch 1.21 begins one document too early behind an offset.
    pub(in crate::meilisearch) async fn contents(&self, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        let body = json!({ "offset": offset, "limit": limit, "fields": ["id", "hash"] });
        self.list("listing the cases", &body).await
    }

    /// The hashes of these cases in the serving index, as far as they are in it.
    pub(in crate::meilisearch) async fn hashes(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = cases.iter().map(|id| id.0).collect();
        let body = json!({ "ids": ids, "limit": ids.len(), "fields": ["id", "hash"] });
        Ok(self.list("looking cases up", &body).await?.into_iter().collect())
    }

    async fn list(&self, what: &str, body: &Value) -> Result<Vec<(CaseId, String)>, SearchError> {
        let path = format!("/indexes/{}/documents/fetch", self.live_index());
        let listing: Listing = self.post(what, &path, body).await.map_err(without_index)?;
        Ok(listing.results.into_iter().map(|listed| (CaseId(listed.id), listed.hash)).collect())
    }
}

/// The next items that are sent together, which have so many bytes each.
fn next_batch<T>(items: &mut impl Iterator<Item = T>, bytes: impl Fn(&T) -> usize) -> Vec<T> {
    let (mut batch, mut sum) = (Vec::new(), 0);
    while batch.len() < BATCH
        && sum < MANY_BYTES
        && let Some(item) = items.next()
    {
        sum += bytes(&item);
        batch.push(item);
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of so many bytes each are sent together, batch by batch.
    fn batches(bytes: &[usize]) -> Vec<usize> {
        let mut rest = bytes.iter().copied();
        let batch = || Some(next_batch(&mut rest, |bytes| *bytes).len()).filter(|size| *size > 0);
        std::iter::from_fn(batch).collect()
    }

    #[test]
    fn many_short_documents_or_few_long_ones_are_sent_together() {
        assert_eq!(batches(&[3_000; 1_001]), [500, 500, 1]);
        assert_eq!(batches(&[3_000_000; 7]), [3, 3, 1]);
        assert_eq!(batches(&[20_000_000, 3_000, 20_000_000]), [1, 2]);
        assert_eq!(batches(&[]), [0_usize; 0]);
    }
}
