//! Answers a search from one generation of the embedded index.

use super::{
    clause::{Among, Clause, Segment},
    coverage::{Coverage, Holding, WantedUnit},
    generation::Generation,
    queries::{Asked, Queries},
    rows::SegmentRows,
};
use crate::{
    SearchRequest, SearchResponse,
    relaxation::{self, Histogram},
    selection::{Found, Score, Selection},
};
use std::cmp::Reverse;
use tantivy::{DocId, SegmentReader, TantivyError};

/// Finds cases.
pub(super) fn find(generation: &Generation, request: &SearchRequest) -> Result<SearchResponse, TantivyError> {
    let searcher = generation.searcher();
    let selection = Selection::new(request);
    let queries = Queries::new(generation.fields(), &searcher);
    let excluded = queries.excluded(&request.query)?;
    let allowed = searcher.segment_readers().iter().map(|segment| Allowed::new(segment, generation.rows().of(segment)?, &excluded));
    let allowed = allowed.collect::<Result<Vec<_>, _>>()?;
    if request.query.is_empty() {
        let all = allowed.iter().map(|allowed| {
            let documents = allowed.segment.doc_ids_alive().filter(|document| allowed.has(*document));
            allowed.select(documents.map(|document| (document, Score::default())), &selection)
        });
        return Ok(selection.response(selection.merge(all)));
    }
    let Asked { mut units, unknown } = queries.of(&request.query)?;
    units.sort_by_key(|unit| Reverse(unit.most_points()));
    let found = find_words(&allowed, &units, &selection)?;
    Ok(SearchResponse { unknown, ..selection.response(found) })
}

/// The cases that hold all units, and where these are too few, those that hold most of them. The units that say most come first.
fn find_words(allowed: &[Allowed<'_>], units: &[WantedUnit], selection: &Selection) -> Result<Found, TantivyError> {
    let mut segments: Vec<_> = allowed.iter().map(|allowed| (allowed, Coverage::new(Segment::new(allowed.segment)))).collect();
    let all = segments.iter_mut().map(|(allowed, coverage)| {
        let all = coverage.all(units, |document| allowed.has(document))?;
        Ok(allowed.select(all, selection))
    });
    let found = selection.merge(all.collect::<Result<Vec<_>, TantivyError>>()?);
    if found.matching >= relaxation::ENOUGH {
        return Ok(found);
    }
    let mut histogram = Histogram::default();
    let mut any: Vec<Holding> = Vec::with_capacity(segments.len());
    for (allowed, coverage) in &mut segments {
        let holding = coverage.any(units, |document| allowed.has(document))?;
        for (_, held) in &holding {
            histogram.count(held.points);
        }
        any.push(holding);
    }
    let selection = selection.bounded(histogram.bound());
    let best = allowed.iter().zip(any).map(|(allowed, any)| allowed.select(any, &selection));
    Ok(selection.merge(best))
}

/// The documents of a segment that may be found: those that are not deleted, and have nothing that the query excludes.
struct Allowed<'a> {
    segment: &'a SegmentReader,
    rows: SegmentRows,
    /// In order.
    excluded: Vec<DocId>,
}

impl<'a> Allowed<'a> {
    fn new(segment: &'a SegmentReader, rows: SegmentRows, excluded: &[Clause]) -> Result<Self, TantivyError> {
        let mut documents = Vec::new();
        for clause in excluded {
            clause.each(&mut Segment::new(segment), Among::All, &mut |document, _| documents.push(document))?;
        }
        documents.sort_unstable();
        Ok(Self { segment, rows, excluded: documents })
    }

    fn has(&self, document: DocId) -> bool {
        !self.segment.is_deleted(document) && self.excluded.binary_search(&document).is_err()
    }

    /// What a selection takes of these documents.
    fn select(&self, documents: impl IntoIterator<Item = (DocId, Score)>, selection: &Selection) -> Found {
        let mut found = Found::default();
        for (document, score) in documents {
            selection.take(&self.rows[document as usize], score, &mut found);
        }
        found
    }
}
