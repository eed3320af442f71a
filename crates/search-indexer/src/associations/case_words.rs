//! How often a case has which word, remembered for the next search.

use crate::{
    analysis::{Analyser, StemHash, words},
    case_texts::CaseTexts,
};
use domain::CaseContent;
use quick_cache::{Weighter, sync::Cache};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    iter,
    sync::{Arc, LazyLock},
};

/// How much of a word that is part of a compound the compound holds.
const WITHIN: f32 = 0.5;

/// How much memory the words of cases may take, in bytes, and what those of one case take: about four thousand cases are remembered.
const CAPACITY: u64 = 16 * 1024 * 1024;
const TYPICAL: u64 = 4 * 1024;

/// Each stem of a case, in the order of their numbers, with how often it stands there.
pub(super) type CaseWords = Box<[(StemHash, f32)]>;

/// By the hash of the texts: the same texts have the same words, whichever case and revision they are of.
static REMEMBERED: LazyLock<Cache<u64, Arc<CaseWords>, ByBytes>> =
    LazyLock::new(|| Cache::with_weighter(usize::try_from(CAPACITY / TYPICAL).unwrap_or(usize::MAX), CAPACITY, ByBytes));

#[derive(Clone)]
struct ByBytes;

impl Weighter<u64, Arc<CaseWords>> for ByBytes {
    fn weight(&self, _: &u64, words: &Arc<CaseWords>) -> u64 {
        (size_of_val::<[_]>(words) + size_of::<CaseWords>()) as u64
    }
}

/// The words of a case: of its title, teaser, labels and body alike.
pub(super) fn case_words(content: &CaseContent) -> Arc<CaseWords> {
    let texts = CaseTexts::of(content);
    let texts = || [texts.title, texts.teaser].into_iter().chain(texts.labels.iter().map(AsRef::as_ref)).chain(texts.body.iter().copied());
    let mut hasher = DefaultHasher::new();
    texts().for_each(|text| text.hash(&mut hasher));
    let hash = hasher.finish();
    if let Some(known) = REMEMBERED.get(&hash) {
        return known;
    }
    let words = Arc::new(counted(texts()));
    REMEMBERED.insert(hash, Arc::clone(&words));
    words
}

fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> CaseWords {
    let mut all: Vec<(StemHash, f32)> = Vec::new();
    for text in texts {
        for forms in words(text).map(|range| Analyser::standard().forms(&text[range])).filter(|forms| !forms.is_stop_word) {
            let shares = iter::once(1.0).chain(iter::repeat(WITHIN));
            all.extend(forms.hashes.iter().copied().zip(shares));
        }
    }
    all.sort_unstable_by_key(|(word, _)| *word);
    // Halves add up to the same in any order.
    all.dedup_by(|(word, times), (kept, sum)| {
        let is_same = word == kept;
        *sum += if is_same { *times } else { 0.0 };
        is_same
    });
    all.into_boxed_slice()
}
