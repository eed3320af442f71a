//! A search that asks for less than everything: each unit is searched alone, and the answers are put together here.
//!
//! Meilisearch can leave words out of a question only from its end or by their frequency. Searched one by one, any of them may be missing,
//! the parts of a compound can stand for it, and cases with more of the units come first, as in the embedded engine.

use super::{
    documents::{Hit, Known, KnownCase, READING_ORDER},
    requests::{Answer, ask, text},
    server::Server,
};
use crate::{
    SearchError, SearchRequest, SearchResponse,
    analysis::{Query, Unit, Way, WayKind},
    relaxation::{self, Histogram},
    selection::{Found, Score, Selection},
};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// A unit that more cases have than this says too little to find them by; it only counts for the order of those that others found.
const MOST_HITS: usize = 500;

/// How much of a unit a case holds that has a word beginning like it, or a word that may have been meant, in sixteenths, and how much such a
/// match counts.
const BEGINNING: (u16, f32) = (15, 0.6);
const MISTAKEN: [(u16, f32); 2] = [(14, 0.35), (14, 0.15)];

/// One search of several: a unit in one of the ways in which it may stand in a case.
struct Asked<'a> {
    /// The unit's number.
    unit: usize,
    way: &'a Way,
    /// What is sent to the server.
    words: String,
    /// Whether the server may complete the words, and correct them.
    is_tolerant: bool,
    /// Stems that have to follow one another. The server knows only whether all of them are in one attribute, since proximity is not indexed.
    phrase: Option<String>,
}

/// The cases that hold a unit, each with what share of it, and how well.
#[derive(Default)]
struct UnitHits {
    held: HashMap<Uuid, (f32, f32)>,
    /// For each part of a compound how many cases hold it, and the quality of those that were given.
    parts: Vec<(usize, Vec<(Uuid, f32)>)>,
    /// Whether more cases hold it than were asked for, so that it only counts for the order of those that other units found.
    is_common: bool,
    /// Whether no case holds it, and words near it were taken instead.
    is_mistaken: bool,
    /// How many cases hold it as it was typed or meant; where none does, how many hold the rarest of what may stand for it.
    count: usize,
    loose_count: usize,
}

/// What became of a search.
pub(super) enum Fused {
    /// The cases that hold as many of the units as enough cases do.
    Response(SearchResponse),
    /// Every unit is too common to find cases by. The query again, the rarest unit first.
    TooCommon(Query),
}

/// Finds cases that hold most of the query.
pub(super) async fn search(server: &Server, request: &SearchRequest) -> Result<Fused, SearchError> {
    let wanted = &request.query;
    let index = server.live_index();
    let asked: Vec<Asked<'_>> = wanted.units.iter().enumerate().flat_map(|(number, unit)| ways(number, unit)).collect();
    let excluded: Vec<Asked<'_>> = wanted.excluded.iter().flat_map(|unit| ways(0, unit)).collect();
    let mut queries: Vec<Value> = asked.iter().chain(&excluded).map(|asked| query(&index, asked)).collect();
    queries.push(json!({ "indexUid": index, "q": "", "page": 1, "hitsPerPage": 0 }));
    let mut answers = ask(server, &queries).await?;
    let all_cases = answers.pop().map_or(0, |answer| answer.total_hits);
    let mut known: HashMap<Uuid, Known> = HashMap::new();
    let mut units: Vec<UnitHits> = wanted.units.iter().map(|_| UnitHits::default()).collect();
    for (asked, answer) in asked.iter().chain(&excluded).zip(&mut answers) {
        if let Some(phrase) = &asked.phrase {
            answer.hits.retain(|hit| hit.has_phrase(phrase));
            answer.total_hits = answer.hits.len();
        }
    }
    let taken_out = answers.split_off(asked.len());
    for (asked, answer) in asked.iter().zip(&answers) {
        known.extend(answer.hits.iter().filter_map(|hit| Some((hit.id, hit.facts?))));
        units[asked.unit].add(asked, &wanted.units[asked.unit], answer, all_cases);
    }
    for unit in &mut units {
        unit.add_parts(all_cases);
    }
    for hit in taken_out.iter().flat_map(|answer| &answer.hits) {
        known.remove(&hit.id);
    }
    if units.iter().any(|unit| unit.is_common) && units.iter().all(|unit| unit.is_common || unit.held.is_empty()) {
        return Ok(Fused::TooCommon(rarest_first(wanted, &units)));
    }
    Ok(Fused::Response(select(request, &units, &known, all_cases)))
}

