//! A second opinion about the order of what was found: which of it is like the first hit.
//!
//! What people type names a topic by a word or two. The first hit is mostly about the topic, and its own words say more about it than was
//! typed; so cases that hold as little of the query as others do, but are about the same as the first hit, come before those.
//! docs/search.md says what it brings.

use crate::{SearchEngine, SearchError, SearchOrder, SearchRequest, SearchResponse, similar};
use domain::{CaseView, ids::CaseId};
use std::{collections::HashMap, sync::Arc};

/// How many of the first hits are put in order; those after them stay as they are.
const WINDOW: usize = 50;

/// How many cases are heard about that are like the first hit.
const NEIGHBOURS: usize = 20;

/// Reciprocal rank fusion: how fast a place in the order loses its worth, by words and by likeness, and what likeness counts beside words.
///
/// The first hit stays the first, since 1 / 2 is more than the second can have: 1 / 3 + 0.8 / 5.
const BY_WORDS: f32 = 2.0;
const BY_LIKENESS: f32 = 5.0;
const LIKENESS: f32 = 0.8;

/// Searches, and orders the first hits by words and likeness, if they come by relevance. Everything but the order is what the engine says.
///
/// `load` gives the public cases with some ids.
pub(crate) async fn search<E, Cases>(
    engine: &dyn SearchEngine,
    request: &SearchRequest,
    load: &impl Fn(Vec<CaseId>) -> Cases,
) -> Result<SearchResponse, E>
where
    E: From<SearchError>,
    Cases: Future<Output = Result<Vec<Arc<CaseView>>, E>>,
{
    let (offset, limit) = (request.offset, request.limit);
    if request.effective_order() != SearchOrder::Relevance || offset >= WINDOW || limit == 0 {
        return Ok(engine.search(request).await?);
    }
    let whole = SearchRequest { offset: 0, limit: offset.saturating_add(limit).max(WINDOW), ..request.clone() };
    let mut response = engine.search(&whole).await?;
    let window = response.hits.len().min(WINDOW);
    // Of two hits the first stays the first.
    if window > 2 {
        let first = load(vec![response.hits[0]]).await?;
        if let Some(first) = first.first() {
            let alike = SearchRequest {
                query: similar(&first.content),
                limit: NEIGHBOURS + 1,
                filter: request.filter.clone(),
                ..SearchRequest::default()
            };
            // Without a word to go by everything would be found, and nothing of that is alike.
            let neighbours = if alike.query.is_empty() { Vec::new() } else { engine.search(&alike).await?.hits };
            order(&mut response.hits[..window], &neighbours);
        }
    }
    response.hits = response.hits.into_iter().skip(offset).take(limit).collect();
    Ok(response)
}

/// Orders hits, given by words, by what both orders say together.
fn order(hits: &mut [CaseId], neighbours: &[CaseId]) {
    let Some(first) = hits.first().copied() else { return };
    let alike: HashMap<CaseId, f32> =
        neighbours.iter().filter(|case| **case != first).zip(places()).map(|(case, place)| (*case, place)).collect();
    let by_likeness = |case| alike.get(case).map_or(0.0, |place| LIKENESS / (BY_LIKENESS + place));
    let scores: HashMap<CaseId, f32> =
        hits.iter().zip(places()).map(|(case, place)| (*case, 1.0 / (BY_WORDS + place) + by_likeness(case))).collect();
    // A stable sort: what counts the same stays in the order of the words.
    hits.sort_by(|one, other| scores[other].total_cmp(&scores[one]));
}

/// 0, 1, 2 …: the places of an order.
fn places() -> impl Iterator<Item = f32> {
    (0_u16..).map(f32::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn ids(numbers: &[u128]) -> Vec<CaseId> {
        numbers.iter().map(|number| CaseId(Uuid::from_u128(*number))).collect()
    }

    fn ordered(hits: &[u128], neighbours: &[u128]) -> Vec<CaseId> {
        let mut hits = ids(hits);
        order(&mut hits, &ids(neighbours));
        hits
    }

    #[test]
    fn what_is_like_the_first_hit_comes_before_what_is_not() {
        assert_eq!(ordered(&[1, 2, 3, 4, 5], &[1, 5, 3]), ids(&[1, 3, 2, 5, 4]));
        assert_eq!(ordered(&[1, 2, 3], &[]), ids(&[1, 2, 3]));
    }

    #[test]
    fn the_first_hit_stays_the_first() {
        assert_eq!(ordered(&[1, 2, 3], &[2, 3]), ids(&[1, 2, 3]), "even if a hit is most like it");
        assert_eq!(ordered(&[1, 2], &[7, 8, 1, 2]), ids(&[1, 2]));
    }

    #[test]
    fn nothing_is_added_and_nothing_lost() {
        assert_eq!(ordered(&[1, 2, 3], &[9, 8, 3]), ids(&[1, 3, 2]));
        assert_eq!(ordered(&[], &[1]), ids(&[]));
    }
}
