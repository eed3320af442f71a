//! Which words and phrases mean the same.

use super::{forms, words};
use std::collections::HashMap;

/// A word or phrase as the stems of its words, stop words left out.
pub(crate) type Phrase = Vec<String>;

/// Groups of words and phrases of which each means the others. Words are folded and stemmed like any text, so that an inflected form is
/// found as well; an abbreviation is a word like any other.
#[derive(Debug, Clone, Default)]
pub struct SynonymTable {
    /// Each phrase with what it means: the other phrases of its groups.
    meanings: HashMap<Phrase, Vec<Phrase>>,
    /// The longest phrase, in words.
    longest: usize,
    /// Folded forms of words that are abbreviations, which a typing mistake must not be suspected in.
    abbreviations: Vec<String>,
}

impl SynonymTable {
    /// A table of these groups. A phrase that stands in several groups means all their phrases.
    pub fn new<'a, Group: AsRef<[&'a str]>>(groups: impl IntoIterator<Item = Group>) -> Self {
        let mut table = Self::default();
        for group in groups {
            let group = group.as_ref();
            let mut phrases: Vec<Phrase> = group.iter().map(|text| phrase(text)).filter(|phrase| !phrase.is_empty()).collect();
            phrases.sort_unstable();
            phrases.dedup();
            for phrase in &phrases {
                let others = phrases.iter().filter(|other| *other != phrase).cloned();
                table.meanings.entry(phrase.clone()).or_default().extend(others);
                table.longest = table.longest.max(phrase.len());
            }
            table.abbreviations.extend(group.iter().filter(|word| is_abbreviation(word)).map(|word| super::fold(word)));
        }
        table
    }

    /// The other words for a phrase, if it is known.
    pub(crate) fn meanings(&self, phrase: &[String]) -> Option<&[Phrase]> {
        self.meanings.get(phrase).map(Vec::as_slice)
    }

    /// Every phrase with its other words.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Phrase, &[Phrase])> {
        self.meanings.iter().map(|(phrase, others)| (phrase, others.as_slice()))
    }

    /// How many words the longest phrase has.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Whether a folded form is an abbreviation of the table, however it is typed.
    pub(crate) fn knows_abbreviation(&self, folded: &str) -> bool {
        self.abbreviations.iter().any(|abbreviation| abbreviation == folded)
    }

    /// The folded forms of the table's abbreviations.
    pub(crate) fn abbreviations(&self) -> &[String] {
        &self.abbreviations
    }
}

/// Whether a word as it is written is an abbreviation: short, with at least two capitals (`BNE`, `DaZ`, `RÜMSA`).
pub(crate) fn is_abbreviation(word: &str) -> bool {
    word.chars().count() <= 6 && word.chars().filter(|c| c.is_uppercase()).count() >= 2 && word.chars().all(char::is_alphanumeric)
}

fn phrase(text: &str) -> Phrase {
    let forms = words(text).map(|range| forms::forms(&text[range]));
    forms.filter(|forms| !forms.is_stop_word).map(|forms| forms.stem.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_a_group_means_the_others_in_any_inflection() {
        let table = SynonymTable::new([["Kita", "Kindergarten", "Kindertagesstätte"]]);
        let meanings = table.meanings(&phrase("Kindergärten")).unwrap();
        assert_eq!(meanings, [phrase("Kindertagesstätten"), phrase("Kitas")]);
        assert_eq!(table.meanings(&phrase("Schule")), None);
    }

    #[test]
    fn phrases_of_several_words_are_known_without_their_stop_words() {
        let table = SynonymTable::new([["DaZ", "Deutsch als Zweitsprache"]]);
        assert_eq!(table.meanings(&phrase("deutsch zweitsprache")), Some(&[phrase("DaZ")][..]));
        assert_eq!(table.longest(), 2);
        assert!(table.knows_abbreviation("daz") && !table.knows_abbreviation("deutsch"));
    }
}
