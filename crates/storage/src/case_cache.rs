//! Published cases and lists of them, kept in memory as long as nothing was published.

use crate::{
    StoreError,
    freshness::{Freshness, Present},
    window::{ListRows, Window},
};
use domain::{CaseFilter, CaseOrder, CaseView, ids::CaseId};
use quick_cache::{
    Weighter,
    sync::{Cache, EntryAction, EntryResult},
};
use std::{hash::Hash, sync::Arc};

/// What a cached view weighs beside its text: the structs, the empty lists, the cache's own bookkeeping. An estimate on the high side.
const VIEW_OVERHEAD: u64 = 2_000;

/// What the heads of cases take beside everything else when they are many, in bytes. Work on digests alone reads them, and needs all that
/// fit some wish over and over: some thousands.
const HEADS: u64 = 10_000_000;

/// What a cached head weighs beside its title and teaser, as above.
const HEAD_OVERHEAD: u64 = 1_500;

/// What a cached list weighs beside its rows.
const LIST_OVERHEAD: u64 = 1_000;

/// What a municipality in the filter of a cached list weighs.
const MUNICIPALITY_WEIGHT: usize = 48;

/// What one row of a cached list weighs: a key and two ids.
const ROW_WEIGHT: u64 = 120;

/// What the address of a case weighs.
const SLUG_WEIGHT: u64 = 250;

/// Names a list: what is in it, and which window of it, or none for its length alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum ListKey {
    Page(CaseFilter, CaseOrder, Window),
    Count(CaseFilter),
}

impl ListKey {
    /// What the name itself weighs. Whoever asks says how much their filter names and where their window begins.
    fn weight(&self) -> u64 {
        let (filter, place) = match self {
            Self::Page(filter, _, window) => (filter, window.position.as_ref().map_or(0, |position| position.key.len())),
            Self::Count(filter) => (filter, 0),
        };
        let terms = [
            filter.fields_of_action.len(),
            filter.components.len(),
            filter.life_phases.len(),
            filter.target_groups.len(),
            filter.statuses.len(),
            filter.states.len(),
            filter.funding_programmes.len(),
            filter.focus_areas.len(),
        ];
        (terms.into_iter().sum::<usize>() + filter.municipalities.len() * MUNICIPALITY_WEIGHT + place) as u64
    }
}

/// What is known of a list.
#[derive(Debug, Clone)]
pub(crate) enum List {
    Page(Arc<ListRows>),
    Count(u64),
}

/// Caches that share one [`Freshness`]: a publication makes all of them begin anew.
pub(crate) struct CaseCache {
    freshness: Freshness,
    pub(crate) views: Generational<CaseId, Arc<CaseView>>,
    pub(crate) heads: Generational<CaseId, Arc<CaseView>>,
    /// Lists hold ids only; the views of their rows are counted and evicted where they are.
    pub(crate) lists: Generational<ListKey, List>,
    pub(crate) slugs: Generational<String, CaseId>,
}

impl CaseCache {
    /// A cache that takes about this much memory when it is full, most of it for views; that of heads comes on top.
    pub(crate) fn new(bytes: u64) -> Self {
        Self {
            freshness: Freshness::default(),
            views: Generational::new(bytes / 8 * 6, 8_000),
            heads: Generational::new(HEADS, 2_000),
            lists: Generational::new(bytes / 8, 3_000),
            slugs: Generational::new(bytes / 8, SLUG_WEIGHT),
        }
    }

    /// The present generation and stamp.
    pub(crate) async fn present<F>(&self, read: impl Fn() -> F + Send) -> Result<Present, StoreError>
    where
        F: Future<Output = Result<i64, StoreError>> + Send,
    {
        self.freshness.present(read).await
    }

    /// A commit of this process changed what the public sees.
    pub(crate) fn content_changed(&self, stamp: i64) {
        self.freshness.committed(stamp);
        // Entries of the old generation no longer count; there is no use in keeping them until they are pushed out.
        self.views.entries.clear();
        self.heads.entries.clear();
        self.lists.entries.clear();
        self.slugs.entries.clear();
    }

    /// What a view made of this many bytes of JSON weighs.
    pub(crate) fn view_weight(json: usize) -> u64 {
        VIEW_OVERHEAD + json as u64
    }

    /// What a head weighs.
    pub(crate) fn head_weight(head: &CaseView) -> u64 {
        HEAD_OVERHEAD + (head.content.title.len() + head.content.teaser.len()) as u64
    }

    /// What a list weighs with its name.
    pub(crate) fn list_weight(key: &ListKey, list: &List) -> u64 {
        let rows = match list {
            List::Page(rows) => rows.positions.len(),
            List::Count(_) => 0,
        };
        LIST_OVERHEAD + key.weight() + rows as u64 * ROW_WEIGHT
    }

