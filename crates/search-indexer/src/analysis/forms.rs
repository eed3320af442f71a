//! What is known of one word.

use super::{
    compound::{self, Joined},
    fold::fold,
    stem::stem,
    stop_words::is_function_word,
};
use quick_cache::sync::Cache;
use std::sync::{Arc, LazyLock};

/// How many words are remembered: a few megabytes, and most of what a municipality writes.
const REMEMBERED_WORDS: usize = 16_384;

/// A word longer than this, in bytes, is no German word but an address or a mistake; it is cut before it is analysed.
const LONGEST_WORD: usize = 80;

/// What is known of one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// The whole word in its folded form.
    pub folded: String,
    /// The whole word's stem.
    pub stem: String,
    /// The stems of a compound's parts from left to right, at least two of them; empty for a word that is none.
    pub parts: Vec<String>,
    /// Neighbouring parts taken together.
    pub joined: Vec<Joined>,
    /// More stems that the word contains: what lies within its parts, and what is known of a word of which not every part is.
    pub inner: Vec<String>,
    /// Whether the word says nothing about a text: a function word or a single letter.
    pub is_stop_word: bool,
}

static FORMS: LazyLock<Cache<String, Arc<Forms>>> = LazyLock::new(|| Cache::new(REMEMBERED_WORDS));

/// What is known of a word, remembered from the last time it was met.
pub(crate) fn forms(word: &str) -> Arc<Forms> {
    let word = &word[..word.floor_char_boundary(LONGEST_WORD)];
    if let Some(known) = FORMS.get(word) {
        return known;
    }
    let forms = Arc::new(Forms::new(word));
    FORMS.insert(word.to_owned(), Arc::clone(&forms));
    forms
}

impl Forms {
    fn new(word: &str) -> Self {
        let folded = fold(word);
        let is_letter = folded.len() < 2 && !folded.bytes().any(|byte| byte.is_ascii_digit());
        let is_stop_word = is_letter || is_function_word(&folded);
        let stem = stem(&folded);
        let split = if is_stop_word { compound::Split::default() } else { compound::split(word) };
        let mut inner = split.inner;
        inner.retain(|inner| *inner != stem && !split.parts.contains(inner));
        Self { folded, stem, parts: split.parts, joined: split.joined, inner, is_stop_word }
    }

    /// The stems of everything within the word that is not the whole word.
    pub fn expansions(&self) -> impl Iterator<Item = &str> {
        let joined = self.joined.iter().map(|joined| &joined.stem);
        self.parts.iter().chain(joined).chain(&self.inner).map(String::as_str)
    }

    /// The stem of some neighbouring parts of the compound together.
    pub(super) fn joined(&self, place: usize, length: usize) -> Option<&str> {
        let found = self.joined.iter().find(|joined| (joined.place, joined.length) == (place, length));
        found.map(|joined| joined.stem.as_str())
    }
}
