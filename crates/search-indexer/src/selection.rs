//! Which of the cases that match the words a request gets: filter, order, window and facets, in one pass.
//!
//! The one place that decides it in this process; the embedded engine and the fused search over Meilisearch's answers both use it.

use crate::{
    Facets, SearchOrder, SearchRequest, SearchResponse,
    case_facts::CaseFacts,
    facets::GroupCounts,
    filter_values::{self, FilterGroup, GROUPS, Masks},
    likeness::{self, Labels},
    relaxation,
};
use chrono::{DateTime, Utc};
use domain::{CaseFilter, CaseView, ids::CaseId};
use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};
use uuid::Uuid;

/// What is known of a case beside its words.
pub(crate) trait Facts {
    /// Its values in a group as a bit mask.
    fn mask(&self, group: FilterGroup) -> u64;
    /// Its place as [`filter_values::place_number`], 0 for one from elsewhere.
    fn place(&self) -> u64;
    /// Its first publication, in microseconds.
    fn first_published(&self) -> i64;
    /// The publication of its current text, in microseconds.
    fn published(&self) -> i64;
    /// Its latest substantial new version, in microseconds; 0 without one.
    fn renewed(&self) -> i64;
    /// When somebody last vouched for it, in microseconds.
    fn confirmed(&self) -> i64;
    /// High and low half of its id.
    fn id(&self) -> (u64, u64);
}

/// What a request asks for beside words.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    masks: Masks,
    places: Arc<[u64]>,
    focus: u64,
    after: i64,
    before: i64,
    /// From when on, and before when, it must have been renewed; nothing if it need not.
    renewed: Option<(i64, i64)>,
    facets: bool,
    order: SearchOrder,
    /// In the order by relevance, what the labels of the best case count beside a score.
    likeness: Option<f32>,
    offset: usize,
    window_end: usize,
    /// How many units were typed.
    units: u16,
    /// A case that holds fewer points is not found. Without a bound all that was typed is asked for, and points need not be known.
    bound: u16,
}

/// How much of a query a case holds, in points of [`relaxation`](crate::relaxation), and how good a match that is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Score {
    pub(crate) points: u16,
    pub(crate) quality: f32,
}

/// What it counts to hold a unit, beside the quality of the match: much, but not all. A rare word in the title may outweigh two common
/// words in the body.
const UNIT_BONUS: f32 = 12.0;

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Cases that match the words, whatever the filter says.
    pub(crate) matching: usize,
    total: usize,
    holding_most: usize,
    counts: GroupCounts,
    /// The best cases, the worst of them on top.
    best: BinaryHeap<Reverse<Ranked>>,
}

/// A case that may be among the hits: its place in the order, which no other case has, and its labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ranked {
    rank: Rank,
    labels: Labels,
}

/// A case's place in the order: the greater, the earlier. Ties are broken by the latest first publication, then by the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    primary: i64,
    first_published: i64,
    id: Reverse<(u64, u64)>,
}

/// How a case stands to a filter.
enum Verdict {
    Passes,
    /// It fails in this group alone, so it counts for the group's facet.
    FailsIn(FilterGroup),
    Fails,
}

impl Selection {
    /// What a request asks for, in this order.
    pub(crate) fn new(request: &SearchRequest) -> Self {
        let filter = &request.filter;
        let share = if request.by_score_alone { 0.0 } else { likeness::SHARE };
        Self {
            masks: filter_values::wanted(filter),
            places: filter_values::wanted_places(filter).into(),
            focus: filter_values::wanted_focus(filter),
            after: filter.published_after.map_or(i64::MIN, |bound| bound.timestamp_micros()),
            before: filter.published_before.map_or(i64::MAX, |bound| bound.timestamp_micros()),
            renewed: renewed(filter),
            facets: request.facets,
            order: request.effective_order(),
            likeness: (request.effective_order() == SearchOrder::Relevance).then_some(share),
            offset: request.offset,
            window_end: request.offset.saturating_add(request.limit),
            units: u16::try_from(request.query.units.len()).unwrap_or(u16::MAX),
            bound: 0,
        }
    }

    /// The same, but without the cases that hold fewer points than these.
    pub(crate) fn bounded(&self, bound: u16) -> Self {
        Self { bound, ..self.clone() }
    }

    /// Takes a case that matches the words into account.
    pub(crate) fn take(&self, case: &impl Facts, score: Score, found: &mut Found) {
        if score.points < self.bound {
            return;
        }
        found.matching += 1;
        let first_published = case.first_published();
        if first_published < self.after || first_published >= self.before || self.leaves_out(case) {
            return;
        }
        match self.verdict(case) {
            Verdict::Passes => {
                found.total += 1;
                found.holding_most += usize::from(self.bound == 0 || relaxation::is_most(score.points));
                for group in GROUPS.iter().filter(|_| self.facets) {
                    found.counts.count_mask(*group, case.mask(*group));
                }
                let ranked = Ranked { rank: self.rank(case, first_published, score), labels: Labels::of(case) };
                found.keep(ranked, self.most_kept());
            }
            Verdict::FailsIn(group) if self.facets => found.counts.count_mask(group, case.mask(group)),
            Verdict::FailsIn(_) | Verdict::Fails => {}
        }
    }

    /// Puts what was found in parts together.
    pub(crate) fn merge(&self, parts: impl IntoIterator<Item = Found>) -> Found {
        let mut all = Found::default();
        for part in parts {
            all.matching += part.matching;
            all.total += part.total;
            all.holding_most += part.holding_most;
            all.counts.merge(&part.counts);
            part.best.into_iter().for_each(|Reverse(ranked)| all.keep(ranked, self.most_kept()));
        }
        all
    }

