//! The parts of compounds.
//!
//! A word is cut only if known words cover it from end to end: charabia alone would leave pieces like `isie` and `sm`. Of all such covers
//! the one with the fewest parts is taken, this domain's words before the general dictionary's.

use super::{
    dictionary::{domain_head, domain_modifier, general_head, general_modifier, is_listed},
    fold::fold,
    stem::stem,
};
use unicode_normalization::UnicodeNormalization;

/// The shortest word that is looked into, in letters.
const SHORTEST_COMPOUND: usize = 7;
/// The shortest part, in letters; general words need one more, see the dictionary.
const SHORTEST_PART: usize = 3;
/// The longest word that is looked into, in letters; the time grows with the square of it.
const LONGEST_COMPOUND: usize = 60;
/// The shortest known beginning or end of a word that is otherwise unknown, in letters, and the least that must remain of the word.
const SHORTEST_KNOWN: usize = 5;
const SHORTEST_UNKNOWN: usize = 4;

/// What lies within a word.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Split {
    /// The stems of the parts that cover the word, at least two; empty if the word is no known compound.
    pub(super) parts: Vec<String>,
    /// Neighbouring parts taken together, but not all of them.
    pub(super) joined: Vec<Joined>,
    /// More stems within the word.
    pub(super) inner: Vec<String>,
}

/// Neighbouring parts of a compound, taken together: `Sozialarbeit` in `Schulsozialarbeit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The number of the first part.
    pub place: usize,
    /// How many parts.
    pub length: usize,
    /// The stem of what they are together.
    pub stem: String,
}

/// One part of a cover.
#[derive(Debug, Clone)]
struct Part {
    start: usize,
    end: usize,
    stem: String,
    is_domain_word: bool,
}

/// Looks for the parts of a word as it is written.
pub(super) fn split(word: &str) -> Split {
    let letters = spelled(word);
    let length = letters.chars().count();
    if !(SHORTEST_COMPOUND..=LONGEST_COMPOUND).contains(&length) || !letters.chars().all(char::is_alphabetic) {
        return Split::default();
    }
    let spellings = [letters.clone(), with_umlauts(&letters)];
    for spelling in &spellings {
        if let Some(cover) = best_cover(spelling).filter(|cover| !is_verb(word, cover)) {
            return of_cover(spelling, &cover);
        }
    }
    Split { inner: known_ends(word, &letters), ..Split::default() }
}

/// Whether a word that is written small and ends like a verb only happens to be covered: `vereinbart`, `verbringen`.
fn is_verb(word: &str, cover: &[Part]) -> bool {
    word.starts_with(char::is_lowercase) && ends_like_verb(word) && cover.last().is_some_and(|part| !part.is_domain_word)
}

fn ends_like_verb(word: &str) -> bool {
    ["en", "t", "te", "et", "st"].iter().any(|ending| word.ends_with(ending))
}

/// Lower case, composed, without gender signs and soft hyphens.
fn spelled(word: &str) -> String {
    word.nfc().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The word as it is spelled with umlauts, if it was typed without.
fn with_umlauts(letters: &str) -> String {
    letters.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü").replace("ss", "ß")
}

fn of_cover(word: &str, cover: &[Part]) -> Split {
    let parts: Vec<String> = cover.iter().map(|part| part.stem.clone()).collect();
    let mut inner = Vec::new();
    for part in cover {
        let within = split(&word[part.start..part.end]);
        inner.extend(within.parts.into_iter().chain(within.joined.into_iter().map(|joined| joined.stem)).chain(within.inner));
    }
    inner.retain(|inner| !parts.contains(inner));
    inner.sort_unstable();
    inner.dedup();
    // Neighbours together are often a word of their own: Schul|sozial|arbeit holds Sozialarbeit.
    let mut joined = Vec::new();
    for length in (2..cover.len()).rev() {
        joined.extend(cover.windows(length).enumerate().map(|(place, window)| {
            let stem = stem(&fold(&word[window[0].start..window[length - 1].end]));
            Joined { place, length, stem }
        }));
    }
    Split { parts, joined, inner }
}

/// The cheapest way to cover a word with known words, at least two.
fn best_cover(word: &str) -> Option<Vec<Part>> {
    let mut bounds: Vec<usize> = word.char_indices().map(|(place, _)| place).collect();
    bounds.push(word.len());
    let last = bounds.len() - 1;
    // best[i]: what it costs at least to cover the word up to its i-th letter, where the last part begins, and that part. Only places that
    // known words lead to are gone on from; in most words these are few.
    let mut best: Vec<Option<(u32, usize, Part)>> = vec![None; bounds.len()];
    for from in 0..last {
        let so_far = if from == 0 { Some(0) } else { best[from].as_ref().map(|(cost, ..)| *cost) };
        let Some(so_far) = so_far else { continue };
        for to in (from + SHORTEST_PART..=last).filter(|to| (from, *to) != (0, last)) {
            let Some((cost, part)) = known_part(word, bounds[from], bounds[to]) else { continue };
            if best[to].as_ref().is_none_or(|(cheapest, ..)| so_far + cost < *cheapest) {
                best[to] = Some((so_far + cost, from, part));
            }
        }
    }
    let mut cover = Vec::new();
    let mut at = last;
    while at > 0 {
        let (_, from, part) = best[at].take()?;
        cover.push(part);
        at = from;
    }
    cover.reverse();
    // A word that stands in a dictionary is left whole unless this domain knows every part of it.
    let is_certain = cover.iter().all(|part| part.is_domain_word);
    (is_certain || !is_listed(word)).then_some(cover)
}

/// The part from `start` to `end` with its cost, if it is a known word.
fn known_part(word: &str, start: usize, end: usize) -> Option<(u32, Part)> {
    let piece = &word[start..end];
    let is_last = end == word.len();
    let own = if is_last { domain_head(piece).map(|head| head.stem) } else { domain_modifier(piece) };
    if let Some(stem) = own {
        return Some((10, Part { start, end, stem, is_domain_word: true }));
    }
    let stem = if is_last { general_head(piece) } else { general_modifier(piece) }?;
    let cost = if piece.chars().count() < SHORTEST_KNOWN { 22 } else { 16 };
    Some((cost, Part { start, end, stem, is_domain_word: false }))
}

/// The longest words of this domain that an otherwise unknown word begins and ends with.
fn known_ends(written: &str, word: &str) -> Vec<String> {
    let bounds: Vec<usize> = word.char_indices().map(|(place, _)| place).collect();
    if bounds.len() < SHORTEST_KNOWN + SHORTEST_UNKNOWN || domain_head(word).is_some() {
        return Vec::new();
    }
    let long_head = |place: usize| domain_head(&word[bounds[place]..]).filter(|head| head.length >= SHORTEST_KNOWN);
    let end = (SHORTEST_UNKNOWN..=bounds.len() - SHORTEST_KNOWN).find_map(long_head);
    let end = end.filter(|_| !(written.starts_with(char::is_lowercase) && ends_like_verb(word)));
    let beginning = (SHORTEST_KNOWN..=bounds.len() - SHORTEST_UNKNOWN).rev().find_map(|place| {
        let rest = &word[bounds[place]..];
        // Schul-ungen, Förder-ende: that is one word with its ending.
        let is_ending = ["ung", "er", "en"].iter().any(|ending| rest.starts_with(ending));
        domain_modifier(&word[..bounds[place]]).filter(|_| !is_ending)
    });
    beginning.into_iter().chain(end.map(|head| head.stem)).collect()
}
