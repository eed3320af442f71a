//! Texts that are found by the beginnings of their words.

use crate::analysis::{fold, words};
use std::collections::HashSet;

/// No more words of what is typed are looked at.
const MOST_WORDS: usize = 8;

/// Sorts behind a space and before every letter and digit: what a whole word is followed by sorts before it.
const BEHIND_WORD: &str = "!";
/// Sorts behind everything that begins like a word.
const BEHIND_BEGINNING: &str = "\u{10ffff}";

/// What somebody has typed so far, as folded words.
#[derive(Debug)]
pub(super) struct Typed {
    words: Vec<String>,
    joined: String,
}

/// How a text holds what was typed; the better one is the smaller one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// It begins with it.
    Begins,
    /// It has all of the words, elsewhere or apart.
    Holds,
}

/// Folded texts with all their words in alphabetical order, each with what follows it: about twice the size of the texts.
#[derive(Debug, Default)]
pub(super) struct WordIndex {
    /// The folded words of all texts, joined by a space within a text.
    text: String,
    /// Where each text begins, and in the end where the last one ends.
    starts: Vec<u32>,
    /// Where each word begins, and which text it is of.
    words: Vec<(u32, u32)>,
}

impl Typed {
    pub(super) fn new(text: &str) -> Self {
        let words: Vec<String> = folded_words(text).take(MOST_WORDS).collect();
        Self { joined: words.join(" "), words }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether these words hold every typed one, the last as a beginning.
    fn is_held_by(&self, text: &str) -> bool {
        let Some((last, whole)) = self.words.split_last() else { return false };
        whole.iter().all(|word| text.split(' ').any(|other| other == word)) && text.split(' ').any(|other| other.starts_with(last.as_str()))
    }
}

impl WordIndex {
    /// An index of these texts; they are found again by their number. At most four gigabytes of them.
    pub(super) fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self { starts: vec![0], ..Self::default() };
        for (number, text) in texts.into_iter().enumerate() {
            let start = index.text.len();
            for word in folded_words(text) {
                if index.text.len() > start {
                    index.text.push(' ');
                }
                index.words.push((small(index.text.len()), small(number)));
                index.text.push_str(&word);
            }
            index.starts.push(small(index.text.len()));
        }
        index.text.shrink_to_fit();
        let mut words = std::mem::take(&mut index.words);
        words.sort_unstable_by(|one, other| index.from(*one).cmp(index.from(*other)).then(one.cmp(other)));
        words.shrink_to_fit();
        Self { words, ..index }
    }

    /// The numbers of up to `most` texts, each once, the best matches first, alphabetical by the word that matches.
    pub(super) fn find(&self, typed: &Typed, most: usize) -> Vec<(Match, usize)> {
        let begins = self.between(&typed.joined, BEHIND_BEGINNING).iter().filter(|(start, text)| self.starts[large(*text)] == *start);
        let mut found: Vec<(Match, usize)> = begins.map(|(_, text)| (Match::Begins, large(*text))).take(most).collect();
        let mut seen: HashSet<usize> = found.iter().map(|(_, text)| *text).collect();
        for (_, text) in self.rarest(typed) {
            if found.len() >= most {
                break;
            }
            let text = large(*text);
            if seen.insert(text) && typed.is_held_by(self.text_of(text)) {
                found.push((Match::Holds, text));
            }
        }
        found
    }

    /// The words that fit that typed word which the fewest fit.
    fn rarest(&self, typed: &Typed) -> &[(u32, u32)] {
        let last = typed.words.len().saturating_sub(1);
        let ranges = typed.words.iter().enumerate().map(|(place, word)| {
            let behind = if place == last { BEHIND_BEGINNING } else { BEHIND_WORD };
            self.between(word, behind)
        });
        ranges.min_by_key(|words| words.len()).unwrap_or_default()
    }

    /// The words from `beginning` on up to those that sort after it with `behind` attached.
    fn between(&self, beginning: &str, behind: &str) -> &[(u32, u32)] {
        let end = format!("{beginning}{behind}");
        let start = self.words.partition_point(|word| self.from(*word) < beginning);
        let end = self.words.partition_point(|word| self.from(*word) < end.as_str());
        &self.words[start..end]
    }

    /// A word with the rest of its text.
    fn from(&self, (start, text): (u32, u32)) -> &str {
        &self.text[large(start)..large(self.starts[large(text) + 1])]
    }

    fn text_of(&self, text: usize) -> &str {
        &self.text[large(self.starts[text])..large(self.starts[text + 1])]
    }
}

fn folded_words(text: &str) -> impl Iterator<Item = String> {
    words(text).map(|range| fold(&text[range])).filter(|word| !word.is_empty())
}

/// Positions as half the size; four gigabytes of titles are more than any network has.
fn small(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

fn large(position: u32) -> usize {
    position as usize
}
