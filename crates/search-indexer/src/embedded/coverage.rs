//! Scores that say two things of a document: how much of the query it holds, and how well.
//!
//! tantivy hands on one number. The points that a document holds (see [`crate::relaxation`]) are its thousands, the quality of what it
//! holds is the rest; so both survive being added up.

use std::fmt;
use tantivy::{
    DocId, DocSet, Score, SegmentReader, TantivyError, Term,
    query::{BooleanWeight, EnableScoring, Explanation, Occur, Query, ScoreCombiner, Scorer, Weight},
};

/// What a point is in a score. Twelve units of the highest quality stay below one of them.
const POINT: Score = 1_024.0;

/// The highest quality of a unit.
const MOST_QUALITY: Score = 80.0;

/// Points and quality of a score.
pub(super) fn read(score: Score) -> (u16, f32) {
    let points = (score / POINT).floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are few and positive")]
    let whole = points as u16;
    (whole, score - points * POINT)
}

/// Gives the documents of a query points beside their score.
pub(super) struct HeldQuery {
    inner: Box<dyn Query>,
    points: Score,
}

impl HeldQuery {
    /// The documents of `inner`, each with these points; only whole points count.
    pub(super) fn new(inner: Box<dyn Query>, points: f32) -> Self {
        Self { inner, points: points.round().max(0.0) * POINT }
    }
}

impl Clone for HeldQuery {
    fn clone(&self) -> Self {
        Self { inner: self.inner.box_clone(), points: self.points }
    }
}

impl fmt::Debug for HeldQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "HeldQuery({} for {:?})", self.points / POINT, self.inner)
    }
}

impl Query for HeldQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(HeldWeight { inner: self.inner.weight(scoring)?, change: Change::Points(self.points) }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.inner.query_terms(visitor);
    }
}

struct HeldWeight {
    inner: Box<dyn Weight>,
    change: Change,
}

/// What becomes of a score.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// It gets points.
    Points(Score),
    /// Its points stay, its quality counts only so much.
    Quality(f32),
}

impl Weight for HeldWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(HeldScorer { inner: self.inner.scorer(reader, boost)?, change: self.change }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("a score of points and quality has no explanation".to_owned()))
    }
}

struct HeldScorer {
    inner: Box<dyn Scorer>,
    change: Change,
}

impl DocSet for HeldScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for HeldScorer {
    fn score(&mut self) -> Score {
        let score = self.inner.score();
        match self.change {
            Change::Points(points) => points + score.min(MOST_QUALITY),
            Change::Quality(share) => {
                let (points, quality) = read(score);
                f32::from(points) * POINT + quality * share
            }
        }
    }
}

/// The documents of any of some queries. A document has the points of the way in which it holds most, and the quality of
/// all together.
pub(super) struct BestWayQuery {
    pub(super) ways: Vec<Box<dyn Query>>,
    /// How much the quality counts.
    pub(super) quality: f32,
}

impl BestWayQuery {
    /// The query where any is taken.
    pub(super) fn boxed(self) -> Box<dyn Query> {
        Box::new(self)
    }
}

/// Documents of at least `minimum` of some queries, with the sum of their scores.
pub(super) struct CoverageQuery {
    pub(super) clauses: Vec<Box<dyn Query>>,
    pub(super) minimum: usize,
}

impl Clone for BestWayQuery {
    fn clone(&self) -> Self {
        Self { ways: cloned(&self.ways), quality: self.quality }
    }
}

impl Clone for CoverageQuery {
    fn clone(&self) -> Self {
        Self { clauses: cloned(&self.clauses), minimum: self.minimum }
    }
}

fn cloned(queries: &[Box<dyn Query>]) -> Vec<Box<dyn Query>> {
    queries.iter().map(|query| query.box_clone()).collect()
}

impl fmt::Debug for BestWayQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BestWayQuery({} of {:?})", self.quality, self.ways)
    }
}

impl fmt::Debug for CoverageQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CoverageQuery({} of {:?})", self.minimum, self.clauses)
    }
}

impl Query for BestWayQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = union::<BestWay>(&self.ways, 1, scoring)?;
        Ok(Box::new(HeldWeight { inner: weight, change: Change::Quality(self.quality) }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.ways.iter().for_each(|query| query.query_terms(visitor));
    }
}

impl Query for CoverageQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        union::<Sum>(&self.clauses, self.minimum, scoring)
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.clauses.iter().for_each(|query| query.query_terms(visitor));
    }
}

fn union<Combiner: ScoreCombiner + Sync>(
    queries: &[Box<dyn Query>],
    minimum: usize,
    scoring: EnableScoring<'_>,
) -> tantivy::Result<Box<dyn Weight>> {
    let weights = queries.iter().map(|query| Ok((Occur::Should, query.weight(scoring)?))).collect::<tantivy::Result<_>>()?;
    let is_scored = scoring.is_scoring_enabled();
    Ok(Box::new(BooleanWeight::with_minimum_number_should_match(weights, minimum, is_scored, Box::new(Combiner::default))))
}

/// The most points, and the quality of all ways: who writes of a Hort, of closing times and of a holiday programme writes of holiday care.
#[derive(Default, Clone, Copy)]
struct BestWay {
    points: u16,
    quality: Score,
}

impl ScoreCombiner for BestWay {
    fn update<S: Scorer>(&mut self, scorer: &mut S) {
        let (points, quality) = read(scorer.score());
        self.points = self.points.max(points);
        self.quality += quality;
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn score(&self) -> Score {
        f32::from(self.points) * POINT + self.quality.min(MOST_QUALITY)
    }
}

/// tantivy's own sum may be cut short by its pruning, which must not happen to points.
#[derive(Default, Clone, Copy)]
struct Sum(Score);

impl ScoreCombiner for Sum {
    fn update<S: Scorer>(&mut self, scorer: &mut S) {
        self.0 += scorer.score();
    }

    fn clear(&mut self) {
        self.0 = 0.0;
    }

    fn score(&self) -> Score {
        self.0
    }
}
