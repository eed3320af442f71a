//! What the index knows of its documents beside their words.

use super::schema::column;
use crate::{
    filter_values::{FilterGroup, GROUPS, Masks},
    selection::Facts,
};
use arc_swap::ArcSwap;
use std::{collections::HashMap, sync::Arc};
use tantivy::{
    Searcher, SegmentReader, TantivyError,
    columnar::{Column, DynamicColumn, HasAssociatedColumnType},
    index::SegmentId,
};

/// What is known of a document, about 120 bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    masks: Masks,
    place: u64,
    first_published: i64,
    published: i64,
    renewed: i64,
    confirmed: i64,
    id: (u64, u64),
}

/// The rows of a segment by the number of the document, those of deleted ones included.
pub(super) type SegmentRows = Arc<[Row]>;

/// The rows of all segments, held in memory: a search reads those of thousands of documents, and to look each up in fourteen columns would take longer
/// than to find them.
#[derive(Debug, Default)]
pub(super) struct Rows(ArcSwap<HashMap<SegmentId, SegmentRows>>);

impl Rows {
    /// Holds the rows of the segments that this searcher sees, and no others.
    pub(super) fn follow(&self, searcher: &Searcher) -> Result<(), TantivyError> {
        let rows = searcher.segment_readers().iter().map(|segment| Ok((segment.segment_id(), self.of(segment)?)));
        self.0.store(Arc::new(rows.collect::<Result<_, TantivyError>>()?));
        Ok(())
    }

    /// The rows of a segment; one that is not held, as that of a search which began before a change, is read.
    pub(super) fn of(&self, segment: &SegmentReader) -> Result<SegmentRows, TantivyError> {
        match self.0.load().get(&segment.segment_id()) {
            Some(rows) => Ok(Arc::clone(rows)),
            None => read(segment),
        }
    }
}

fn read(segment: &SegmentReader) -> Result<SegmentRows, TantivyError> {
    let mut rows = vec![Row::default(); segment.max_doc() as usize];
    for (place, group) in GROUPS.iter().enumerate() {
        fill(segment, group.name(), &mut rows, |row, mask| row.masks[place] = mask)?;
    }
    fill(segment, column::PLACE, &mut rows, |row, place| row.place = place)?;
    fill(segment, column::FIRST_PUBLISHED, &mut rows, |row, date| row.first_published = date)?;
    fill(segment, column::PUBLISHED, &mut rows, |row, date| row.published = date)?;
    fill(segment, column::RENEWED, &mut rows, |row, date| row.renewed = date)?;
    fill(segment, column::CONFIRMED, &mut rows, |row, date| row.confirmed = date)?;
    fill(segment, column::ID_HIGH, &mut rows, |row, high| row.id.0 = high)?;
    fill(segment, column::ID_LOW, &mut rows, |row, low| row.id.1 = low)?;
    Ok(rows.into())
}

/// Writes a column into the rows.
fn fill<T>(segment: &SegmentReader, column: &str, rows: &mut [Row], write: impl Fn(&mut Row, T)) -> Result<(), TantivyError>
where
    T: HasAssociatedColumnType + PartialOrd + Copy + Send + Sync + 'static,
    DynamicColumn: Into<Option<Column<T>>>,
{
    let values = segment.fast_fields().column_first_or_default::<T>(column)?;
    (0..).zip(rows).for_each(|(document, row)| write(row, values.get_val(document)));
    Ok(())
}

impl Facts for Row {
    fn mask(&self, group: FilterGroup) -> u64 {
        self.masks[group as usize]
    }

    fn place(&self) -> u64 {
        self.place
    }

    fn first_published(&self) -> i64 {
        self.first_published
    }

    fn published(&self) -> i64 {
        self.published
    }

    fn renewed(&self) -> i64 {
        self.renewed
    }

    fn confirmed(&self) -> i64 {
        self.confirmed
    }

    fn id(&self) -> (u64, u64) {
        self.id
    }
}
