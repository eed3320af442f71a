//! What a search holds of a case.

use crate::{
    analysis::{Analyser, TokenList},
    case_texts::CaseTexts,
    filter_values::{self, Masks},
};
use chrono::{DateTime, Utc};
use domain::{CaseContent, CaseView, ids::CaseId};

/// How much a word in a file counts, where one in the body counts 1: files are long and say much beside what the case is about.
pub(crate) const FILES_WEIGHT: f32 = 0.4;

/// A case as a search engine takes it: analysed words by group of texts, the values that filters and facets need, and dates.
/// It holds no text that anybody reads; titles and highlights come from the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    pub(crate) id: CaseId,
    pub(crate) hash: String,
    pub(crate) title: TokenList,
    pub(crate) teaser: TokenList,
    pub(crate) terms: TokenList,
    pub(crate) body: TokenList,
    /// What stands in its files. It counts least of all.
    pub(crate) files: TokenList,
    /// The stems of other words for the case's vocabulary terms, which it need not contain, each once.
    pub(crate) concepts: Vec<String>,
    pub(crate) masks: Masks,
    /// The case's [`place`].
    pub(crate) place: u64,
    pub(crate) first_published_at: DateTime<Utc>,
    pub(crate) published_at: DateTime<Utc>,
    /// The latest substantial new version.
    pub(crate) renewed_at: Option<DateTime<Utc>>,
    pub(crate) confirmed_at: DateTime<Utc>,
}

impl SearchDocument {
    /// The case that the document is of.
    pub fn id(&self) -> CaseId {
        self.id
    }

    /// The document with the texts of the case's files. Its hash stays that of the content: whoever reads a file's text later has the case
    /// indexed once more.
    #[must_use]
    pub fn with_file_texts<'a>(mut self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        self.files = Analyser::standard().token_list(texts);
        self
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let lists = [&self.title, &self.teaser, &self.terms, &self.body, &self.files].map(TokenList::bytes);
        let concepts = self.concepts.iter().map(|word| size_of::<String>() + word.len());
        size_of::<Self>() + lists.into_iter().chain(concepts).sum::<usize>()
    }

    /// The hash of the content that was indexed, as [`domain::CaseContent::hash`] gives it.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// Since when a case has been public, or nothing if it does not belong into the search. This is the one place that decides it.
fn in_the_search_since(case: &CaseView) -> Option<DateTime<Utc>> {
    case.first_published_at.filter(|_| case.is_listed())
}

/// What orders by dates go by.
pub(crate) struct Dates {
    /// When the case became public.
    pub(crate) first: DateTime<Utc>,
    /// When its current text did.
    pub(crate) latest: DateTime<Utc>,
    /// When its latest substantial new version did.
    pub(crate) renewed: Option<DateTime<Utc>>,
    /// When somebody last vouched for it.
    pub(crate) confirmed: DateTime<Utc>,
}

/// The dates of a case, or nothing if it does not belong into the search.
pub(crate) fn dates(case: &CaseView) -> Option<Dates> {
    let first = in_the_search_since(case)?;
    let latest = case.published_at.unwrap_or(first);
    Some(Dates { first, latest, renewed: case.renewed_at, confirmed: case.confirmed_at.unwrap_or(latest) })
}

/// The place of a case as [`filter_values::place_number`], 0 for one from elsewhere.
pub(crate) fn place(content: &CaseContent) -> u64 {
    content.municipality.as_ref().map_or(0, filter_values::place_number)
}

/// The hash that a case's document has, or nothing if the case does not belong into the search.
pub fn document_hash(case: &CaseView) -> Option<String> {
    in_the_search_since(case).map(|_| case.content.hash())
}

/// The document of a case, or nothing if the case does not belong into the search.
pub fn document(case: &CaseView) -> Option<SearchDocument> {
    let Dates { first: first_published_at, latest: published_at, renewed: renewed_at, confirmed: confirmed_at } = dates(case)?;
    let content = &case.content;
    let texts = CaseTexts::of(content);
    let analyser = Analyser::standard();
    Some(SearchDocument {
        id: case.id,
        hash: content.hash(),
        title: analyser.token_list([texts.title]),
        teaser: analyser.token_list([texts.teaser]),
        terms: analyser.token_list(texts.labels.iter().map(AsRef::as_ref)),
        body: analyser.token_list(texts.body.iter().copied()),
        files: TokenList::default(),
        concepts: analyser.token_list(texts.other_words.iter().map(|other| other.word)).distinct_stems(),
        masks: filter_values::masks(content),
        place: place(content),
        first_published_at,
        published_at,
        renewed_at,
        confirmed_at,
    })
}
