//! tantivy as it comes: its default tokenizer, three text fields, its query parser.

use super::{DEPTH, plain_texts};
use crate::SearchError;
use domain::{CaseView, ids::CaseId};
use tantivy::{
    Index, Searcher, TantivyDocument, TantivyError,
    collector::TopDocs,
    query::QueryParser,
    schema::{Field, STORED, Schema, TEXT, Value},
};

/// An index in memory.
pub struct PlainTantivy {
    searcher: Searcher,
    parser: QueryParser,
    /// The place of a case in `ids`.
    place: Field,
    ids: Vec<CaseId>,
}

impl PlainTantivy {
    pub(super) fn new(cases: &[CaseView]) -> Result<Self, SearchError> {
        Self::build(cases).map_err(error)
    }

    fn build(cases: &[CaseView]) -> Result<Self, TantivyError> {
        let mut schema = Schema::builder();
        let place_field = schema.add_u64_field("place", STORED);
        let texts = ["title", "teaser", "body"].map(|name| schema.add_text_field(name, TEXT));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000)?;
        for (place, case) in cases.iter().enumerate() {
            let mut document = TantivyDocument::new();
            document.add_u64(place_field, place as u64);
            for (field, text) in texts.iter().zip(plain_texts(case)) {
                document.add_text(*field, text);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        let ids = cases.iter().map(|case| case.id).collect();
        Ok(Self { searcher: index.reader()?.searcher(), parser: QueryParser::for_index(&index, texts.to_vec()), place: place_field, ids })
    }

    /// The first cases for a query.
    pub(super) fn find(&self, query: &str) -> Result<Vec<CaseId>, SearchError> {
        let (query, _) = self.parser.parse_query_lenient(query);
        let top = self.searcher.search(&query, &TopDocs::with_limit(DEPTH).order_by_score()).map_err(error)?;
        let mut hits = Vec::new();
        for (_, address) in top {
            let document: TantivyDocument = self.searcher.doc(address).map_err(error)?;
            let place = document.get_first(self.place).and_then(|value| value.as_u64()).and_then(|place| usize::try_from(place).ok());
            hits.extend(place.and_then(|place| self.ids.get(place)).copied());
        }
        Ok(hits)
    }
}

fn error(source: TantivyError) -> SearchError {
    SearchError::Unavailable { engine: "plain tantivy", what: "measuring".to_owned(), source: source.into() }
}
