//! What of a typed text is meant as a filter: places, keys of municipalities, and sizes.
//!
//! What is recognised narrows the search down and is shown as a filter that can be taken off. Taking it off puts the words in quotes, which
//! says that they are meant as words; nothing in quotes and nothing excluded is recognised.

mod place_names;
mod places;
mod population;

use crate::analysis::words;
use domain::{Ags, CaseFilter, vocabulary::State};
use std::ops::Range;

/// A stretch of a typed text that is meant as a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpretation {
    /// What it is taken for.
    pub meaning: Meaning,
    /// The stretch as it was typed.
    pub written: String,
    /// The whole text with this stretch in quotes, which searches for the words instead.
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
    /// What was recognised, in the order of the text.
    pub interpretations: Vec<Interpretation>,
}

/// Something recognised, with where it stands.
struct Recognised {
    range: Range<usize>,
    meaning: Meaning,
}

/// Signs that a query understands, so that they stay where they are.
const QUERY_SIGNS: [char; 8] = ['-', '"', '„', '“', '”', '«', '»', '\''];

/// Recognises what is meant as a filter.
pub fn understand(text: &str) -> Understood {
    let free = free_words(text);
    let mut found: Vec<Recognised> = Vec::new();
    let mut at = 0;
    while at < free.len() {
        let recognised = population::at(text, &free[at..]).or_else(|| places::at(text, &free[at..]));
        match recognised {
            Some((length, meaning)) => {
                found.push(Recognised { range: free[at].start..free[at + length - 1].end, meaning });
                at += length;
            }
            None => at += 1,
        }
    }
    let mut rest = String::with_capacity(text.len());
    let mut end = 0;
    for recognised in &found {
        rest.push_str(&text[end..recognised.range.start]);
        end = recognised.range.end;
    }
    rest.push_str(&text[end..]);
    let interpretations = found.into_iter().map(|recognised| interpretation(text, recognised)).collect();
    let rest = rest.trim_start_matches(|character: char| !character.is_alphanumeric() && !QUERY_SIGNS.contains(&character)).to_owned();
    Understood { rest, interpretations }
}

fn interpretation(text: &str, Recognised { range, meaning }: Recognised) -> Interpretation {
    let written = text[range.clone()].trim_matches(|character: char| !character.is_alphanumeric()).to_owned();
    let literally = format!("{}\"{written}\"{}", &text[..range.start], &text[range.end..]);
    Interpretation { meaning, written, literally }
}

/// The words that stand neither in quotes nor behind a minus.
fn free_words(text: &str) -> Vec<Range<usize>> {
    let is_quote = |character: char| matches!(character, '"' | '„' | '“' | '”' | '«' | '»');
    let quotes = text.matches(is_quote).count();
    words(text)
        .filter(|range| {
            let before = text[..range.start].matches(is_quote).count();
            let is_quoted = before % 2 == 1 && before < quotes;
            let is_excluded =
                text[..range.start].strip_suffix('-').is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
            !is_quoted && !is_excluded
        })
        .collect()
}

impl Understood {
    /// The filter with what was recognised, or nothing if the two exclude each other.
    pub fn narrowed(&self, filter: &CaseFilter) -> Option<CaseFilter> {
        let mut narrowed = filter.clone();
        let mut states = Vec::new();
        for interpretation in &self.interpretations {
            match &interpretation.meaning {
                Meaning::Municipalities(keys) => narrow(&mut narrowed.municipalities, keys)?,
                Meaning::Population(band) => narrow(&mut narrowed.municipalities, &band.municipalities)?,
                Meaning::State(state) => states.push(*state),
            }
        }
        if !states.is_empty() {
            narrow(&mut narrowed.states, &states)?;
        }
        Some(narrowed)
    }
}

/// The values that are in both lists; an empty list means all. Nothing if no value is.
fn narrow<T: Clone + PartialEq>(list: &mut Vec<T>, wanted: &[T]) -> Option<()> {
    if list.is_empty() {
        *list = wanted.to_vec();
    } else {
        list.retain(|value| wanted.contains(value));
    }
    (!list.is_empty()).then_some(())
}

#[cfg(test)]
mod tests;
