//! A query that puts documents with more of the looked-for units before others.

use std::fmt;
use tantivy::{
    Score, Term,
    query::{BooleanWeight, EnableScoring, Occur, Query, ScoreCombiner, Scorer, Weight},
};

/// What a further unit adds to a document's score. Much, but not all: a rare word in the title may outweigh two common words in the body.
const UNIT_BONUS: Score = 12.0;

/// Finds documents with at least `minimum` of its clauses.
pub(super) struct CoverageQuery {
    clauses: Vec<Box<dyn Query>>,
    minimum: usize,
}

impl CoverageQuery {
    pub(super) fn new(clauses: Vec<Box<dyn Query>>, minimum: usize) -> Self {
        Self { clauses, minimum }
    }
}

impl Clone for CoverageQuery {
    fn clone(&self) -> Self {
        Self { clauses: self.clauses.iter().map(|clause| clause.box_clone()).collect(), minimum: self.minimum }
    }
}

impl fmt::Debug for CoverageQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CoverageQuery({} of {:?})", self.minimum, self.clauses)
    }
}

impl Query for CoverageQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self.clauses.iter().map(|clause| Ok((Occur::Should, clause.weight(scoring)?)));
        Ok(Box::new(BooleanWeight::with_minimum_number_should_match(
            clauses.collect::<tantivy::Result<_>>()?,
            self.minimum,
            scoring.is_scoring_enabled(),
            Box::new(Coverage::default),
        )))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for clause in &self.clauses {
            clause.query_terms(visitor);
        }
    }
}

/// Adds the clauses' scores and a bonus for each of them.
#[derive(Default, Clone, Copy)]
struct Coverage(Score);

impl ScoreCombiner for Coverage {
    fn update<S: Scorer>(&mut self, scorer: &mut S) {
        self.0 += scorer.score() + UNIT_BONUS;
    }

    fn clear(&mut self) {
        self.0 = 0.0;
    }

    fn score(&self) -> Score {
        self.0
    }
}
