//! A search that asks for less than everything: each unit is searched alone, and the answers are put together here.
//!
//! Meilisearch can leave words out of a question only from its end or by their frequency. Searched one by one, any of them may be missing,
//! the parts of a compound can stand for it, and cases with more of the units come first, as in the embedded engine.

mod asked;
mod unit_hits;

use super::{card::Card, server::Server};
use crate::{
    SearchError, SearchRequest, SearchResponse,
    analysis::{Query, Unit},
    relaxation::{self, Histogram},
    selection::{Found, Score, Selection},
};
use asked::Asked;
use std::collections::HashMap;
use unit_hits::UnitHits;
use uuid::Uuid;

/// A unit that more cases have than this says too little to find them by; it only counts for the order of those that others found.
pub(super) const MOST_HITS: usize = 500;

/// More cases than this are not taken out for holding a word that must not be there: each is named to the server.
const MOST_EXCLUDED: usize = 10_000;

/// What became of a search.
pub(super) enum Fused {
    /// The cases that hold as many of the units as enough cases do.
    Response(Box<SearchResponse>),
    /// Every unit is too common to find cases by. The query again, the rarest unit first.
    TooCommon(Query),
}

/// Finds cases that hold most of the query.
///
/// First it is counted how many cases hold each unit in each way, which costs the server next to nothing. What few hold is then fetched; of
/// what many hold only which of the cases do that were found.
pub(super) async fn search(server: &Server, request: &SearchRequest, without: &[Uuid]) -> Result<Fused, SearchError> {
    let wanted = &request.query;
    let mut units: Vec<UnitHits> = wanted.units.iter().map(|_| UnitHits::default()).collect();
    let (asked, all_cases) = counted(server, wanted, &mut units).await?;
    let asked: Vec<Asked<'_>> = asked.into_iter().filter(|asked| units[asked.unit].needs(asked, &wanted.units[asked.unit])).collect();
    if asked.iter().all(|asked| units[asked.unit].is_common) && !asked.is_empty() {
        return Ok(Fused::TooCommon(rarest_first(wanted, &units)));
    }
    let (few, many): (Vec<_>, Vec<_>) = asked.into_iter().partition(|asked| asked.count <= MOST_HITS);
    let mut known: HashMap<Uuid, Card> = HashMap::new();
    for (asked, answer) in few.iter().zip(asked::hits(server, &few, None).await?) {
        if !units[asked.unit].is_common {
            known.extend(answer.cards().map(|card| (card.id, *card)));
        }
        units[asked.unit].add(asked, &wanted.units[asked.unit], &answer, all_cases);
    }
    for unit in &mut units {
        unit.add_parts(all_cases);
    }
    known.retain(|case, _| without.binary_search(case).is_err());
    let candidates = best(&units, &known, all_cases);
    if !candidates.is_empty() {
        for (asked, answer) in many.iter().zip(asked::hits(server, &many, Some(&candidates)).await?) {
            units[asked.unit].add(asked, &wanted.units[asked.unit], &answer, all_cases);
        }
    }
    Ok(Fused::Response(Box::new(select(request, &units, &known, all_cases))))
}

/// All searches that the units may need, with how many cases hold each, and the number of all cases: the strict ways first, and the others of
/// those units that few cases hold.
async fn counted<'a>(server: &Server, wanted: &'a Query, units: &mut [UnitHits]) -> Result<(Vec<Asked<'a>>, usize), SearchError> {
    let (strict, mut loose): (Vec<_>, Vec<_>) = asked::all(&wanted.units).partition(|asked| asked.way.kind.is_strict());
    let (mut counted, all_cases) = count(server, strict, units).await?;
    loose.retain(|asked| !units[asked.unit].is_plain);
    if !loose.is_empty() {
        counted.extend(count(server, loose, units).await?.0);
    }
    Ok((counted, all_cases))
}

async fn count<'a>(server: &Server, asked: Vec<Asked<'a>>, units: &mut [UnitHits]) -> Result<(Vec<Asked<'a>>, usize), SearchError> {
    let (counted, all_cases) = asked::counted(server, asked).await?;
    for asked in &counted {
        units[asked.unit].count_way(asked);
    }
    Ok((counted, all_cases))
}

/// Whether a search cannot be answered by the server in one go.
pub(super) fn is_needed_for(wanted: &Query) -> bool {
    wanted.units.iter().any(|unit| unit.is_quoted)
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

/// The cases that hold what the query excludes, at most [`MOST_EXCLUDED`] for each way in which they may.
pub(super) async fn excluded(server: &Server, wanted: &Query) -> Result<Vec<Uuid>, SearchError> {
    let asked: Vec<Asked<'_>> = asked::excluded(&wanted.excluded).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut cases = asked::ids(server, &asked, MOST_EXCLUDED).await?;
    cases.sort_unstable();
    cases.dedup();
    Ok(cases)
}

/// The cases that hold most so far, as many as are looked at more closely.
fn best(units: &[UnitHits], known: &HashMap<Uuid, Card>, all_cases: usize) -> Vec<Uuid> {
    let mut held: HashMap<Uuid, f32> = HashMap::new();
    for unit in units {
        let worth = relaxation::worth(unit.count(), all_cases);
        for (case, (share, _)) in unit.held.iter().filter(|(case, _)| known.contains_key(*case)) {
            *held.entry(*case).or_default() += share * worth;
        }
    }
    let mut ranked: Vec<(Uuid, f32)> = held.into_iter().collect();
    ranked.sort_by(|(one, this), (other, that)| that.total_cmp(this).then(one.cmp(other)));
    ranked.into_iter().take(MOST_HITS).map(|(case, _)| case).collect()
}

fn select(request: &SearchRequest, units: &[UnitHits], known: &HashMap<Uuid, Card>, all_cases: usize) -> SearchResponse {
    let counts: Vec<usize> = units.iter().map(UnitHits::count).collect();
    let unit_points = relaxation::unit_points(&request.query.units, &counts, all_cases);
    let mut histogram = Histogram::default();
    let mut scored: Vec<(&Card, Score)> = Vec::with_capacity(known.len());
    for (id, card) in known {
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
            scored.push((card, score));
        }
    }
    let selection = Selection::new(request).bounded(histogram.bound());
    let mut found = Found::default();
    for (card, score) in scored {
        selection.take(card, score, &mut found);
    }
    let typed = units.iter().zip(&request.query.units).enumerate();
    let unknown = typed.filter(|(_, (unit, typed))| unit.is_mistaken(typed)).map(|(number, _)| number).collect();
    SearchResponse { unknown, ..selection.response(found) }
}

fn whole(points: f32) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are few and positive")]
    let whole = points.round().max(0.0) as u16;
    whole
}
