//! How single words and phrases are looked for in the fields of the index.

use super::{
    super::{clause::Clause, schema::TextGroup},
    Queries,
};
use crate::{
    analysis::{QueryWord, Unit, Way},
    spelling,
};
use std::collections::BTreeSet;
use tantivy::{
    TantivyError, Term,
    query::{ConstScoreQuery, FuzzyTermQuery, PhraseQuery},
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
        Ok(Clause::together(each.collect::<Result<_, _>>()?))
    }

    /// The documents with a stem. What no document holds is not asked for: looking up a term in every part of the index costs more than going
    /// through what a rare one finds.
    fn stem(&self, stem: &str, share: f32) -> Result<Clause, TantivyError> {
        let frequencies = self.frequencies(stem)?;
        let mut ways = Vec::with_capacity(4);
        for (group, [whole, within]) in self.fields.groups.iter().zip(frequencies.iter()) {
            if *whole > 0 {
                ways.push(self.term(group.whole, stem, group.weight * share)?);
            }
            if *within > 0 {
                ways.push(self.term(group.within, stem, group.weight * share * WITHIN_SHARE)?);
            }
        }
        Ok(Clause::best_of(ways))
    }

    /// The words of a quoted phrase, one behind the other, as whole words; within compounds as well if that is wanted of a single one.
    pub(super) fn phrase(&self, unit: &Unit, within: bool) -> Result<Clause, TantivyError> {
        // What people quote is the case's own words; files are not looked through for phrases, in either engine.
        let groups = self.fields.groups.iter().take(CASE_GROUPS);
        let stems: Vec<&str> = unit.stems().collect();
        let mut ways = Vec::new();
        for TextGroup { whole, within: inside, weight } in groups {
            match *stems {
                [] => {}
                [stem] => {
                    ways.push(self.term(*whole, stem, *weight)?);
                    if within {
                        ways.push(self.term(*inside, stem, 1.0)?);
                    }
                }
                _ => {
                    let terms = stems.iter().map(|stem| Term::from_field_text(*whole, stem)).collect();
                    ways.push(self.found(&PhraseQuery::new(terms), *weight)?);
                }
            }
        }
        Ok(Clause::best_of(ways))
    }

    /// The documents with words that begin like the one that may still be being typed.
    pub(super) fn prefix(&self, word: &QueryWord) -> Result<Clause, TantivyError> {
        let in_group = |group: &TextGroup| {
            let query = FuzzyTermQuery::new_prefix(Term::from_field_text(group.whole, &word.folded), 0, false);
            self.found(&ConstScoreQuery::new(Box::new(query), PREFIX_SCORE), group.weight)
        };
        Ok(Clause::best_of(self.fields.groups.iter().map(in_group).collect::<Result<_, _>>()?))
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
            self.stem(&found, share)
        });
        clauses.collect()
    }
}
