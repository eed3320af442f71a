//! What a search found.

use super::{
    facets::CaseFacets, interpretation::Interpretation, practice_case::PracticeCase, wider_query::WiderQuery, without_filter::WithoutFilter,
};
use crate::{
    cache::Counted,
    cost,
    errors::ApiError,
    schema::{
        cursor::{self, Hit},
        lookahead,
        paging::{DEFAULT_PAGE, PageArguments, Slice},
    },
    session::Session,
};
use async_graphql::{ComplexObject, Context, Object, SimpleObject, connection::PageInfo};
use domain::CaseView;
use std::{ops::Range, sync::Arc};
use tokio::sync::OnceCell;
use usecases::{
    Highlighter, TypedSearch,
    find_cases::{self, Found, Matching},
};

/// By how many places a hit may have moved since its cursor was made, and is found again: by more than is published or archived while somebody
/// reads a page.
const MOST_MOVED: usize = 10;

/// One page of the cases that a search found.
pub(crate) struct CaseSearchConnection {
    found: Found,
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
        self.highlighter.highlights(self.node.shown()).into()
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
        let cursor = slice.cursor.as_deref().map(|text| cursor::hit(slice.cursor_argument(), text)).transpose()?;
        let page = match cursor {
            Some(hit) => beside(hit.place, &slice),
            None => Self::outermost(session, &request, matching, &slice).await?,
        };
        let wants_rows = lookahead::wants_rows(context);
        let page = if wants_rows { page } else { page.start..page.start };
        let known = cursor.filter(|hit| wants_rows && hit.case.is_some());
        let looked_at = known.map_or_else(|| page.clone(), |hit| around(&page, hit.place));
        let facets = lookahead::wants(context, "facets");
        let request = TypedSearch { offset: looked_at.start, limit: looked_at.len(), facets, ..request };
        let found = find_cases::find(&session.network, &request, matching).await.map_err(|error| session.error(error))?;
        if found.total == 0 {
            Counted::set(context);
        }
        let moved_to = known.and_then(|hit| place_now(&found, looked_at.start, hit));
        let page = moved_to.map_or(page, |place| beside(place, &slice));
        let found = within(found, looked_at.start, &page);
        let (without_filter, wider_queries) = (OnceCell::new(), OnceCell::new());
        Ok(Self { found, offset: page.start, asked: page.len(), search: request, matching, without_filter, wider_queries })
    }

    /// The first hits of all, or the last ones. These need a search of its own, to learn how many there are.
    async fn outermost(session: &Session, request: &TypedSearch, matching: Matching, slice: &Slice) -> Result<Range<usize>, ApiError> {
        if !slice.backward {
            return Ok(0..usize::from(slice.limit));
        }
        let request = TypedSearch { offset: 0, limit: 0, facets: false, ..request.clone() };
        let found = find_cases::find(&session.network, &request, matching).await.map_err(|error| session.error(error))?;
        Ok(beside(found.total, slice))
    }

    fn cursors(&self) -> impl DoubleEndedIterator<Item = String> + ExactSizeIterator {
        let hits = self.found.places.iter().zip(&self.found.hits);
        hits.map(move |(place, case)| cursor::of_hit(Hit { place: self.offset + place, case: Some(case.id) }))
    }
}

/// The page that begins behind this place, or ends before it.
fn beside(place: usize, slice: &Slice) -> Range<usize> {
    let limit = usize::from(slice.limit);
    if slice.backward {
        place.saturating_sub(limit)..place
    } else {
        let start = place.saturating_add(1);
        start..start.saturating_add(limit)
    }
}

/// What is looked at for a page beside this place: the hit that stood there, and the page, wherever they have moved.
fn around(page: &Range<usize>, place: usize) -> Range<usize> {
    let end = page.end.max(place.saturating_add(1));
    page.start.min(place).saturating_sub(MOST_MOVED)..end.saturating_add(MOST_MOVED)
}

/// Where the hit of a cursor stands now, if it is near its old place. What was found begins with the place `first`.
fn place_now(found: &Found, first: usize, hit: Hit) -> Option<usize> {
    let mut hits = found.hits.iter().zip(&found.places);
    let (_, place) = hits.find(|(case, _)| Some(case.id) == hit.case)?;
    Some(first + place).filter(|place| place.abs_diff(hit.place) <= MOST_MOVED)
}

/// What was found from the place `first` on, without the hits that are not of this page.
fn within(found: Found, first: usize, page: &Range<usize>) -> Found {
    let hits = found.hits.into_iter().zip(found.places).filter(|(_, place)| page.contains(&(first + place)));
    let (hits, places) = hits.map(|(hit, place)| (hit, first + place - page.start)).unzip();
    Found { hits, places, ..found }
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
        let past_all = || (has_next_page && self.asked > 0).then(|| cursor::of_hit(Hit { place: end - 1, case: None }));
        PageInfo {
            has_previous_page: self.offset > 0 && self.found.total > 0,
            has_next_page,
            start_cursor: self.cursors().next(),
            end_cursor: self.cursors().next_back().or_else(past_all),
        }
    }
}
