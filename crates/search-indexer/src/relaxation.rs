//! How much of what was typed a case must hold to be found.
//!
//! All of it where enough cases do. Otherwise each unit counts as much as it says, a rare word more than a common one, and as many of the
//! cases that hold most are found as make a page worth reading. The bound is chosen by the words and the index alone, never by the filter:
//! otherwise a click on a facet could change the question, and the facet's number would not be what the click gives.

use crate::analysis::{Unit, Way};

/// With fewer matches than this, cases that hold less are found as well; those that hold more still come first.
pub(crate) const ENOUGH: usize = 20;

/// The points of a case that holds everything as it was typed.
pub(crate) const ALL_POINTS: u16 = 64;

/// Whether a case with so many points holds more than half of what was typed. A word counts by more than half in each of its strict ways, and by
/// half at most in the looser ones.
pub(crate) fn is_most(points: u16) -> bool {
    points > ALL_POINTS / 2
}

/// A case with less than this share of the best one's points is not found.
const LEAST_OF_BEST: f32 = 0.1;

/// How many cases hold how much, by points.
#[derive(Debug, Clone)]
pub(crate) struct Histogram([usize; ALL_POINTS as usize + 1]);

impl Default for Histogram {
    fn default() -> Self {
        Self([0; ALL_POINTS as usize + 1])
    }
}

impl Histogram {
    /// Counts a case that holds so many points.
    pub(crate) fn count(&mut self, points: u16) {
        self.0[usize::from(points.min(ALL_POINTS))] += 1;
    }

    /// The points that a case must hold to be found.
    pub(crate) fn bound(&self) -> u16 {
        let held = |points: &u16| self.0[usize::from(*points)] > 0;
        let Some(best) = (1..=ALL_POINTS).rev().find(held) else { return 1 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of at most 64 points")]
        let least = ((f32::from(best) * LEAST_OF_BEST) as u16).max(1);
        self.held_by_enough().max(least)
    }

    /// The points that enough cases hold at least; 0 where too few were counted. With more cases, or more points for some, it only grows, and so does
    /// the bound.
    pub(crate) fn held_by_enough(&self) -> u16 {
        let mut found = 0;
        let is_enough = |points: &u16| {
            found += self.0[usize::from(*points)];
            found >= ENOUGH
        };
        (0..=ALL_POINTS).rev().find(is_enough).unwrap_or(0)
    }
}

/// How much each unit says, as shares of [`ALL_POINTS`]; `counts` is how many of `all` cases hold each. A unit that no case holds says
/// nothing.
pub(crate) fn unit_points(units: &[Unit], counts: &[usize], all: usize) -> Vec<f32> {
    let said = |(unit, count): (&Unit, &usize)| if *count == 0 { 0.0 } else { unit.weight.0 * worth(*count, all) };
    let worths: Vec<f32> = units.iter().zip(counts).map(said).collect();
    let sum: f32 = worths.iter().sum();
    worths.into_iter().map(|worth| if sum > 0.0 { f32::from(ALL_POINTS) * worth / sum } else { 0.0 }).collect()
}

/// How many cases must hold a unit as one word that was typed or means the same, so that it is not looked for in looser ways.
const ENOUGH_STRICT: usize = 50;

/// Whether so many cases hold a unit in this way that looser ways need not be asked for: each of those costs a server a search, and its cases would
/// only come behind these. Ways of several stems do not count, since not every engine knows how many cases hold all of them.
pub(crate) fn makes_looser_ways_needless(way: &Way, count: usize) -> bool {
    way.kind.is_strict() && way.stems.len() == 1 && count >= ENOUGH_STRICT
}

/// How much of a unit a case holds that has it only as another word for one of its vocabulary terms, in sixteenths.
pub(crate) const CONCEPT_COVERAGE: u16 = 8;

/// What all parts of a compound count that are there, but not all of them.
const SOME_PARTS: f32 = 0.5;

/// How much of a compound a case holds by each of its parts, of which so many cases hold each: by what the part says beside the others.
pub(crate) fn part_shares(counts: &[usize], all: usize) -> Vec<f32> {
    // A part that no case holds still belongs to the compound.
    let worths: Vec<f32> = counts.iter().map(|count| worth((*count).max(1), all)).collect();
    let sum: f32 = worths.iter().sum();
    worths.into_iter().map(|worth| SOME_PARTS * worth / sum).collect()
}

/// How much it says about a case to hold something that so many cases hold: the usual inverse document frequency.
pub(crate) fn worth(count: usize, all: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm of counts: the seventh digit says nothing")]
    let [count, all] = [count, all].map(|number| number as f32);
    (1.0 + (all - count + 0.5).max(0.0) / (count + 0.5)).ln() + 0.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(counts: &[(u16, usize)]) -> Histogram {
        let mut histogram = Histogram::default();
        for (points, count) in counts {
            (0..*count).for_each(|_| histogram.count(*points));
        }
        histogram
    }

    #[test]
    fn the_bound_lies_where_enough_cases_are_above_it_but_never_far_below_the_best() {
        assert_eq!(histogram(&[(64, 22), (30, 5)]).bound(), 64);
        assert_eq!(histogram(&[(64, 2), (50, 19), (20, 100)]).bound(), 50);
        assert_eq!(histogram(&[(64, 2), (5, 100)]).bound(), 6);
        assert_eq!(histogram(&[(20, 2), (10, 100)]).bound(), 10);
        assert_eq!(histogram(&[]).bound(), 1);
    }

    #[test]
    fn rare_units_say_more_and_unknown_ones_nothing() {
        let points = unit_points(&[Unit::default(), Unit::default(), Unit::default()], &[1, 50, 0], 100);
        assert!(points[0] > 2.0 * points[1] && points[1] > 0.0 && points[2] == 0.0, "{points:?}");
        assert!((points.iter().sum::<f32>() - f32::from(ALL_POINTS)).abs() < 0.01);
        assert_eq!(unit_points(&[Unit::default()], &[0], 100), [0.0]);
        assert!(worth(70_000, 200_000) > 2.0 * worth(150_000, 200_000), "among many cases as well");
    }
}
