//! Reads the first hits, and orders them anew by what they say.
//!
//! An index knows which words a case holds, and roughly where. Read are only so few that it is worth while to look closely: which of the words stand
//! together (`passages`), and what else is spoken of (`associations`).

use crate::{
    SearchResponse,
    analysis::{Analyser, Query},
    associations::associated,
    highlight::Highlighter,
    passages,
};
use domain::{CaseView, ids::CaseId};
use std::{collections::HashMap, sync::Arc};

/// How many of the first hits are read, whatever part of them is asked for: so each stands at its place on any page. A page of the website shows as
/// many.
pub(crate) const READ: usize = 20;

/// What marks the words in cases that were read, and these cases; with nothing where one was not given.
pub type Read = (Highlighter, HashMap<CaseId, Option<Arc<CaseView>>>);

/// What it counts to say most of all cases that are read, beside the best score, which is 1 without what its labels add.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shares {
    /// To say most of the query in single sentences.
    pub(crate) passages: f32,
    /// To speak most of what the query has to do with.
    pub(crate) associations: f32,
}

impl Default for Shares {
    fn default() -> Self {
        Self { passages: 0.4, associations: 1.0 }
    }
}

/// Reads the first hits, if they have scores, and orders them anew by what they say. `load` gives the cases with some ids; one that it does not give,
/// as if it were gone, keeps only its score.
pub(crate) async fn bring_forward<E, Cases>(
    response: &mut SearchResponse,
    query: &Query,
    analyser: &Analyser,
    shares: Shares,
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
    let together = |case: &Option<Arc<CaseView>>| case.as_ref().map_or(0.0, |case| passages::together(&highlighter.read(case)));
    let together: Vec<f32> = read.iter().map(together).collect();
    let said = [(shares.passages, together), (shares.associations, associated(query, analyser, &read))];
    for (hit, place) in response.hits.iter_mut().zip(order(&scores[..first.len()], &said)) {
        *hit = first[place];
    }
    Ok(Some((highlighter, first.into_iter().zip(read).collect())))
}

/// The places in the order of what scores and texts are worth together, each with what it counts to say most; of two that are worth the same the better
/// score stays in front.
fn order(scores: &[f32], said: &[(f32, Vec<f32>)]) -> Vec<usize> {
    let mut worth = scores.to_vec();
    for (share, said) in said {
        let most = said.iter().copied().fold(0.0, f32::max);
        if most > 0.0 {
            worth.iter_mut().zip(said).for_each(|(worth, said)| *worth += share * said / most);
        }
    }
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by(|one, other| worth[*other].total_cmp(&worth[*one]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_that_hold_the_words_as_well_the_one_that_says_more_comes_first() {
        let ordered = |scores: &[f32], said: &[f32]| order(scores, &[(0.4, said.to_vec())]);
        assert_eq!(ordered(&[1.0, 0.9, 0.8], &[0.1, 0.1, 0.9]), [2, 0, 1]);
        assert_eq!(ordered(&[1.0, 0.9, 0.5], &[0.1, 0.1, 0.9]), [0, 1, 2]);
        assert_eq!(ordered(&[1.0, 0.9], &[0.0, 0.0]), [0, 1]);
        assert!(ordered(&[], &[]).is_empty());
    }

    #[test]
    fn what_is_said_in_two_ways_adds_up() {
        let said = |one: f32, other: f32| [(0.4, vec![0.0, one]), (1.0, vec![1.0, other])];
        assert_eq!(order(&[1.0, 1.0], &said(1.0, 0.7)), [1, 0]);
        assert_eq!(order(&[1.0, 1.0], &said(1.0, 0.5)), [0, 1]);
    }
}
