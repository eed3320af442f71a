//! What the embedded index holds, for the comparison with the database.

use super::schema::{Fields, column};
use domain::ids::CaseId;
use std::collections::HashMap;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyError, columnar::BytesColumn, schema::IndexRecordOption};
use uuid::Uuid;

/// A part of all cases with their hashes, in the order of ids.
pub(super) fn contents(searcher: &Searcher, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, TantivyError> {
    let mut places = Vec::with_capacity(usize::try_from(searcher.num_docs()).unwrap_or_default());
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let columns = reader.fast_fields();
        let id_high = columns.column_first_or_default::<u64>(column::ID_HIGH)?;
        let id_low = columns.column_first_or_default::<u64>(column::ID_LOW)?;
        places.extend(reader.doc_ids_alive().map(|document| {
            let id = Uuid::from_u64_pair(id_high.get_val(document), id_low.get_val(document));
            (id, segment, document)
        }));
    }
    places.sort_unstable();
    let hashes = searcher.segment_readers().iter().map(|reader| reader.fast_fields().bytes(column::HASH));
    let hashes = hashes.collect::<Result<Vec<_>, _>>()?;
    let part = places.into_iter().skip(offset).take(limit);
    part.map(|(id, segment, document)| Ok((CaseId(id), hash(hashes[segment].as_ref(), document)?))).collect()
}

/// The hashes of these cases, as far as they are there.
pub(super) fn hashes(searcher: &Searcher, fields: &Fields, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, TantivyError> {
    let mut found = HashMap::with_capacity(cases.len());
    for reader in searcher.segment_readers() {
        let ids = reader.inverted_index(fields.id)?;
        let hashes = reader.fast_fields().bytes(column::HASH)?;
        for case in cases {
            let Some(mut documents) = ids.read_postings(&fields.id_term(*case), IndexRecordOption::Basic)? else { continue };
            if let Some(document) = first_alive(reader, &mut documents) {
                found.insert(*case, hash(hashes.as_ref(), document)?);
            }
        }
    }
    Ok(found)
}

fn first_alive(reader: &SegmentReader, documents: &mut impl DocSet) -> Option<DocId> {
    let mut document = documents.doc();
    while document != TERMINATED {
        if !reader.is_deleted(document) {
            return Some(document);
        }
        document = documents.advance();
    }
    None
}

fn hash(hashes: Option<&BytesColumn>, document: DocId) -> Result<String, TantivyError> {
    let mut hash = Vec::new();
    if let Some(hashes) = hashes
        && let Some(ordinal) = hashes.term_ords(document).next()
    {
        hashes.ord_to_bytes(ordinal, &mut hash)?;
    }
    Ok(String::from_utf8_lossy(&hash).into_owned())
}
