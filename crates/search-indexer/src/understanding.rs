//! What of a typed text is meant as a filter: places, keys of municipalities, and sizes.
//!
//! What is recognised narrows the search down and is shown as a filter that can be taken off. Taking it off puts the words in quotes, which
//! says that they are meant as words; nothing in quotes and nothing excluded is recognised.

mod kinds;
mod place_names;
mod places;
mod population;

use crate::analysis::{fold, is_quote, words};
use domain::{
    Ags, CaseFilter,
    vocabulary::{MunicipalityKind, State},
};
use std::ops::Range;

/// A stretch of a typed text that is meant as a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation {
    /// What it is taken for.
    pub meaning: Meaning,
    /// The stretch as it was typed.
    pub written: String,
    /// The whole text with this stretch in quotes, which searches for the words instead; of a hyphenated word all of it (`"Jena-Lobeda"`).
    pub literally: String,
}

/// What a stretch of a text is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Some municipalities: one by its key, or all that a name may mean.
    Municipalities(Vec<Ags>),
    /// A Land.
    State(State),
    /// Municipalities of a size.
    Population(PopulationBand),
}

/// Municipalities with so many inhabitants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationBand {
    /// The kind of municipality, if one was typed.
    pub kind: Option<MunicipalityKind>,
    /// At least so many.
    pub at_least: Option<u32>,
    /// Fewer than this.
    pub below: Option<u32>,
    /// The municipalities of the network that are of this size, and of the kind if one was typed.
    pub municipalities: Vec<Ags>,
}

/// A text with what was recognised in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    /// The text without what was recognised.
    pub rest: String,
    /// The text with what was recognised as words: whole, but for the kinds in front of places (`Stadt` of `Stadt Leipzig`).
    pub words: String,
    /// What was recognised, in the order of the text.
    pub interpretations: Vec<Interpretation>,
}

/// What some words begin with: a name or a size.
struct Found {
    /// Where it begins.
    start: usize,
    /// Where in it the name begins, behind the words for the kind of a place.
    name: usize,
    /// How many words it takes.
    length: usize,
    /// What it is meant as; nothing for what only looks like a place (`Weimarer Republik`).
    meaning: Option<Meaning>,
}

/// Something recognised, with where it stands, and where in that the name begins.
struct Recognised {
    range: Range<usize>,
    name: usize,
    meaning: Meaning,
}

/// Recognises what is meant as a filter.
pub fn understand(text: &str) -> Understood {
    let found = recognised(text);
    let (mut rest, mut words) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let (mut rest_from, mut words_from) = (0, 0);
    for Recognised { range, name, .. } in &found {
        rest.push_str(&text[rest_from.min(range.start)..range.start]);
        // What is stuck to a name goes with it: the hyphen of `Jena-Lobeda` is no minus.
        rest_from = range.end + stuck(&text[range.end..], char::is_alphanumeric).len();
        words.push_str(&text[words_from..range.start]);
        words_from = *name;
    }
    rest.push_str(&text[rest_from..]);
    words.push_str(&text[words_from..]);
    let interpretations = found.into_iter().map(|recognised| interpretation(text, recognised)).collect();
    // A minus and quotes mean something to a query.
    let is_left_over = |character: char| !character.is_alphanumeric() && character != '-' && !is_quote(character);
    let rest = rest.trim_start_matches(is_left_over).to_owned();
    Understood { rest, words, interpretations }
}

fn recognised(text: &str) -> Vec<Recognised> {
    let free = free_words(text);
    let folded: Vec<String> = free.iter().map(|range| fold(&text[range.clone()])).collect();
    let mut all = Vec::new();
    let mut at = 0;
    while at < free.len() {
        let end = end_of_run(text, &free, at);
        let (ranges, words) = (&free[at..end], &folded[at..end]);
        let found = population::at(text, ranges, words).or_else(|| places::at(text, ranges, words));
        let Some(Found { start, name, length, meaning }) = found else {
            at += 1;
            continue;
        };
        at += length;
        let range = start..free[at - 1].end;
        all.extend(meaning.map(|meaning| Recognised { range, name, meaning }));
    }
    all
}

/// Where the run of free words from `at` on ends: at the first one that something quoted or excluded follows. No name and no size reaches across that.
fn end_of_run(text: &str, free: &[Range<usize>], at: usize) -> usize {
    let is_parted = |pair: &[Range<usize>]| {
        let between = &text[pair[0].end..pair[1].start];
        between.contains(|character: char| is_quote(character) || character.is_alphanumeric())
    };
    free[at..].windows(2).position(is_parted).map_or(free.len(), |place| at + place + 1)
}

fn interpretation(text: &str, Recognised { range, meaning, .. }: Recognised) -> Interpretation {
    let written = text[range.clone()].to_owned();
    let hyphenated = stuck(&text[range.end..], |_| false);
    let end = if hyphenated.contains('-') { range.end + hyphenated.len() } else { range.end };
    let slip = unclosed_quote(text);
    let without_slip = |from: usize, to: usize| match &slip {
        Some(slip) if (from..to).contains(&slip.start) => [&text[from..slip.start], &text[slip.end..to]].concat(),
        _ => text[from..to].to_owned(),
    };
    let [before, name, after] = [(0, range.start), (range.start, end), (end, text.len())].map(|(from, to)| without_slip(from, to));
    Interpretation { meaning, written, literally: format!("{before}\"{name}\"{after}") }
}

