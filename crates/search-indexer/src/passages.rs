//! Brings cases forward that say what was looked for at one place.
//!
//! A long case may hold all words of a query and be about something else, because each stands in another paragraph. What stands in one sentence
//! mostly belongs together. So of cases that hold the words about as well those come first that have sentences with most of them, and more of
//! such sentences; of a single word, those that speak of it more often.

use crate::{SearchResponse, analysis::Query, highlight::Highlighter};
use domain::{CaseView, ids::CaseId};
use std::{collections::HashMap, sync::Arc};

/// How many of the first hits are read, whatever part of them is asked for: so each stands at its place on any page. A page of the website shows as
/// many.
pub(crate) const READ: usize = 20;

/// What it counts to tell most in sentences of all cases that are read, beside the best score, which is 1 without what its labels add.
const SHARE: f32 = 0.4;

/// What marks the words in cases that were read, and these cases; with nothing where one was not given.
pub type Read = (Highlighter, HashMap<CaseId, Option<Arc<CaseView>>>);

/// Reads the first hits, if they have scores, and orders them anew by what they tell. `load` gives the cases with some ids; one that it does not give,
/// as if it were gone, keeps only its score.
pub(crate) async fn bring_forward<E, Cases>(
    response: &mut SearchResponse,
    query: &Query,
    load: impl Fn(Vec<CaseId>) -> Cases,
) -> Result<Option<Read>, E>
where
    Cases: Future<Output = Result<Vec<Arc<CaseView>>, E>>,
{
    // What they are worth is used up here.
    let scores = std::mem::take(&mut response.scores);
    if scores.len() < 2 {
        return Ok(None);
    }
    let first: Vec<CaseId> = response.hits.iter().zip(&scores).take(READ).map(|(id, _)| *id).collect();
    let cases = load(first.clone()).await?;
    let mut highlighter = Highlighter::new(query);
    let read: Vec<_> = first.iter().map(|id| cases.iter().find(|case| case.id == *id).cloned()).collect();
    let told = read.iter().map(|case| case.as_ref().map_or(0.0, |case| together(&highlighter.read(case))));
    for (hit, place) in response.hits.iter_mut().zip(order(&scores, &told.collect::<Vec<_>>())) {
        *hit = first[place];
    }
    Ok(Some((highlighter, first.into_iter().zip(read).collect())))
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
        assert!(together(&[1.0]) > together(&[0.5; 7]) && together(&[1.0]) < together(&[0.5; 9]));
        assert!(together(&[1.0, 1.0]) > together(&[1.0, 0.5]));
        assert!(together(&[]).abs() < f32::EPSILON);
    }
}
