//! The program's groups of synonyms, each under one name.
//!
//! The server can be given synonyms as a setting, and unpacks all of them for each word and each pair of words of every search: with the nine
//! thousand phrases of the program that was nine tenths of what a search cost. So the documents say which groups they hold a phrase of, and a
//! search asks for a group's name instead of the word. Only what editors have added is a setting of the server.

use crate::analysis::{Analyser, Meaning, TokenList, Unit, WayKind};
use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

static GROUPS: LazyLock<Groups> = LazyLock::new(Groups::standard);

/// The name of the group that holds a phrase, and of a phrase of several words the numbers of those that follow its first.
type Named = (Vec<usize>, String);

struct Groups {
    /// The number of each word that stands in a phrase.
    numbers: HashMap<String, usize>,
    /// The phrases by the number of their first word.
    phrases: Vec<Vec<Named>>,
}

/// The names of the groups that a text group of a case holds phrases of.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By its whole words alone.
    pub(super) whole: BTreeSet<&'static str>,
    /// With what lies within its compounds, and not by the whole words alone.
    pub(super) within: BTreeSet<&'static str>,
}

/// Which of the words that stand in phrases a text holds.
struct Held {
    numbers: Vec<usize>,
    /// By number, whether it is among them: each phrase asks for its words.
    is_held: Vec<bool>,
}

impl Held {
    fn nothing() -> Self {
        Self { numbers: Vec::new(), is_held: vec![false; GROUPS.phrases.len()] }
    }

    fn add_words(&mut self, words: &[String]) {
        self.add(words.iter().filter_map(|word| GROUPS.numbers.get(word).copied()));
    }

    fn add(&mut self, numbers: impl Iterator<Item = usize>) {
        for number in numbers {
            if !std::mem::replace(&mut self.is_held[number], true) {
                self.numbers.push(number);
            }
        }
    }

    /// The names of the groups of which these words make up a phrase, wherever they stand.
    fn names(&self) -> BTreeSet<&'static str> {
        let begun = self.numbers.iter().flat_map(|number| &GROUPS.phrases[*number]);
        begun.filter(|(rest, _)| rest.iter().all(|number| self.is_held[*number])).map(|(_, name)| name.as_str()).collect()
    }
}

impl Groups {
    fn standard() -> Self {
        let table = Analyser::standard().synonyms();
        // Each phrase stands in one group, so the least of its phrases tells which.
        let least = |phrase: &[String], others: &[Meaning]| -> Vec<String> {
            others.iter().map(|other| other.stems.as_slice()).chain([phrase]).min().unwrap_or(phrase).to_vec()
        };
        let all: BTreeSet<Vec<String>> = table.entries().map(|(phrase, others)| least(phrase, others)).collect();
        let names: HashMap<Vec<String>, String> = all.into_iter().zip((0..).map(name)).collect();
        let mut groups = Self { numbers: HashMap::new(), phrases: Vec::new() };
        for (phrase, others) in table.entries() {
            let words: Vec<usize> = phrase.iter().map(|word| groups.number(word)).collect();
            let (Some((first, rest)), Some(name)) = (words.split_first(), names.get(&least(phrase, others))) else { continue };
            groups.phrases[*first].push((rest.to_vec(), name.clone()));
        }
        groups
    }

    /// The number of a word, a new one if it has none.
    fn number(&mut self, word: &str) -> usize {
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        self.numbers.insert(word.to_owned(), self.phrases.len());
        self.phrases.push(Vec::new());
        self.phrases.len() - 1
    }

    /// The name of the group that holds this phrase.
    fn name(&self, phrase: &[String]) -> Option<&str> {
        let words: Option<Vec<usize>> = phrase.iter().map(|word| self.numbers.get(word).copied()).collect();
        let words = words?;
        let (first, rest) = words.split_first()?;
        self.phrases[*first].iter().find(|(words, _)| words == rest).map(|(_, name)| name.as_str())
    }
}

/// A name: `0000042`. No key, year or other number is written so, and the server neither completes numbers that are typed nor suspects mistakes in
/// them.
fn name(number: usize) -> String {
    format!("000{number:04}")
}

