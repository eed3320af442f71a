//! Marks why a case was found.

mod html;
mod plain;
mod snippet;

use crate::{
    analysis::Query,
    case_texts::CaseTexts,
    finder::{Finder, Occurrence, Reading},
};
use domain::{CaseContent, CaseView, ids::CaseId};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

/// Marks the words of a query in the texts of cases. Made once per search, used for each hit.
#[derive(Debug)]
pub struct Highlighter {
    finder: Finder,
    /// What was read of cases for their places among the hits, and need not be read once more.
    read: HashMap<CaseId, Vec<Reading<'static>>>,
}

/// Texts of a case as HTML: escaped, with `<mark>` around what was found and no other element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlights {
    /// The whole title.
    pub title: String,
    /// The whole teaser.
    pub teaser: String,
    /// About 240 characters of the rest of the case, from where most of the query's words stand together; its beginning if none does.
    pub snippet: String,
    /// The words that the case was found by although its texts have not what was typed.
    pub found_by: Vec<FoundBy>,
}

/// Another word than the typed one that a case was found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundBy {
    /// What was typed.
    pub typed: String,
    /// The word of the case, as the synonyms write it, or the label of the vocabulary term or the name of the place that it has.
    pub found: String,
}

impl Highlighter {
    /// A highlighter for what is looked for.
    pub fn new(query: &Query) -> Self {
        Self { finder: Finder::new(query), read: HashMap::new() }
    }

    /// The highlighted texts of a case; of one that was read, as it was then. A whole word is marked even if only a part of it was looked for.
    pub fn highlights(&self, case: &CaseView) -> Highlights {
        match self.read.get(&case.id) {
            Some(read) => self.marked(&case.content, read),
            None => self.marked(&case.content, &self.readings(&case.content)),
        }
    }

    /// Reads a case that may be highlighted later on, and says how much of the query each of its sentences holds, from 0 to 1.
    pub(crate) fn read(&mut self, case: &CaseView) -> Vec<f32> {
        let owned = |(scan, candidates): Reading<'_>| (scan.into_owned(), candidates);
        let readings: Vec<_> = self.readings(&case.content).into_iter().map(owned).collect();
        let sentences = readings.iter().flat_map(|reading| self.finder.sentences(reading)).collect();
        self.read.insert(case.id, readings);
        sentences
    }

    /// The texts of a case that are shown as they are, or in part: title, teaser, and the others in reading order.
    fn readings<'c>(&self, content: &'c CaseContent) -> Vec<Reading<'c>> {
        let front = [content.title.as_str(), &content.teaser].map(Cow::Borrowed);
        let body = CaseTexts::body(content).into_iter().map(plain::plain);
        front.into_iter().chain(body).map(|text| self.finder.read(text)).collect()
    }

    fn marked(&self, content: &CaseContent, readings: &[Reading<'_>]) -> Highlights {
        let occurrences = self.finder.occurrences(readings);
        let marked: Vec<_> = readings.iter().map(|(scan, _)| scan.text()).zip(occurrences).collect();
        let mut found_by: Vec<_> = self.finder.found_by(readings).into_iter().map(|(typed, found)| FoundBy { typed, found }).collect();
        found_by.extend(self.found_by_labels(content, marked.iter().flat_map(|(_, found)| found)));
        let whole = |place: usize| marked.get(place).map(|(text, found)| html::marked(text, found)).unwrap_or_default();
        Highlights { title: whole(0), teaser: whole(1), snippet: snippet::snippet(marked.get(2..).unwrap_or_default()), found_by }
    }

    /// Of what nothing is marked, what the labels of the case hold, or other words for them: those are searched as well, but none of the texts that
    /// are shown. What several units have in common is named once.
    fn found_by_labels<'a>(&self, content: &CaseContent, marked: impl Iterator<Item = &'a Occurrence>) -> Vec<FoundBy> {
        let marked: BTreeSet<usize> = marked.map(|occurrence| occurrence.unit).collect();
        let mut missing: Vec<usize> = (0..self.finder.len()).filter(|unit| !marked.contains(unit)).collect();
        let mut found_by: Vec<FoundBy> = Vec::new();
        if missing.is_empty() {
            return found_by;
        }
        let texts = CaseTexts::of(content);
        let labels = texts.labels.iter().map(|label| (&**label, &**label, true));
        for (text, label, is_own) in labels.chain(texts.other_words.iter().map(|other| (other.word, other.label, false))) {
            let held = self.finder.held_in(text);
            // What is quoted is looked for in the case's own words alone.
            for unit in missing.extract_if(.., |unit| held[*unit] && (is_own || !self.finder.is_quoted(*unit))) {
                let typed = self.finder.written(unit);
                match found_by.iter_mut().find(|known| known.found == label) {
                    Some(known) => known.typed.extend([" ", &typed]),
                    None => found_by.push(FoundBy { typed, found: label.to_owned() }),
                }
            }
        }
        found_by
    }
}
