//! What somebody who typed a text looks for.

mod sections;

pub(crate) use sections::is_quote;
pub use sections::without_signs;

use super::{
    Forms, Way, WayKind,
    dictionary::is_listed,
    forms,
    stop_words::is_question_word,
    synonyms::{Meaning, SynonymTable, is_abbreviation},
    thesaurus, ways,
    weak_words::{WEAK, is_weak},
    words,
};
use sections::sections;
use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

/// No more units of a query are looked for, and no more are excluded: whoever pastes a page finds what its beginning finds, and each unit costs a
/// server a search of its own.
const MOST_UNITS: usize = 12;

/// A full stop behind so many words may end a sentence; behind fewer it says that a word is cut short.
const SENTENCE: usize = 4;

/// An abbreviation of fewer letters may begin too many words.
const SHORTEST_BEGINNING: usize = 3;

/// What begins with fewer letters may become too many words to tell which is meant.
const SHORTEST_COMPLETED: usize = 4;

/// No more of a typed text is read, in bytes.
const LONGEST_TEXT: usize = 1_000;

/// A typed text, understood: the units that a good case contains all of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// What is looked for, in the order it was typed. Empty if nothing meaningful was typed.
    pub units: Vec<Unit>,
    /// What a case must not hold: words and phrases with a minus in front.
    pub excluded: Vec<Unit>,
}

/// One thing that is looked for: a word, a known phrase, or a phrase in quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Unit {
    /// Its words, at least one.
    pub words: Vec<QueryWord>,
    /// Whether its words have to follow one another, exactly as they are.
    pub is_quoted: bool,
    /// Whether it stands for itself: numbers, keys and abbreviations are neither completed nor corrected.
    pub is_exact: bool,
    /// Whether somebody may still be typing it, or cut it short, so that words beginning like it count.
    pub is_prefix: bool,
    /// How much it counts beside others: less if it rarely says what a case is about.
    pub weight: Weight,
    /// The ways in which a case can hold it, as it was typed first. Of a quoted phrase there is no other.
    pub ways: Vec<Way>,
}

/// How much a unit counts beside others, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight(pub f32);

impl Default for Weight {
    fn default() -> Self {
        Self(1.0)
    }
}

/// Weights are constants, never results of a calculation.
impl Eq for Weight {}

impl Hash for Weight {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// A word of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct QueryWord {
    /// The word as it was typed.
    pub written: String,
    /// Its folded form.
    pub folded: String,
    /// Its stem.
    pub stem: String,
    /// Whether a full stop behind it says that it is the beginning of a word (`Schulsoz.`): so it is no typing mistake.
    pub is_cut_short: bool,
    /// Whether the tables or the dictionary have it: rare it may be, but it is neither cut short nor mistyped (`Schulden` are no `Schulen`).
    pub is_known: bool,
}

/// A word with what is decided about it before units are formed.
struct Typed {
    written: String,
    forms: Arc<Forms>,
    is_exact: bool,
    is_cut_short: bool,
    is_known: bool,
}

impl Query {
    /// Understands a text. Stop words are left out, question words as well if anything else remains.
    pub(crate) fn new(text: &str, synonyms: &SynonymTable) -> Self {
        let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
        let mut query = Self::default();
        // Whether every word so far belongs to a question is seen at the end, so each unit remembers it.
        let mut units = Vec::new();
        for section in sections(text) {
            let typed = typed_words(section.text, synonyms);
            if section.is_excluded {
                query.excluded.extend((!typed.is_empty()).then(|| quoted(&typed)));
            } else if section.is_quoted {
                units.extend((!typed.is_empty()).then(|| (false, quoted(&typed))));
            } else {
                grouped(&typed, synonyms, &mut units);
            }
        }
        if units.iter().any(|(is_question, _)| !is_question) {
            units.retain(|(is_question, _)| !is_question);
        }
        query.units = units.into_iter().map(|(_, unit)| unit).collect();
        let mut seen = std::collections::HashSet::new();
        query.units.retain(|unit| seen.insert((unit.is_quoted, unit.stems().collect::<Vec<_>>().join(" "))));
        query.units.truncate(MOST_UNITS);
        query.excluded.truncate(MOST_UNITS);
        let may_go_on = text.chars().next_back().is_some_and(char::is_alphanumeric);
        if let Some(last) = query.units.last_mut().filter(|unit| may_go_on && unit.may_be_prefix(text)) {
            last.is_prefix = true;
            last.complete(synonyms);
        }
        query
    }

    /// Whether nothing is looked for, so that everything is found that is not excluded.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

impl Unit {
    /// The stems of its words.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.stem.as_str())
    }

    /// Its word, if it is of one word and not quoted.
    pub fn single(&self) -> Option<&QueryWord> {
        match self.words.as_slice() {
            [word] if !self.is_quoted => Some(word),
            _ => None,
        }
    }

