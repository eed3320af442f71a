//! Whether, and how well, a case is about something.

use crate::{
    analysis::{Query, Unit, WayKind},
    case_texts::CaseTexts,
    finder::{Finder, Presence, Reading},
};
use domain::CaseContent;
use std::ops::Range;

/// What a word counts in the title, in the teaser or a label, and elsewhere.
const IN_TITLE: u32 = 4;
const IN_FRONT: u32 = 2;
const ELSEWHERE: u32 = 1;

/// Whether a case contains everything that is looked for: each meaningful word itself, inflected, as part of a compound, or by a synonym,
/// and nothing that is excluded. What is quoted or excluded is looked for in the case's own words, as in the engines: a phrase as whole words, an
/// excluded word within compounds as well. Typing mistakes do not count, so that a digest holds nothing by accident. A query without a meaningful
/// word matches every case.
pub fn matches(query: &Query, content: &CaseContent) -> bool {
    Matcher::new([query]).fits(content).first().is_some_and(Option::is_some)
}

/// Many queries, looked for together: a case is read once, however many there are.
#[derive(Debug)]
pub struct Matcher {
    /// Finds the words of all queries.
    finder: Finder,
    wanted: Vec<Wanted>,
    /// Whether anything of it is quoted or excluded.
    asks_for_own_words: bool,
}

/// Which of the finder's units belong to a query.
#[derive(Debug)]
struct Wanted {
    required: Range<usize>,
    excluded: Range<usize>,
}

impl Matcher {
    /// A matcher for these queries.
    pub fn new<'a>(queries: impl IntoIterator<Item = &'a Query>) -> Self {
        let mut all = Query::default();
        let mut wanted = Vec::new();
        for query in queries {
            let start = all.units.len();
            all.units.extend(query.units.iter().cloned());
            let middle = all.units.len();
            all.units.extend(query.excluded.iter().map(excluded));
            wanted.push(Wanted { required: start..middle, excluded: middle..all.units.len() });
        }
        for unit in &mut all.units {
            // A subscription's text is not being typed any more; what was cut short in it stays a beginning.
            unit.is_prefix = unit.is_prefix && unit.single().is_some_and(|word| word.is_cut_short);
            // No case is about a query by another way, and each makes reading it longer.
            unit.ways.retain(|way| matches!(way.kind, WayKind::Typed | WayKind::Synonym | WayKind::Parts));
        }
        let asks_for_own_words = all.units.iter().any(|unit| unit.is_quoted) || wanted.iter().any(|wanted| !wanted.excluded.is_empty());
        Self { finder: Finder::new(&all), wanted, asks_for_own_words }
    }

    /// How well the case fits each of the queries, in their order: the more the further to the front its words stand; nothing where it is
    /// not about that ([`matches()`]). Every case fits a query without a meaningful word, by 0.
    pub fn fits(&self, content: &CaseContent) -> Vec<Option<u32>> {
        self.fits_with_files(content, [])
    }

    /// The same for a case with the texts of its files. As in the engines, what is in quotes or excluded is not looked for in them.
    pub fn fits_with_files<'t>(&self, content: &'t CaseContent, files: impl IntoIterator<Item = &'t str>) -> Vec<Option<u32>> {
        let texts = CaseTexts::of(content);
        let title = self.read([texts.title]);
        let labels = texts.labels.iter().map(AsRef::as_ref);
        let front = self.read([texts.teaser].into_iter().chain(labels));
        let body = self.read(texts.body);
        let in_title = self.finder.presence(&title);
        let in_front = self.finder.presence(&front);
        let mut all: Vec<_> = title.into_iter().chain(front).chain(body).collect();
        let in_own_words = if self.asks_for_own_words { self.finder.presence(&all) } else { Vec::new() };
        all.extend(self.read(texts.other_words.into_iter().map(|other| other.word)));
        let anywhere = self.finder.presence(&all);
        let files = self.read(files);
        // Most cases have none, and then there is nothing more to find out.
        let with_files = (!files.is_empty()).then(|| {
            all.extend(files);
            self.finder.presence(&all)
        });
        let holds = |presence: &[Presence], unit: usize| matches!(presence.get(unit), Some(Presence::Whole | Presence::Parts));
        let weight = |unit: usize| match unit {
            unit if holds(&in_title, unit) => Some(IN_TITLE),
            unit if holds(&in_front, unit) => Some(IN_FRONT),
            unit => {
                let elsewhere = if self.finder.is_quoted(unit) { &in_own_words } else { with_files.as_ref().unwrap_or(&anywhere) };
                holds(elsewhere, unit).then_some(ELSEWHERE)
            }
        };
        let fit = |wanted: &Wanted| {
            let excluded = wanted.excluded.clone().any(|unit| holds(&in_own_words, unit));
            if excluded { None } else { wanted.required.clone().map(weight).sum() }
        };
        self.wanted.iter().map(fit).collect()
    }

    fn read<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Reading<'t>> {
        texts.into_iter().map(|text| self.finder.read(text)).collect()
    }
}

/// What is excluded, to be looked for: a single word also within compounds.
fn excluded(unit: &Unit) -> Unit {
    Unit { is_quoted: unit.words.len() > 1, ..unit.clone() }
}
