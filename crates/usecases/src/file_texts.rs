//! What stands in the files of cases.

use crate::Network;
use domain::{CaseView, ids::CaseId};
use files::text::MOST_CHARACTERS;
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use storage::StoreError;

/// From how many files on their texts are enough at once: a file may be a book, and its words take ten times its memory.
const FILES_AT_ONCE: usize = 20;

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

/// The cases in their order, in groups that have few enough files to be held at once with their texts.
pub fn groups(cases: Vec<CaseView>) -> Vec<Vec<CaseView>> {
    let (mut groups, mut files): (Vec<Vec<CaseView>>, usize) = (Vec::new(), 0);
    for case in cases {
        let own = case.content.materials.len();
        match groups.last_mut() {
            Some(group) if files + own <= FILES_AT_ONCE => {
                files += own;
                group.push(case);
            }
            _ => {
                files = own;
                groups.push(vec![case]);
            }
        }
    }
    groups
}
