//! What keeps the search from its work: said once in the log, and written down for `/readyz` of every process.

use crate::recover_digests::CLOCKS_DIFFER_BY;
use chrono::{DateTime, TimeDelta, Utc};
use search_indexer::Trouble;
use std::time::Instant;
use storage::StoreError;
use tokio::sync::{Mutex, Notify};
use usecases::Network;

/// The note that holds the present trouble.
const NOTE: &str = "trouble";

/// The note that says when a worker last met with it.
const LAST_MET: &str = "trouble_last_met";

/// How often a worker writes down that it is in the same trouble still; it asks the search every few seconds.
const TELL_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Where nobody has met with the trouble for so long while the search works for another process, its note was left behind by one that is gone.
const LEFT_BEHIND: TimeDelta = TimeDelta::minutes(5);

/// What was seen of a search that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It answers.
    Answers,
    /// It takes changes of its index.
    TakesChanges,
}

/// What this process knows of the search's trouble.
#[derive(Debug, Default)]
pub(crate) struct SearchTrouble {
    state: Mutex<State>,
    /// Told when trouble begins.
    begun: Notify,
}

#[derive(Debug, Default)]
struct State {
    known: Known,
    /// The kinds that the log has told of since it began.
    said: Vec<Trouble>,
    /// When it was last written down that this process is in trouble.
    told_at: Option<DateTime<Utc>>,
    /// When the last one ended.
    over: Option<Instant>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing has been tried yet; a process before this one may have left a note.
    #[default]
    Nothing,
    Works,
    /// Since this moment.
    Trouble(Trouble, Instant),
}

impl SearchTrouble {
    /// The search cannot do something that was begun at this moment. Each kind of trouble is said once until all is over, and one that only says
    /// that no answer came is no news while a more precise one lasts: a server that refuses a key may also leave large requests without an
    /// answer. Nor is it news after the end of a trouble what was begun before: it waited too long for an answer that got lost.
    pub(crate) async fn met(&self, network: &Network, trouble: Trouble, reason: &str, began: Instant) {
        let mut state = self.state.lock().await;
        if state.over.is_some_and(|over| began < over) {
            return;
        }
        let since = if let Known::Trouble(present, since) = state.known {
            if present == trouble || matches!(trouble, Trouble::Unreachable | Trouble::NoAnswer) {
                state.lasts(network).await;
                return;
            }
            since
        } else {
            self.begun.notify_one();
            Instant::now()
        };
        state.known = Known::Trouble(trouble, since);
        if !state.said.contains(&trouble) {
            state.said.push(trouble);
            tracing::error!(
                engine = network.search.name(),
                trouble = trouble.key(),
                %reason,
                "the search is in trouble; nothing is lost, what changes meanwhile is indexed when it is over"
            );
        }
        let now = network.clock.now();
        match network.store.set_search_note(NOTE, trouble.key(), now).await {
            Ok(()) => state.told_at = Some(now),
            Err(error) => tracing::warn!(%error, "the trouble of the search could not be noted"),
        }
    }

    /// The search could do something that was begun at this moment. Returns whether a trouble is over that this shows the end of: what was begun before
    /// it shows nothing.
    pub(crate) async fn works(&self, network: &Network, seen: Seen, began: Instant) -> bool {
        let mut state = self.state.lock().await;
        let trouble = match state.known {
            Known::Works => match left_behind(network).await {
                Ok(Some(trouble)) => Some(trouble),
                Ok(None) | Err(_) => return false,
            },
            Known::Trouble(_, since) if began < since => return false,
            Known::Trouble(trouble, _) => Some(trouble),
            Known::Nothing => match noted(network).await {
                Ok(note) => note.map(|(trouble, _)| trouble),
                Err(_) => return false,
            },
        };
        if trouble.is_some_and(|trouble| seen == Seen::Answers && !trouble.shows_when_asked()) {
            return false;
        }
        if let Some(trouble) = trouble {
            if let Err(error) = network.store.delete_search_note(NOTE).await {
                tracing::warn!(%error, "the end of the search's trouble could not be noted");
                return false;
            }
            tracing::info!(engine = network.search.name(), trouble = trouble.key(), "the search works again");
        }
        *state = State { known: Known::Works, over: trouble.map(|_| Instant::now()), ..State::default() };
        trouble.is_some()
    }

