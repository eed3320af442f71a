//! Export cases, as an operator does from the command line.

use crate::{Network, UseCaseError};
use domain::{case::CaseRecord, ids::CaseId};
use futures_util::future::BoxFuture;

/// How many cases are read at a time, so that an export of any size needs little memory.
const BATCH: u64 = 200;

/// Reads through all listed cases in the order of their ids.
#[derive(Debug, Default)]
pub struct Export {
    after: Option<CaseId>,
}

impl Export {
    /// The next cases in the format of imports; nothing when the end is reached.
    pub fn next<'a>(&'a mut self, network: &'a Network) -> BoxFuture<'a, Result<Option<Vec<CaseRecord>>, UseCaseError>> {
        Box::pin(async move {
            let ids = network.store.all_case_ids(self.after, BATCH).await?;
            let Some(last) = ids.last() else { return Ok(None) };
            self.after = Some(*last);
            let cases = network.store.published_cases(&ids).await?;
            let records = cases.iter().filter(|case| case.is_listed()).map(|case| CaseRecord {
                external_id: case.external_id.clone(),
                content: case.content.clone(),
                published_at: case.first_published_at,
            });
            Ok(Some(records.collect()))
        })
    }
}
