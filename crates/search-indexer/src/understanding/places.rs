//! Names of municipalities and Länder, and keys.

use super::{Meaning, place_names::OTHER_NAMES};
use crate::analysis::{fold, words};
use domain::{
    Ags, Municipality, municipality,
    vocabulary::{MunicipalityKind, State, Vocabulary},
};
use std::{collections::HashMap, ops::Range, sync::LazyLock};

/// Words in front of a name that say which kind is meant.
const KINDS: &[(&str, MunicipalityKind)] = &[
    ("stadt", MunicipalityKind::KreisfreieStadt),
    ("landkreis", MunicipalityKind::Landkreis),
    ("kreis", MunicipalityKind::Landkreis),
    ("lk", MunicipalityKind::Landkreis),
];

/// Other words for a Land.
const OTHER_STATES: &[(&str, State)] = &[
    ("Freistaat Sachsen", State::Sachsen),
    ("sächsisch", State::Sachsen),
    ("sächsische", State::Sachsen),
    ("sächsischen", State::Sachsen),
    ("sächsischer", State::Sachsen),
    ("sächsisches", State::Sachsen),
    ("Freistaat Thüringen", State::Thueringen),
    ("Thüringer", State::Thueringen),
    ("LSA", State::SachsenAnhalt),
    ("NRW", State::NordrheinWestfalen),
];

/// Kreise are also named without the word: `Vogtland`, `Saale-Orla`.
const KREIS: &str = "kreis";

/// What the words of a name mean, by their folded forms.
static NAMES: LazyLock<HashMap<Vec<String>, Named>> = LazyLock::new(names);

#[derive(Debug, Clone)]
enum Named {
    Municipalities(Vec<Ags>),
    State(State),
}

/// The longest name, in words, with the word for its kind.
const LONGEST: usize = 5;

/// The place that the first of these words begin to name, with how many of them do.
pub(super) fn at(text: &str, free: &[Range<usize>]) -> Option<(usize, Meaning)> {
    let written = &text[free.first()?.clone()];
    if let Some(key) = key(written) {
        return Some((1, Meaning::Municipalities(vec![key])));
    }
    let folded: Vec<String> = free.iter().take(LONGEST).map(|range| fold(&text[range.clone()])).collect();
    let kind = KINDS.iter().find(|(word, _)| *word == folded[0]).map(|(_, kind)| *kind);
    let start = usize::from(kind.is_some());
    (start + 1..=folded.len()).rev().find_map(|end| {
        let meaning = match NAMES.get(&folded[start..end])? {
            Named::State(state) => Meaning::State(*state),
            Named::Municipalities(keys) => Meaning::Municipalities(of_kind(keys, kind)),
        };
        Some((end, meaning))
    })
}

/// Those of a kind; all of them if none is, since people say Stadt Görlitz when they mean what is there.
fn of_kind(keys: &[Ags], kind: Option<MunicipalityKind>) -> Vec<Ags> {
    let fitting: Vec<Ags> = keys.iter().filter(|key| kind.is_none_or(|kind| key.kind() == kind)).cloned().collect();
    if fitting.is_empty() { keys.to_vec() } else { fitting }
}

/// A key of the network. A number of five digits that none has may be anything.
fn key(written: &str) -> Option<Ags> {
    written.parse().ok()
}

fn names() -> HashMap<Vec<String>, Named> {
    let mut names: HashMap<Vec<String>, Named> = HashMap::new();
    for state in State::ALL {
        names.insert(folded_words(state.label()), Named::State(*state));
    }
    for (name, state) in OTHER_STATES {
        names.insert(folded_words(name), Named::State(*state));
    }
    for municipality in municipality::all() {
        for name in names_of(municipality) {
            add(&mut names, name, municipality.key());
        }
    }
    for (key, others) in OTHER_NAMES {
        let Ok(key) = key.parse::<Ags>() else { continue };
        for name in *others {
            add(&mut names, folded_words(name), key.clone());
        }
    }
    names
}

fn add(names: &mut HashMap<Vec<String>, Named>, name: Vec<String>, key: Ags) {
    match names.entry(name).or_insert_with(|| Named::Municipalities(Vec::new())) {
        Named::Municipalities(keys) if !keys.contains(&key) => keys.push(key),
        // The name of a Land means the Land.
        Named::Municipalities(_) | Named::State(_) => {}
    }
}

/// What people call a municipality: its name, its name without what stands in brackets, without -kreis, its longest part, and the
/// adjective of a town.
fn names_of(municipality: &Municipality) -> Vec<Vec<String>> {
    let plain = municipality.name.split(" (").next().unwrap_or(municipality.name);
    let mut names = vec![folded_words(municipality.name), folded_words(plain)];
    let all = folded_words(plain);
    if let [.., last] = all.as_slice() {
        if last == KREIS {
            names.push(all[..all.len() - 1].to_vec());
        } else if let Some(short) = last.strip_suffix(KREIS).filter(|short| short.len() > 4) {
            let short = short.strip_suffix('s').unwrap_or(short).to_owned();
            names.push(all[..all.len() - 1].iter().cloned().chain([short]).collect());
        }
    }
    match (all.as_slice(), municipality.kind) {
        ([name], MunicipalityKind::KreisfreieStadt) => names.push(vec![format!("{name}er")]),
        ([first, _], MunicipalityKind::KreisfreieStadt) => names.push(vec![first.clone()]),
        _ => {}
    }
    names.retain(|name| !name.is_empty());
    names
}

fn folded_words(text: &str) -> Vec<String> {
    words(text).map(|range| fold(&text[range])).collect()
}
