//! Names of municipalities and Länder, and keys.

use super::{
    Found, Meaning, kinds,
    place_names::{OTHER_NAMES, OTHER_THINGS},
};
use crate::analysis::{fold, words};
use domain::{
    Ags, Municipality, municipality,
    vocabulary::{MunicipalityKind, RELATED_GROUPS, SYNONYM_GROUPS, State, Vocabulary},
};
use std::{collections::HashMap, iter, ops::Range, sync::LazyLock};

/// Other words for a Land.
const OTHER_STATES: &[(&str, State)] = &[
    ("Freistaat Sachsen", State::Sachsen),
    ("Freistaat Thüringen", State::Thueringen),
    ("Thüringer", State::Thueringen),
    ("LSA", State::SachsenAnhalt),
    ("S-Anh", State::SachsenAnhalt),
    ("Sa-Anh", State::SachsenAnhalt),
    ("Sachs-Anh", State::SachsenAnhalt),
    ("Sachsen-Anh", State::SachsenAnhalt),
    ("NRW", State::NordrheinWestfalen),
];

/// The adjectives of the Länder, and how they end.
const ADJECTIVES: &[(&str, State)] = &[
    ("sächsisch", State::Sachsen),
    ("thüringisch", State::Thueringen),
    ("sachsen-anhaltisch", State::SachsenAnhalt),
    ("sachsen-anhaltinisch", State::SachsenAnhalt),
];
const ENDINGS: &[&str] = &["", "e", "em", "en", "er", "es"];

/// Beginnings of a Land's name, folded, that mean it with a full stop behind them.
const CUT_SHORT: &[(&str, State)] = &[("thur", State::Thueringen), ("thuring", State::Thueringen)];

/// Letters that mean a Land in capitals, with other words beside them.
const LETTERS: &[(&str, State)] = &[("SN", State::Sachsen), ("ST", State::SachsenAnhalt), (ALSO_ALONE, State::Thueringen)];

/// Those of the letters that mean it alone, too.
const ALSO_ALONE: &str = "TH";

/// Words in front of a key that say that it is one, folded.
const KEY_WORDS: &[&[&str]] = &[&["ags"], &["gemeindeschlussel"], &["amtlicher", "gemeindeschlussel"], &["kreisschlussel"]];

/// Kreise are also named without the word: `Vogtland`, `Saale-Orla`.
const KREIS: &str = "kreis";

/// A name of fewer letters has no genitive: with an s some letters on cars are words (`Hals`).
const SHORTEST_INFLECTED: usize = 4;

/// What the words of a name mean, by their folded forms.
static NAMES: LazyLock<HashMap<Vec<String>, Named>> = LazyLock::new(names);

#[derive(Debug, Clone)]
enum Named {
    Municipalities(Vec<Ags>),
    State(State),
    /// No place, though a place's name is part of it.
    OtherThing,
}

/// The longest name, in words, with the words for its kind.
const LONGEST: usize = 6;

/// The place that the first of these words begin to name, behind the words for its kind. In front of a Land these are words like others.
pub(super) fn at(text: &str, free: &[Range<usize>], folded: &[String]) -> Option<Found> {
    let first = free.first()?;
    let found = |kind_words: usize, length: usize, meaning: Option<Meaning>| Found {
        start: first.start,
        name: free[kind_words].start,
        length,
        meaning,
    };
    if let Some((key_words, meaning)) = keyed(text, free, folded) {
        return Some(found(key_words, key_words + 1, Some(meaning)));
    }
    if let Some(state) = shortened_state(text, first) {
        return Some(found(0, 1, Some(Meaning::State(state))));
    }
    let folded = &folded[..folded.len().min(LONGEST)];
    let (kind_words, kind) = kinds::at(folded).unwrap_or_default();
    (kind_words + 1..=folded.len()).rev().find_map(|end| {
        let meaning = match NAMES.get(&folded[kind_words..end])? {
            Named::State(_) if kind_words > 0 => return None,
            Named::State(state) => Some(Meaning::State(*state)),
            Named::Municipalities(keys) => Some(Meaning::Municipalities(of_kind(keys, kind))),
            Named::OtherThing => None,
        };
        Some(found(kind_words, end, meaning))
    })
}

