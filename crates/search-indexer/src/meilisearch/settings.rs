//! The settings of an index, as Meilisearch takes them.

use super::documents::{DATES, RENEWED, TEXT_ATTRIBUTES, VALUES, VISIBLE};
use crate::{
    analysis::{Meaning, SynonymTable},
    filter_values::{FilterGroup, GROUPS},
    spelling::{ONE_MISTAKE_FROM, TWO_MISTAKES_FROM},
};
use serde_json::{Map, Value, json};

/// More hits than a network will ever have: totals and later pages are exact.
const MOST_HITS: usize = 1_000_000;

/// The settings, with these synonyms.
///
/// The ranking rules are Meilisearch's without proximity (words reach it without their stop words, and a hit in the title says more), with
/// the attribute early and the latest publication as the last word. Typing mistakes are thought of from as
/// many letters on as in the embedded engine.
pub(super) fn settings(synonyms: &SynonymTable) -> Value {
    let most_values: usize = GROUPS.iter().copied().map(FilterGroup::len).sum();
    json!({
        "searchableAttributes": TEXT_ATTRIBUTES,
        "displayedAttributes": VISIBLE,
        "filterableAttributes": [VALUES, "ags", DATES.0, RENEWED, "id"],
        "sortableAttributes": [DATES.0, DATES.1, DATES.2, "id"],
        "rankingRules": ["sort", "words", "typo", "attribute", "exactness", format!("{}:desc", DATES.0), "id:asc"],
        "proximityPrecision": "byAttribute",
        "stopWords": [],
        "synonyms": synonym_map(synonyms),
        "typoTolerance": typo_tolerance(synonyms),
        "faceting": { "maxValuesPerFacet": most_values },
        "pagination": { "maxTotalHits": MOST_HITS },
        "facetSearch": false,
    })
}

/// The settings that depend on the synonyms, for an index that is set up already.
pub(super) fn synonym_settings(synonyms: &SynonymTable) -> Value {
    json!({ "synonyms": synonym_map(synonyms), "typoTolerance": typo_tolerance(synonyms) })
}

fn typo_tolerance(synonyms: &SynonymTable) -> Value {
    json!({
        "minWordSizeForTypos": { "oneTypo": ONE_MISTAKE_FROM, "twoTypos": TWO_MISTAKES_FROM },
        "disableOnNumbers": true,
        "disableOnWords": synonyms.sure_words(),
    })
}

/// Stems by stems: the queries that are sent are stems too. A phrase of several words is found as one.
fn synonym_map(synonyms: &SynonymTable) -> Map<String, Value> {
    let others = |meanings: &[Meaning]| meanings.iter().map(|meaning| meaning.stems.join(" ")).collect::<Vec<_>>();
    synonyms.entries().map(|(phrase, meanings)| (phrase.join(" "), json!(others(meanings)))).collect()
}