    /// What a slug and its case weigh.
    pub(crate) const fn slug_weight() -> u64 {
        SLUG_WEIGHT
    }
}

/// A cache bounded by weight whose entries count in one generation only.
pub(crate) struct Generational<K, V> {
    entries: Cache<K, Entry<V>, ByWeight>,
}

#[derive(Clone)]
struct Entry<V> {
    generation: u64,
    weight: u64,
    value: V,
}

#[derive(Clone, Copy)]
struct ByWeight;

impl<K, V> Weighter<K, Entry<V>> for ByWeight {
    fn weight(&self, _: &K, entry: &Entry<V>) -> u64 {
        entry.weight
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Generational<K, V> {
    /// A cache of this capacity, in bytes, with room for entries of this typical weight.
    fn new(capacity: u64, typical: u64) -> Self {
        let items = usize::try_from(capacity / typical).unwrap_or(usize::MAX);
        Self { entries: Cache::with_weighter(items.max(1), capacity, ByWeight) }
    }

    /// The value, if it was read in this generation.
    pub(crate) fn get<Q>(&self, key: &Q, generation: u64) -> Option<V>
    where
        Q: Hash + quick_cache::Equivalent<K> + ?Sized,
    {
        self.entries.get(key).filter(|entry| entry.generation == generation).map(|entry| entry.value)
    }

    /// Keeps a value and returns the one that is kept; `generation` is that from before it was read. Of several that were read in one generation
    /// the first is kept: a commit may have come between two readings, and who has seen what it made must not see afterwards what was before.
    pub(crate) fn keep<Q>(&self, key: &Q, value: V, weight: u64, generation: u64) -> V
    where
        Q: Hash + quick_cache::Equivalent<K> + ToOwned<Owned = K> + ?Sized,
    {
        let entry = Entry { generation, weight, value };
        let found = self.entries.entry(key, None, |_, kept| {
            if kept.generation < generation {
                *kept = entry.clone();
            }
            EntryAction::Retain(kept.value.clone())
        });
        match found {
            EntryResult::Retained(kept) => kept,
            EntryResult::Vacant(place) => {
                let value = entry.value.clone();
                // It fails only where the caches were emptied meanwhile: then nothing is to be kept.
                let _ = place.insert(entry);
                value
            }
            EntryResult::Removed(..) | EntryResult::Replaced(..) | EntryResult::Timeout => entry.value,
        }
    }

    /// What all entries weigh.
    #[cfg(test)]
    pub(crate) fn weight(&self) -> u64 {
        self.entries.weight()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::Position;
    use domain::Ags;
    use uuid::Uuid;

    #[test]
    fn a_full_cache_stays_within_its_bounds() {
        let cache = Generational::<u32, u32>::new(1_000_000, 8_000);
        for number in 0..10_000 {
            cache.keep(&number, number, 8_000, 1);
        }
        assert!(cache.weight() <= 1_000_000 && cache.weight() > 500_000, "{}", cache.weight());
    }

    #[test]
    fn a_list_weighs_as_much_as_whoever_asks_for_it_names() {
        let weight = |key: ListKey| CaseCache::list_weight(&key, &List::Count(0));
        let municipalities: Vec<Ags> = (1..1_000).map(|number| format!("15084{number:03}").parse().unwrap()).collect();
        let text: usize = municipalities.iter().map(|ags| size_of::<Ags>() + ags.as_str().len()).sum();
        let filter = CaseFilter { municipalities, ..CaseFilter::default() };
        let plain = weight(ListKey::Count(CaseFilter::default()));
        assert!(weight(ListKey::Count(filter)) >= plain + text as u64);
        let position = Some(Position { key: "a".repeat(100_000), id: CaseId(Uuid::nil()) });
        let page = ListKey::Page(CaseFilter::default(), CaseOrder::Title, Window { limit: 1, position, backward: false });
        assert!(weight(page) >= plain + 100_000);
    }

    #[test]
    fn an_entry_of_another_generation_does_not_count() {
        let cache = Generational::<u32, &str>::new(1_000, 10);
        assert_eq!(cache.keep(&1, "old", 10, 1), "old");
        assert_eq!((cache.get(&1, 1), cache.get(&1, 2)), (Some("old"), None));
        assert_eq!(cache.keep(&1, "new", 10, 2), "new");
        assert_eq!((cache.get(&1, 1), cache.get(&1, 2)), (None, Some("new")));
    }

    #[test]
    fn of_what_was_read_in_one_generation_the_first_stays_and_what_comes_late_is_not_kept() {
        let cache = Generational::<u32, &str>::new(1_000, 10);
        assert_eq!(cache.keep(&1, "first", 10, 2), "first");
        assert_eq!(cache.keep(&1, "second", 10, 2), "first");
        assert_eq!(cache.keep(&1, "late", 10, 1), "first");
        assert_eq!(cache.get(&1, 2), Some("first"));
    }
}
