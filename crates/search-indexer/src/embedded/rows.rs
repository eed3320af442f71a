//! What the index knows of its documents beside their words.

use super::schema::column;
use crate::{case_facts::Card, filter_values::GROUPS};
use arc_swap::ArcSwap;
use std::{collections::HashMap, sync::Arc};
use tantivy::{
    Searcher, SegmentReader, TantivyError,
    columnar::{Column, DynamicColumn, HasAssociatedColumnType},
    index::SegmentId,
};
use uuid::Uuid;

/// The rows of a segment, each about 120 bytes, by the number of the document, those of deleted ones included.
pub(super) type SegmentRows = Arc<[Card]>;

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
    let mut rows = vec![Card::default(); segment.max_doc() as usize];
    for (place, group) in GROUPS.iter().enumerate() {
        fill(segment, group.name(), &mut rows, |row, mask| row.masks[place] = mask)?;
    }
    fill(segment, column::PLACE, &mut rows, |row, place| row.place = place)?;
    fill(segment, column::FIRST_PUBLISHED, &mut rows, |row, date| row.first_published = date)?;
    fill(segment, column::PUBLISHED, &mut rows, |row, date| row.published = date)?;
    fill(segment, column::RENEWED, &mut rows, |row, date| row.renewed = date)?;
    fill(segment, column::CONFIRMED, &mut rows, |row, date| row.confirmed = date)?;
    fill(segment, column::ID_HIGH, &mut rows, |row, high| row.id = Uuid::from_u64_pair(high, row.id.as_u64_pair().1))?;
    fill(segment, column::ID_LOW, &mut rows, |row, low| row.id = Uuid::from_u64_pair(row.id.as_u64_pair().0, low))?;
    Ok(rows.into())
}

/// Writes a column into the rows.
fn fill<T>(segment: &SegmentReader, column: &str, rows: &mut [Card], write: impl Fn(&mut Card, T)) -> Result<(), TantivyError>
where
    T: HasAssociatedColumnType + PartialOrd + Copy + Send + Sync + 'static,
    DynamicColumn: Into<Option<Column<T>>>,
{
    let values = segment.fast_fields().column_first_or_default::<T>(column)?;
    (0..).zip(rows).for_each(|(document, row)| write(row, values.get_val(document)));
    Ok(())
}
