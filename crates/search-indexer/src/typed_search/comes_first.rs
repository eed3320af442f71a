//! The cases of a place before those elsewhere.

use super::{ENOUGH_OF_A_PLACE, Searcher};
use crate::{
    SearchError,
    case_facts::CaseFacts,
    engine::{SearchOrder, SearchRequest, SearchResponse},
    selection::{self, Selection},
};
use domain::{CaseView, ids::CaseId};
use std::sync::Arc;

/// Among how many cases of a place those are looked for that pass the filter that was chosen.
const MOST_OF_A_PLACE: usize = 50;

impl<E, Load, Cases> Searcher<'_, Load>
where
    E: From<SearchError>,
    Load: Fn(Vec<CaseId>) -> Cases,
    Cases: Future<Output = Result<Vec<Arc<CaseView>>, E>>,
{
    /// The best cases of the place, as far as they pass the filter of the plain search, then the others of that; in an order by dates all of them as
    /// it says.
    ///
    /// How much of the words a case must hold does not depend on a filter, so the first are among all. Only where a place was all that was typed may
    /// some of its cases not speak of it; those are counted as well.
    pub(super) async fn before_others(&self, place: SearchRequest, plain: SearchRequest) -> Result<SearchResponse, E> {
        let SearchRequest { order, offset, limit, .. } = plain;
        let of_place = SearchRequest { offset: 0, limit: MOST_OF_A_PLACE, facets: false, ..place };
        let found = self.engine.search(&of_place).await?;
        let own = self.facts(found.hits).await?;
        let mut silent: Vec<&CaseFacts> = Vec::new();
        if of_place.query.is_empty() {
            let speaking = SearchRequest { query: plain.query.clone(), ..of_place };
            let speaking = self.engine.search(&speaking).await?.hits;
            silent = own.iter().filter(|case| !speaking.contains(&case.case())).collect();
        }
        let selection = Selection::new(&plain);
        let passing = |cases: &[&CaseFacts]| -> Vec<CaseId> {
            cases.iter().filter(|case| selection.lets_pass(**case)).map(|case| case.case()).collect()
        };
        let (mut first, missing) = (passing(&own.iter().collect::<Vec<_>>()), passing(&silent));
        first.truncate(found.holding_most.clamp(1, ENOUGH_OF_A_PLACE));
        let all = SearchRequest { offset: 0, limit: offset.saturating_add(limit).saturating_add(first.len()), ..plain };
        let mut all = self.engine.search(&all).await?;
        selection.count_too(silent, &mut all);
        if order == SearchOrder::Relevance {
            let others = all.hits.iter().filter(|id| !first.contains(id));
            all.hits = first.iter().chain(others).copied().collect();
        } else if !missing.is_empty() {
            all.hits.extend(missing);
            all.hits = selection::by_date(&(self.load)(all.hits).await?, order);
        }
        all.hits = all.hits.into_iter().skip(offset).take(limit).collect();
        // They were for another order.
        all.scores.clear();
        Ok(all)
    }

    /// What is known of these cases, in their order; what is no longer public is left out.
    async fn facts(&self, ids: Vec<CaseId>) -> Result<Vec<CaseFacts>, E> {
        let cases = (self.load)(ids.clone()).await?;
        let mut facts: Vec<CaseFacts> = cases.iter().filter_map(|case| CaseFacts::of(case)).collect();
        facts.sort_by_key(|case| ids.iter().position(|id| *id == case.case()));
        Ok(facts)
    }
}
