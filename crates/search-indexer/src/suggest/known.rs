//! What the program itself knows of: municipalities and vocabularies.

use super::{
    Ranked, Suggestion, TermSuggestion,
    word_index::{Match, Typed, WordIndex},
};
use domain::{Municipality, municipality, vocabulary};
use std::{
    collections::{BTreeMap, HashSet},
    sync::LazyLock,
};

/// The vocabularies that a search can be narrowed by, each with its list in the filter.
const FILTERS: [(&str, &str); 7] = [
    ("fieldOfAction", "fieldsOfAction"),
    ("component", "components"),
    ("lifePhase", "lifePhases"),
    ("targetGroup", "targetGroups"),
    ("status", "statuses"),
    ("fundingProgramme", "fundingProgrammes"),
    ("state", "states"),
];

static MUNICIPALITIES: LazyLock<(WordIndex, Vec<&'static Municipality>)> = LazyLock::new(|| {
    // Found by the display name and by the name without the kind in front of it: who types Leipzig has begun both names.
    let names: Vec<(&Municipality, String)> = municipality::all()
        .iter()
        .flat_map(|municipality| [municipality.display_name(), municipality.name.to_owned()].map(|name| (municipality, name)))
        .collect();
    (WordIndex::new(names.iter().map(|(_, name)| name.as_str())), names.iter().map(|(municipality, _)| *municipality).collect())
});

static TERMS: LazyLock<(WordIndex, Vec<TermSuggestion>)> = LazyLock::new(|| {
    let all = vocabulary::all();
    let wanted = FILTERS.iter().filter_map(|(name, filter)| Some((all.iter().find(|listing| listing.name == *name)?, *filter)));
    let texts: Vec<TermSuggestion> = wanted
        .flat_map(|(listing, filter)| listing.terms.iter().map(move |term| (*term, listing.name, filter)))
        .filter(|(term, _, _)| term.successor.is_none())
        .flat_map(|(term, vocabulary, filter)| {
            let texts = std::iter::once(term.label).chain(term.synonyms.iter().copied());
            texts.map(move |text| TermSuggestion { text, term, vocabulary, filter })
        })
        .collect();
    (WordIndex::new(texts.iter().map(|suggestion| suggestion.text)), texts)
});

/// The municipalities that hold what was typed, each once, by its better name.
pub(super) fn municipalities(typed: &Typed) -> Vec<Ranked> {
    let (index, all) = &*MUNICIPALITIES;
    let mut seen = HashSet::new();
    let found = index.find(typed, usize::MAX).into_iter().map(|(found, number)| (found, all[number]));
    let once = found.filter(|(_, municipality)| seen.insert(municipality.ags));
    once.map(|(found, municipality)| (found, Suggestion::Municipality(municipality))).collect()
}

/// The terms that hold what was typed, each once: by its label where that is as good as a synonym. A synonym that several terms have
/// leads to the same search, so it stands there once.
pub(super) fn terms(typed: &Typed) -> Vec<Ranked> {
    let (index, all) = &*TERMS;
    let mut best: BTreeMap<(&str, &str), (usize, Match, TermSuggestion)> = BTreeMap::new();
    for (place, (found, number)) in index.find(typed, usize::MAX).into_iter().enumerate() {
        let suggestion = all[number];
        let known = best.entry((suggestion.vocabulary, suggestion.term.key)).or_insert((place, found, suggestion));
        if found == known.1 && suggestion.is_label() {
            known.2 = suggestion;
        }
    }
    let mut found: Vec<_> = best.into_values().collect();
    found.sort_by_key(|(place, found, suggestion)| (*found, !suggestion.is_label(), *place));
    let mut seen = HashSet::new();
    found.retain(|(_, _, suggestion)| seen.insert(suggestion.text));
    found.into_iter().map(|(_, found, suggestion)| (found, Suggestion::Term(suggestion))).collect()
}
