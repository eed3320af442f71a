//! What a case is, and where and when it happened.

use super::{case_parts::Elsewhere, municipality::Municipality};
use crate::schema::vocabulary_enum::{Term, terms};
use async_graphql::Object;
use domain::{
    CaseContent,
    vocabulary::{Component, FieldOfAction, LifePhase, State, Status, TargetGroup},
};

/// The part of a case that lists show. Its fields are fields of `PracticeCase` and `CaseContent`.
pub(crate) struct CaseHead<'a>(pub(crate) &'a CaseContent);

/// What a case is, and where and when it happened.
#[Object]
impl CaseHead<'_> {
    /// What was done, not only a brand name. 10 to 120 characters.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The case in a few sentences, plain text. 80 to 300 characters.
    async fn teaser(&self) -> &str {
        &self.0.teaser
    }

    /// The municipality of the network whose case this is; null for a case from elsewhere.
    async fn municipality(&self) -> Option<Municipality> {
        self.0.municipality.clone().map(Municipality)
    }

    /// The municipality outside the network whose case this is.
    async fn elsewhere(&self) -> Option<Elsewhere> {
        self.0.elsewhere.clone().map(Elsewhere::from)
    }

    /// The place as people read it: `Burgenlandkreis`, or `Musterstadt (Brandenburg)` for a case from elsewhere.
    async fn place_name(&self) -> Option<String> {
        self.0.place_name()
    }

    /// The Land that the case belongs to.
    async fn state(&self) -> Option<Term<State>> {
        self.0.state().map(Term)
    }

    /// Further municipalities that took part.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    async fn partners(&self) -> Vec<Municipality> {
        self.0.partners.iter().cloned().map(Municipality).collect()
    }

    /// Handlungsfelder, 1 to 3, the first is the primary one.
    async fn fields_of_action(&self) -> Vec<Term<FieldOfAction>> {
        terms(&self.0.fields_of_action)
    }

    /// Kernkomponenten, 1 to 4.
    async fn components(&self) -> Vec<Term<Component>> {
        terms(&self.0.components)
    }

    /// Lebensphasen, 1 to 9.
    async fn life_phases(&self) -> Vec<Term<LifePhase>> {
        terms(&self.0.life_phases)
    }

    /// Zielgruppen, 1 to 5.
    async fn target_groups(&self) -> Vec<Term<TargetGroup>> {
        terms(&self.0.target_groups)
    }

    /// Umsetzungsstand: how far the case has come.
    async fn status(&self) -> Option<Term<Status>> {
        self.0.status.map(Term)
    }

    /// The month it began, as `2024-09`.
    async fn start(&self) -> Option<String> {
        self.0.start.map(|month| month.to_string())
    }

    /// The month it ended, as `2026-02`.
    async fn end(&self) -> Option<String> {
        self.0.end.map(|month| month.to_string())
    }
}
