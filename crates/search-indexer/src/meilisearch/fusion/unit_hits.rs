//! Which cases hold a unit.

use super::{
    MOST_HITS,
    asked::{Asked, Hits},
};
use crate::{
    analysis::{Unit, WayKind},
    meilisearch::hits::Match,
    relaxation,
};
use std::collections::HashMap;
use uuid::Uuid;

/// How much of a unit a case holds that has a word beginning like it, or a word that may have been meant, in sixteenths, and how much such a
/// match counts.
const BEGINNING: (u16, f32) = (15, 0.6);
const MISTAKEN: [(u16, f32); 2] = [(14, 0.35), (14, 0.15)];

/// The cases that hold a unit, each with what share of it in the way in which it holds most, and how well in all ways together.
#[derive(Default)]
pub(super) struct UnitHits {
    pub(super) held: HashMap<Uuid, (f32, f32)>,
    /// For each part of a compound how many cases hold it, and the quality of those that were given.
    parts: Vec<(usize, HashMap<Uuid, f32>)>,
    /// Whether more cases hold it than are asked for, so that it only counts for the order of those that other units found.
    pub(super) is_common: bool,
    /// Whether a case holds a word that begins like it.
    is_begun: bool,
    /// Whether so many cases hold it that looser ways need not be counted.
    pub(super) is_plain: bool,
    /// How many cases hold it as it was typed or meant.
    strict_count: usize,
    /// Where none does, how many hold a word like it, and how many the rarest of what may stand for it.
    tolerant_count: usize,
    loose_count: usize,
}

impl UnitHits {
    /// Takes into account how many cases hold the unit in one way.
    pub(super) fn count_way(&mut self, asked: &Asked<'_>) {
        let (kind, count) = (asked.way.kind, asked.count);
        match (kind, self.parts.last_mut()) {
            (WayKind::Part, _) => self.parts.push((count, HashMap::new())),
            (WayKind::PartSynonym, Some((most, _))) => *most = count.max(*most),
            _ => {}
        }
        if asked.is_tolerant {
            self.tolerant_count = count;
            self.is_common |= self.strict_count == 0 && count > MOST_HITS;
        } else if kind.is_strict() {
            self.strict_count = self.strict_count.max(count);
            self.is_plain |= relaxation::makes_looser_ways_needless(asked.way, count);
            self.is_common |= count > MOST_HITS;
        } else if count > 0 {
            self.loose_count = if self.loose_count == 0 { count } else { self.loose_count.min(count) };
        }
    }

    /// Whether a search can add anything: what nobody holds, or too many in a way that says little, is not asked for, nor what a word may begin that
    /// many cases hold as it is.
    pub(super) fn needs(&self, asked: &Asked<'_>, unit: &Unit) -> bool {
        let may_add = asked.count > 0 && (!asked.is_tolerant || self.strict_count == 0 || (unit.is_prefix && !self.is_plain));
        may_add && if self.is_common { asked.way.kind.is_strict() } else { asked.count <= MOST_HITS }
    }

    /// Takes hits into account.
    pub(super) fn add(&mut self, asked: &Asked<'_>, unit: &Unit, hits: &Hits, all_cases: usize) {
        if asked.is_tolerant {
            self.add_tolerant(asked, unit, hits, all_cases);
            return;
        }
        let kind = asked.way.kind;
        let worth = relaxation::worth(asked.count, all_cases);
        let quality = |found: Match| worth * found.weight * kind.share();
        if matches!(kind, WayKind::Part | WayKind::PartSynonym) {
            let part = &mut self.parts[asked.part].1;
            for (case, found) in hits.matches() {
                let best = part.entry(case).or_default();
                *best = quality(found).max(*best);
            }
            return;
        }
        for (case, found) in hits.matches() {
            let coverage = if found.is_concept { kind.coverage().min(relaxation::CONCEPT_COVERAGE) } else { kind.coverage() };
            self.hold(case, share_of(coverage), quality(found));
        }
    }

    /// Words that begin like the one that is being typed, and where no case has the word, those that may have been meant.
    fn add_tolerant(&mut self, asked: &Asked<'_>, unit: &Unit, hits: &Hits, all_cases: usize) {
        let matches = hits.matches();
        self.is_begun = unit.is_prefix && matches.iter().any(|(_, found)| found.mistakes == 0);
        let is_unknown = self.is_mistaken(unit);
        let worth = relaxation::worth(asked.count, all_cases);
        for (case, found) in matches {
            let (coverage, quality) = match found.mistakes {
                0 if unit.is_prefix => BEGINNING,
                0 => continue,
                mistakes if is_unknown => MISTAKEN[usize::from(mistakes > 1)],
                _ => continue,
            };
            self.hold(case, share_of(coverage), worth * found.weight * quality);
        }
    }

    fn hold(&mut self, case: Uuid, share: f32, quality: f32) {
        let (most, together) = self.held.entry(case).or_default();
        *most = share.max(*most);
        *together += quality;
    }

    /// Takes the parts into account: the more they say together, the more of the compound a case holds.
    pub(super) fn add_parts(&mut self, all_cases: usize) {
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

    /// Whether no case holds it though it is a word like others; words near it were taken, if cases hold such.
    pub(super) fn is_mistaken(&self, unit: &Unit) -> bool {
        self.strict_count == 0 && !self.is_begun && unit.maybe_mistyped().is_some()
    }

    /// How many cases hold it.
    pub(super) fn count(&self) -> usize {
        [self.strict_count, self.tolerant_count, self.loose_count].into_iter().find(|count| *count > 0).unwrap_or_default()
    }
}

fn share_of(sixteenths: u16) -> f32 {
    f32::from(sixteenths) / 16.0
}
