//! What of a typed text is taken for a filter.

use super::municipality::Municipality;
use crate::schema::vocabulary_enum::Term;
use async_graphql::{Enum, Object};
use domain::vocabulary::{State, Vocabulary};
use usecases::{Effect, understanding};

/// A stretch of the search text that is taken for a filter.
pub(crate) struct Interpretation {
    given: understanding::Interpretation,
    effect: Effect,
}

/// What became of what was taken for a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum InterpretationEffect {
    /// Every case that was found passes it.
    Filters,
    /// Few cases pass it: they come first, and others about the same follow.
    ComesFirst,
    /// No case about the rest of the text passes it, so the text was searched as it is.
    None,
}

impl Interpretation {
    pub(crate) fn new(given: &understanding::Interpretation, effect: Effect) -> Self {
        Self { given: given.clone(), effect }
    }
}

/// A stretch of the search text that is taken for a filter: a place, a key of a municipality, or a size.
#[Object]
impl Interpretation {
    /// The stretch as it was typed.
    async fn text(&self) -> &str {
        &self.given.written
    }

    /// What people read: `Stadt Leipzig oder Landkreis Leipzig`, `Sachsen-Anhalt`, `unter 50.000 Einwohner:innen`.
    async fn label(&self) -> String {
        match &self.given.meaning {
            understanding::Meaning::Municipalities(keys) => keys.iter().map(domain::Ags::display_name).collect::<Vec<_>>().join(" oder "),
            understanding::Meaning::State(state) => state.label().to_owned(),
            understanding::Meaning::Population(band) => match (band.at_least, band.below) {
                (_, Some(bound)) => format!("unter {} Einwohner:innen", grouped(bound)),
                (bound, None) => format!("ab {} Einwohner:innen", grouped(bound.unwrap_or(0))),
            },
        }
    }

    /// The municipalities that it means; none for a Land.
    async fn municipalities(&self) -> Vec<Municipality> {
        match &self.given.meaning {
            understanding::Meaning::Municipalities(keys) => keys.iter().cloned().map(Municipality).collect(),
            understanding::Meaning::Population(band) => band.municipalities.iter().cloned().map(Municipality).collect(),
            understanding::Meaning::State(_) => Vec::new(),
        }
    }

    /// The Land that it means, if it means one.
    async fn state(&self) -> Option<Term<State>> {
        match &self.given.meaning {
            understanding::Meaning::State(state) => Some(Term(*state)),
            _ => None,
        }
    }

    /// What became of it.
    async fn effect(&self) -> InterpretationEffect {
        match self.effect {
            Effect::Filters => InterpretationEffect::Filters,
            Effect::ComesFirst => InterpretationEffect::ComesFirst,
            Effect::None => InterpretationEffect::None,
        }
    }

    /// The search text that takes it for words instead: the same with this stretch in quotes.
    async fn literal_query(&self) -> &str {
        &self.given.literally
    }
}

/// A number as German texts write it, in groups of three digits.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}
