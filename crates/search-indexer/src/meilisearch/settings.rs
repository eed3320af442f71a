//! The settings of an index, as Meilisearch takes them.

use super::{
    documents::{CARD, CONFIRMED, FIRST_PUBLISHED, PUBLISHED, RENEWED, TEXT_ATTRIBUTES, VALUES, VISIBLE},
    fusion::MOST_HITS as MOST_FUSED,
    groups::are_in_documents,
};
use crate::{
    analysis::{Meaning, SynonymTable},
    filter_values::{FilterGroup, GROUPS},
    spelling::{ONE_MISTAKE_FROM, TWO_MISTAKES_FROM},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// More hits than a network will ever have: totals and later pages are exact.
const MOST_HITS: usize = 1_000_000;

/// The lists whose order says something.
const ORDERED: [&str; 2] = ["searchableAttributes", "rankingRules"];

/// The one object that holds nothing but what is set here.
const SYNONYMS: &str = "synonyms";

/// The settings, with these synonyms.
///
/// The ranking rules are Meilisearch's without proximity (words reach it without their stop words, and a hit in the title says more), with
/// the attribute early and the latest publication as the last word. Typing mistakes are thought of from as
/// many letters on as in the embedded engine. What is the server's default is named where another value would change what is found.
pub(super) fn settings(synonyms: &SynonymTable) -> Value {
    let most_values: usize = GROUPS.iter().copied().map(FilterGroup::len).sum();
    let most_values = most_values.max(MOST_FUSED);
    json!({
        "searchableAttributes": TEXT_ATTRIBUTES,
        "displayedAttributes": VISIBLE,
        "filterableAttributes": [VALUES, CARD, "ags", FIRST_PUBLISHED, RENEWED, "id"],
        "sortableAttributes": [FIRST_PUBLISHED, PUBLISHED, CONFIRMED, "id"],
        "rankingRules": ["sort", "words", "typo", "attribute", "exactness", format!("{FIRST_PUBLISHED}:desc"), "id:asc"],
        "proximityPrecision": "byAttribute",
        "stopWords": [],
        "synonyms": synonym_map(synonyms),
        "typoTolerance": typo_tolerance(synonyms),
        "faceting": { "maxValuesPerFacet": most_values },
        "pagination": { "maxTotalHits": MOST_HITS },
        "facetSearch": false,
        "prefixSearch": "indexingTime",
        "distinctAttribute": null,
        "dictionary": [],
        "separatorTokens": [],
        "nonSeparatorTokens": [],
        "localizedAttributes": null,
        "searchCutoffMs": null,
    })
}

/// The names of those of our settings that an index has otherwise.
pub(super) fn differing(ours: &Value, theirs: &Value) -> Vec<String> {
    let all = ours.as_object().into_iter().flatten();
    all.filter(|(name, value)| !is_same(name, value, &theirs[name.as_str()])).map(|(name, _)| name.clone()).collect()
}

fn is_same(name: &str, ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Array(ours), Value::Array(theirs)) if ORDERED.contains(&name) => ours == theirs,
        (Value::Array(ours), Value::Array(theirs)) => unordered(ours) == unordered(theirs),
        // The server adds its own defaults to the others.
        (Value::Object(ours), Value::Object(theirs)) => {
            let has_no_other = name != SYNONYMS || ours.len() == theirs.len();
            has_no_other && ours.iter().all(|(name, value)| theirs.get(name).is_some_and(|theirs| is_same(name, value, theirs)))
        }
        _ => ours == theirs,
    }
}

/// A list whose order says nothing. The server takes the accents off some words, so those that have any are no reason to think that it differs.
fn unordered(list: &[Value]) -> BTreeSet<String> {
    list.iter().map(Value::to_string).filter(|value| value.is_ascii()).collect()
}

/// The settings that depend on the synonyms, for an index that is set up already.
pub(super) fn synonym_settings(synonyms: &SynonymTable) -> Value {
    json!({ "synonyms": synonym_map(synonyms), "typoTolerance": typo_tolerance(synonyms) })
}

fn typo_tolerance(synonyms: &SynonymTable) -> Value {
    json!({
        "enabled": true,
        "minWordSizeForTypos": { "oneTypo": ONE_MISTAKE_FROM, "twoTypos": TWO_MISTAKES_FROM },
        "disableOnNumbers": true,
        "disableOnWords": synonyms.sure_words(),
        "disableOnAttributes": [],
    })
}

/// What the documents do not say already. Stems by stems: the queries that are sent are stems too. A phrase of several words is found as one.
fn synonym_map(synonyms: &SynonymTable) -> Map<String, Value> {
    let others = |meanings: &[Meaning]| meanings.iter().map(|meaning| meaning.stems.join(" ")).collect::<Vec<_>>();
    let added = synonyms.entries().filter(|(phrase, meanings)| !are_in_documents(phrase, meanings));
    added.map(|(phrase, meanings)| (phrase.join(" "), json!(others(meanings)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyser;

    /// As the server gives them back: with defaults of its own, and lists in another order.
    fn given_back() -> Value {
        let mut settings = settings(Analyser::standard().synonyms());
        settings["embedders"] = json!({});
        settings["faceting"]["sortFacetValuesBy"] = json!({ "*": "alpha" });
        for list in ["sortableAttributes", "displayedAttributes"] {
            settings[list].as_array_mut().unwrap().reverse();
        }
        settings
    }

    #[test]
    fn what_somebody_changed_is_named_and_what_the_server_adds_is_not() {
        let ours = settings(Analyser::standard().synonyms());
        assert_eq!(differing(&ours, &given_back()), [""; 0]);
        let mut theirs = given_back();
        theirs["rankingRules"].as_array_mut().unwrap().reverse();
        theirs["synonyms"]["hort"] = json!(["burg"]);
        theirs["typoTolerance"]["enabled"] = json!(false);
        theirs["stopWords"] = json!(["schule"]);
        theirs["distinctAttribute"] = json!("ags");
        let mut named = differing(&ours, &theirs);
        named.sort_unstable();
        assert_eq!(named, ["distinctAttribute", "rankingRules", "stopWords", "synonyms", "typoTolerance"]);
    }
}