/// The groups that each of these text groups holds phrases of, and those that only all of them together do.
pub(super) fn held<const COUNT: usize>(texts: [&TokenList; COUNT], concepts: &[String]) -> ([Names; COUNT], BTreeSet<&'static str>) {
    let mut all = Held::nothing();
    all.add_words(concepts);
    let names = texts.map(|text| {
        let mut held = Held::nothing();
        held.add_words(&text.stems);
        let whole = held.names();
        held.add_words(&text.expansions);
        all.add(held.numbers.iter().copied());
        let within = held.names().difference(&whole).copied().collect();
        Names { whole, within }
    });
    let mut together = all.names();
    together.retain(|name| names.iter().all(|names| !names.whole.contains(name) && !names.within.contains(name)));
    (names, together)
}

/// The name to ask for instead of a unit: where its synonyms are those of the program.
pub(super) fn name_of(unit: &Unit) -> Option<&'static str> {
    let mut synonyms = unit.ways.iter().filter(|way| way.kind == WayKind::Synonym).peekable();
    synonyms.peek()?;
    let table = Analyser::standard().synonyms();
    let typed: Vec<String> = unit.stems().map(str::to_owned).collect();
    let phrase = table.phrase(&typed);
    let ours = table.meanings(phrase)?;
    let is_ours = |written: Option<&String>| written.is_some_and(|written| ours.iter().any(|meaning| meaning.written == *written));
    if synonyms.all(|way| is_ours(way.written.as_ref())) { GROUPS.name(phrase) } else { None }
}

/// Whether the documents say all that these other words for a phrase can find.
pub(super) fn are_in_documents(phrase: &[String], others: &[Meaning]) -> bool {
    let ours = Analyser::standard().synonyms().meanings(phrase).unwrap_or_default();
    others.iter().all(|other| ours.iter().any(|meaning| meaning.stems == other.stems))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::SynonymTable;

    fn words(texts: &[&'static str]) -> TokenList {
        Analyser::standard().token_list(texts.iter().copied())
    }

    #[test]
    fn all_groups_have_names_of_their_own() {
        let names: BTreeSet<&String> = GROUPS.phrases.iter().flatten().map(|(_, name)| name).collect();
        assert_eq!(names.len(), domain::vocabulary::SYNONYM_GROUPS.len());
    }

    #[test]
    fn a_text_that_holds_a_phrase_is_found_by_its_synonym() {
        let query = Analyser::standard().query("Kindergarten");
        let name = name_of(&query.units[0]).unwrap();
        let ([title, body], together) = held([&words(&["Eine Kita im Dorf"]), &words(&["Die Kitaleitung berät"])], &[]);
        assert!(title.whole.contains(name) && !title.within.contains(name));
        assert!(body.within.contains(name) && !body.whole.contains(name));
        assert!(together.is_empty());
    }

    #[test]
    fn the_words_of_a_phrase_may_stand_in_different_texts() {
        let query = Analyser::standard().query("DaZ");
        let name = name_of(&query.units[0]).unwrap();
        let ([title, body], together) = held([&words(&["Deutsch im Verein"]), &words(&["Eine Zweitsprache lernen"])], &[]);
        assert!([title, body].iter().all(|names| !names.whole.contains(name) && !names.within.contains(name)));
        assert!(together.contains(name));
    }

    #[test]
    fn what_editors_have_added_is_asked_of_the_server() {
        let ours = domain::vocabulary::SYNONYM_GROUPS.iter().cloned();
        let table = SynonymTable::new(ours.chain([vec!["Kindergarten", "Zwergenhaus"]]), Vec::new());
        let analyser = Analyser::new(table);
        let (kita, kindergarten) = (analyser.query("Kita "), analyser.query("Kindergarten "));
        assert!(name_of(&kita.units[0]).is_some());
        assert_eq!(name_of(&kindergarten.units[0]), None);
        let added = analyser.synonyms().entries().filter(|(phrase, others)| !are_in_documents(phrase, others));
        let mut added: Vec<String> = added.map(|(phrase, _)| phrase.join(" ")).collect();
        added.sort_unstable();
        assert_eq!(added, ["kindergart", "zwergenhaus"]);
    }
}
