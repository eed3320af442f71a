//! How much of a query the documents of a segment hold, and how well.

use super::{
    clause::{Among, Clause, Segment, documents, in_both},
    gathered::Gathered,
};
use crate::{relaxation::Histogram, selection::Score};
use tantivy::{DocId, TantivyError};

/// The highest quality of a unit: a word that is everywhere in a text must not outweigh all others.
const MOST_QUALITY: f32 = 80.0;

/// Documents in order, each with the points it holds (see [`crate::relaxation`]) and the quality of what it holds.
pub(super) type Holding = Vec<(DocId, Score)>;

/// A way to hold a unit, with the points that a document has of it.
pub(super) struct Held {
    points: u16,
    clause: Clause,
}

impl Held {
    /// Only whole points count.
    pub(super) fn new(clause: Clause, points: f32) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are few and positive")]
        let points = points.round().max(0.0) as u16;
        Self { points, clause }
    }
}

/// A unit of a query.
pub(super) struct WantedUnit {
    /// The ways in which a document holds it as it was typed or meant.
    pub(super) strict: Vec<Held>,
    /// The ways that count only where too few documents hold all units strictly.
    pub(super) loose: Vec<Held>,
    /// The parts of a compound: the more of them a document has, the more of the unit it holds.
    pub(super) parts: Vec<Held>,
    /// How much the quality counts.
    pub(super) weight: f32,
}

impl WantedUnit {
    /// The points of a document that holds it best.
    pub(super) fn most_points(&self) -> u16 {
        let best = self.strict.iter().chain(&self.loose).map(|held| held.points).max();
        best.unwrap_or_default().max(self.parts.iter().map(|held| held.points).sum())
    }

    /// What a document holds of the unit counts in the query.
    fn counted(&self, held: Score) -> Score {
        Score { quality: self.weight * held.quality.min(MOST_QUALITY), ..held }
    }
}

impl Score {
    /// A document has the points of the way in which it holds most, and the quality of all ways together: who writes of a Hort, of closing times and
    /// of a holiday programme writes of holiday care.
    fn add_way(&mut self, other: Self) {
        self.points = self.points.max(other.points);
        self.quality += other.quality;
    }

    /// What is held of several units or parts adds up.
    fn add(&mut self, other: Self) {
        self.points += other.points;
        self.quality += other.quality;
    }
}

/// Finds what the documents of one segment hold of some units.
pub(super) struct Coverage<'a> {
    segment: Segment<'a>,
    gathered: Gathered<Score>,
}

impl<'a> Coverage<'a> {
    /// Nothing is looked up yet.
    pub(super) fn new(segment: Segment<'a>) -> Self {
        let gathered = Gathered::new(segment.reader.max_doc());
        Self { segment, gathered }
    }

    /// The documents that hold every unit as it was typed or meant. The first of the units should be the rarest: of the others only its documents
    /// are looked up.
    pub(super) fn all(&mut self, units: &[WantedUnit], allows: impl Fn(DocId) -> bool) -> Result<Holding, TantivyError> {
        let Some((first, others)) = units.split_first().filter(|_| units.iter().all(|unit| !unit.strict.is_empty())) else {
            return Ok(Holding::new());
        };
        let mut all = self.strict(first, Among::All)?;
        all.retain(|(document, _)| allows(*document));
        for unit in others {
            let next = self.strict(unit, Among::These(&documents(&all)))?;
            all = in_both(&all, &next, |mut one, other| {
                one.add(other);
                one
            });
        }
        Ok(all)
    }

    /// The documents that hold any of any unit: all of those at least that [`Histogram::bound`] lets pass.
    ///
    /// The first of the units should be those that say most. As soon as so many documents hold more than all units that are left can give, only
    /// documents that may still become as good are looked up for these.
    pub(super) fn any(&mut self, units: &[WantedUnit], allows: impl Fn(DocId) -> bool) -> Result<Holding, TantivyError> {
        let mut left: u16 = units.iter().map(WantedUnit::most_points).sum();
        let mut any = Holding::new();
        let mut is_closed = false;
        for unit in units {
            let known = is_closed.then(|| documents(&any));
            let mut holding = self.unit(unit, known.as_deref().map_or(Among::All, Among::These))?;
            holding.retain(|(document, _)| allows(*document));
            any.into_iter().chain(holding).for_each(|(document, held)| self.gathered.of(document).add(held));
            any = self.gathered.take();
            left -= unit.most_points();
            let mut histogram = Histogram::default();
            for (_, held) in &any {
                histogram.count(held.points);
            }
            let bound = histogram.held_by_enough();
            is_closed |= bound > left;
            any.retain(|(_, held)| held.points + left >= bound);
        }
        Ok(any)
    }

