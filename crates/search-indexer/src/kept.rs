//! Answers that are kept as long as the index is as it was.
//!
//! People type the same words again and again, click facets on and off, and page; and a search on a server is put together from its units,
//! each of which it asks for alone.

use quick_cache::{Equivalent, Weighter, sync::Cache};
use std::{fmt, hash::Hash, sync::Arc};

/// How much memory the answers may take, in bytes, and what a typical one takes.
const CAPACITY: u64 = 48 * 1024 * 1024;
const TYPICAL: u64 = 16 * 1024;

/// Something whose size in memory is known about.
pub(crate) trait Bytes {
    /// About how many bytes it takes.
    fn bytes(&self) -> usize;
}

impl Bytes for String {
    fn bytes(&self) -> usize {
        self.len()
    }
}

/// Answers by what was asked and the number of the state that the index was in.
pub(crate) struct Kept<Question, Answer>(Cache<(u64, Question), Arc<Answer>, ByBytes>);

/// A question in a state, to look its answer up by without a copy of it: a search that was asked before makes none. Its hash is that of the key.
#[derive(Hash)]
struct Asked<'a, Question>(u64, &'a Question);

impl<Question: Eq> Equivalent<(u64, Question)> for Asked<'_, Question> {
    fn equivalent(&self, (state, question): &(u64, Question)) -> bool {
        self.0 == *state && self.1 == question
    }
}

#[derive(Clone)]
struct ByBytes;

impl<Question: Bytes, Answer: Bytes> Weighter<(u64, Question), Arc<Answer>> for ByBytes {
    fn weight(&self, (_, question): &(u64, Question), answer: &Arc<Answer>) -> u64 {
        (question.bytes() + answer.bytes()) as u64
    }
}

impl<Question: Bytes + Hash + Eq, Answer: Bytes> Default for Kept<Question, Answer> {
    fn default() -> Self {
        let items = usize::try_from(CAPACITY / TYPICAL).unwrap_or(usize::MAX);
        Self(Cache::with_weighter(items, CAPACITY, ByBytes))
    }
}

impl<Question: Bytes + Hash + Eq, Answer: Bytes> Kept<Question, Answer> {
    /// The answer in this state of the index, if it is known.
    pub(crate) fn get(&self, state: u64, question: &Question) -> Option<Arc<Answer>> {
        self.0.get(&Asked(state, question))
    }

    /// Keeps an answer. `state` must have been read before the index was asked: an answer may be newer than its state, but not older.
    pub(crate) fn keep(&self, state: u64, question: Question, answer: &Arc<Answer>) {
        self.0.insert((state, question), Arc::clone(answer));
    }

    /// Forgets the answers, to be called when the state has changed.
    pub(crate) fn clear(&self) {
        self.0.clear();
    }
}

impl<Question, Answer> fmt::Debug for Kept<Question, Answer> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Kept")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_by_an_equal_question_in_the_same_state_alone() {
        let kept = Kept::<String, String>::default();
        kept.keep(7, "kita".to_owned(), &Arc::new("ein Fall".to_owned()));
        assert_eq!(kept.get(7, &String::from("kita")).as_deref(), Some(&"ein Fall".to_owned()));
        assert!(kept.get(8, &"kita".to_owned()).is_none() && kept.get(7, &"hort".to_owned()).is_none());
        kept.clear();
        assert!(kept.get(7, &"kita".to_owned()).is_none());
    }
}
