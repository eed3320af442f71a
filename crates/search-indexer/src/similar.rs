//! Which cases are like another one, as a search for the words that tell most of what that one is about.

use crate::{
    analysis::{Analyser, Forms, Query, QueryWord, Unit, Way, WayKind, Weight, is_question_word, is_weak, words},
    case_texts::CaseTexts,
};
use domain::{
    CaseContent,
    vocabulary::{MunicipalityKind, Vocabulary},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// What a word counts by the place that it stands in.
const TITLE: Weight = Weight(1.0);
const TEASER: Weight = Weight(0.6);
const LABEL: Weight = Weight(0.4);

/// How many words are looked for at most: of the title, of title and teaser together, and in all. A longer search costs more and finds no better.
const MOST_OF_TITLE: usize = 7;
const MOST_OF_TEASER: usize = 10;
const MOST: usize = 12;

/// The search that finds cases like this one; it finds this one as well, first.
///
/// Looked for are the words of the title, those words of the teaser that the rest of the text repeats most, and the names of the first field
/// of action and of the target groups; each only as it stands there, since synonyms of a dozen words would lead anywhere. Words that say
/// little, and the names of the places, which say where and not what, are left out. Without a telling word the query is empty.
pub fn similar(content: &CaseContent) -> Query {
    let mut telling = Telling { seen: place_stems(content), units: Vec::new() };
    telling.add(&words_of(&content.title), TITLE, MOST_OF_TITLE);
    telling.add(&teaser_words(content), TEASER, MOST_OF_TEASER);
    let labels = content.fields_of_action.first().map(|field| field.label()).into_iter();
    for label in labels.chain(content.target_groups.iter().map(|group| group.label())) {
        telling.add(&words_of(label), LABEL, MOST);
    }
    Query { units: telling.units, excluded: Vec::new() }
}

/// A word as it stands in a text.
struct Word<'a> {
    written: &'a str,
    forms: Arc<Forms>,
}

fn words_of(text: &str) -> Vec<Word<'_>> {
    let analyser = Analyser::standard();
    words(text).map(|range| Word { written: &text[range.clone()], forms: analyser.forms(&text[range]) }).collect()
}

/// The words of the teaser, first those that the body repeats most.
fn teaser_words(content: &CaseContent) -> Vec<Word<'_>> {
    let mut repeated: HashMap<String, usize> = HashMap::new();
    for text in CaseTexts::body(content) {
        for word in words_of(text) {
            *repeated.entry(word.forms.stem.clone()).or_default() += 1;
        }
    }
    let mut words = words_of(&content.teaser);
    words.sort_by_key(|word| std::cmp::Reverse(repeated.get(&word.forms.stem).copied().unwrap_or(0)));
    words
}

/// The stems of what names the case's places and their kinds.
fn place_stems(content: &CaseContent) -> HashSet<String> {
    let own = content.municipality.iter().chain(&content.partners).map(domain::Ags::display_name);
    let elsewhere = content.elsewhere.iter().map(|place| place.name.clone());
    let lands = content.state().map(|state| state.label().to_owned());
    let kinds = MunicipalityKind::ALL.iter().map(|kind| kind.label().to_owned());
    let names = own.chain(elsewhere).chain(lands).chain(kinds);
    let stems = names.flat_map(|name| words_of(&name).into_iter().map(|word| word.forms.stem.clone()).collect::<Vec<_>>());
    stems.collect()
}

/// The units so far, and the stems that are not to be added any more.
struct Telling {
    seen: HashSet<String>,
    units: Vec<Unit>,
}

impl Telling {
    /// Adds the telling ones of these words until there are `most` units.
    fn add(&mut self, words: &[Word<'_>], weight: Weight, most: usize) {
        for word in words {
            if self.units.len() >= most {
                return;
            }
            let forms = &word.forms;
            let is_telling = !forms.is_stop_word && !is_question_word(&forms.folded) && !is_weak(&forms.stem);
            if is_telling && self.seen.insert(forms.stem.clone()) {
                self.units.push(unit(word, weight));
            }
        }
    }
}

/// A word to be found just as it is: neither completed nor corrected.
fn unit(word: &Word<'_>, weight: Weight) -> Unit {
    let Forms { folded, stem, .. } = &*word.forms;
    let way = Way { stems: vec![stem.clone()], kind: WayKind::Typed, written: None };
    let word =
        QueryWord { written: word.written.to_owned(), folded: folded.clone(), stem: stem.clone(), is_known: true, ..QueryWord::default() };
    Unit { words: vec![word], is_exact: true, weight, ways: vec![way], ..Unit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::vocabulary::{FieldOfAction, TargetGroup};

    fn content() -> CaseContent {
        CaseContent {
            title: "Wie der Landkreis Meißen den neuen Lesepass mit Schulen umsetzt".to_owned(),
            teaser: "Ein Pass für alle Kinder: mit Stempeln, Büchereien und einer Feier.".to_owned(),
            results: "Mit 400 Stempeln, die Büchereien waren voll, die Büchereien blieben offen.".to_owned(),
            municipality: "14627".parse().ok(),
            fields_of_action: vec![FieldOfAction::LanguageLiteracy, FieldOfAction::Inclusion],
            target_groups: vec![TargetGroup::Youth],
            ..CaseContent::default()
        }
    }

    fn written(query: &Query) -> Vec<String> {
        query.units.iter().map(Unit::written).collect()
    }

    #[test]
    fn telling_words_come_by_place_and_neither_places_nor_small_words_are_among_them() {
        let query = similar(&content());
        assert_eq!(written(&query)[..4], ["Lesepass", "Schulen", "Büchereien", "Stempeln"]);
        let all = written(&query);
        for missing in ["Landkreis", "Meißen", "neuen", "umsetzt", "Wie", "alle", "Inklusion"] {
            assert!(!all.iter().any(|word| word == missing), "{missing} in {all:?}");
        }
        assert!(all.iter().any(|word| word == "Leseförderung"), "{all:?}");
        assert!(query.units.is_sorted_by(|one, other| one.weight.0 >= other.weight.0));
    }

    #[test]
    fn each_word_is_looked_for_once_and_as_it_is() {
        let query = similar(&CaseContent { teaser: "Lesepass, Lesepässe, Schule".repeat(20), ..content() });
        assert!(query.units.len() <= MOST);
        let stems: HashSet<_> = query.units.iter().flat_map(Unit::stems).collect();
        assert_eq!(stems.len(), query.units.len());
        assert!(query.units.iter().all(|unit| unit.is_exact && !unit.is_prefix && unit.ways.len() == 1));
    }

    #[test]
    fn a_case_that_says_nothing_yet_is_like_no_other() {
        assert!(similar(&CaseContent::default()).is_empty());
    }
}
