//! A search that asks for less than everything: each unit is searched alone, and the answers are put together here.
//!
//! Meilisearch can leave words out of a question only from its end or by their frequency. Searched one by one, any of them may be missing,
//! the parts of a compound can stand for it, and cases with more of the units come first, as in the embedded engine.

use super::{
    documents::{Known, KnownCase, READING_ORDER},
    requests::{Answer, ask, text},
    server::Server,
};
use crate::{
    SearchError, SearchRequest, SearchResponse,
    analysis::{Query, QueryWord, Unit},
    relaxation::{self, Step},
    selection::{Found, Selection},
};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// A unit that more cases have than this says too little to find them by; it only counts for the order of those that others found.
const MOST_HITS: usize = 500;

/// How much the parts of a compound count that are there, but not together, and a single one of them.
const PARTS_SHARE: f32 = 0.5;
const ANY_PART_SHARE: f32 = 0.25;

/// What a further unit adds to a case's score, beside its own worth, which is at most about 10.
const UNIT_BONUS: f32 = 3.0;

/// One search of several: a unit in one of the ways in which it may stand in a case.
struct Way {
    /// The unit's number.
    unit: usize,
    /// What is sent to the server.
    words: String,
    /// How much a case counts that is found this way.
    share: f32,
    /// Whether it takes a loose question to be found this way.
    is_loose: bool,
    /// Stems that have to follow one another. The server knows only whether all of them are in one attribute, since proximity is not indexed.
    phrase: Option<String>,
}

/// The cases that hold a unit, with how well.
#[derive(Default)]
struct UnitHits {
    strict: HashMap<Uuid, f32>,
    loose: HashMap<Uuid, f32>,
    /// How much it says about a case to hold this unit; 0 if the unit is too common to find cases by.
    worth: f32,
    /// Whether more cases hold it than were asked for.
    is_common: bool,
    /// How many cases hold it as it was typed.
    count: usize,
}

/// What became of a search.
pub(super) enum Fused {
    /// The cases that hold as many of the units as enough cases do.
    Response(SearchResponse),
    /// Every unit is too common to find cases by. The query again, the rarest unit first.
    TooCommon(Query),
}

/// Finds cases that hold as many of the units as enough cases do.
pub(super) async fn search(server: &Server, request: &SearchRequest, wanted: &Query) -> Result<Fused, SearchError> {
    let ways: Vec<Way> = wanted.units.iter().enumerate().flat_map(|(number, unit)| ways(number, unit)).collect();
    let index = server.live_index();
    let mut queries: Vec<Value> = ways.iter().map(|way| query(&index, way)).collect();
    queries.push(json!({ "indexUid": index, "q": "", "page": 1, "hitsPerPage": 0 }));
    let mut answers = ask(server, &queries).await?;
    let all_cases = answers.pop().map_or(0, |answer| answer.total_hits);
    let mut known: HashMap<Uuid, Known> = HashMap::new();
    let mut units: Vec<UnitHits> = wanted.units.iter().map(|_| UnitHits::default()).collect();
    for (way, mut answer) in ways.iter().zip(answers) {
        if let Some(phrase) = &way.phrase {
            answer.hits.retain(|hit| hit.has_phrase(phrase));
            answer.total_hits = answer.hits.len();
        }
        known.extend(answer.hits.iter().filter_map(|hit| Some((hit.id, hit.facts?))));
        units[way.unit].add(way, &answer, all_cases);
    }
    if units.iter().any(|unit| unit.is_common) && units.iter().all(|unit| unit.worth == 0.0) {
        return Ok(Fused::TooCommon(rarest_first(wanted, &units)));
    }
    let selection = Selection::new(request, request.effective_order(wanted));
    let mut last = Found::default();
    for step in relaxation::steps(wanted) {
        last = select(&units, &known, step, &selection);
        if last.matching >= relaxation::ENOUGH {
            break;
        }
    }
    Ok(Fused::Response(selection.response(last)))
}

/// Whether a search cannot be answered in one go.
pub(super) fn is_needed_for(wanted: &Query) -> bool {
    wanted.units.iter().any(|unit| unit.is_quoted && unit.words.len() > 1)
}

