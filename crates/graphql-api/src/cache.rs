//! Finished answers to anonymous queries.
//!
//! What the public sees changes only when something is published, archived or erased, and the database counts those changes. An answer
//! is good as long as the count that was read *before* it was made is still the present one: a change during its making makes it too
//! new for its count, never too old. The index of the search follows the database a moment later; so what it found is good as long as its
//! own state is the same as well.

use async_graphql::Context;
use bytes::Bytes;
use domain::Viewer;
use quick_cache::{Weighter, sync::Cache};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use usecases::IndexState;

use crate::limits::Measure;

/// The largest answer that is kept; a few of them would push out everything else.
const MAX_ANSWER: usize = 1024 * 1024;

/// The root fields whose answers follow from published content alone. Suggestions are not among them: right after a publication the old titles
/// still answer. Nothing that asks the search may be a field of a case.
const STEADY_FIELDS: &[&str] =
    &["practiceCase", "practiceCases", "municipality", "municipalities", "vocabularies", "node", "nodes", "__typename"];

/// The root fields whose answers follow from published content and the index of the search.
const SEARCHING_FIELDS: &[&str] = &["searchCases", "similarCases"];

/// Identifies a request: document, operation, variables and form of the answer.
pub(crate) type Key = [u8; 32];

/// How long an answer is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    /// Until this program is replaced: it is about the schema.
    Always,
    /// While the content stamp is this one.
    Stamp(i64),
    /// While the content stamp is this one and the index of the search is in this state.
    Found(i64, IndexState),
}

/// Whether an operation's answer may be kept, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// It depends on who asks or on more than published content.
    Never,
    /// It is about the schema alone.
    Always,
    /// It follows from published content.
    WhileUnchanged,
    /// It follows from published content and the index of the search.
    WhileIndexUnchanged,
}

/// Set by a resolver whose work is counted each time: the answer is made anew then, though it would be the same. Of searches in vain it is counted
/// how often they were made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted(Arc<AtomicBool>);

impl Counted {
    /// Says so of the present request, if its answer is one that may be kept.
    pub(crate) fn set(context: &Context<'_>) {
        if let Some(Self(is_counted)) = context.data_opt() {
            is_counted.store(true, Ordering::Relaxed);
        }
    }

    /// Whether a resolver has said so.
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The cache, bounded by the bytes that it holds.
pub(crate) struct AnswerCache(Cache<Key, (Validity, Bytes), ByBytes>);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, (Validity, Bytes)> for ByBytes {
    fn weight(&self, _: &Key, answer: &(Validity, Bytes)) -> u64 {
        // The key, the entry's fields and the cache's own bookkeeping are about 150 bytes.
        answer.1.len() as u64 + 150
    }
}

impl AnswerCache {
    /// A cache of at most `capacity` bytes.
    pub(crate) fn new(capacity: u64) -> Self {
        // An answer of a list has about 10 kB; the estimate sizes the tables, the weight bounds the memory.
        let items = usize::try_from(capacity / 10_000).unwrap_or(1_000).max(16);
        Self(Cache::with_weighter(items, capacity, ByBytes))
    }

    /// The answer to the same request, if it is still good at the stamp and in the state that these two read where it depends on them. Who is not
    /// anonymous has no stamp, and gets only what is the same for everybody.
    pub(crate) async fn get(
        &self,
        key: &Key,
        stamp: impl Future<Output = Option<i64>>,
        index: impl Future<Output = Option<IndexState>>,
    ) -> Option<Bytes> {
        let (validity, answer) = self.0.get(key)?;
        let is_good = match validity {
            Validity::Always => true,
            Validity::Stamp(made_at) => stamp.await == Some(made_at),
            Validity::Found(made_at, found_in) => stamp.await == Some(made_at) && index.await == Some(found_in),
        };
        is_good.then_some(answer)
    }

    /// Keeps an answer.
    pub(crate) fn put(&self, key: Key, validity: Validity, answer: Bytes) {
        if answer.len() <= MAX_ANSWER {
            self.0.insert(key, (validity, answer));
        }
    }
}

/// The key of a request. Variables are the same in whatever order they are written.
pub(crate) fn key(document: &str, operation_name: Option<&str>, variables: Option<&Value>, form: &str) -> Key {
    let mut canonical = String::new();
    if let Some(variables) = variables {
        write_canonically(variables, &mut canonical);
    }
    let mut digest = Sha256::new();
    // Lengths keep the parts apart: no text of one can pass for the beginning of the next.
    for part in [form, operation_name.unwrap_or_default(), &canonical, document] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

fn write_canonically(value: &Value, text: &mut String) {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in entries {
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write_canonically(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for value in values {
                write_canonically(value, text);
                text.push(',');
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// Whether the answer to a query may be kept. Mutations never come here.
pub(crate) fn keeping(measure: &Measure, viewer: &Viewer) -> Keeping {
    let is_steady = |name: &String| STEADY_FIELDS.contains(&name.as_str());
    let is_searching = |name: &String| SEARCHING_FIELDS.contains(&name.as_str());
    if measure.is_introspection_only() {
        Keeping::Always
    } else if viewer.member().is_some() || !measure.root_names.iter().all(|name| is_steady(name) || is_searching(name)) {
        Keeping::Never
    } else if measure.root_names.iter().any(is_searching) {
        Keeping::WhileIndexUnchanged
    } else {
        Keeping::WhileUnchanged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[tokio::test]
    async fn an_answer_is_good_only_at_its_stamp() {
        let cache = AnswerCache::new(100_000);
        let (one, two) = (key("{a}", None, None, "json"), key("{b}", None, None, "json"));
        cache.put(one, Validity::Stamp(7), Bytes::from_static(b"1"));
        cache.put(two, Validity::Always, Bytes::from_static(b"2"));
        let get = async |stamp| cache.get(&one, async { stamp }, async { unreachable!("the index has no say in this") }).await;
        assert!(get(Some(7)).await.is_some());
        assert!(get(Some(8)).await.is_none() && get(None).await.is_none());
        let always = cache.get(&two, async { unreachable!("this is good at any stamp") }, async { unreachable!("and in any state") });
        assert!(always.await.is_some());
    }

    #[test]
    fn the_key_tells_requests_apart_and_forgives_the_order_of_variables() {
        let of = |variables: Value| key("q", None, Some(&variables), "json");
        assert_eq!(of(json!({"a": 1, "b": [{"c": 2, "d": null}]})), of(json!({"b": [{"d": null, "c": 2}], "a": 1})));
        assert_ne!(of(json!({"a": 1})), of(json!({"a": "1"})));
        assert_ne!(key("ab", Some("c"), None, ""), key("b", Some("ca"), None, ""));
        assert_ne!(key("q", None, None, "json"), key("q", None, None, "response"));
    }

    #[test]
    fn it_holds_no_more_than_its_capacity() {
        let cache = AnswerCache::new(200_000);
        for number in 0..1_000 {
            cache.put(key(&number.to_string(), None, None, ""), Validity::Always, Bytes::from(vec![0; 10_000]));
        }
        assert!(cache.0.weight() <= 200_000, "{}", cache.0.weight());
        assert!(!cache.0.is_empty());
    }
}
