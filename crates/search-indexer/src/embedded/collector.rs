//! Hands the documents that match to the selection, with what the columns know of them.

use super::{coverage, schema::column};
use crate::{
    filter_values::{FilterGroup, GROUPS},
    relaxation::Histogram,
    selection::{Facts, Found, Score, Selection},
};
use std::sync::Arc;
use tantivy::{
    DocId, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::ColumnValues,
};

/// Collects what a selection asks for.
pub(super) struct CaseCollector(pub(super) Selection);

impl Collector for CaseCollector {
    type Fruit = Found;
    type Child = SegmentCases;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCases> {
        Ok(SegmentCases { selection: self.0.clone(), columns: Columns::open(segment)?, found: Found::default() })
    }

    fn requires_scoring(&self) -> bool {
        self.0.needs_scores()
    }

    fn merge_fruits(&self, segments: Vec<Found>) -> tantivy::Result<Found> {
        Ok(self.0.merge(segments))
    }
}

/// Collects every document that matches with its score, to choose among them once it is known how much they hold.
pub(super) struct ScoreCollector;

/// The documents of one segment with their scores.
pub(super) struct SegmentScores(SegmentOrdinal, Vec<(DocId, f32)>);

/// The documents of all segments with their scores.
pub(super) struct Scores(Vec<SegmentScores>);

impl Scores {
    /// What the selection takes of the documents that hold enough.
    pub(super) fn best(self, searcher: &Searcher, selection: &Selection) -> tantivy::Result<Found> {
        let mut histogram = Histogram::default();
        for (_, score) in self.0.iter().flat_map(|segment| &segment.1) {
            histogram.count(coverage::read(*score).0);
        }
        let selection = selection.bounded(histogram.bound());
        let in_segment = |SegmentScores(ordinal, documents): SegmentScores| -> tantivy::Result<Found> {
            let columns = Columns::open(searcher.segment_reader(ordinal))?;
            let mut segment = SegmentCases { selection: selection.clone(), columns, found: Found::default() };
            for (document, score) in documents {
                segment.collect(document, score);
            }
            Ok(segment.harvest())
        };
        let found = self.0.into_iter().map(in_segment).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(selection.merge(found))
    }
}

impl Collector for ScoreCollector {
    type Fruit = Scores;
    type Child = SegmentScores;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<SegmentScores> {
        Ok(SegmentScores(ordinal, Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<SegmentScores>) -> tantivy::Result<Scores> {
        Ok(Scores(segments))
    }
}

impl SegmentCollector for SegmentScores {
    type Fruit = Self;

    fn collect(&mut self, document: DocId, score: f32) {
        self.1.push((document, score));
    }

    fn harvest(self) -> Self {
        self
    }
}

/// The collector of one segment.
pub(super) struct SegmentCases {
    selection: Selection,
    columns: Columns,
    found: Found,
}

impl SegmentCollector for SegmentCases {
    type Fruit = Found;

    fn collect(&mut self, document: DocId, score: f32) {
        let (points, quality) = coverage::read(score);
        let case = Row { columns: &self.columns, document };
        self.selection.take(&case, Score { points, quality }, &mut self.found);
    }

    fn harvest(self) -> Found {
        self.found
    }
}

/// The columns of one segment.
struct Columns {
    masks: Vec<Arc<dyn ColumnValues<u64>>>,
    place: Arc<dyn ColumnValues<u64>>,
    first_published: Arc<dyn ColumnValues<i64>>,
    published: Arc<dyn ColumnValues<i64>>,
    renewed: Arc<dyn ColumnValues<i64>>,
    confirmed: Arc<dyn ColumnValues<i64>>,
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let number = |name: &str| columns.column_first_or_default::<u64>(name);
        Ok(Self {
            masks: GROUPS.iter().map(|group| number(group.name())).collect::<tantivy::Result<_>>()?,
            place: number(column::PLACE)?,
            first_published: columns.column_first_or_default(column::FIRST_PUBLISHED)?,
            published: columns.column_first_or_default(column::PUBLISHED)?,
            renewed: columns.column_first_or_default(column::RENEWED)?,
            confirmed: columns.column_first_or_default(column::CONFIRMED)?,
            id_high: number(column::ID_HIGH)?,
            id_low: number(column::ID_LOW)?,
        })
    }
}

/// One document's row; a column is read only when it is asked for.
struct Row<'a> {
    columns: &'a Columns,
    document: DocId,
}

impl Facts for Row<'_> {
    fn mask(&self, group: FilterGroup) -> u64 {
        self.columns.masks[group as usize].get_val(self.document)
    }

    fn place(&self) -> u64 {
        self.columns.place.get_val(self.document)
    }

    fn first_published(&self) -> i64 {
        self.columns.first_published.get_val(self.document)
    }

    fn published(&self) -> i64 {
        self.columns.published.get_val(self.document)
    }

    fn renewed(&self) -> i64 {
        self.columns.renewed.get_val(self.document)
    }

    fn confirmed(&self) -> i64 {
        self.columns.confirmed.get_val(self.document)
    }

    fn id(&self) -> (u64, u64) {
        (self.columns.id_high.get_val(self.document), self.columns.id_low.get_val(self.document))
    }
}
