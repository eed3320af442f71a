//! What is known of one word.

use super::{
    compound::{self, Joined},
    fold::fold,
    leading_words::{StemHash, stem_hash},
    stem::stem,
    stop_words::is_function_word,
};
use quick_cache::sync::Cache;
use std::{
    iter,
    sync::{Arc, LazyLock},
};

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
    /// The numbers of the stem and of the expansions, in order.
    pub(crate) hashes: Vec<StemHash>,
}

static FORMS: LazyLock<Cache<String, Arc<Forms>>> = LazyLock::new(|| Cache::new(REMEMBERED_WORDS));

/// What is known of a word, remembered from the last time it was met.
pub(crate) fn forms(word: &str) -> Arc<Forms> {
    let word = cut(word);
    if let Some(known) = FORMS.get(word) {
        return known;
    }
    let forms = Arc::new(Forms::new(word));
    FORMS.insert(word.to_owned(), Arc::clone(&forms));
    forms
}

/// The stem of a word, of a stop word none. It is remembered nowhere and no compound is taken apart: for tables of tens of thousands of words, each of which
/// is met once.
pub(super) fn stem_alone(word: &str) -> Option<String> {
    let folded = fold(cut(word));
    (!is_stop_word(&folded)).then(|| stem(&folded))
}

fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(LONGEST_WORD)]
}

/// Whether a folded word says nothing about a text.
fn is_stop_word(folded: &str) -> bool {
    let is_letter = folded.len() < 2 && !folded.bytes().any(|byte| byte.is_ascii_digit());
    is_letter || is_function_word(folded)
}

impl Forms {
    fn new(word: &str) -> Self {
        let folded = fold(word);
        let is_stop_word = is_stop_word(&folded);
        let stem = stem(&folded);
        let split = if is_stop_word { compound::Split::default() } else { compound::split(word) };
        let mut inner = split.inner;
        inner.retain(|inner| *inner != stem && !split.parts.contains(inner));
        let mut forms = Self { folded, stem, parts: split.parts, joined: split.joined, inner, is_stop_word, hashes: Vec::new() };
        forms.hashes = iter::once(forms.stem.as_str()).chain(forms.expansions()).map(stem_hash).collect();
        forms
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
