//! What stands in the files of cases.

use crate::Network;
use domain::{CaseView, ids::CaseId};
use files::text::MOST_CHARACTERS;
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use storage::StoreError;

/// The texts of the files that these cases show, by case: what the search knows of files, and digests as well.
pub fn of_cases<'a>(network: &'a Network, cases: &'a [CaseView]) -> BoxFuture<'a, Result<HashMap<CaseId, Vec<String>>, StoreError>> {
    Box::pin(async move {
        let with_files: Vec<CaseId> = cases.iter().filter(|case| !case.content.materials.is_empty()).map(|case| case.id).collect();
        let mut texts = network.store.file_texts(&with_files, MOST_CHARACTERS).await?;
        let mut shown = HashMap::with_capacity(texts.len());
        for case in cases {
            let of_case = texts.remove(&case.id).into_iter().flatten();
            // Other revisions may have other files.
            let of_case = of_case.filter(|(file, _)| case.content.materials.iter().any(|material| material.file == *file));
            shown.insert(case.id, of_case.map(|(_, text)| text).collect());
        }
        Ok(shown)
    })
}
