//! How many of the cases that a search found have which value.

use async_graphql::SimpleObject;
use domain::{
    Ags,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup, Vocabulary},
};
use usecases::Facets;

/// How many of the cases that a search found have which value. What is selected within a facet narrows the others, not its own, so
/// that each number is what a click on it gives. The highest count comes first; values that no case has are left out.
#[derive(Debug, Clone, Default, SimpleObject)]
pub(crate) struct CaseFacets {
    /// Handlungsfelder.
    fields_of_action: Vec<FacetCount>,
    /// Länder.
    states: Vec<FacetCount>,
    /// Lebensphasen.
    life_phases: Vec<FacetCount>,
    /// Kernkomponenten.
    components: Vec<FacetCount>,
    /// Zielgruppen.
    target_groups: Vec<FacetCount>,
    /// Umsetzungsstand.
    status: Vec<FacetCount>,
    /// Landkreise and kreisfreie Städte; a Gemeinde counts for the Landkreis around it.
    municipalities: Vec<FacetCount>,
    /// Förderprogramme.
    funding_programmes: Vec<FacetCount>,
}

/// How many cases have one value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub(crate) struct FacetCount {
    /// The vocabulary's key, or the AGS of a municipality: what a filter takes.
    value: String,
    /// What people read, in German.
    label: String,
    /// How many cases a search with this value finds.
    count: i32,
}

impl From<Facets> for CaseFacets {
    fn from(facets: Facets) -> Self {
        Self {
            fields_of_action: counts(facets.fields_of_action, term::<FieldOfAction>),
            states: counts(facets.states, term::<State>),
            life_phases: counts(facets.life_phases, term::<LifePhase>),
            components: counts(facets.components, term::<Component>),
            target_groups: counts(facets.target_groups, term::<TargetGroup>),
            status: counts(facets.status, term::<Status>),
            municipalities: counts(facets.municipalities, place),
            funding_programmes: counts(facets.funding_programmes, term::<FundingProgramme>),
        }
    }
}

fn counts(counts: Vec<usecases::FacetCount>, label: fn(&str) -> Option<String>) -> Vec<FacetCount> {
    let count = |given: usecases::FacetCount| FacetCount {
        label: label(&given.value).unwrap_or_else(|| given.value.clone()),
        value: given.value,
        count: i32::try_from(given.count).unwrap_or(i32::MAX),
    };
    counts.into_iter().map(count).collect()
}

fn term<V: Vocabulary>(key: &str) -> Option<String> {
    V::from_key(key).map(|term| term.label().to_owned())
}

fn place(ags: &str) -> Option<String> {
    ags.parse::<Ags>().ok().map(|ags| ags.display_name())
}