    /// The unit as it was typed, without what stood around it.
    pub fn written(&self) -> String {
        self.words.iter().map(|word| word.written.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Its word, if that may be a typing mistake where no case holds it in a strict way: not if it is exact, known, or cut short. A compound may be
    /// mistyped, since the pieces of `Beschussvorlage` are words.
    pub fn maybe_mistyped(&self) -> Option<&QueryWord> {
        self.single().filter(|word| !self.is_exact && !word.is_cut_short && !word.is_known)
    }

    /// Whether the unit ends the text and is long and loose enough to be completed.
    fn may_be_prefix(&self, text: &str) -> bool {
        let last_range = words(text).last();
        let last_word = last_range.map(|range| super::fold(&text[range]));
        let ends_text = self.words.last().map(|word| &word.folded) == last_word.as_ref();
        ends_text && self.may_be_beginning()
    }

    /// Looks for the word as well that its beginning is meant to become, and for all that is looked for with that, if the table leaves no doubt.
    fn complete(&mut self, synonyms: &SynonymTable) {
        let long_enough = |word: &&QueryWord| word.folded.chars().count() >= SHORTEST_COMPLETED;
        let Some(word) = self.single().filter(|word| !word.is_known).filter(long_enough) else { return };
        let Some(meant) = synonyms.completion(&word.folded) else { return };
        let forms = forms::forms(meant);
        let meanings = synonyms.known(std::slice::from_ref(&forms.stem)).unwrap_or_default();
        // The parts of half a word are none.
        self.ways.truncate(1);
        self.ways.extend(ways::of_phrase(&[&*forms], false, meanings, synonyms));
    }

    /// Whether it is a word that is long and loose enough to be the beginning of others.
    fn may_be_beginning(&self) -> bool {
        !self.is_exact && self.single().is_some_and(|word| word.folded.chars().count() >= SHORTEST_BEGINNING)
    }
}

fn typed_words(section: &str, synonyms: &SynonymTable) -> Vec<Typed> {
    let mut typed = Vec::new();
    let mut in_sentence = 0;
    for range in words(section) {
        let written = &section[range.clone()];
        in_sentence += 1;
        let behind_stop = section[range.end..].strip_prefix('.');
        let ends_sentence = behind_stop.is_some_and(|behind| in_sentence >= SENTENCE && begins_anew(behind));
        if ends_sentence {
            in_sentence = 0;
        }
        let forms = forms::forms(written);
        if forms.is_stop_word {
            continue;
        }
        let has_digit = written.bytes().any(|byte| byte.is_ascii_digit());
        let is_exact = has_digit || is_abbreviation(written) || synonyms.knows_abbreviation(&forms.folded);
        let has_other_words = synonyms.known(std::slice::from_ref(&forms.stem)).is_some() || thesaurus::knows(&forms.stem);
        let is_known = has_other_words || is_listed(&written.to_lowercase());
        let is_cut_short = behind_stop.is_some() && !ends_sentence && !is_exact && !is_known;
        typed.push(Typed { written: written.to_owned(), forms, is_exact, is_cut_short, is_known });
    }
    typed
}

/// Whether what stands behind a full stop may be another sentence, or is nothing.
fn begins_anew(behind: &str) -> bool {
    let next = behind.trim_start();
    next.is_empty() || (next.len() < behind.len() && next.starts_with(char::is_uppercase))
}

impl Typed {
    fn word(&self) -> QueryWord {
        let Forms { folded, stem, .. } = &*self.forms;
        QueryWord {
            written: self.written.clone(),
            folded: folded.clone(),
            stem: stem.clone(),
            is_cut_short: self.is_cut_short,
            is_known: self.is_known,
        }
    }

    fn is_question(&self) -> bool {
        is_question_word(&self.forms.folded)
    }
}

fn quoted(typed: &[Typed]) -> Unit {
    // A phrase may have a word twice: Hand in Hand.
    let stems = typed.iter().map(|typed| typed.forms.stem.clone()).collect();
    let ways = vec![Way { stems, kind: WayKind::Typed, written: None }];
    Unit { words: typed.iter().map(Typed::word).collect(), is_quoted: true, is_exact: true, ways, ..Unit::default() }
}

/// Makes units of words: the longest phrase that the synonyms know, otherwise each word alone.
fn grouped(typed: &[Typed], synonyms: &SynonymTable, units: &mut Vec<(bool, Unit)>) {
    let stems: Vec<String> = typed.iter().map(|typed| typed.forms.stem.clone()).collect();
    let mut start = 0;
    while start < typed.len() {
        let (length, meanings) = longest_phrase(&stems[start..], synonyms);
        let taken = &typed[start..start + length];
        // A word that has synonyms is a topic, even where questions use it too.
        let is_question = meanings.is_empty() && taken.iter().all(Typed::is_question);
        let is_exact = taken.iter().any(|typed| typed.is_exact);
        let forms: Vec<&Forms> = taken.iter().map(|typed| &*typed.forms).collect();
        let ways = ways::of_phrase(&forms, is_exact, meanings, synonyms);
        let words = taken.iter().map(Typed::word).collect();
        let is_weak = meanings.is_empty() && taken.iter().all(|typed| is_weak(&typed.forms.stem));
        let weight = if is_weak { Weight(WEAK) } else { Weight::default() };
        let mut unit = Unit { words, is_exact, weight, ways, ..Unit::default() };
        unit.is_prefix = unit.may_be_beginning() && unit.words[0].is_cut_short;
        if unit.is_prefix {
            unit.complete(synonyms);
        }
        units.push((is_question, unit));
        start += length;
    }
}

fn longest_phrase<'a>(stems: &[String], synonyms: &'a SynonymTable) -> (usize, &'a [Meaning]) {
    let longest = stems.len().min(synonyms.longest());
    (1..=longest).rev().find_map(|length| Some((length, synonyms.known(&stems[..length])?))).unwrap_or((1, &[]))
}
