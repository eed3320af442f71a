//! What somebody who mistyped a word meant, read off the cases that were found for it, or the synonyms.
//!
//! Both engines find words that differ from an unknown one by typing mistakes. Which word that was stands in the texts of the cases, so no
//! list of all words is needed. Where those cases have no such word, one that the synonyms know may lead to what they call the same:
//! `Kindergarrten` to a Kita.

use crate::{
    analysis::{QueryWord, SynonymTable},
    case_texts::CaseTexts,
    finder::Scan,
    spelling,
    understanding::free_words,
};
use domain::CaseContent;
use std::collections::BTreeMap;

/// How good a word is as what was meant: the fewer mistakes the better, then the more often it stands there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    mistakes: usize,
    fewer: usize,
    written: String,
}

/// What somebody meant who typed an unknown word, as these cases have it.
pub(crate) fn meant_in_cases<'a>(word: &QueryWord, cases: impl Iterator<Item = &'a CaseContent>) -> Option<String> {
    in_cases(&letters(word), cases)
}

/// The same, as the synonyms have it.
pub(crate) fn meant_in_synonyms(word: &QueryWord, synonyms: &SynonymTable) -> Option<String> {
    in_synonyms(&letters(word), synonyms)
}

fn letters(word: &QueryWord) -> Vec<char> {
    word.folded.chars().collect()
}

/// Puts a word in the place of the first that is written like this, as a whole word: what is quoted or excluded stays as it is.
pub(crate) fn replace_word(text: &mut String, written: &str, meant: &str) {
    if let Some(range) = free_words(text).into_iter().find(|range| text[range.clone()] == *written) {
        text.replace_range(range, meant);
    }
}

/// The word near the wanted one that the synonyms know; of several as near ones the first in the alphabet.
fn in_synonyms(wanted: &[char], synonyms: &SynonymTable) -> Option<String> {
    let near = synonyms.words().filter(|(folded, _)| spelling::is_near(wanted, folded));
    let by_mistakes = near.map(|(folded, written)| (spelling::distance(wanted, &folded.chars().collect::<Vec<_>>()), written));
    by_mistakes.min().map(|(_, written)| written.to_owned())
}

fn in_cases<'a>(wanted: &[char], cases: impl Iterator<Item = &'a CaseContent>) -> Option<String> {
    // By folded form: how often, and how it is first written.
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for case in cases {
        let texts = CaseTexts::of(case);
        let labels = texts.labels.iter().map(AsRef::as_ref);
        for text in [texts.title, texts.teaser].into_iter().chain(labels).chain(texts.body.iter().copied()) {
            let scan = Scan::new(text);
            for word in (0..scan.len()).filter(|word| spelling::is_near(wanted, scan.folded_word(*word))) {
                let written = &text[scan.range(word)];
                found.entry(scan.folded_word(word).to_owned()).or_insert_with(|| (0, written.to_owned())).0 += 1;
            }
        }
    }
    let candidates = found.into_iter().map(|(folded, (count, written))| Candidate {
        mistakes: spelling::distance(wanted, &folded.chars().collect::<Vec<_>>()),
        fewer: usize::MAX - count,
        written,
    });
    candidates.min().map(|best| best.written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_word_is_replaced_that_is_neither_quoted_nor_excluded() {
        for (text, replaced) in [
            ("hrot kita", "Hort kita"),
            ("\"hrot kita\" hrot", "\"hrot kita\" Hort"),
            ("-hrot hrot", "-hrot Hort"),
            ("Schulhrot hrot", "Schulhrot Hort"),
            ("„hrot“", "„hrot“"),
        ] {
            let mut text = text.to_owned();
            replace_word(&mut text, "hrot", "Hort");
            assert_eq!(text, replaced);
        }
    }
}
