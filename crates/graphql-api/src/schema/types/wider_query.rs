//! What a search would find for one of its words alone.

use crate::{errors::ApiError, session::Session};
use async_graphql::SimpleObject;
use usecases::{TypedSearch, find_cases};

/// How many cases a search would find for one of its words alone.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct WiderQuery {
    /// The word, or the phrase in its quotes, without the stop words in it.
    query: String,
    /// How many cases a search for it finds, with the same filter.
    total_count: i32,
}

impl WiderQuery {
    /// For each word of a search that found nothing, what it finds alone.
    pub(crate) async fn all(session: &Session, search: &TypedSearch, total: usize) -> Result<Vec<Self>, ApiError> {
        let mut found: Vec<Self> = Vec::new();
        if total > 0 {
            return Ok(found);
        }
        for query in find_cases::words_alone(&session.network, &search.text).await.map_err(|error| session.error(error))? {
            let alone = TypedSearch { text: query.clone(), ..search.clone() };
            let total = find_cases::count(&session.network, &alone).await.map_err(|error| session.error(error))?;
            if total > 0 {
                found.push(Self { query, total_count: i32::try_from(total).unwrap_or(i32::MAX) });
            }
        }
        found.sort_by_key(|wider| std::cmp::Reverse(wider.total_count));
        Ok(found)
    }
}
