//! Which words and phrases mean the same, and which are about the same.

use super::{forms, stop_words::is_question_word, words};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many letters at the end of a word may change when it is inflected, or stands in front of another one.
const LONGEST_ENDING: usize = 2;

/// A word or phrase as the stems of its words, stop words left out.
pub(crate) type Phrase = Vec<String>;

/// Another word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) stems: Phrase,
    /// As its group writes it.
    pub(crate) written: String,
}

/// Groups of words and phrases of which each means the others, or is about the same. Words are folded and stemmed like any text, so that
/// an inflected form is found as well; an abbreviation is a word like any other.
#[derive(Debug, Clone, Default)]
pub struct SynonymTable {
    /// Each phrase with what it means: the other phrases of its groups.
    meanings: HashMap<Phrase, Vec<Meaning>>,
    /// Each phrase with what is about the same.
    related: HashMap<Phrase, Vec<Meaning>>,
    /// The longest phrase, in words.
    longest: usize,
    /// The phrases of several words, by their words in the order of the alphabet.
    orders: HashMap<Phrase, Phrase>,
    /// The single words of the groups of synonyms, abbreviations aside: by folded form, as a group writes them.
    words: BTreeMap<String, String>,
    /// All single words, also those of the groups of related words, abbreviations aside, in the same way.
    beginnings: BTreeMap<String, String>,
    /// Folded forms of words that are abbreviations, which a typing mistake must not be suspected in.
    abbreviations: Vec<String>,
}

impl SynonymTable {
    /// A table of these groups of synonyms and of related words. A phrase that stands in several groups has all their phrases.
    pub fn new<Group: AsRef<[Text]>, Text: AsRef<str>>(
        synonyms: impl IntoIterator<Item = Group>,
        related: impl IntoIterator<Item = Group>,
    ) -> Self {
        let mut table = Self::default();
        for group in synonyms {
            let group = group.as_ref();
            for text in group.iter().map(AsRef::as_ref) {
                if is_abbreviation(text) {
                    table.abbreviations.push(super::fold(text));
                } else if phrase(text).len() == 1 {
                    table.words.entry(super::fold(text)).or_insert_with(|| text.to_owned());
                }
            }
            add_group(&mut table.meanings, group);
        }
        table.beginnings.clone_from(&table.words);
        for group in related {
            let group = group.as_ref();
            for text in group.iter().map(AsRef::as_ref).filter(|text| !is_abbreviation(text) && phrase(text).len() == 1) {
                table.beginnings.entry(super::fold(text)).or_insert_with(|| text.to_owned());
            }
            add_group(&mut table.related, group);
        }
        // In order, so that of phrases of the same words it is always the same one.
        let phrases: BTreeSet<&Phrase> = table.meanings.keys().chain(table.related.keys()).filter(|phrase| phrase.len() > 1).collect();
        table.orders = phrases.into_iter().map(|phrase| (sorted(phrase), phrase.clone())).collect();
        table.longest = table.meanings.keys().chain(table.related.keys()).map(Vec::len).max().unwrap_or(0);
        table
    }

    /// These words as a group writes them, if one has them in some order: people type `Ausbildung abgebrochen` for an `abgebrochene Ausbildung`.
    pub(crate) fn phrase<'a>(&'a self, words: &'a [String]) -> &'a [String] {
        let is_written_so = words.len() < 2 || self.meanings.contains_key(words) || self.related.contains_key(words);
        if is_written_so { words } else { self.orders.get(&sorted(words)).map_or(words, Vec::as_slice) }
    }

    /// The other words for a phrase, if it is known.
    pub(crate) fn meanings(&self, phrase: &[String]) -> Option<&[Meaning]> {
        self.meanings.get(self.phrase(phrase)).map(Vec::as_slice)
    }

    /// The other words for a phrase that is known in any way, if only by words that are about the same.
    pub(crate) fn known(&self, phrase: &[String]) -> Option<&[Meaning]> {
        self.meanings(phrase).or_else(|| self.related.contains_key(self.phrase(phrase)).then_some(&[]))
    }

