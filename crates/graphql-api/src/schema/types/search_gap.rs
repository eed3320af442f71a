//! What was searched for and not found, for editors.

use crate::{
    errors::ApiError,
    schema::{
        cursor,
        paging::{DEFAULT_PAGE, PageArguments},
    },
    session::Session,
};
use async_graphql::{Context, Object, SimpleObject, connection::PageInfo};
use usecases::search_gaps;

/// Words that were searched for and found nothing, at least three times. Nothing of those who searched is kept.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct SearchGap {
    /// The meaningful words, in small letters without umlauts, at most 100 characters; addresses and long numbers left out.
    terms: String,
    /// How often they found nothing.
    count: i32,
    /// How many of these times there were cases, but none that passed the filters that were chosen.
    filtered_count: i32,
    /// How many of these times there were cases, but none that held every word, which was asked for.
    every_word_count: i32,
    /// The day when they found nothing last: `2026-03-17`.
    last_seen: String,
}

impl From<&usecases::SearchGap> for SearchGap {
    fn from(gap: &usecases::SearchGap) -> Self {
        let number = |count: u64| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            terms: gap.terms.clone(),
            count: number(gap.counts.all),
            filtered_count: number(gap.counts.filtered),
            every_word_count: number(gap.counts.every_word),
            last_seen: gap.last_seen.to_string(),
        }
    }
}

/// One page of what was searched for and not found.
pub(crate) struct SearchGapConnection {
    rows: Vec<usecases::SearchGap>,
    has_previous: bool,
    has_next: bool,
}

/// Words that found nothing, in a list.
#[derive(SimpleObject)]
pub(crate) struct SearchGapEdge {
    /// The place in the list.
    cursor: String,
    /// The words.
    node: SearchGap,
}

impl SearchGapConnection {
    /// The page that the arguments ask for.
    pub(crate) async fn load(context: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Self, ApiError> {
        let session = Session::of(context)?;
        let slice = PageArguments { first, after, ..PageArguments::default() }.slice(DEFAULT_PAGE)?;
        let place = slice.cursor.as_deref().map(|text| cursor::search_gap(slice.cursor_argument(), text)).transpose()?;
        let after = place.as_ref().map(|(occurrences, terms)| (*occurrences, terms.as_str()));
        // One more tells whether there are others beyond.
        let found = search_gaps::list(&session.network, &session.viewer, after, u64::from(slice.limit) + 1).await;
        let mut rows = found.map_err(|error| session.error(error))?;
        let has_next = rows.len() > usize::from(slice.limit);
        rows.truncate(usize::from(slice.limit));
        Ok(Self { rows, has_previous: place.is_some(), has_next })
    }
}

fn place(gap: &usecases::SearchGap) -> String {
    cursor::of_search_gap(gap.counts.all, &gap.terms)
}

/// One page of what was searched for and not found.
#[Object]
impl SearchGapConnection {
    /// The entries of this page, each with its place in the list.
    async fn edges(&self) -> Vec<SearchGapEdge> {
        self.rows.iter().map(|gap| SearchGapEdge { cursor: place(gap), node: gap.into() }).collect()
    }

    /// The entries of this page.
    async fn nodes(&self) -> Vec<SearchGap> {
        self.rows.iter().map(SearchGap::from).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.rows.first().map(place),
            end_cursor: self.rows.last().map(place),
        }
    }
}