/// Whether a search cannot be answered by the server in one go.
pub(super) fn is_needed_for(wanted: &Query) -> bool {
    !wanted.excluded.is_empty() || wanted.units.iter().any(|unit| unit.is_quoted && unit.words.len() > 1)
}

fn rarest_first(wanted: &Query, units: &[UnitHits]) -> Query {
    let mut ordered: Vec<(usize, Unit)> = units.iter().map(UnitHits::count).zip(wanted.units.iter().cloned()).collect();
    // A word that no case has would leave nothing when the others are dropped from behind it.
    ordered.retain(|(count, _)| *count > 0);
    ordered.sort_by_key(|(count, _)| *count);
    let mut units: Vec<Unit> = ordered.into_iter().map(|(_, unit)| unit).collect();
    // Meilisearch completes the last word, and the one that was typed last may not be it any more.
    for unit in &mut units {
        unit.is_prefix = false;
    }
    Query { units, excluded: wanted.excluded.clone() }
}

fn ways(number: usize, unit: &Unit) -> impl Iterator<Item = Asked<'_>> {
    let exact = unit.ways.iter().map(move |way| {
        let phrase = (unit.is_quoted && unit.words.len() > 1).then(|| way.stems.join(" "));
        Asked { unit: number, way, words: as_they_are(&way.stems), is_tolerant: false, phrase }
    });
    let may_differ = unit.is_prefix || unit.maybe_mistyped().is_some();
    let tolerant = unit.ways.first().filter(|_| may_differ).map(move |way| Asked {
        unit: number,
        way,
        words: text(std::slice::from_ref(unit)),
        is_tolerant: true,
        phrase: None,
    });
    exact.chain(tolerant)
}

/// Each stem quoted, so that none is completed or corrected.
fn as_they_are(stems: &[String]) -> String {
    stems.iter().fold(String::new(), |mut text, stem| {
        text.extend(["\"", stem, "\" "]);
        text
    })
}

fn query(index: &str, asked: &Asked<'_>) -> Value {
    let texts = if asked.phrase.is_some() { &READING_ORDER[..] } else { &[] };
    let attributes: Vec<&str> = ["id", "facts"].iter().chain(texts).copied().collect();
    json!({
        "indexUid": index, "q": asked.words, "matchingStrategy": "all", "page": 1, "hitsPerPage": MOST_HITS,
        "attributesToRetrieve": attributes, "showRankingScoreDetails": true,
    })
}

impl UnitHits {
    fn add(&mut self, asked: &Asked<'_>, unit: &Unit, answer: &Answer, all_cases: usize) {
        let kind = asked.way.kind;
        if asked.is_tolerant {
            self.add_tolerant(unit, answer, all_cases);
            return;
        }
        let worth = relaxation::worth(answer.total_hits, all_cases);
        let quality = |hit: &Hit| worth * hit.details.weight() * kind.share();
        if kind == WayKind::Part {
            self.parts.push((answer.total_hits, answer.hits.iter().map(|hit| (hit.id, quality(hit))).collect()));
        } else {
            for hit in &answer.hits {
                let coverage = if hit.details.is_concept() { kind.coverage().min(relaxation::CONCEPT_COVERAGE) } else { kind.coverage() };
                self.hold(hit.id, share_of(coverage), quality(hit));
            }
        }
        if kind.is_strict() {
            self.is_common |= answer.total_hits > MOST_HITS;
            self.count = self.count.max(answer.total_hits);
        } else if answer.total_hits > 0 {
            self.loose_count = if self.loose_count == 0 { answer.total_hits } else { self.loose_count.min(answer.total_hits) };
        }
    }

