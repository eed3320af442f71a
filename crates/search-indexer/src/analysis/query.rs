//! What somebody who typed a text looks for.

use super::{
    forms,
    stop_words::is_question_word,
    synonyms::{Phrase, SynonymTable, is_abbreviation},
    words,
};

/// No more units of a query are looked for; who pastes a page finds what its beginning finds.
const MOST_UNITS: usize = 12;

/// No more of a typed text is read, in bytes.
const LONGEST_TEXT: usize = 1_000;

/// A typed text, understood: the units that a good case contains all of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What is looked for, in the order it was typed. Empty if nothing meaningful was typed.
    pub units: Vec<Unit>,
}

/// One thing that is looked for: a word, a known phrase, or a phrase in quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its words, at least one.
    pub words: Vec<QueryWord>,
    /// Whether its words have to follow one another, exactly as they are.
    pub is_quoted: bool,
    /// Whether it stands for itself: numbers, keys and abbreviations are neither completed nor corrected.
    pub is_exact: bool,
    /// Whether somebody may still be typing it, so that words beginning like it count.
    pub is_prefix: bool,
    /// Other words and phrases that mean the same, as stems.
    pub synonyms: Vec<Vec<String>>,
}

/// A word of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryWord {
    /// Its folded form.
    pub folded: String,
    /// Its stem.
    pub stem: String,
    /// The stems of its parts, if it is a compound.
    pub parts: Vec<String>,
}

/// A word with what is decided about it before units are formed.
struct Typed {
    word: QueryWord,
    is_exact: bool,
    is_question: bool,
}

impl Query {
    /// Understands a text. Stop words are left out, question words as well if anything else remains.
    pub(crate) fn new(text: &str, synonyms: &SynonymTable) -> Self {
        let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
        let mut units = Vec::new();
        // Whether every word so far belongs to a question is seen at the end, so each unit remembers it.
        let sections: Vec<&str> = text.split(['"', '„', '“', '”', '«', '»']).collect();
        for (place, section) in sections.iter().enumerate() {
            let typed = typed_words(section, synonyms);
            // A quote that is not closed is a slip.
            let is_quoted = place % 2 == 1 && place + 1 < sections.len();
            if is_quoted && !typed.is_empty() {
                units.push((false, quoted(typed)));
            } else {
                grouped(typed, synonyms, &mut units);
            }
        }
        if units.iter().any(|(is_question, _)| !is_question) {
            units.retain(|(is_question, _)| !is_question);
        }
        let mut units: Vec<Unit> = units.into_iter().map(|(_, unit)| unit).collect();
        let mut seen = std::collections::HashSet::new();
        units.retain(|unit| seen.insert(unit.stems().collect::<Vec<_>>().join(" ")));
        units.truncate(MOST_UNITS);
        let may_go_on = text.chars().next_back().is_some_and(char::is_alphanumeric);
        if let Some(last) = units.last_mut().filter(|unit| may_go_on && unit.may_be_prefix(text)) {
            last.is_prefix = true;
        }
        Self { units }
    }

    /// Whether nothing is looked for, so that everything is found.
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

    /// Whether the unit ends the text and is long and loose enough to be completed.
    fn may_be_prefix(&self, text: &str) -> bool {
        let last_range = words(text).last();
        let last_word = last_range.map(|range| super::fold(&text[range]));
        let ends_text = self.words.last().map(|word| &word.folded) == last_word.as_ref();
        ends_text && !self.is_exact && self.single().is_some_and(|word| word.folded.chars().count() >= 3)
    }
}

fn typed_words(section: &str, synonyms: &SynonymTable) -> Vec<Typed> {
    let mut typed = Vec::new();
    for range in words(section) {
        let written = &section[range];
        let forms = forms::forms(written);
        if forms.is_stop_word {
            continue;
        }
        let has_digit = written.bytes().any(|byte| byte.is_ascii_digit());
        let word = QueryWord { folded: forms.folded.clone(), stem: forms.stem.clone(), parts: forms.parts.clone() };
        let is_exact = has_digit || is_abbreviation(written) || synonyms.knows_abbreviation(&forms.folded);
        typed.push(Typed { word, is_exact, is_question: is_question_word(&forms.folded) });
    }
    typed
}

fn quoted(typed: Vec<Typed>) -> Unit {
    Unit { words: typed.into_iter().map(|typed| typed.word).collect(), is_quoted: true, is_exact: true, ..Unit::default() }
}

/// Makes units of words: the longest phrase that the synonyms know, otherwise each word alone.
fn grouped(typed: Vec<Typed>, synonyms: &SynonymTable, units: &mut Vec<(bool, Unit)>) {
    let stems: Vec<String> = typed.iter().map(|typed| typed.word.stem.clone()).collect();
    let mut rest = typed.into_iter();
    let mut start = 0;
    while start < stems.len() {
        let (length, meanings) = longest_phrase(&stems[start..], synonyms);
        let taken: Vec<Typed> = rest.by_ref().take(length).collect();
        // A word that has synonyms is a topic, even where questions use it too.
        let is_question = meanings.is_empty() && taken.iter().all(|typed| typed.is_question);
        let is_exact = taken.iter().any(|typed| typed.is_exact);
        let words = taken.into_iter().map(|typed| typed.word).collect();
        units.push((is_question, Unit { words, is_exact, synonyms: meanings.to_vec(), ..Unit::default() }));
        start += length;
    }
}

fn longest_phrase<'a>(stems: &[String], synonyms: &'a SynonymTable) -> (usize, &'a [Phrase]) {
    let longest = stems.len().min(synonyms.longest());
    let known = (1..=longest).rev().find_map(|length| Some((length, synonyms.meanings(&stems[..length])?)));
    known.unwrap_or((1, &[]))
}
