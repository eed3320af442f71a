//! The words of a text, folded in one go.

use crate::analysis::{Analyser, Forms, fold_into, fold_with_every_e, words};
use std::{borrow::Cow, ops::Range, sync::Arc};

/// Stands between two folded words, so that nothing is found across them.
const BETWEEN: char = ' ';

/// A text with its words.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    text: Cow<'a, str>,
    /// The folded words; behind one in which an `e` was taken for half of an umlaut the same with that letter.
    folded: String,
    /// For each word where it begins in `folded`, and where it stands in `text`.
    words: Vec<(usize, Range<usize>)>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        let mut folded = String::with_capacity(text.len() + 8);
        let mut found = Vec::with_capacity(text.len() / 6);
        for range in words(&text) {
            found.push((folded.len(), range.clone()));
            let word = &text[range];
            let has_halves = fold_into(word, &mut folded);
            folded.push(BETWEEN);
            if has_halves {
                // What lies within a compound is folded by itself: the Eltern of `Kitaeltern` keep their first letter.
                fold_with_every_e(word, &mut folded);
                folded.push(BETWEEN);
            }
        }
        Self { text, folded, words: found }
    }

    /// The same with a text of its own.
    pub(crate) fn into_owned(self) -> Scan<'static> {
        Scan { text: Cow::Owned(self.text.into_owned()), folded: self.folded, words: self.words }
    }

    /// The text that was scanned.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The number of the word that this place of the folded text lies in.
    pub(super) fn word_at(&self, place: usize) -> usize {
        self.words.partition_point(|(start, _)| *start <= place).saturating_sub(1)
    }

    /// Where a word ends in the folded text, with what belongs to it.
    pub(super) fn end_of(&self, word: usize) -> usize {
        self.words.get(word + 1).map_or(self.folded.len(), |(start, _)| *start)
    }

    /// Where a word stands in the text.
    pub(crate) fn range(&self, word: usize) -> Range<usize> {
        self.words[word].1.clone()
    }

    /// The number of the word that begins the next sentence behind this word, or of all words.
    pub(super) fn sentence_end(&self, word: usize) -> usize {
        let ends = |word: &usize| {
            let next = self.words.get(word + 1).map_or(self.text.len(), |(_, range)| range.start);
            ends_sentence(&self.text[self.range(*word)], &self.text[self.range(*word).end..next])
        };
        (word..self.len()).find(ends).map_or(self.len(), |last| last + 1)
    }

    /// A word in its folded form.
    pub(crate) fn folded_word(&self, word: usize) -> &str {
        let from = &self.folded[self.words[word].0..];
        from.split_once(BETWEEN).map_or(from, |(word, _)| word)
    }

    pub(super) fn forms(&self, word: usize) -> Arc<Forms> {
        Analyser::standard().forms(&self.text[self.range(word)])
    }

    pub(super) fn is_stop_word(&self, word: usize) -> bool {
        self.forms(word).is_stop_word
    }
}

/// Whether what stands between a word and the next one ends a sentence. Behind a number a full stop mostly does not: `3. Juli`. What a list says without
/// such signs counts as one sentence; an abbreviation cuts one in two.
fn ends_sentence(word: &str, between: &str) -> bool {
    let stop = if word.ends_with(|last: char| last.is_ascii_digit()) { &['!', '?', ':'][..] } else { &['.', '!', '?', ':'] };
    between.contains(stop)
}
