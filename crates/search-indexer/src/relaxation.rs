//! What a search asks for when not enough cases hold everything that was typed.
//!
//! The step is chosen by the words and the index alone, never by the filter: otherwise a click on a facet could change the question, and
//! the facet's number would not be what the click gives.

use crate::analysis::Query;

/// With fewer matches than this the next looser step is taken; cases with more of the units still come first.
pub(crate) const ENOUGH: usize = 5;

/// How much of what was typed a case must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// How many of the units.
    pub(crate) minimum: usize,
    /// Whether any part of a compound may stand for the whole.
    pub(crate) is_loose: bool,
}

/// The steps from the strictest to the loosest.
pub(crate) fn steps(wanted: &Query) -> impl Iterator<Item = Step> {
    let has_compounds = wanted.units.iter().any(|unit| unit.single().is_some_and(|word| word.parts.len() > 1));
    let strict = (1..=wanted.units.len()).rev().map(|minimum| Step { minimum, is_loose: false });
    strict.chain(has_compounds.then_some(Step { minimum: 1, is_loose: true }))
}