    /// Words that are about the same as a phrase.
    pub(crate) fn related(&self, phrase: &[String]) -> &[Meaning] {
        self.related.get(self.phrase(phrase)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every phrase with each list of words that it leads to: of those that mean the same, and of those that are about the same.
    pub(super) fn leads(&self) -> impl Iterator<Item = (&Phrase, &[Meaning])> {
        self.meanings.iter().chain(&self.related).map(|(phrase, others)| (phrase, others.as_slice()))
    }

    /// Every phrase with its other words.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Phrase, &[Meaning])> {
        self.meanings.iter().map(|(phrase, others)| (phrase, others.as_slice()))
    }

    /// The single words of its groups of synonyms, abbreviations aside: each in its folded form, and as a group writes it.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(folded, written)| (folded.as_str(), written.as_str()))
    }

    /// The word that somebody means who has typed this beginning of it, in folded letters: the first in the alphabet that the table knows, if all
    /// others that begin so are made of it, apart from its ending. Mostly that is the shortest; to ask for the shortest would take `medi` for
    /// `Medien`, because `Mediation` begins as `Medien` does without its ending.
    pub(crate) fn completion(&self, beginning: &str) -> Option<&str> {
        let mut begun = self.beginnings.range(beginning.to_owned()..).take_while(|(folded, _)| folded.starts_with(beginning));
        let (first, written) = begun.next()?;
        let end = first.floor_char_boundary(first.len().saturating_sub(LONGEST_ENDING)).max(beginning.len());
        let without_ending = &first[..end];
        begun.all(|(folded, _)| folded.starts_with(without_ending)).then_some(written)
    }

    /// How many words the longest phrase has.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Whether a folded form is an abbreviation of the table, however it is typed.
    pub(crate) fn knows_abbreviation(&self, folded: &str) -> bool {
        self.abbreviations.iter().any(|abbreviation| abbreviation == folded)
    }

    /// What is no typing mistake wherever it is typed: its abbreviations' folded forms, and the stems of its single words.
    pub(crate) fn sure_words(&self) -> BTreeSet<&str> {
        let phrases = self.meanings.keys().chain(self.related.keys());
        let stems = phrases.filter_map(|phrase| if let [stem] = phrase.as_slice() { Some(stem) } else { None });
        self.abbreviations.iter().chain(stems).map(String::as_str).collect()
    }
}

fn sorted(words: &[String]) -> Phrase {
    let mut words = words.to_vec();
    words.sort_unstable();
    words
}

fn add_group(table: &mut HashMap<Phrase, Vec<Meaning>>, group: &[impl AsRef<str>]) {
    let mut all: Vec<Meaning> = Vec::new();
    for written in group.iter().map(AsRef::as_ref) {
        let stems = phrase(written);
        if !stems.is_empty() && all.iter().all(|known| known.stems != stems) {
            all.push(Meaning { stems, written: written.to_owned() });
        }
    }
    for own in &all {
        let known = table.entry(own.stems.clone()).or_default();
        for other in all.iter().filter(|other| *other != own) {
            if known.iter().all(|meaning| meaning.stems != other.stems) {
                known.push(other.clone());
            }
        }
    }
}

/// Whether a word as it is written is an abbreviation: short, with at least two capitals (`BNE`, `DaZ`, `RÜMSA`).
pub(crate) fn is_abbreviation(word: &str) -> bool {
    word.chars().count() <= 6 && word.chars().filter(|c| c.is_uppercase()).count() >= 2 && word.chars().all(char::is_alphanumeric)
}

/// What a word or phrase is to the table: the same for all its inflections and spellings. Nothing if it is made of stop words and question
/// words alone, which name no topic.
pub fn topic(text: &str) -> Option<Vec<String>> {
    let is_topic = words(text).map(|range| forms::forms(&text[range])).any(|forms| !forms.is_stop_word && !is_question_word(&forms.folded));
    is_topic.then(|| phrase(text))
}