fn rarest_first(wanted: &Query, units: &[UnitHits]) -> Query {
    let mut ordered: Vec<(usize, Unit)> = units.iter().map(|unit| unit.count).zip(wanted.units.iter().cloned()).collect();
    // A word that no case has would leave nothing when the others are dropped from behind it.
    ordered.retain(|(count, _)| *count > 0);
    ordered.sort_by_key(|(count, _)| *count);
    let mut units: Vec<Unit> = ordered.into_iter().map(|(_, unit)| unit).collect();
    // Meilisearch completes the last word, and the one that was typed last may not be it any more.
    for unit in &mut units {
        unit.is_prefix = false;
    }
    Query { units }
}

fn ways(unit: usize, wanted: &Unit) -> Vec<Way> {
    let phrase = (wanted.is_quoted && wanted.words.len() > 1).then(|| wanted.stems().collect::<Vec<_>>().join(" "));
    let mut ways = vec![Way { unit, words: text(std::slice::from_ref(wanted)), share: 1.0, is_loose: false, phrase }];
    if let Some(word) = wanted.single().filter(|word| word.parts.len() > 1) {
        ways.push(Way { unit, words: as_they_are(&word.parts), share: PARTS_SHARE, is_loose: false, phrase: None });
        let part = |part: &String| Way {
            unit,
            words: as_they_are(std::slice::from_ref(part)),
            share: ANY_PART_SHARE,
            is_loose: true,
            phrase: None,
        };
        ways.extend(word.parts.iter().map(part));
    }
    ways
}

/// Each stem quoted, so that none is completed or corrected.
fn as_they_are(stems: &[String]) -> String {
    let word = |stem: &String| QueryWord { stem: stem.clone(), ..QueryWord::default() };
    let unit = |stem: &String| Unit { words: vec![word(stem)], is_quoted: true, ..Unit::default() };
    text(&stems.iter().map(unit).collect::<Vec<_>>())
}

fn query(index: &str, way: &Way) -> Value {
    let texts = if way.phrase.is_some() { &READING_ORDER[..] } else { &[] };
    let attributes: Vec<&str> = ["id", "facts"].iter().chain(texts).copied().collect();
    json!({
        "indexUid": index, "q": way.words, "matchingStrategy": "all", "page": 1, "hitsPerPage": MOST_HITS,
        "attributesToRetrieve": attributes, "showRankingScore": true,
    })
}

impl UnitHits {
    fn add(&mut self, way: &Way, answer: &Answer, all_cases: usize) {
        self.is_common |= answer.total_hits > MOST_HITS;
        if way.share >= 1.0 {
            self.count = answer.total_hits;
        }
        for hit in &answer.hits {
            let score = hit.score * way.share;
            let maps = [(!way.is_loose).then_some(&mut self.strict), Some(&mut self.loose)];
            for map in maps.into_iter().flatten() {
                let best = map.entry(hit.id).or_default();
                *best = best.max(score);
            }
        }
        if !self.is_common && answer.total_hits > 0 && self.worth == 0.0 {
            self.worth = worth(answer.total_hits, all_cases);
        }
    }

    fn hits(&self, step: Step) -> &HashMap<Uuid, f32> {
        if step.is_loose { &self.loose } else { &self.strict }
    }
}

/// The rarer a unit, the more it says: the usual inverse document frequency.
fn worth(hits: usize, all_cases: usize) -> f32 {
    let [hits, all] = [hits, all_cases].map(|count| f32::from(u16::try_from(count).unwrap_or(u16::MAX)));
    (1.0 + (all - hits + 0.5).max(0.0) / (hits + 0.5)).ln() + 0.1
}

fn select(units: &[UnitHits], known: &HashMap<Uuid, Known>, step: Step, selection: &Selection) -> Found {
    let mut found = Found::default();
    for (id, known) in known {
        let held: Vec<(f32, f32)> = units.iter().filter_map(|unit| Some((*unit.hits(step).get(id)?, unit.worth))).collect();
        let is_telling = held.iter().any(|(_, worth)| *worth > 0.0);
        if held.len() >= step.minimum && is_telling {
            let score = held.iter().map(|(score, worth)| UNIT_BONUS + score * worth).sum();
            selection.take(&KnownCase { id: *id, known: *known }, score, &mut found);
        }
    }
    found
}