    /// Whether this process knows of trouble.
    pub(crate) async fn is_in(&self) -> bool {
        matches!(self.state.lock().await.known, Known::Trouble(..))
    }

    /// Ends when trouble begins.
    pub(crate) async fn begins(&self) {
        self.begun.notified().await;
    }
}

impl State {
    /// Says to other processes, now and then, that the trouble is not over.
    async fn lasts(&mut self, network: &Network) {
        let now = network.clock.now();
        if self.told_at.is_some_and(|told| (now - told).abs() < TELL_EVERY) {
            return;
        }
        match network.store.set_search_note(LAST_MET, "", now).await {
            Ok(()) => self.told_at = Some(now),
            Err(error) => tracing::warn!(%error, "it could not be noted that the search is in trouble still"),
        }
    }
}

/// The noted trouble, if nobody has met with it for a while. A note from a time that is still to come was written while a clock was ahead: it would take
/// until then to find out that whoever wrote it is gone.
async fn left_behind(network: &Network) -> Result<Option<Trouble>, StoreError> {
    let Some((trouble, since)) = noted(network).await? else { return Ok(None) };
    let last_met = network.store.search_note(LAST_MET).await?.map_or(since, |note| note.noted_at.max(since));
    let age = network.clock.now() - last_met;
    Ok((age >= LEFT_BEHIND || age < -CLOCKS_DIFFER_BY).then_some(trouble))
}