    /// Words that begin like the one that is being typed, and where no case has the word, those that may have been meant.
    fn add_tolerant(&mut self, unit: &Unit, answer: &Answer, all_cases: usize) {
        let begins = unit.is_prefix && answer.hits.iter().any(|hit| hit.details.mistakes() == 0);
        let is_unknown = self.count == 0 && !begins;
        let worth = relaxation::worth(answer.total_hits, all_cases);
        for hit in &answer.hits {
            let mistakes = hit.details.mistakes();
            let (coverage, quality) = match mistakes {
                0 if unit.is_prefix => BEGINNING,
                0 => continue,
                _ if is_unknown => {
                    self.is_mistaken = true;
                    MISTAKEN[usize::from(mistakes > 1)]
                }
                _ => continue,
            };
            self.hold(hit.id, share_of(coverage), worth * hit.details.weight() * quality);
        }
        if self.count == 0 {
            self.count = answer.total_hits;
            self.is_common |= answer.total_hits > MOST_HITS;
        }
    }

    fn hold(&mut self, case: Uuid, share: f32, quality: f32) {
        let (most, best) = self.held.entry(case).or_default();
        *most = share.max(*most);
        *best = quality.max(*best);
    }

    /// Takes the parts into account: the more they say together, the more of the compound a case holds.
    fn add_parts(&mut self, all_cases: usize) {
        let parts = std::mem::take(&mut self.parts);
        let counts: Vec<usize> = parts.iter().map(|(count, _)| *count).collect();
        let mut together: HashMap<Uuid, (f32, f32)> = HashMap::new();
        for (share, (_, hits)) in relaxation::part_shares(&counts, all_cases).into_iter().zip(parts) {
            for (case, quality) in hits {
                let (shares, qualities) = together.entry(case).or_default();
                *shares += share;
                *qualities += quality;
            }
        }
        for (case, (share, quality)) in together {
            self.hold(case, share, quality);
        }
    }

    fn count(&self) -> usize {
        if self.count == 0 { self.loose_count } else { self.count }
    }
}

fn select(request: &SearchRequest, units: &[UnitHits], known: &HashMap<Uuid, Known>, all_cases: usize) -> SearchResponse {
    let counts: Vec<usize> = units.iter().map(UnitHits::count).collect();
    let unit_points = relaxation::unit_points(&request.query.units, &counts, all_cases);
    let mut histogram = Histogram::default();
    let mut scored: Vec<(Uuid, Known, Score)> = Vec::with_capacity(known.len());
    for (id, known) in known {
        let mut score = Score::default();
        let mut is_telling = false;
        for ((unit, points), typed) in units.iter().zip(&unit_points).zip(&request.query.units) {
            let Some((share, quality)) = unit.held.get(id) else { continue };
            score.points += whole(points * share);
            score.quality += quality * typed.weight.0;
            is_telling |= !unit.is_common;
        }
        if is_telling {
            histogram.count(score.points);
            scored.push((*id, *known, score));
        }
    }
    let selection = Selection::new(request).bounded(histogram.bound());
    let mut found = Found::default();
    for (id, known, score) in scored {
        selection.take(&KnownCase { id, known }, score, &mut found);
    }
    let unknown = units.iter().enumerate().filter(|(_, unit)| unit.is_mistaken).map(|(number, _)| number).collect();
    SearchResponse { unknown, ..selection.response(found) }
}

fn share_of(sixteenths: u16) -> f32 {
    f32::from(sixteenths) / 16.0
}

fn whole(points: f32) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are few and positive")]
    let whole = points.round().max(0.0) as u16;
    whole
}
