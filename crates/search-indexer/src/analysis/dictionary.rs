//! The words that compounds are made of.

use super::{
    fold::fold,
    stem::{is_feminine_plural, spellings_of, stem},
    verb_forms::is_noun_of_verb,
};
use charabia::segmenter::{GermanSegmenter, Segmenter};
use std::{collections::HashMap, sync::LazyLock};

/// The words of this domain with the forms that they take in front of another word.
const DOMAIN_WORDS: &str = include_str!("domain_words.txt");

/// Pieces in charabia's dictionary that German builds words with, beside compounds: prefixes and endings. Taking them for parts would cut
/// `Unterricht` and `Landschaft`.
const NO_PARTS: &[&str] = &[
    "acht", "alle", "anders", "ander", "arten", "artig", "bares", "dort", "bart", "durch", "eben", "elle", "ellen", "eine", "einer",
    "ende", "enden", "erst", "erste", "fach", "fahr", "fort", "frei", "gegen", "genau", "gleich", "halt", "halte", "haupt", "heit",
    "hinter", "hoch", "innen", "isch", "keit", "lage", "lang", "leich", "ling", "lings", "mach", "mehr", "mode", "nach", "neben", "nieder",
    "ober", "ohne", "quer", "rand", "recht", "rinne", "rinnen", "rung", "schaft", "schaften", "schafts", "schlag", "sein", "sinn", "stand",
    "steig", "stell", "stelle", "such", "tage", "teil", "trag", "tion", "uber", "unter", "voll", "vorder", "wider", "wieder", "zuruck",
    "zusammen", "zwischen",
];

/// Inflections that charabia's dictionary, which lists basic forms, may lack at the end of a compound.
const INFLECTIONS: &[&str] = &["nen", "en", "es", "er", "em", "n", "e", "s"];

/// From how many letters on a word may stand unchanged in front of another one, although it usually changes there.
const SHORTEST_UNCHANGED: usize = 5;

#[derive(Default)]
struct DomainWords {
    /// The folded words that may end a compound, by their stems.
    heads: HashMap<String, Vec<String>>,
    /// What may stand in front of another word, by its folded form: its spelling in lower case and the stem of its word.
    modifiers: HashMap<String, (String, String)>,
    /// Those of their folded forms that do not contain the stem of their word (`rechen` of `Rechnen`), by that stem.
    without_stem: HashMap<String, Vec<String>>,
}

static DOMAIN: LazyLock<DomainWords> = LazyLock::new(|| {
    let mut words = DomainWords::default();
    for line in DOMAIN_WORDS.lines().filter(|line| !line.starts_with('#')) {
        let mut forms = line.split_whitespace();
        let Some(head) = forms.next() else { continue };
        let own_stem = stem(&fold(head));
        let mut forms = forms.peekable();
        // People leave out a linking letter, and endings follow the word itself; short words would be found everywhere.
        let unchanged = (forms.peek().is_none() || head.chars().count() >= SHORTEST_UNCHANGED).then_some(head);
        for form in unchanged.into_iter().chain(forms) {
            let folded = fold(form);
            if !folded.contains(&own_stem) {
                words.without_stem.entry(own_stem.clone()).or_default().push(folded.clone());
            }
            words.modifiers.insert(folded, (form.to_lowercase(), own_stem.clone()));
        }
        words.heads.entry(own_stem).or_default().push(fold(head));
    }
    words
});

/// A word of this domain at a compound's end.
pub(super) struct Head {
    pub(super) stem: String,
    /// How many letters its basic form has.
    pub(super) length: usize,
}

/// The word of this domain, inflected or not, that this piece is.
pub(super) fn domain_head(piece: &str) -> Option<Head> {
    let folded = fold(piece);
    let stem = stem(&folded);
    // Stems are short: `Alten` and `Alter` share theirs. What is left of the basic form has to be there as well.
    let begins_like = |basic: &String| folded.starts_with(basic.trim_end_matches("en").trim_end_matches('e')) || stem == *basic;
    let basic = DOMAIN.heads.get(&stem)?.iter().find(|basic| begins_like(basic))?;
    Some(Head { length: basic.chars().count(), stem })
}

/// The stem of a word of this domain in the form that it takes in front of another one. Typed without its umlaut it is known as well;
/// an umlaut that the form does not have makes another word of it (`Schüler` does not begin with `Schul`).
///
/// The plural of women stands there for the word itself (`Bürger:innenbeteiligung`).
pub(super) fn domain_modifier(piece: &str) -> Option<String> {
    let folded = fold(piece);
    match DOMAIN.modifiers.get(&folded) {
        Some((spelling, stem)) => (spelling == piece || piece.is_ascii()).then(|| stem.clone()),
        None if is_feminine_plural(&folded) => domain_head(piece).map(|head| head.stem),
        None => None,
    }
}

/// What a folded word contains that has this stem or holds it within: at least one of these.
pub(crate) fn traces_of(stem: &str) -> impl Iterator<Item = String> {
    let in_front = DOMAIN.without_stem.get(stem).into_iter().flatten().cloned();
    spellings_of(stem).chain(in_front)
}

/// The stem of a word of charabia's dictionary, or of a noun made of a known verb, at a compound's end. `piece` is in lower case and spelled with its umlauts.
pub(super) fn general_head(piece: &str) -> Option<String> {
    let basic_forms = INFLECTIONS.iter().filter_map(|ending| piece.strip_suffix(ending)).filter(|basic| basic.chars().count() >= 4);
    let known = std::iter::once(piece).chain(basic_forms).any(is_listed) || is_noun_of_verb(&fold(piece));
    known.then(|| stem(&fold(piece))).filter(|_| is_part(piece))
}

/// The stem of a word of charabia's dictionary in front of another one; the dictionary lists such forms (`berufs`) as well.
pub(super) fn general_modifier(piece: &str) -> Option<String> {
    (is_part(piece) && is_listed(piece)).then(|| stem(&fold(piece.strip_suffix('s').filter(|basic| is_listed(basic)).unwrap_or(piece))))
}

/// Whether charabia's dictionary has the whole word.
pub(super) fn is_listed(word: &str) -> bool {
    /// A letter that no German word has: the segmenter cuts in front of it only if what stands before is a word of its dictionary.
    const END: char = 'ƿ';
    let mut with_end = String::with_capacity(word.len() + END.len_utf8());
    with_end.push_str(word);
    with_end.push(END);
    GermanSegmenter.segment_str(&with_end).next() == Some(word)
}

fn is_part(piece: &str) -> bool {
    piece.chars().count() >= 4 && !NO_PARTS.contains(&fold(piece).as_str())
}
