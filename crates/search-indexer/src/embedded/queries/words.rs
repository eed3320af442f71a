//! How single words and phrases are looked for in the fields of the index.

use super::{super::schema::TextGroup, Clause, Queries, best_of, boosted};
use crate::{
    analysis::{QueryWord, Unit, Way},
    spelling,
};
use std::collections::BTreeSet;
use tantivy::{
    TantivyError, Term,
    query::{BooleanQuery, ConstScoreQuery, FuzzyTermQuery, PhraseQuery, TermQuery},
    schema::IndexRecordOption,
};

/// How much a word counts that lies within a compound, or stands for one of the case's terms.
const WITHIN_SHARE: f32 = 0.6;

/// How much a word counts that differs from an unknown one by one typing mistake, or by two.
const MISTAKE_SHARES: [f32; 2] = [0.35, 0.15];

/// The score of a word that begins like the one that is being typed, before the group's weight.
const PREFIX_SCORE: f32 = 0.6;

/// No more words than these are thought of when one is unknown.
const MOST_NEAR_WORDS: usize = 10;

/// The groups of what the case itself says: title, teaser, terms, body.
const CASE_GROUPS: usize = 4;

impl Queries<'_> {
    /// Whether some word of the index begins like this one.
    pub(super) fn is_beginning(&self, word: &QueryWord) -> Result<bool, TantivyError> {
        for group in &self.fields.groups {
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(group.whole)?;
                let mut words = index.terms().range().ge(word.folded.as_bytes()).into_stream()?;
                if words.advance() && words.key().starts_with(word.folded.as_bytes()) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// All stems of a way, wherever they are.
    pub(super) fn all(&self, way: &Way) -> Result<Clause, TantivyError> {
        let share = way.kind.share();
        let each = way.stems.iter().map(|stem| self.stem(stem, share));
        let mut each: Vec<Clause> = each.map(|ways| ways.map(best_of)).collect::<Result<_, _>>()?;
        Ok(match each.len() {
            1 => each.remove(0),
            // Each of several adds its score; together they count like one word, give or take.
            2 => boosted(Box::new(BooleanQuery::intersection(each)), 0.5),
            _ => boosted(Box::new(BooleanQuery::intersection(each)), 0.3),
        })
    }

    /// The ways in which a document can hold a stem; none where no document does. What no document holds is not asked for: looking up a
    /// term in every part of the index costs more than going through what a rare one finds.
    fn stem(&self, stem: &str, share: f32) -> Result<Vec<Clause>, TantivyError> {
        let frequencies = self.frequencies(stem)?;
        let mut ways = Vec::with_capacity(4);
        for (group, [whole, within]) in self.fields.groups.iter().zip(frequencies.iter()) {
            if *whole > 0 {
                let whole = TermQuery::new(Term::from_field_text(group.whole, stem), IndexRecordOption::WithFreqs);
                ways.push(boosted(Box::new(whole), group.weight * share));
            }
            if *within > 0 {
                let within = TermQuery::new(Term::from_field_text(group.within, stem), IndexRecordOption::Basic);
                ways.push(boosted(Box::new(within), group.weight * share * WITHIN_SHARE));
            }
        }
        Ok(ways)
    }

    /// The words of a quoted phrase, one behind the other, as whole words; within compounds as well if that is wanted of a single one.
    pub(super) fn phrase(&self, unit: &Unit, within: bool) -> Clause {
        let in_group =
            |group: &TextGroup| -> Vec<Clause> {
                let mut terms: Vec<Term> = unit.stems().map(|stem| Term::from_field_text(group.whole, stem)).collect();
                if terms.len() > 1 {
                    return vec![boosted(Box::new(PhraseQuery::new(terms)), group.weight)];
                }
                let mut clauses = vec![boosted(Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)), group.weight)];
                clauses.extend(unit.stems().filter(|_| within).map(|stem| -> Clause {
                    Box::new(TermQuery::new(Term::from_field_text(group.within, stem), IndexRecordOption::Basic))
                }));
                clauses
            };
        // What people quote is the case's own words; files are not looked through for phrases, in either engine.
        best_of(self.fields.groups.iter().take(CASE_GROUPS).flat_map(in_group).collect())
    }

    /// Words that begin like the one that may still be being typed.
    pub(super) fn prefix(&self, word: &QueryWord) -> Vec<Clause> {
        let in_group = |group: &TextGroup| -> Clause {
            let query = FuzzyTermQuery::new_prefix(Term::from_field_text(group.whole, &word.folded), 0, false);
            Box::new(ConstScoreQuery::new(Box::new(query), PREFIX_SCORE * group.weight))
        };
        self.fields.groups.iter().map(in_group).collect()
    }

    /// Words of the index that differ from an unknown one by typing mistakes, the nearest ones.
    pub(super) fn near(&self, word: &QueryWord) -> Result<Vec<Clause>, TantivyError> {
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
        let clauses = near.into_iter().take(MOST_NEAR_WORDS).map(|(mistakes, found)| {
            let share = MISTAKE_SHARES[usize::from(mistakes > 1)];
            self.stem(&found, share).map(best_of)
        });
        clauses.collect()
    }
}
