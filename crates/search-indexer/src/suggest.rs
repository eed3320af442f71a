//! Completes what somebody is typing: titles of published cases, terms of the vocabularies, municipalities.
//!
//! Everything is in memory. Whatever is suggested holds all typed words, the last of them perhaps only begun, spelled alike as
//! [`fold`](crate::analysis::fold) sees it.

mod known;
mod titles;
mod word_index;

pub use titles::{TitleSuggestion, Titles};

use domain::{Municipality, vocabulary::Term};
use word_index::{Match, Typed};

/// With fewer titles than this, where there are as many, others give way: the network is about its cases.
const FEWEST_TITLES: usize = 3;

/// Something that what was typed may become.
#[derive(Debug, Clone, PartialEq)]
pub enum Suggestion {
    /// A municipality.
    Municipality(&'static Municipality),
    /// A term of a vocabulary that searches can be narrowed to.
    Term(TermSuggestion),
    /// The title of a published case.
    Title(TitleSuggestion),
}

/// A term of a vocabulary, by its label or by one of its synonyms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermSuggestion {
    /// The label or the synonym that holds what was typed.
    pub text: &'static str,
    /// The term.
    pub term: &'static Term,
    /// The name of its vocabulary: `fieldOfAction`.
    pub vocabulary: &'static str,
    /// The list of the filter that narrows a search to the term: `fieldsOfAction`.
    pub filter: &'static str,
}

impl TermSuggestion {
    /// Whether it is the term's label that holds what was typed. A synonym says less than its term; it is rather a word to search for.
    pub fn is_label(&self) -> bool {
        self.text == self.term.label
    }
}

/// What a text may become, at most `most`: first what begins with it, then what has it in a later word; municipalities before terms before
/// titles where that is equal, but never fewer than three titles if there are as many. Nothing for a text without a letter or digit.
pub fn suggest(titles: &Titles, text: &str, most: usize) -> Vec<Suggestion> {
    let typed = Typed::new(text);
    if typed.is_empty() {
        return Vec::new();
    }
    let found_titles = titles.find(&typed, most);
    let mut others = known::municipalities(&typed);
    others.extend(known::terms(&typed));
    others.sort_by_key(|(found, _)| *found);
    others.truncate(most - found_titles.len().min(FEWEST_TITLES).min(most));
    let mut all = others;
    all.extend(found_titles);
    // Stable: municipalities and terms stay in front of titles.
    all.sort_by_key(|(found, _)| *found);
    all.truncate(most);
    all.into_iter().map(|(_, suggestion)| suggestion).collect()
}

/// A suggestion with how it holds what was typed.
type Ranked = (Match, Suggestion);

#[cfg(test)]
mod tests;
