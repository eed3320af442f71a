//! Makes tantivy queries of what somebody looks for.

use super::{
    coverage::CoverageQuery,
    schema::{Fields, TextGroup},
};
use crate::{
    analysis::{Query as Wanted, QueryWord, Unit},
    relaxation::Step,
    spelling,
};
use std::collections::BTreeSet;
use tantivy::{
    Searcher, TantivyError, Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, PhraseQuery, Query, TermQuery},
    schema::IndexRecordOption,
};

/// How much a match counts that is not the word itself. Whole words come first, parts of compounds next, then synonyms.
mod share {
    /// The word lies within a compound, or stands for one of the case's terms.
    pub(super) const WITHIN: f32 = 0.6;
    /// The parts of the looked-for compound, all of them, but not together.
    pub(super) const PARTS: f32 = 0.5;
    /// Some part of it; only where nothing better is found.
    pub(super) const ANY_PART: f32 = 0.25;
    /// Another word for it.
    pub(super) const SYNONYM: f32 = 0.4;
    /// A word that differs from an unknown one by one typing mistake, or by two.
    pub(super) const ONE_MISTAKE: f32 = 0.35;
    pub(super) const TWO_MISTAKES: f32 = 0.15;
}

/// The score of a word that begins like the one that is being typed, before the group's weight.
const PREFIX_SCORE: f32 = 0.6;

/// No more words than these are thought of when one is unknown.
const MOST_NEAR_WORDS: usize = 10;

/// How much matches in further groups add to the best one's score.
const TIE_BREAKER: f32 = 0.15;

/// Makes queries for one index.
pub(super) struct Queries<'a> {
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
}

/// A unit's query, strict or loose.
type Clause = Box<dyn Query>;

impl Queries<'_> {
    /// Documents that hold as many of the units as this step of a search asks for.
    pub(super) fn query(&self, wanted: &Wanted, step: &Step) -> Result<CoverageQuery, TantivyError> {
        let clauses = wanted.units.iter().map(|unit| self.unit(unit, step.is_loose)).collect::<Result<_, _>>()?;
        Ok(CoverageQuery::new(clauses, step.minimum))
    }

    fn unit(&self, unit: &Unit, is_loose: bool) -> Result<Clause, TantivyError> {
        if unit.is_quoted {
            return Ok(self.phrase(unit));
        }
        let mut ways = vec![self.all(unit.stems(), 1.0)];
        ways.extend(unit.synonyms.iter().map(|phrase| self.all(phrase.iter().map(String::as_str), share::SYNONYM)));
        if let Some(word) = unit.single() {
            if word.parts.len() > 1 {
                ways.push(self.all(word.parts.iter().map(String::as_str), share::PARTS));
            }
            if is_loose {
                ways.extend(word.parts.iter().flat_map(|part| self.stem(part, share::ANY_PART)));
            }
            if unit.is_prefix {
                ways.extend(self.prefix(word));
            }
            if !unit.is_exact && unit.synonyms.is_empty() && word.parts.is_empty() && !self.is_known(word)? {
                ways.extend(self.near(word)?);
            }
        }
        Ok(best_of(ways))
    }

    /// All of some stems, wherever they are.
    fn all<'s>(&self, stems: impl Iterator<Item = &'s str>, share: f32) -> Clause {
        let mut each: Vec<Clause> = stems.map(|stem| best_of(self.stem(stem, share))).collect();
        match each.len() {
            1 => each.remove(0),
            // Each of several adds its score; together they count like one word, give or take.
            2 => boosted(Box::new(BooleanQuery::intersection(each)), 0.5),
            _ => boosted(Box::new(BooleanQuery::intersection(each)), 0.3),
        }
    }

    /// The ways in which a document can hold a stem.
    fn stem(&self, stem: &str, share: f32) -> Vec<Clause> {
        let mut ways = Vec::with_capacity(2 * self.fields.groups.len());
        for group in &self.fields.groups {
            let whole = TermQuery::new(Term::from_field_text(group.whole, stem), IndexRecordOption::WithFreqs);
            ways.push(boosted(Box::new(whole), group.weight * share));
            let within = TermQuery::new(Term::from_field_text(group.within, stem), IndexRecordOption::Basic);
            ways.push(boosted(Box::new(within), group.weight * share * share::WITHIN));
        }
        ways
    }

    /// The words of a quoted phrase, one behind the other, as whole words.
    fn phrase(&self, unit: &Unit) -> Clause {
        let in_group = |group: &TextGroup| -> Clause {
            let mut terms: Vec<Term> = unit.stems().map(|stem| Term::from_field_text(group.whole, stem)).collect();
            let query: Clause = match terms.len() {
                1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)),
                _ => Box::new(PhraseQuery::new(terms)),
            };
            boosted(query, group.weight)
        };
        best_of(self.fields.groups.iter().map(in_group).collect())
    }

    /// Words that begin like the one that may still be being typed.
    fn prefix(&self, word: &QueryWord) -> Vec<Clause> {
        let in_group = |group: &TextGroup| -> Clause {
            let query = FuzzyTermQuery::new_prefix(Term::from_field_text(group.whole, &word.folded), 0, false);
            constant(Box::new(query), PREFIX_SCORE * group.weight)
        };
        self.fields.groups.iter().map(in_group).collect()
    }

    /// Words of the index that differ from an unknown one by typing mistakes, the nearest ones.
    fn near(&self, word: &QueryWord) -> Result<Vec<Clause>, TantivyError> {
        let wanted: Vec<char> = word.folded.chars().collect();
        let Some(allowed) = spelling::allowed_mistakes(wanted.len()) else { return Ok(Vec::new()) };
        let mut near: BTreeSet<(usize, String)> = BTreeSet::new();
        for group in &self.fields.groups {
            let term = Term::from_field_text(group.whole, &word.folded);
            let automaton = FuzzyTermQuery::new(term, allowed, true).automaton()?;
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(group.whole)?;
                let mut words = index.terms().search(&automaton).into_stream()?;
                while words.advance() {
                    let Ok(found) = std::str::from_utf8(words.key()) else { continue };
                    near.insert((spelling::distance(&wanted, &found.chars().collect::<Vec<_>>()), found.to_owned()));
                }
            }
        }
        let ways = near.into_iter().take(MOST_NEAR_WORDS).flat_map(|(mistakes, found)| {
            let share = if mistakes < 2 { share::ONE_MISTAKE } else { share::TWO_MISTAKES };
            self.stem(&found, share)
        });
        Ok(ways.collect())
    }

    /// Whether some document has the word, so that it is no typing mistake.
    fn is_known(&self, word: &QueryWord) -> Result<bool, TantivyError> {
        for group in &self.fields.groups {
            for field in [group.whole, group.within] {
                if self.searcher.doc_freq(&Term::from_field_text(field, &word.stem))? > 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

fn best_of(mut ways: Vec<Clause>) -> Clause {
    if ways.len() == 1 { ways.remove(0) } else { Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE_BREAKER)) }
}

fn boosted(query: Clause, boost: f32) -> Clause {
    Box::new(BoostQuery::new(query, boost))
}

fn constant(query: Clause, score: f32) -> Clause {
    Box::new(ConstScoreQuery::new(query, score))
}