    /// The documents that hold a unit strictly.
    fn strict(&mut self, unit: &WantedUnit, among: Among<'_>) -> Result<Holding, TantivyError> {
        self.add(&unit.strict, among)?;
        Ok(self.counted(unit))
    }

    /// The documents that hold a unit in any way.
    fn unit(&mut self, unit: &WantedUnit, among: Among<'_>) -> Result<Holding, TantivyError> {
        for Held { points, clause } in &unit.parts {
            clause.each(&mut self.segment, among, &mut |document, quality| {
                self.gathered.of(document).add(Score { points: *points, quality: quality.min(MOST_QUALITY) });
            })?;
        }
        self.add(&unit.strict, among)?;
        self.add(&unit.loose, among)?;
        Ok(self.counted(unit))
    }

    fn add(&mut self, ways: &[Held], among: Among<'_>) -> Result<(), TantivyError> {
        for Held { points, clause } in ways {
            clause.each(&mut self.segment, among, &mut |document, quality| {
                self.gathered.of(document).add_way(Score { points: *points, quality: quality.min(MOST_QUALITY) });
            })?;
        }
        Ok(())
    }

    fn counted(&mut self, unit: &WantedUnit) -> Holding {
        let mut holding = self.gathered.take();
        for (_, held) in &mut holding {
            *held = unit.counted(*held);
        }
        holding
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use tantivy::{
        Index, Searcher, Term, doc,
        query::{EnableScoring, TermQuery},
        schema::{Field, IndexRecordOption, STRING, Schema},
    };

    /// An index whose documents each hold the words of these numbers.
    fn index(documents: &[Vec<usize>]) -> (Searcher, Field) {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("words", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for words in documents {
            let mut document = doc!();
            for word in words {
                document.add_text(field, word.to_string());
            }
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        (index.reader().unwrap().searcher(), field)
    }

    fn held(searcher: &Searcher, field: Field, word: usize, points: u16) -> Held {
        let query = TermQuery::new(Term::from_field_text(field, &word.to_string()), IndexRecordOption::Basic);
        Held::new(Clause::found(&query, EnableScoring::enabled_from_searcher(searcher), 1.0).unwrap(), f32::from(points))
    }

    /// Units of which the first says most: each one word, or half of it by the next one.
    fn units(searcher: &Searcher, field: Field) -> Vec<WantedUnit> {
        let unit = |(word, points)| WantedUnit {
            strict: vec![held(searcher, field, word, points)],
            loose: vec![held(searcher, field, word + 1, points / 2)],
            parts: Vec::new(),
            weight: 1.0,
        };
        [(0, 40), (2, 14), (4, 7), (6, 3)].into_iter().map(unit).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// What is not looked up must not be found anyway, and of what is found nothing may be missing.
        #[test]
        fn of_what_is_found_all_is_looked_up(documents in prop::collection::vec(prop::collection::vec(0..8_usize, 0..5), 1..200)) {
            let (searcher, field) = index(&documents);
            let units = units(&searcher, field);
            let reader = searcher.segment_reader(0);
            let allows = |document: DocId| !document.is_multiple_of(7);
            let found = Coverage::new(Segment::new(reader)).any(&units, allows).unwrap();
            let mut everything: BTreeMap<DocId, Score> = BTreeMap::new();
            for unit in &units {
                for (document, score) in Coverage::new(Segment::new(reader)).unit(unit, Among::All).unwrap() {
                    everything.entry(document).or_default().add(score);
                }
            }
            everything.retain(|document, _| allows(*document));
            let mut histogram = Histogram::default();
            for score in everything.values() {
                histogram.count(score.points);
            }
            let passing = |(_, score): &(DocId, Score)| score.points >= histogram.bound();
            let expected: Holding = everything.into_iter().filter(passing).collect();
            prop_assert_eq!(found.into_iter().filter(passing).collect::<Holding>(), expected);
        }

        /// Looking up the rarest first is the same as looking up each and comparing.
        #[test]
        fn what_holds_every_unit_is_in_the_list_of_each(documents in prop::collection::vec(prop::collection::vec(0..8_usize, 0..9), 1..200)) {
            let (searcher, field) = index(&documents);
            let found = Coverage::new(Segment::new(searcher.segment_reader(0))).all(&units(&searcher, field), |_| true).unwrap();
            let all = [0, 2, 4, 6];
            let expected: Vec<usize> = (0..documents.len()).filter(|place| all.iter().all(|word| documents[*place].contains(word))).collect();
            let found: Vec<usize> = found.into_iter().map(|(document, _)| document as usize).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
