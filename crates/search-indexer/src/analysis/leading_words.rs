//! Which words lead to a word: the tables of synonyms, related words and the thesaurus, read from their other end.

use super::{
    synonyms::{SynonymTable, phrase},
    thesaurus,
};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// A stem by a number, the same all over the process. Two stems may share one, which among the some thousand words of a search and its cases hardly ever
/// happens, and then brings a case a little forward.
pub(crate) type StemHash = u32;

/// The number of a stem.
pub(crate) fn stem_hash(stem: &str) -> StemHash {
    let mut hasher = DefaultHasher::new();
    stem.hash(&mut hasher);
    let [.., a, b, c, d] = hasher.finish().to_be_bytes();
    StemHash::from_be_bytes([a, b, c, d])
}

/// For each stem those that lead to it in one step, each with its share of it: all, or as a word of a phrase as much as any other word of that.
#[derive(Debug, Default)]
pub(crate) struct LeadingWords(HashMap<StemHash, Vec<(StemHash, f32)>>);

impl LeadingWords {
    /// By these synonyms and by the thesaurus.
    pub(super) fn new(synonyms: &SynonymTable) -> Self {
        let mut leading = Self::default();
        for (from, others) in synonyms.leads() {
            if let [from] = from.as_slice() {
                for to in others {
                    leading.add(stem_hash(from), &to.stems);
                }
            }
        }
        for (from, leads) in thesaurus::entries() {
            for to in leads {
                leading.add(stem_hash(from), &phrase(to));
            }
        }
        leading
    }

    fn add(&mut self, from: StemHash, to: &[String]) {
        let share = 1.0 / f32::from(u16::try_from(to.len()).unwrap_or(u16::MAX));
        for stem in to {
            self.0.entry(stem_hash(stem)).or_default().push((from, share));
        }
    }

    /// The stems that lead to this one.
    pub(crate) fn to(&self, stem: &str) -> &[(StemHash, f32)] {
        self.0.get(&stem_hash(stem)).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_to_a_word_from_groups_and_from_the_thesaurus() {
        let table = SynonymTable::new([vec!["Kita", "Kindergarten"]], [vec!["Kita", "frühe Bildung"]]);
        let leading = LeadingWords::new(&table);
        let share = |from: &str, to: &str| -> f32 {
            let from = stem_hash(&phrase(from)[0]);
            leading.to(&phrase(to)[0]).iter().filter(|(word, _)| *word == from).map(|(_, share)| share).sum()
        };
        let is = |share: f32, expected: f32| (share - expected).abs() < f32::EPSILON;
        assert!(is(share("Kindergärten", "Kita"), 1.0) && is(share("Kita", "Bildung"), 0.5) && is(share("Kita", "Kita"), 0.0));
        assert!(share("Fußnote", "Quellenangabe") >= 1.0 && is(share("Quellenangabe", "Fußnote"), 0.0), "the thesaurus leads one way");
    }
}
