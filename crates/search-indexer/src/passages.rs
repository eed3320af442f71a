//! Brings cases forward that say what was looked for at one place.
//!
//! A long case may hold all words of a query and be about something else, because each stands in another paragraph. What stands in one sentence
//! mostly belongs together. So of cases that hold the words about as well those come first that have sentences with most of them, and more of
//! such sentences.

use crate::highlight::Highlighter;
use domain::{CaseView, ids::CaseId};
use std::sync::Arc;

/// How many of the first hits are read. A page shows as many, so their texts are needed anyway.
pub(crate) const READ: usize = 20;

/// What it counts to say most at one place of all cases that are read, beside a score that is 1 for the best.
const SHARE: f32 = 0.4;

/// Orders hits, the best first, anew. Each of the first has a score; a case that is not among those given keeps only that.
pub(crate) fn bring_forward(hits: &mut [CaseId], scores: &[f32], highlighter: &mut Highlighter, cases: &[Arc<CaseView>]) {
    let mut told = |id: &CaseId| cases.iter().find(|case| case.id == *id).map_or(0.0, |case| together(&highlighter.read(case)));
    let told: Vec<f32> = hits.iter().zip(scores).map(|(id, _)| told(id)).collect();
    let order = order(scores, &told);
    let first: Vec<CaseId> = order.into_iter().map(|place| hits[place]).collect();
    hits[..first.len()].copy_from_slice(&first);
}

/// What the sentences of a case tell together: one with all of the query eight times as much as one with half of it.
fn together(sentences: &[f32]) -> f32 {
    sentences.iter().map(|held| held.powi(3)).sum()
}

/// The places in the order of what scores and sentences are worth together; of two that are worth the same the better score stays in front.
fn order(scores: &[f32], told: &[f32]) -> Vec<usize> {
    let most = told.iter().copied().fold(0.0, f32::max);
    let worth = |place: usize| if most > 0.0 { scores[place] + SHARE * told[place] / most } else { scores[place] };
    let mut order: Vec<usize> = (0..told.len()).collect();
    order.sort_by(|one, other| worth(*other).total_cmp(&worth(*one)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_that_hold_the_words_as_well_the_one_that_says_them_together_comes_first() {
        assert_eq!(order(&[1.0, 0.9, 0.8], &[0.1, 0.1, 0.9]), [2, 0, 1]);
        assert_eq!(order(&[1.0, 0.9, 0.5], &[0.1, 0.1, 0.9]), [0, 1, 2]);
        assert_eq!(order(&[1.0, 0.9], &[0.0, 0.0]), [0, 1]);
        assert!(order(&[], &[]).is_empty());
    }

    #[test]
    fn one_sentence_with_everything_tells_more_than_seven_with_half_of_it() {
        assert!(together(&[1.0]) > together(&[0.5; 7]));
        assert!(together(&[1.0, 1.0]) > together(&[1.0, 0.5]));
        assert!(together(&[]).abs() < f32::EPSILON);
    }
}
