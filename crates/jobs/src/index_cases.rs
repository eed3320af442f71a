//! Bring the search's picture of some cases in line with the database.

use crate::outcome::{IndexError, Outcome};
use domain::{CaseView, ids::CaseId};
use search_indexer::{SearchDocument, Trouble, document};
use std::collections::HashSet;
use storage::{StoreError, read_apart};
use usecases::{Network, file_texts};

/// From how many files on their texts are enough at once: a file may be a book, and its words take ten times its memory.
const FILES_AT_ONCE: usize = 20;

/// Builds each case's document afresh from the database and hands all to the engine as one batch: what is listed is put in, everything
/// else taken out. The outcomes come in the order of the cases.
///
/// An index job is never given up: what an engine refuses today, because of its key or its settings, it takes when that is mended.
pub(crate) async fn run(network: &Network, cases: &[CaseId]) -> Vec<Outcome> {
    match apply(network, cases).await {
        Err(error) if error.is_about_the_cases() && cases.len() > 1 => one_by_one(network, cases).await,
        result => vec![Outcome::from(result); cases.len()],
    }
}

/// One document that the engine refuses must not hold up the others. If it takes some, those that it refuses are in trouble and not the
/// search as a whole.
async fn one_by_one(network: &Network, cases: &[CaseId]) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        outcomes.push(apply(network, std::slice::from_ref(case)).await.into());
    }
    if outcomes.contains(&Outcome::Done) {
        for outcome in &mut outcomes {
            if let Outcome::SearchInTrouble { trouble: Trouble::Refused, reason } = outcome {
                *outcome = Outcome::Retry { reason: std::mem::take(reason) };
            }
        }
    }
    outcomes
}

async fn apply(network: &Network, cases: &[CaseId]) -> Result<(), IndexError> {
    let mut groups = groups(network.store.published_cases_once(cases).await?);
    let last = groups.pop().unwrap_or_default();
    let mut listed = HashSet::new();
    for group in groups {
        let upserts = documents(network, group).await?;
        listed.extend(upserts.iter().map(SearchDocument::id));
        network.search.apply(upserts, Vec::new()).await?;
    }
    let upserts = documents(network, last).await?;
    listed.extend(upserts.iter().map(SearchDocument::id));
    let deletions = cases.iter().copied().filter(|id| !listed.contains(id)).collect();
    Ok(network.search.apply(upserts, deletions).await?)
}

/// The public ones of these cases, and those that this program cannot read. Each of the latter is named in the log and keeps no other waiting.
pub(crate) async fn readable(network: &Network, ids: &[CaseId]) -> Result<(Vec<CaseView>, Vec<CaseId>), StoreError> {
    let mut unreadable = Vec::new();
    let read = |ids: Vec<CaseId>| async move { network.store.published_cases_once(&ids).await };
    let cases = read_apart(ids, read, |id, error| {
        tracing::error!(case = %id, %error, "a case that cannot be read cannot be searched");
        unreadable.push(id);
    });
    let cases = cases.await?;
    Ok((cases, unreadable))
}

/// The cases in their order, in groups that have few enough files to be held at once with their texts.
pub(crate) fn groups(cases: Vec<CaseView>) -> Vec<Vec<CaseView>> {
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

/// The documents of those cases that belong into the search, with the texts of their files. Analysing the words is much work, done where it
/// holds up nothing else.
pub(crate) async fn documents(network: &Network, cases: Vec<CaseView>) -> Result<Vec<SearchDocument>, IndexError> {
    let texts = file_texts::of_cases(network, &cases).await?;
    let analyse = move || {
        let documents = cases.iter().filter_map(|case| {
            let of_case = texts.get(&case.id).into_iter().flatten();
            Some(document(case)?.with_file_texts(of_case.map(String::as_str)))
        });
        documents.collect()
    };
    Ok(tokio::task::spawn_blocking(analyse).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        ids::FileId,
        material::{FileKind, Material},
        vocabulary::Licence,
    };
    use test_network::{TestNetwork, complete_case};

    #[tokio::test]
    async fn cases_with_many_files_are_taken_apart() {
        let test = TestNetwork::new().await;
        let case = (*test.publish(complete_case("Messe mit Ablaufplan")).await).clone();
        let with_files = |count: usize| {
            let file = |number: usize| Material {
                file: FileId(uuid::Uuid::from_u128(number as u128)),
                title: "Bericht".to_owned(),
                alternative_text: None,
                licence: Licence::CcBy40,
                name: "bericht.pdf".to_owned(),
                kind: FileKind::Pdf,
                size: 1,
                sha256: "0".repeat(64),
            };
            let mut case = case.clone();
            case.content.materials = (0..count).map(file).collect();
            case
        };
        let sizes = |files: &[usize]| groups(files.iter().copied().map(with_files).collect()).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(&[0; 300]), [300]);
        assert_eq!(sizes(&[20, 0, 1, 19, 0, 1, 20, 20]), [2, 3, 1, 1, 1]);
        assert_eq!(sizes(&[]), [0_usize; 0]);
    }
}
