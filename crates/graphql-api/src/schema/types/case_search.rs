//! What a search found.

use super::{
    facets::CaseFacets, interpretation::Interpretation, practice_case::PracticeCase, wider_query::WiderQuery, without_filter::WithoutFilter,
};
use crate::{
    cache::Counted,
    cost,
    errors::ApiError,
    schema::{
        cursor, lookahead,
        paging::{DEFAULT_PAGE, PageArguments, Slice},
    },
    session::Session,
};
use async_graphql::{ComplexObject, Context, Object, SimpleObject, connection::PageInfo};
use domain::CaseView;
use std::sync::Arc;
use tokio::sync::OnceCell;
use usecases::{
    Highlighter, TypedSearch,
    find_cases::{self, Matching},
};

/// One page of the cases that a search found.
pub(crate) struct CaseSearchConnection {
    found: find_cases::Found,
    /// How many hits stand before this page.
    offset: usize,
    /// How many hits were asked for; hits that are no longer public are left out of the page.
    asked: usize,
    /// What was asked for.
    search: TypedSearch,
    matching: Matching,
    /// The ways on, found out once however often they are selected: each is several searches, and the limit has counted one.
    without_filter: OnceCell<Vec<WithoutFilter>>,
    wider_queries: OnceCell<Vec<WiderQuery>>,
}

/// A case that a search found.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct CaseSearchEdge {
    /// The case's place among what was found.
    cursor: String,
    /// The case.
    node: PracticeCase,
    #[graphql(skip)]
    highlighter: Arc<Highlighter>,
}

#[ComplexObject]
impl CaseSearchEdge {
    /// Where it matches.
    #[graphql(complexity = "cost::HIGHLIGHTS + child_complexity")]
    async fn highlights(&self) -> CaseHighlights {
        self.highlighter.highlights(&self.node.shown().content).into()
    }
}

/// Another word than the typed one that a case was found by.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct MatchedWord {
    /// What was typed.
    typed: String,
    /// The word that the case has instead, as the synonyms write it, or the label of the vocabulary term or place that stands for it.
    found: String,
}

/// Where a case matches: texts as HTML that is safe to put into a page, what matched within `<mark>`.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct CaseHighlights {
    /// The title.
    title: String,
    /// The teaser.
    teaser: String,
    /// About 240 characters around the densest passage of the text.
    snippet: String,
    /// The words that the case was found by although its texts have not what was typed; empty if they have.
    matched_words: Vec<MatchedWord>,
}

impl From<usecases::Highlights> for CaseHighlights {
    fn from(highlights: usecases::Highlights) -> Self {
        let usecases::Highlights { title, teaser, snippet, found_by } = highlights;
        let matched_words = found_by.into_iter().map(|word| MatchedWord { typed: word.typed, found: word.found }).collect();
        Self { title, teaser, snippet, matched_words }
    }
}

impl CaseSearchConnection {
    /// Searches. Hits are fetched and facets counted only if the operation selects them.
    pub(crate) async fn load(
        context: &Context<'_>,
        request: TypedSearch,
        matching: Matching,
        arguments: PageArguments,
    ) -> Result<Self, ApiError> {
        let session = Session::of(context)?;
        session.limit_search(matching)?;
        let slice = arguments.slice(DEFAULT_PAGE)?;
        let window = Self::window(session, &request, matching, &slice).await?;
        let limit = if lookahead::wants_rows(context) { window.len() } else { 0 };
        let facets = lookahead::wants(context, "facets");
        let request = TypedSearch { offset: window.start, limit, facets, ..request };
        let found = find_cases::find(&session.network, &request, matching).await.map_err(|error| session.error(error))?;
        if found.total == 0 {
            Counted::set(context);
        }
        let (without_filter, wider_queries) = (OnceCell::new(), OnceCell::new());
        Ok(Self { found, offset: window.start, asked: limit, search: request, matching, without_filter, wider_queries })
    }