/// The stems of its words, stop words left out.
pub(super) fn phrase(text: &str) -> Phrase {
    words(text).filter_map(|range| forms::stem_alone(&text[range])).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::weak_words::is_weak, *};

    fn stems(meanings: &[Meaning]) -> Vec<Phrase> {
        meanings.iter().map(|meaning| meaning.stems.clone()).collect()
    }

    #[test]
    fn each_word_of_a_group_means_the_others_in_any_inflection() {
        let table = SynonymTable::new([vec!["Kita", "Kindergarten", "Kindertagesstätte"]], Vec::new());
        let meanings = table.meanings(&phrase("Kindergärten")).unwrap();
        assert_eq!(stems(meanings), [phrase("Kitas"), phrase("Kindertagesstätten")]);
        assert_eq!(meanings[0].written, "Kita");
        assert_eq!(table.meanings(&phrase("Schule")), None);
    }

    #[test]
    fn phrases_of_several_words_are_known_without_their_stop_words() {
        let table = SynonymTable::new([vec!["DaZ", "Deutsch als Zweitsprache"]], Vec::new());
        assert_eq!(table.meanings(&phrase("deutsch zweitsprache")).map(stems), Some(vec![phrase("DaZ")]));
        assert_eq!(table.longest(), 2);
        assert!(table.knows_abbreviation("daz") && !table.knows_abbreviation("deutsch"));
    }

    #[test]
    fn a_topic_is_the_same_in_every_spelling_and_no_stop_word() {
        assert_eq!(topic("Kindergärten"), topic("kindergarten"));
        assert_eq!(topic("Deutsch als Zweitsprache"), topic("Deutsch Zweitsprache"));
        assert!(["", " - ", "und", "wer kennt gute", "beste Beispiele für"].iter().all(|text| topic(text).is_none()));
    }

    #[test]
    fn a_beginning_is_completed_where_all_that_begins_so_is_about_one_thing() {
        let synonyms =
            [vec!["Nachhilfe", "Lernförderung"], vec!["Nachhilfelehrer", "Nachhilfekraft"], vec!["Mediation", "Streitschlichtung"]];
        let table = SynonymTable::new(synonyms, [vec!["Medien", "Internet"], vec!["Schulabschlüsse", "Zeugnisse"]]);
        assert_eq!(table.completion("nachhil"), Some("Nachhilfe"));
        assert_eq!(table.completion("nachhilfele"), Some("Nachhilfelehrer"));
        assert_eq!(table.completion("schulabschl"), Some("Schulabschlüsse"), "related words count as well");
        assert_eq!(table.completion("medi"), None, "Medien or Mediation");
        assert_eq!(table.completion("vorles"), None);
    }

    #[test]
    fn related_words_are_no_synonyms() {
        let table = SynonymTable::new(Vec::new(), [vec!["Lotse", "Pate"]]);
        assert_eq!(table.meanings(&phrase("Lotsen")), None);
        assert_eq!(stems(table.related(&phrase("Lotsen"))), [phrase("Paten")]);
    }

    #[test]
    fn each_phrase_of_the_network_stands_in_one_group_and_is_a_topic() {
        let mut groups_of: HashMap<Phrase, (usize, &str)> = HashMap::new();
        let mut wrong = Vec::new();
        for (place, group) in domain::vocabulary::SYNONYM_GROUPS.iter().enumerate() {
            for text in group {
                let known = groups_of.insert(phrase(text), (place, text));
                wrong.extend(known.filter(|(other, _)| *other != place).map(|(_, word)| format!("{text} = {word}")));
                // A question word with synonyms would be looked for in every question.
                let is_topic = words(text).map(|range| super::super::fold(&text[range])).any(|word| !is_question_word(&word));
                // Its stop words are gone: a helper of somebody would be every helper, and so all that helps.
                let left = phrase(text);
                let is_cut_short = text.contains(' ') && matches!(left.as_slice(), [stem] if is_weak(stem));
                if !is_topic || is_cut_short || left.is_empty() {
                    wrong.push(format!("{text} is no topic"));
                }
            }
            let phrases: std::collections::HashSet<_> = group.iter().map(|text| phrase(text)).collect();
            if phrases.len() < 2 {
                wrong.push(format!("{group:?} is one word"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_is_left_of_a_phrase_without_its_stop_words_is_no_general_word() {
        for word in ["Schulabschluss", "Analyse", "Stand", "Untersuchung"] {
            assert_eq!(super::super::Analyser::standard().synonyms().meanings(&phrase(word)), None, "{word}");
        }
    }

    #[test]
    fn related_words_are_topics() {
        let related = domain::vocabulary::RELATED_GROUPS.iter().flatten();
        let wrong: Vec<_> = related.filter(|text| phrase(text).is_empty() || is_question_word(&super::super::fold(text))).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
