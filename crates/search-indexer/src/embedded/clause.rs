//! What documents a word, or several together, stand in, and how well.
//!
//! tantivy goes through all words and fields of a query at once, document by document. A query of ours has some dozens of them in three layers, of
//! which each document then costs a step; so each list of documents is gone through once, by itself, and put together here.

use super::gathered::Gathered;
use tantivy::{
    DocId, Score, SegmentReader, TantivyError,
    query::{EnableScoring, Query, Weight},
};

/// How much matches in further groups add to the best one's score.
const TIE_BREAKER: f32 = 0.15;

/// Documents in order, each with its score.
pub(super) type Matches = Vec<(DocId, Score)>;

/// A part of a query.
pub(super) enum Clause {
    /// The documents that a query of the library finds; their scores count so much.
    Found(Box<dyn Weight>, f32),
    /// The documents of any of these, each with its best score and a little of the others.
    Best(Vec<Clause>),
    /// The documents that all of these have, each with the sum of its scores. Together they count like one word, give or take.
    Together(Vec<Clause>),
}

impl Clause {
    /// The documents that a query of the library finds.
    pub(super) fn found(query: &dyn Query, scoring: EnableScoring<'_>, boost: f32) -> Result<Self, TantivyError> {
        Ok(Self::Found(query.weight(scoring)?, boost))
    }

    /// The documents of any of these.
    pub(super) fn best_of(mut clauses: Vec<Self>) -> Self {
        if clauses.len() == 1 { clauses.remove(0) } else { Self::Best(clauses) }
    }

    /// The documents that all of these have.
    pub(super) fn together(mut clauses: Vec<Self>) -> Self {
        if clauses.len() == 1 { clauses.remove(0) } else { Self::Together(clauses) }
    }

    /// A clause that no document fits.
    pub(super) fn none() -> Self {
        Self::Best(Vec::new())
    }

    /// Its documents in a segment, or those of them that are among some.
    pub(super) fn matches(&self, segment: &mut Segment<'_>, among: Among<'_>) -> Result<Matches, TantivyError> {
        let mut matches = Matches::new();
        self.each(segment, among, &mut |document, score| matches.push((document, score)))?;
        Ok(matches)
    }

    /// Tells of each of its documents in a segment, or of those of them that are among some, in order.
    pub(super) fn each(&self, segment: &mut Segment<'_>, among: Among<'_>, tell: &mut dyn FnMut(DocId, Score)) -> Result<(), TantivyError> {
        match self {
            Self::Found(weight, boost) => found(&**weight, segment.reader, among, &mut |document, score| tell(document, boost * score)),
            Self::Best(clauses) => {
                // Those within find none and make their own.
                let mut gathered = segment.best.take().unwrap_or_else(|| Gathered::new(segment.reader.max_doc()));
                for clause in clauses {
                    clause.each(segment, among, &mut |document, score| gathered.of(document).add(score))?;
                }
                gathered.take().into_iter().for_each(|(document, best)| tell(document, best.score()));
                segment.best = Some(gathered);
                Ok(())
            }
            Self::Together(clauses) => {
                let Some((first, others)) = clauses.split_first() else { return Ok(()) };
                let mut all = first.matches(segment, among)?;
                for clause in others {
                    let next = clause.matches(segment, Among::These(&documents(&all)))?;
                    all = in_both(&all, &next, |one, other| one + other);
                }
                let share = if others.len() == 1 { 0.5 } else { 0.3 };
                for (document, score) in all {
                    tell(document, share * score);
                }
                Ok(())
            }
        }
    }
}

/// Where documents are looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Among<'a> {
    /// In all of the segment.
    All,
    /// Among these, in order.
    These(&'a [DocId]),
}

fn found(weight: &dyn Weight, reader: &SegmentReader, among: Among<'_>, tell: &mut dyn FnMut(DocId, Score)) -> Result<(), TantivyError> {
    let Among::These(documents) = among else { return weight.for_each(reader, tell) };
    let mut scorer = weight.scorer(reader, 1.0)?;
    let mut next = scorer.doc();
    for document in documents {
        if next < *document {
            next = scorer.seek(*document);
        }
        if next == *document {
            tell(next, scorer.score());
        }
    }
    Ok(())
}

/// The documents of a list.
pub(super) fn documents<T>(list: &[(DocId, T)]) -> Vec<DocId> {
    list.iter().map(|(document, _)| *document).collect()
}

/// A segment of the index, being gone through.
pub(super) struct Segment<'a> {
    pub(super) reader: &'a SegmentReader,
    best: Option<Gathered<Best>>,
}

impl<'a> Segment<'a> {
    pub(super) fn new(reader: &'a SegmentReader) -> Self {
        Self { reader, best: None }
    }
}

/// The scores of a document in several lists.
#[derive(Debug, Clone, Copy, Default)]
struct Best {
    most: Score,
    sum: Score,
}

impl Best {
    fn add(&mut self, score: Score) {
        self.most = self.most.max(score);
        self.sum += score;
    }

    fn score(self) -> Score {
        self.most + TIE_BREAKER * (self.sum - self.most)
    }
}

/// The documents that are in both of two lists in order.
pub(super) fn in_both<T: Copy>(one: &[(DocId, T)], other: &[(DocId, T)], join: impl Fn(T, T) -> T) -> Vec<(DocId, T)> {
    let mut both = Vec::with_capacity(one.len().min(other.len()));
    let mut others = other.iter().peekable();
    for (document, value) in one {
        while others.next_if(|(other, _)| other < document).is_some() {}
        if let Some((_, other)) = others.next_if(|(other, _)| other == document) {
            both.push((*document, join(*value, *other)));
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_both_lists_is_joined() {
        let (one, other) = ([(1, 1), (3, 2), (8, 3)], [(0, 10), (3, 20), (7, 30), (8, 40), (9, 50)]);
        assert_eq!(in_both(&one, &other, |one, other| one + other), [(3, 22), (8, 43)]);
        assert_eq!(in_both(&one, &[], |one, _| one), []);
    }

    #[test]
    fn the_best_score_counts_and_a_little_of_the_others() {
        let mut best = Best::default();
        for score in [1.0, 3.0, 2.0] {
            best.add(score);
        }
        assert!((best.score() - (3.0 + TIE_BREAKER * 3.0)).abs() < 1e-6);
    }
}