    /// How many of the best cases have to be known.
    fn most_kept(&self) -> usize {
        if self.likeness.is_some() && self.window_end > 0 { self.window_end.max(likeness::LOOKED_AT) } else { self.window_end }
    }

    /// The answer to the request.
    pub(crate) fn response(&self, found: Found) -> SearchResponse {
        let facets = self.facets.then(|| Facets::from_counts(&found.counts));
        // Ascending by the reversed rank is best first.
        let mut best: Vec<Ranked> = found.best.into_sorted_vec().into_iter().map(|Reverse(ranked)| ranked).collect();
        let first = best.len().min(likeness::LOOKED_AT);
        let scores = self.likeness.map(|share| likeness::bring_forward(&mut best[..first], share, |hit| (hit.rank.score(), hit.labels)));
        let window = best.into_iter().take(self.window_end).skip(self.offset);
        let hits = window.map(|ranked| ranked.rank.case()).collect();
        let scores = scores.into_iter().flatten().take(self.window_end).skip(self.offset).collect();
        SearchResponse { hits, scores, total: found.total, holding_most: found.holding_most, facets, unknown: Vec::new() }
    }

    /// Whether a case passes the filter, whatever it holds of the words.
    pub(crate) fn lets_pass(&self, case: &impl Facts) -> bool {
        let mut found = Found::default();
        self.take(case, Score { points: self.bound, quality: 0.0 }, &mut found);
        found.total > 0
    }

    /// Adds cases that a response lacks to its total and its facets.
    pub(crate) fn count_too<'a, Case: Facts + 'a>(&self, cases: impl IntoIterator<Item = &'a Case>, response: &mut SearchResponse) {
        let mut found = Found::default();
        for case in cases {
            self.take(case, Score { points: self.bound, quality: 0.0 }, &mut found);
        }
        response.total += found.total;
        if let Some(facets) = &mut response.facets {
            facets.add(&found.counts);
        }
    }

    /// Whether a case fails in what no facet stands for.
    fn leaves_out(&self, case: &impl Facts) -> bool {
        let is_off_focus = self.focus != 0 && case.mask(FilterGroup::FieldsOfAction) & self.focus == 0;
        let is_outside = |(after, before): (i64, i64)| !(after..before).contains(&case.renewed());
        is_off_focus || self.renewed.is_some_and(is_outside)
    }

    fn verdict(&self, case: &impl Facts) -> Verdict {
        let mut failed = None;
        for (group, wanted) in GROUPS.iter().zip(self.masks) {
            if wanted != 0 && case.mask(*group) & wanted == 0 && (!self.facets || failed.replace(*group).is_some()) {
                return Verdict::Fails;
            }
        }
        if !self.places.is_empty() && !self.is_wanted_place(case.place()) && failed.replace(FilterGroup::Municipalities).is_some() {
            return Verdict::Fails;
        }
        failed.map_or(Verdict::Passes, Verdict::FailsIn)
    }

    fn is_wanted_place(&self, place: u64) -> bool {
        let district = place / 1000 * 1000;
        place != 0 && self.places.iter().any(|wanted| *wanted == place || *wanted == district)
    }

    fn rank(&self, case: &impl Facts, first_published: i64, score: Score) -> Rank {
        let held = f32::from(score.points) / f32::from(relaxation::ALL_POINTS);
        let score = score.quality + UNIT_BONUS * f32::from(self.units) * held;
        let by_date = self.order.by_date(first_published, || case.published(), || case.confirmed());
        // Scores are positive, and the bits of positive numbers sort like the numbers.
        let primary = by_date.unwrap_or_else(|| i64::from(score.max(0.0).to_bits()));
        Rank { primary, first_published, id: Reverse(case.id()) }
    }
}

impl Rank {
    /// The score that the primary order is made of in an order by relevance.
    fn score(self) -> f32 {
        u32::try_from(self.primary).map_or(0.0, f32::from_bits)
    }

    fn case(self) -> CaseId {
        let (high, low) = self.id.0;
        CaseId(Uuid::from_u64_pair(high, low))
    }
}

/// Cases in an order by dates, as searches give them. What is not in the search is left out; in the order by relevance that is all.
pub(crate) fn by_date(cases: &[Arc<CaseView>], order: SearchOrder) -> Vec<CaseId> {
    let rank = |case: &Arc<CaseView>| {
        let facts = CaseFacts::of(case)?;
        let first_published = facts.first_published();
        let primary = order.by_date(first_published, || facts.published(), || facts.confirmed())?;
        Some(Rank { primary, first_published, id: Reverse(facts.id()) })
    };
    let mut ranks: Vec<Rank> = cases.iter().filter_map(rank).collect();
    ranks.sort_unstable_by_key(|rank| Reverse(*rank));
    ranks.into_iter().map(Rank::case).collect()
}

/// The bounds that a filter sets to the latest substantial new version, in microseconds. What was never renewed has 0 and lies within none.
fn renewed(filter: &CaseFilter) -> Option<(i64, i64)> {
    let micros = |bound: DateTime<Utc>| bound.timestamp_micros();
    let (after, before) = (filter.renewed_after.map(micros), filter.renewed_before.map(micros));
    (after.is_some() || before.is_some()).then(|| (after.unwrap_or(1).max(1), before.unwrap_or(i64::MAX)))
}

impl Found {
    fn keep(&mut self, ranked: Ranked, most: usize) {
        if self.best.len() < most {
            self.best.push(Reverse(ranked));
        } else if let Some(mut worst) = self.best.peek_mut()
            && ranked > worst.0
        {
            *worst = Reverse(ranked);
        }
    }
}