/// How many words in front of a key say that it is one, and what it means. Behind such words two digits are the key of a Land; alone they may be
/// anything.
fn keyed(text: &str, free: &[Range<usize>], folded: &[String]) -> Option<(usize, Meaning)> {
    let begins_with = |words: &&[&str]| folded.len() > words.len() && folded.iter().zip(words.iter()).all(|(word, known)| word == known);
    let key_words = KEY_WORDS.iter().copied().find(begins_with).map_or(0, <[_]>::len);
    let written = &text[free.get(key_words)?.clone()];
    if let Some(key) = key(written) {
        return Some((key_words, Meaning::Municipalities(vec![key])));
    }
    let is_land = key_words > 0 && written.len() == 2;
    let of_land = municipality::all().iter().find(|municipality| is_land && municipality.ags.starts_with(written))?;
    Some((key_words, Meaning::State(of_land.state)))
}

/// The Land that an abbreviation means: `Thür.`, or its letters in capitals. `st` and `th` in other texts are anything.
fn shortened_state(text: &str, word: &Range<usize>) -> Option<State> {
    let written = &text[word.clone()];
    let after = &text[word.end..];
    if after.starts_with('.') {
        let folded = fold(written);
        return CUT_SHORT.iter().find(|(known, _)| *known == folded.as_str()).map(|(_, state)| *state);
    }
    let (letters, state) = LETTERS.iter().find(|(letters, _)| *letters == written)?;
    let is_whole = !text[..word.start].ends_with('-') && !after.starts_with('-');
    let has_others = words(text).nth(1).is_some();
    (is_whole && (has_others || *letters == ALSO_ALONE)).then_some(*state)
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
        names.extend(with_genitive(folded_words(state.label())).map(|name| (name, Named::State(*state))));
    }
    for (name, state) in OTHER_STATES {
        names.insert(folded_words(name), Named::State(*state));
    }
    for (adjective, state) in ADJECTIVES {
        names.extend(ENDINGS.iter().map(|ending| (folded_words(&format!("{adjective}{ending}")), Named::State(*state))));
    }
    for municipality in municipality::all() {
        for name in names_of(municipality).into_iter().flat_map(with_genitive) {
            add(&mut names, name, municipality.key());
        }
    }
    for (key, others) in OTHER_NAMES {
        let Ok(key) = key.parse::<Ags>() else { continue };
        for name in others.iter().flat_map(|name| with_genitive(folded_words(name))) {
            add(&mut names, name, key.clone());
        }
    }
    for phrase in SYNONYM_GROUPS.iter().chain(&*RELATED_GROUPS).flatten().chain(OTHER_THINGS) {
        let phrase = folded_words(phrase);
        let has_place = phrase.iter().any(|word| names.contains_key(std::slice::from_ref(word)));
        if phrase.len() > 1 && has_place {
            names.entry(phrase).or_insert(Named::OtherThing);
        }
    }
    names
}

fn add(names: &mut HashMap<Vec<String>, Named>, name: Vec<String>, key: Ags) {
    match names.entry(name).or_insert_with(|| Named::Municipalities(Vec::new())) {
        Named::Municipalities(keys) if !keys.contains(&key) => keys.push(key),
        // The name of a Land means the Land.
        Named::Municipalities(_) | Named::State(_) | Named::OtherThing => {}
    }
}

/// A name and its genitive, if that is another word: `Erfurts`, `Burgenlandkreises`, but `Greiz`.
fn with_genitive(name: Vec<String>) -> impl Iterator<Item = Vec<String>> {
    let genitive = genitive(&name);
    iter::once(name).chain(genitive)
}

fn genitive(name: &[String]) -> Option<Vec<String>> {
    let (last, before) = name.split_last()?;
    let ending = if last.ends_with(KREIS) {
        "es"
    } else if last.len() < SHORTEST_INFLECTED || last.ends_with(['s', 'x', 'z']) {
        return None;
    } else {
        "s"
    };
    Some(before.iter().cloned().chain([format!("{last}{ending}")]).collect())
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
