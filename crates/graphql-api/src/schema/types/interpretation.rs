//! What of a typed text is taken for a filter.

use super::municipality::Municipality;
use crate::schema::vocabulary_enum::Term;
use async_graphql::{Enum, Object};
use domain::{
    german::grouped,
    vocabulary::{MunicipalityKind, State, Vocabulary},
};
use usecases::{
    Effect,
    understanding::{self, PopulationBand},
};

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
    /// Few cases pass it: they come first, and others about the same follow. In an order by dates all of them mix.
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

    /// What people read: `Stadt Leipzig oder Landkreis Leipzig`, `Sachsen-Anhalt`, `Landkreise unter 90.000 Einwohner:innen`.
    async fn label(&self) -> String {
        match &self.given.meaning {
            understanding::Meaning::Municipalities(keys) => keys.iter().map(domain::Ags::display_name).collect::<Vec<_>>().join(" oder "),
            understanding::Meaning::State(state) => state.label().to_owned(),
            understanding::Meaning::Population(band) => size(band),
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

/// A size in words, with the kind of municipality that was typed.
fn size(band: &PopulationBand) -> String {
    let kind = match band.kind {
        Some(MunicipalityKind::Landkreis) => "Landkreise ",
        Some(MunicipalityKind::KreisfreieStadt) => "Kreisfreie Städte ",
        Some(MunicipalityKind::Gemeinde) | None => "",
    };
    let grouped = |number: u32| grouped(&number.to_string());
    let bounds = match (band.at_least, band.below) {
        (Some(least), Some(bound)) => format!("{} bis unter {}", grouped(least), grouped(bound)),
        (None, Some(bound)) => format!("unter {}", grouped(bound)),
        (least, None) => format!("ab {}", grouped(least.unwrap_or(0))),
    };
    format!("{kind}{bounds} Einwohner:innen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_named_with_its_kind_and_both_bounds() {
        let band = |kind, at_least, below| size(&PopulationBand { kind, at_least, below, municipalities: Vec::new() });
        assert_eq!(band(Some(MunicipalityKind::Landkreis), None, Some(90_000)), "Landkreise unter 90.000 Einwohner:innen");
        assert_eq!(band(Some(MunicipalityKind::KreisfreieStadt), Some(200_000), None), "Kreisfreie Städte ab 200.000 Einwohner:innen");
        assert_eq!(band(None, Some(50_000), Some(100_000)), "50.000 bis unter 100.000 Einwohner:innen");
    }
}
