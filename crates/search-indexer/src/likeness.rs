//! Brings cases like the best one forward.
//!
//! What the best case found is about is most likely what was looked for. So of cases that hold the words about as well those come first that have more
//! of its labels: its fields of action, components, phases of life and target groups.

use crate::{
    filter_values::{FilterGroup, GROUPS},
    selection::Facts,
};

/// Of how many of the first hits the order may change. Further down nobody looks for the best, and a page must be the same however many come at once.
pub(crate) const LOOKED_AT: usize = 40;

/// What it counts to have just the labels of the best case, beside its score.
pub(crate) const SHARE: f32 = 0.4;

/// The groups whose values say what a case is about and whom it is for.
const TELLING: [FilterGroup; 4] = [GROUPS[0], GROUPS[1], GROUPS[2], GROUPS[3]];

/// The labels of a case, as a bit mask for each of the telling groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Labels([u64; TELLING.len()]);

impl Labels {
    pub(crate) fn of(case: &impl Facts) -> Self {
        Self(TELLING.map(|group| case.mask(group)))
    }

    /// How many labels two cases have in common, as a share of those that either has: the Jaccard index, 0 where neither has any.
    fn likeness(&self, other: &Self) -> f32 {
        let count =
            |join: fn(u64, u64) -> u64| -> u32 { self.0.iter().zip(other.0).map(|(one, other)| join(*one, other).count_ones()).sum() };
        let [common, all] = [count(|one, other| one & other), count(|one, other| one | other)].map(number);
        if all > 0.0 { common / all } else { 0.0 }
    }
}

/// Orders hits, the best first, anew; each has a score and its labels, which count by `share`. The best stays the best. Gives what each is worth then,
/// nothing where they have no scores.
pub(crate) fn bring_forward<Hit>(hits: &mut [Hit], share: f32, of: impl Fn(&Hit) -> (f32, Labels)) -> Vec<f32> {
    let Some((best, labels)) = hits.first().map(&of).filter(|(score, _)| *score > 0.0) else { return Vec::new() };
    let worth = |hit: &Hit| {
        let (score, own) = of(hit);
        score / best + share * own.likeness(&labels)
    };
    // A stable sort: of two that are worth the same the better one stays in front.
    hits.sort_by(|one, other| worth(other).total_cmp(&worth(one)));
    hits.iter().map(worth).collect()
}

/// A count of labels, of which there are never many.
fn number(count: u32) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(mut hits: Vec<(&'static str, f32, [u64; 4])>) -> Vec<&'static str> {
        bring_forward(&mut hits, SHARE, |(_, score, labels)| (*score, Labels(*labels)));
        hits.into_iter().map(|(name, ..)| name).collect()
    }

    #[test]
    fn of_two_that_fit_about_as_well_the_one_with_the_labels_of_the_best_comes_first() {
        let hits = |far: f32| {
            vec![
                ("best", 10.0, [0b11, 0, 1, 0]),
                ("other", 8.0, [0b100, 0, 1, 0]),
                ("like", 7.0, [0b11, 0, 1, 0]),
                ("far", far, [0b11, 0, 1, 0]),
            ]
        };
        assert_eq!(ordered(hits(1.0)), ["best", "like", "other", "far"]);
        assert_eq!(ordered(hits(6.9)), ["best", "like", "far", "other"]);
    }

    #[test]
    fn without_labels_and_without_scores_the_order_stays() {
        assert_eq!(ordered(vec![("a", 3.0, [0; 4]), ("b", 2.0, [0; 4]), ("c", 2.0, [1, 0, 0, 0])]), ["a", "b", "c"]);
        assert_eq!(ordered(vec![("a", 0.0, [1, 0, 0, 0]), ("b", 0.0, [0; 4]), ("c", 0.0, [1, 0, 0, 0])]), ["a", "b", "c"]);
        assert!(ordered(Vec::new()).is_empty());
    }

    #[test]
    fn likeness_is_the_share_of_labels_in_common() {
        let of = |one, other| Labels(one).likeness(&Labels(other));
        let near = |one: f32, other: f32| (one - other).abs() < 1e-6;
        assert!(near(of([0b1, 0, 0b10, 0], [0b11, 0, 0b10, 0]), 2.0 / 3.0) && near(of([1, 0, 0, 0], [0, 1, 0, 0]), 0.0));
        assert!(near(of([0; 4], [0; 4]), 0.0) && near(of([3, 2, 1, 0], [3, 2, 1, 0]), 1.0));
    }
}
