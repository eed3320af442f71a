//! What is applied to an index while another is being built to take its place.

use crate::{SearchDocument, SearchError};
use domain::ids::CaseId;
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::OwnedMutexGuard;

/// How many bytes of documents are remembered at most: some thousand cases that change while an index is built.
const ROOM: usize = 64 * 1024 * 1024;

/// Documents to add or replace, and cases to take out.
pub(crate) type Change = (Vec<SearchDocument>, Vec<CaseId>);

/// Remembers changes for a rebuild, as long as there is one. Whoever changes the index holds its turn until the engine has taken the change or
/// has it in its queue, so that the swap at the end of a rebuild comes between two changes and never within one.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChangeLog(Arc<tokio::sync::Mutex<Weak<Remembered>>>);

#[derive(Debug, Default)]
struct Remembered(Mutex<Latest>);

/// The latest change of each case. Memory has bounds: of a case for whose document there is no room left it is known that it changed.
#[derive(Debug, Default)]
struct Latest {
    /// What a case became; nothing if it was taken out.
    became: HashMap<CaseId, Option<SearchDocument>>,
    bytes: usize,
    forgotten: HashSet<CaseId>,
}

/// What changed while an index was built.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    /// Documents to add or replace.
    pub(crate) upserts: Vec<SearchDocument>,
    /// Cases to take out.
    pub(crate) deletions: Vec<CaseId>,
    /// Cases that were added or replaced as well, by documents that are not known any more.
    pub(crate) forgotten: Vec<CaseId>,
}

/// The right to change the index.
pub(crate) struct Turn(OwnedMutexGuard<Weak<Remembered>>);

/// The changes since a rebuild began. Dropped with the rebuild, and nothing is remembered any more.
#[derive(Debug)]
pub(crate) struct Recording(Arc<Remembered>);

impl ChangeLog {
    /// Waits for the right to change the index.
    pub(crate) async fn turn(&self) -> Turn {
        Turn(Arc::clone(&self.0).lock_owned().await)
    }

    /// Begins to remember changes for a rebuild of `engine`'s index. There can be one at a time.
    pub(crate) async fn record(&self, engine: &'static str) -> Result<Recording, SearchError> {
        let mut turn = self.turn().await;
        if turn.0.upgrade().is_some() {
            return Err(SearchError::OtherRebuild { engine, what: "starting a rebuild".to_owned() });
        }
        let remembered = Arc::new(Remembered::default());
        *turn.0 = Arc::downgrade(&remembered);
        Ok(Recording(remembered))
    }
}

impl Turn {
    /// Remembers a change that was made, or that the engine will make in its turn.
    pub(crate) fn remember(&mut self, change: Change) {
        if let Some(remembered) = self.0.upgrade() {
            remembered.0.lock().unwrap_or_else(PoisonError::into_inner).add(change, ROOM);
        }
    }
}

impl Latest {
    /// Remembers a change in the place of what is known of its cases, with documents of so many bytes at most in all.
    fn add(&mut self, (upserts, deletions): Change, room: usize) {
        for document in upserts {
            let (case, bytes) = (document.id(), document.bytes());
            self.remove(case);
            if self.bytes + bytes > room {
                self.forgotten.insert(case);
            } else {
                self.bytes += bytes;
                self.became.insert(case, Some(document));
            }
        }
        for case in deletions {
            self.remove(case);
            self.became.insert(case, None);
        }
    }

    fn remove(&mut self, case: CaseId) {
        self.forgotten.remove(&case);
        if let Some(Some(document)) = self.became.remove(&case) {
            self.bytes -= document.bytes();
        }
    }
}

impl Recording {
    /// Takes what was remembered so far.
    pub(crate) fn take(&self) -> Replay {
        let latest = std::mem::take(&mut *self.0.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut replay = Replay { forgotten: latest.forgotten.into_iter().collect(), ..Replay::default() };
        for (case, became) in latest.became {
            match became {
                Some(document) => replay.upserts.push(document),
                None => replay.deletions.push(case),
            }
        }
        replay
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analysis::TokenList, filter_values::Masks};
    use chrono::DateTime;
    use uuid::Uuid;

    fn case(number: u128) -> CaseId {
        CaseId(Uuid::from_u128(number))
    }

    fn document(number: u128, hash: &str, words: usize) -> SearchDocument {
        SearchDocument {
            id: case(number),
            hash: hash.to_owned(),
            title: TokenList::default(),
            teaser: TokenList::default(),
            terms: TokenList::default(),
            body: TokenList { stems: vec!["wort".to_owned(); words], ..TokenList::default() },
            files: TokenList::default(),
            concepts: Vec::new(),
            masks: Masks::default(),
            place: 0,
            first_published_at: DateTime::UNIX_EPOCH,
            published_at: DateTime::UNIX_EPOCH,
            renewed_at: None,
            confirmed_at: DateTime::UNIX_EPOCH,
        }
    }

    /// The hashes of the documents, the numbers of the cases to be taken out, and of those that were forgotten, in order.
    fn taken(recording: &Recording) -> (Vec<String>, Vec<u128>, Vec<u128>) {
        let numbers = |cases: Vec<CaseId>| {
            let mut numbers: Vec<_> = cases.into_iter().map(|case| case.0.as_u128()).collect();
            numbers.sort_unstable();
            numbers
        };
        let replay = recording.take();
        let mut hashes: Vec<_> = replay.upserts.into_iter().map(|document| document.hash).collect();
        hashes.sort_unstable();
        (hashes, numbers(replay.deletions), numbers(replay.forgotten))
    }

    #[tokio::test]
    async fn of_many_changes_of_a_case_the_latest_is_remembered() {
        let log = ChangeLog::default();
        log.turn().await.remember((vec![document(1, "vorher", 1)], Vec::new()));
        let recording = log.record("test").await.unwrap();
        for round in 0..1_000 {
            log.turn().await.remember((vec![document(1, &format!("eins {round}"), 1), document(2, "zwei", 1)], vec![case(3)]));
        }
        log.turn().await.remember((vec![document(3, "drei", 1)], vec![case(2), case(4)]));
        let expected = (vec!["drei".to_owned(), "eins 999".to_owned()], vec![2, 4], vec![]);
        assert_eq!(taken(&recording), expected);
        assert_eq!(taken(&recording), (vec![], vec![], vec![]), "it was taken");
    }

    #[test]
    fn what_there_is_no_room_for_is_known_by_its_id() {
        let room = document(1, "eins", 100).bytes() + document(2, "zwei", 50).bytes();
        let mut latest = Latest::default();
        latest.add((vec![document(1, "eins", 100), document(2, "zwei", 100), document(3, "drei", 100)], vec![case(4)]), room);
        assert_eq!((latest.became.len(), latest.forgotten.len()), (2, 2));
        // A later change may find room, and one that does not is not remembered as it was before.
        latest.add((vec![document(2, "zwei", 50), document(1, "eins", 200)], Vec::new()), room);
        assert_eq!(latest.forgotten, HashSet::from([case(1), case(3)]));
        latest.add((vec![document(3, "drei", 50)], vec![case(1)]), room);
        assert!(latest.forgotten.is_empty());
        assert_eq!(latest.bytes, document(2, "zwei", 50).bytes() + document(3, "drei", 50).bytes());
        let recording = Recording(Arc::new(Remembered(Mutex::new(latest))));
        assert_eq!(taken(&recording), (vec!["drei".to_owned(), "zwei".to_owned()], vec![1, 4], vec![]));
    }
}