    /// Which hits are asked for. Only the last ones of all need a search of its own, to learn how many there are.
    async fn window(
        session: &Session,
        request: &TypedSearch,
        matching: Matching,
        slice: &Slice,
    ) -> Result<std::ops::Range<usize>, ApiError> {
        let limit = usize::from(slice.limit);
        let cursor = slice.cursor.as_deref().map(|text| cursor::offset(slice.cursor_argument(), text)).transpose()?;
        let end = match (slice.backward, cursor) {
            (false, cursor) => {
                let start = cursor.map_or(0, |place| place.saturating_add(1));
                return Ok(start..start.saturating_add(limit));
            }
            (true, Some(place)) => place,
            (true, None) => {
                let request = TypedSearch { offset: 0, limit: 0, facets: false, ..request.clone() };
                find_cases::find(&session.network, &request, matching).await.map_err(|error| session.error(error))?.total
            }
        };
        Ok(end.saturating_sub(limit)..end)
    }

    fn cursors(&self) -> impl DoubleEndedIterator<Item = String> + ExactSizeIterator {
        self.found.places.iter().map(|place| cursor::of_offset(self.offset + place))
    }
}

/// One page of the cases that a search found.
#[Object]
impl CaseSearchConnection {
    /// How many cases match in all; exact.
    async fn total_count(&self) -> i32 {
        i32::try_from(self.found.total).unwrap_or(i32::MAX)
    }

    /// How many of all matching cases have which value.
    async fn facets(&self) -> CaseFacets {
        self.found.facets.clone().map(CaseFacets::from).unwrap_or_default()
    }

    /// What of the text was taken for a filter: places, keys, sizes. Shown to people with a way to take it off.
    async fn interpreted_as(&self) -> Vec<Interpretation> {
        self.found.interpretations.iter().map(|interpretation| Interpretation::new(interpretation, self.found.effect)).collect()
    }

    /// The text that was searched instead of the typed one, if that held a word that no case has: a probable typing mistake. The typed word in
    /// quotes searches for it as it is.
    async fn corrected_to(&self) -> Option<&str> {
        self.found.corrected.as_deref()
    }

    /// Ways on when nothing was found: what the search would find without one of its filters. Only those that find something, the most first;
    /// empty where there are hits, and where every word is asked for.
    #[graphql(complexity = "cost::SEARCH + child_complexity")]
    async fn without_filter(&self, context: &Context<'_>) -> Result<Vec<WithoutFilter>, ApiError> {
        let session = Session::of(context)?;
        let find_out = || WithoutFilter::all(session, (&self.search, self.matching), self.found.total);
        self.without_filter.get_or_try_init(find_out).await.cloned()
    }

    /// Ways on when nothing was found: what the search would find for one of its words alone, places and sizes in it left out of account. Only
    /// those that find something, the most first; empty where there are hits.
    #[graphql(complexity = "cost::SEARCH + child_complexity")]
    async fn wider_queries(&self, context: &Context<'_>) -> Result<Vec<WiderQuery>, ApiError> {
        let session = Session::of(context)?;
        let find_out = || WiderQuery::all(session, &self.search, self.found.total);
        self.wider_queries.get_or_try_init(find_out).await.cloned()
    }

    /// The cases of this page, each with its place and where it matches.
    async fn edges(&self) -> Vec<CaseSearchEdge> {
        let edge = |(cursor, hit): (String, &Arc<CaseView>)| CaseSearchEdge {
            cursor,
            node: PracticeCase::public(hit.clone()),
            highlighter: self.found.highlighter.clone(),
        };
        self.cursors().zip(&self.found.hits).map(edge).collect()
    }

    /// The cases of this page.
    async fn nodes(&self) -> Vec<PracticeCase> {
        self.found.hits.iter().map(|hit| PracticeCase::public(hit.clone())).collect()
    }

    /// Where this page stands among what was found.
    async fn page_info(&self) -> PageInfo {
        let end = self.offset.saturating_add(self.asked);
        // As many as the index has, for the places are those in the index.
        let has_next_page = end < self.found.total + self.found.left_out;
        // Whoever pages on gets past a page of which everything is left out.
        let past_all = || (has_next_page && self.asked > 0).then(|| cursor::of_offset(end - 1));
        PageInfo {
            has_previous_page: self.offset > 0 && self.found.total > 0,
            has_next_page,
            start_cursor: self.cursors().next(),
            end_cursor: self.cursors().next_back().or_else(past_all),
        }
    }
}