/// The trouble that a worker on this database has with the search, and since when.
pub async fn noted(network: &Network) -> Result<Option<(Trouble, DateTime<Utc>)>, StoreError> {
    let note = network.store.search_note(NOTE).await?;
    Ok(note.and_then(|note| Some((Trouble::from_key(&note.value)?, note.noted_at))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_network::TestNetwork;

    async fn noted_kind(test: &TestNetwork) -> Option<Trouble> {
        noted(&test.network).await.unwrap().map(|(trouble, _)| trouble)
    }

    #[tokio::test]
    async fn a_more_precise_trouble_takes_the_place_of_a_vague_one_and_not_the_other_way_round() {
        let test = TestNetwork::new().await;
        let (network, state) = (&test.network, SearchTrouble::default());
        state.met(network, Trouble::Unreachable, "gone", Instant::now()).await;
        assert_eq!(noted_kind(&test).await, Some(Trouble::Unreachable));
        state.met(network, Trouble::KeyRefused, "who are you", Instant::now()).await;
        state.met(network, Trouble::NoAnswer, "silence", Instant::now()).await;
        assert_eq!(noted_kind(&test).await, Some(Trouble::KeyRefused));
        assert_eq!(state.state.lock().await.said, [Trouble::Unreachable, Trouble::KeyRefused]);
        assert!(state.works(network, Seen::Answers, Instant::now()).await);
        assert!(!state.works(network, Seen::Answers, Instant::now()).await, "it is over once");
        assert_eq!(noted_kind(&test).await, None);
    }

    #[tokio::test]
    async fn an_answer_says_nothing_about_a_disk_that_is_full() {
        let test = TestNetwork::new().await;
        let (network, state) = (&test.network, SearchTrouble::default());
        state.met(network, Trouble::DiskFull, "no room", Instant::now()).await;
        assert!(!state.works(network, Seen::Answers, Instant::now()).await);
        assert_eq!(noted_kind(&test).await, Some(Trouble::DiskFull));
        // A process that takes over finds the note, and removes it with its own success.
        let successor = SearchTrouble::default();
        assert!(!successor.works(network, Seen::Answers, Instant::now()).await);
        assert!(successor.works(network, Seen::TakesChanges, Instant::now()).await);
        assert_eq!(noted_kind(&test).await, None);
    }

    #[tokio::test]
    async fn the_note_of_a_process_that_is_gone_is_taken_away_after_a_while() {
        let test = TestNetwork::new().await;
        let (network, gone, other) = (&test.network, SearchTrouble::default(), SearchTrouble::default());
        assert!(!other.works(network, Seen::TakesChanges, Instant::now()).await);
        gone.met(network, Trouble::DiskFull, "no room", Instant::now()).await;
        assert!(!other.works(network, Seen::TakesChanges, Instant::now()).await, "that process will say so itself");
        test.clock.advance(TimeDelta::minutes(6));
        assert!(!other.works(network, Seen::Answers, Instant::now()).await);
        assert_eq!(noted_kind(&test).await, Some(Trouble::DiskFull));
        assert!(other.works(network, Seen::TakesChanges, Instant::now()).await);
        assert_eq!(noted_kind(&test).await, None);
    }

    #[tokio::test]
    async fn a_note_of_a_clock_that_was_ahead_does_not_stay_until_then() {
        let test = TestNetwork::new().await;
        let (network, gone, other) = (&test.network, SearchTrouble::default(), SearchTrouble::default());
        assert!(!other.works(network, Seen::TakesChanges, Instant::now()).await);
        let right = test.now();
        test.clock.advance(TimeDelta::days(30));
        gone.met(network, Trouble::Unreachable, "no route", Instant::now()).await;
        test.clock.set(right);
        assert!(other.works(network, Seen::TakesChanges, Instant::now()).await);
        assert_eq!(noted_kind(&test).await, None);
    }

    #[tokio::test]
    async fn the_note_of_a_process_that_is_in_trouble_still_stays_whatever_works_for_others() {
        let test = TestNetwork::new().await;
        let (network, cut_off, other) = (&test.network, SearchTrouble::default(), SearchTrouble::default());
        let began = test.now();
        assert!(!other.works(network, Seen::Answers, Instant::now()).await);
        for _ in 0..10 {
            cut_off.met(network, Trouble::Unreachable, "no route", Instant::now()).await;
            assert!(!other.works(network, Seen::TakesChanges, Instant::now()).await);
            test.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!(noted(network).await.unwrap(), Some((Trouble::Unreachable, began)), "and says since when");
        test.clock.advance(TimeDelta::minutes(5));
        assert!(other.works(network, Seen::Answers, Instant::now()).await, "it is gone");
        assert_eq!(noted_kind(&test).await, None);
    }

    #[tokio::test]
    async fn what_began_before_a_trouble_ended_is_no_news_afterwards() {
        let test = TestNetwork::new().await;
        let (network, state, early) = (&test.network, SearchTrouble::default(), Instant::now());
        state.met(network, Trouble::NoAnswer, "silence", early).await;
        assert!(state.works(network, Seen::Answers, Instant::now()).await);
        state.met(network, Trouble::NoAnswer, "silence", early).await;
        assert_eq!(noted_kind(&test).await, None);
        state.met(network, Trouble::NoAnswer, "silence", Instant::now()).await;
        assert_eq!(noted_kind(&test).await, Some(Trouble::NoAnswer));
    }

    #[tokio::test]
    async fn what_began_before_a_trouble_is_no_sign_of_its_end() {
        let test = TestNetwork::new().await;
        let (network, state, early) = (&test.network, SearchTrouble::default(), Instant::now());
        state.met(network, Trouble::Unreachable, "gone", Instant::now()).await;
        assert!(!state.works(network, Seen::TakesChanges, early).await);
        assert_eq!(noted_kind(&test).await, Some(Trouble::Unreachable));
        assert!(state.works(network, Seen::TakesChanges, Instant::now()).await);
    }
}
