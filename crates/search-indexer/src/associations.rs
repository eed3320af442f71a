//! Brings cases forward whose words lead to the same as those that were typed.
//!
//! Of two cases that hold the words about as well, the one about it mostly has more words from the same field, which are no other words for what was
//! typed: a case about a broken-off apprenticeship speaks of trial periods, matching and disappointment. So query and case are compared by what their words
//! lead to: a word to itself, and half to each word that means the same, is about the same, or that the thesaurus leads to. That is explicit semantic
//! analysis (E. Gabrilovich and S. Markovitch, IJCAI 2007) with this network's own tables in place of an encyclopedia.

mod case_words;

use crate::analysis::{Analyser, Query, StemHash, stem_hash};
use case_words::case_words;
use domain::CaseView;
use std::{collections::BTreeMap, sync::Arc};

/// How much of a word another one holds that leads to it.
const OTHER_WORD: f32 = 0.5;

/// From so much on a case counts as one that has to do with a word.
const TOUCHES: f32 = 0.3;

/// How much the words of each of the cases have to do with a query: comparable among these cases alone, since what most of them speak of says little.
/// Nothing for one that could not be read.
pub(crate) fn associated(query: &Query, analyser: &Analyser, cases: &[Option<Arc<CaseView>>]) -> Vec<f32> {
    let wanted = wanted(query);
    let leading = leading(&wanted, analyser);
    let held = |case: &Option<Arc<CaseView>>| case.as_ref().map(|case| held(&case_words(&case.content), &leading, wanted.len()));
    let held: Vec<Option<Vec<f32>>> = cases.iter().map(held).collect();
    let says: Vec<f32> = wanted.values().enumerate().map(|(number, weight)| weight * rarity(&held, number).powi(2)).collect();
    let score = |held: &Vec<f32>| held.iter().zip(&says).map(|(held, says)| says * held.ln_1p()).sum();
    held.iter().map(|case| case.as_ref().map_or(0.0, score)).collect()
}

/// The stems of all ways in which a query can be held, each with how much it counts.
fn wanted(query: &Query) -> BTreeMap<&str, f32> {
    let mut wanted = BTreeMap::new();
    for unit in &query.units {
        for way in &unit.ways {
            let share = unit.weight.0 * way.kind.share() / number(way.stems.len());
            for stem in &way.stems {
                *wanted.entry(stem.as_str()).or_default() += share;
            }
        }
    }
    wanted
}

/// A word of a text that has to do with a wanted one, by its number, and how much of that it holds.
type Leading = (StemHash, usize, f32);

/// The words that have to do with the wanted ones, in the order of their numbers.
fn leading(wanted: &BTreeMap<&str, f32>, analyser: &Analyser) -> Vec<Leading> {
    let mut leading = Vec::new();
    for (number, stem) in wanted.keys().enumerate() {
        leading.push((stem_hash(stem), number, 1.0));
        leading.extend(analyser.leading_words().to(stem).iter().map(|(word, share)| (*word, number, OTHER_WORD * share)));
    }
    leading.sort_unstable_by_key(|(word, number, _)| (*word, *number));
    leading
}

/// How much a case holds of each wanted word.
fn held(words: &[(StemHash, f32)], leading: &[Leading], wanted: usize) -> Vec<f32> {
    let mut held = vec![0.0; wanted];
    let mut words = words.iter();
    let mut next = words.next();
    for (from, number, share) in leading {
        // Both are in order.
        while next.is_some_and(|(word, _)| word < from) {
            next = words.next();
        }
        if let Some((_, times)) = next.filter(|(word, _)| word == from) {
            held[*number] += times * share;
        }
    }
    held
}

/// What a wanted word says among these cases: the more, the fewer of them have to do with it.
fn rarity(held: &[Option<Vec<f32>>], number_of_word: usize) -> f32 {
    let touching = held.iter().flatten().filter(|case| case[number_of_word] > TOUCHES).count();
    (number(held.len()) / number(touching.max(1))).ln_1p()
}

/// A count of words or cases, of which there are never many.
fn number(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leading_to(word: &str) -> Vec<Leading> {
        leading(&BTreeMap::from([(word, 1.0)]), Analyser::standard())
    }

    #[test]
    fn a_word_holds_itself_and_half_of_what_it_leads_to() {
        let stem = |word: &str| Analyser::standard().forms(word).stem.clone();
        let wanted = stem("Zirkus");
        let held = |words: &[(&str, f32)]| {
            let mut words: Vec<_> = words.iter().map(|(word, times)| (stem_hash(&stem(word)), *times)).collect();
            words.sort_unstable_by_key(|(word, _)| *word);
            held(&words, &leading_to(&wanted), 1)[0]
        };
        let is = |held: f32, expected: f32| (held - expected).abs() < 1e-6;
        assert!(is(held(&[("Zirkus", 2.0)]), 2.0) && is(held(&[("Einrad", 2.0)]), 1.0) && is(held(&[("Haushalt", 2.0)]), 0.0));
        assert!(is(held(&[("Haushalt", 1.0), ("Einrad", 1.0), ("Zirkus", 3.0)]), 3.5));
    }

    #[test]
    fn what_every_case_speaks_of_says_less_than_what_one_does() {
        let held = [Some(vec![1.0, 1.0]), Some(vec![1.0, 0.0]), None, Some(vec![2.0, 0.3])];
        assert!(rarity(&held, 0) < rarity(&held, 1));
    }
}
