//! An engine without one of the measures that make it find, to see what each of them brings.

use crate::{
    Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse,
    analysis::{Query, WayKind, Weight},
};
use async_trait::async_trait;
use domain::ids::CaseId;
use std::collections::HashMap;

/// Something that the search does with what people type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Other words that mean the same.
    Synonyms,
    /// Words about the same.
    RelatedWords,
    /// Parts of compounds that are typed; those of compounds in the cases are in the index.
    Compounds,
    /// Typing mistakes.
    Typos,
    /// Words that are still being typed.
    Beginnings,
    /// Less weight for words that rarely name a topic.
    WeakWords,
    /// Places, keys and sizes as filters.
    Places,
    /// Cases like the best one sooner.
    Likeness,
    /// Cases that say it in one sentence sooner.
    Passages,
    /// Cases whose words lead to the same sooner.
    Associations,
}

/// An engine that is asked without a measure.
pub(super) struct Ablated<'a> {
    pub(super) engine: &'a dyn SearchEngine,
    pub(super) without: Measure,
}

impl Measure {
    fn take_from(self, query: &mut Query) {
        for unit in &mut query.units {
            match self {
                Self::Synonyms => unit.ways.retain(|way| way.kind == WayKind::Related || way.written.is_none()),
                Self::RelatedWords => unit.ways.retain(|way| way.kind != WayKind::Related),
                Self::Compounds => {
                    unit.ways.retain(|way| !matches!(way.kind, WayKind::Parts | WayKind::Core | WayKind::Part | WayKind::PartSynonym));
                }
                Self::Typos => unit.is_exact = true,
                Self::Beginnings => unit.is_prefix = false,
                Self::WeakWords => unit.weight = Weight::default(),
                Self::Places | Self::Likeness | Self::Passages | Self::Associations => {}
            }
        }
    }
}

#[async_trait]
impl SearchEngine for Ablated<'_> {
    async fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        let mut request = request.clone();
        self.without.take_from(&mut request.query);
        request.by_score_alone |= self.without == Measure::Likeness;
        self.engine.search(&request).await
    }

    async fn apply(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<(), SearchError> {
        self.engine.apply(upserts, deletions).await
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.engine.start_rebuild().await
    }

    async fn contents(&self, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        self.engine.contents(offset, limit).await
    }

    async fn hashes(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        self.engine.hashes(cases).await
    }

    async fn ready(&self) -> Result<(), SearchError> {
        self.engine.ready().await
    }

    fn name(&self) -> &'static str {
        self.engine.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyser;

    #[test]
    fn each_measure_takes_its_own_away() {
        let whole = Analyser::standard().query("kita elternmentorenprogramm erreichen begl");
        let without = |measure: Measure| {
            let mut query = whole.clone();
            measure.take_from(&mut query);
            query
        };
        let kinds = |query: &Query| query.units.iter().flat_map(|unit| &unit.ways).map(|way| way.kind).collect::<Vec<_>>();
        assert!(kinds(&whole).contains(&WayKind::Synonym) && !kinds(&without(Measure::Synonyms)).contains(&WayKind::Synonym));
        assert!(kinds(&whole).contains(&WayKind::Related) && !kinds(&without(Measure::RelatedWords)).contains(&WayKind::Related));
        assert!(kinds(&whole).contains(&WayKind::Part) && !kinds(&without(Measure::Compounds)).contains(&WayKind::Part));
        assert!(without(Measure::Typos).units.iter().all(|unit| unit.maybe_mistyped().is_none()));
        assert!(whole.units.iter().any(|unit| unit.is_prefix) && without(Measure::Beginnings).units.iter().all(|unit| !unit.is_prefix));
        assert_ne!(whole, without(Measure::WeakWords));
        assert!(
            [Measure::Places, Measure::Likeness, Measure::Passages, Measure::Associations].map(without).iter().all(|query| *query == whole)
        );
    }
}