/// Where the text's last quote stands, if it is not closed: new quotes around it would close it, or be closed by it.
fn unclosed_quote(text: &str) -> Option<Range<usize>> {
    let mut quotes = text.char_indices().filter(|(_, character)| is_quote(*character));
    let is_slip = quotes.clone().count() % 2 == 1;
    let (place, quote) = quotes.next_back().filter(|_| is_slip)?;
    Some(place..place + quote.len_utf8())
}

/// The beginning of a text that belongs to what stands right before it: up to a blank, a quote, or a character that `is_something_else`.
fn stuck(after: &str, is_something_else: impl Fn(char) -> bool) -> &str {
    let end = after.find(|character: char| character.is_whitespace() || is_quote(character) || is_something_else(character));
    &after[..end.unwrap_or(after.len())]
}

/// The words that stand neither in quotes nor behind a minus.
pub(crate) fn free_words(text: &str) -> Vec<Range<usize>> {
    let quotes = text.matches(is_quote).count();
    let (mut quotes_before, mut counted_to) = (0, 0);
    words(text)
        .filter(|range| {
            quotes_before += text[counted_to..range.start].matches(is_quote).count();
            counted_to = range.start;
            let is_quoted = quotes_before % 2 == 1 && quotes_before < quotes;
            !is_quoted && !is_excluded(text, &text[..range.start])
        })
        .collect()
}

/// Whether a minus stands in front of what holds the word behind `before`: the blanks around it tell what it is in front of, as in a query.
fn is_excluded(text: &str, before: &str) -> bool {
    let blank = before.char_indices().rev().find(|(_, character)| character.is_whitespace() || is_quote(*character));
    let start = blank.map_or(0, |(place, character)| place + character.len_utf8());
    text[start..].strip_prefix('-').is_some_and(|excluded| excluded.starts_with(char::is_alphanumeric))
}

/// Like [`understand`]; but where no case can pass what is recognised, as with a size that no municipality has, the whole text is taken as words.
pub fn understand_or_words(text: &str) -> Understood {
    let understood = understand(text);
    if understood.narrowed(&CaseFilter::default()).is_some() {
        return understood;
    }
    Understood { rest: text.to_owned(), words: text.to_owned(), interpretations: Vec::new() }
}

impl Understood {
    /// Whether a word is one of those that were recognised, as it was typed.
    pub(crate) fn names(&self, word: &str) -> bool {
        self.interpretations.iter().map(|recognised| &recognised.written).any(|text| words(text).any(|range| &text[range] == word))
    }

    /// The filter with what was recognised, or nothing if the two exclude each other. Of several places, or Länder, a case need be of one
    /// only.
    pub fn narrowed(&self, filter: &CaseFilter) -> Option<CaseFilter> {
        let mut narrowed = filter.clone();
        let (mut places, mut states): (Vec<Ags>, Vec<State>) = (Vec::new(), Vec::new());
        for interpretation in &self.interpretations {
            match &interpretation.meaning {
                Meaning::Municipalities(keys) => places.extend(keys.iter().cloned()),
                Meaning::Population(band) => narrow_places(&mut narrowed.municipalities, &band.municipalities)?,
                Meaning::State(state) => states.push(*state),
            }
        }
        if !places.is_empty() {
            places.sort_unstable();
            places.dedup();
            narrow_places(&mut narrowed.municipalities, &places)?;
        }
        if !states.is_empty() {
            narrow_states(&mut narrowed.states, &states)?;
        }
        Some(narrowed)
    }
}

/// The Länder that are in both lists; an empty list means all. Nothing if none is.
fn narrow_states(list: &mut Vec<State>, wanted: &[State]) -> Option<()> {
    if list.is_empty() {
        *list = wanted.to_vec();
    } else {
        list.retain(|state| wanted.contains(state));
    }
    (!list.is_empty()).then_some(())
}

/// The places that are in both lists, a Gemeinde in that of its Landkreis, too; an empty list means all. Nothing if none is.
fn narrow_places(list: &mut Vec<Ags>, wanted: &[Ags]) -> Option<()> {
    let is_in = |place: &Ags, places: &[Ags]| places.iter().any(|outer| outer == place || outer.as_str() == place.district());
    let given = std::mem::take(list);
    let mut both: Vec<Ags> = given.iter().filter(|place| is_in(place, wanted)).cloned().collect();
    let further: Vec<Ags> =
        wanted.iter().filter(|place| (given.is_empty() || is_in(place, &given)) && !both.contains(place)).cloned().collect();
    both.extend(further);
    *list = both;
    (!list.is_empty()).then_some(())
}

#[cfg(test)]
mod tests;
