//! What a case tells: situation, approach, results, and what others need to know to take it over.

use super::case_parts::{Contact, Indicator, Link};
use crate::{
    errors::ApiError,
    markdown,
    schema::vocabulary_enum::{Term, terms},
    session::Session,
};
use async_graphql::{Context, Object};
use domain::{
    CaseContent,
    vocabulary::{CostBand, Evidence, FundingProgramme, Licence, Offer, Precondition, StaffBand},
};

/// The part of a case that its readers came for. Its fields are fields of `PracticeCase` and `CaseContent`.
pub(crate) struct CaseStory<'a>(pub(crate) &'a CaseContent);

/// What a case tells.
#[Object]
impl CaseStory<'_> {
    /// Ausgangslage und Bedarf. 200 to 1,500 characters.
    async fn situation(&self) -> &str {
        &self.0.situation
    }

    /// Ziele. 1 to 5 of up to 200 characters.
    async fn goals(&self) -> &[String] {
        &self.0.goals
    }

    /// Vorgehen as written, in restricted Markdown. 300 to 3,000 characters.
    async fn approach(&self) -> &str {
        &self.0.approach
    }

    /// Vorgehen as HTML that is safe to put into a page: paragraphs, lists, emphasis and links, nothing else.
    #[graphql(complexity = 5)]
    async fn approach_html(&self) -> String {
        markdown::to_html(&self.0.approach)
    }

    /// Ergebnisse. 200 to 2,000 characters.
    async fn results(&self) -> &str {
        &self.0.results
    }

    /// Kennzahlen that the case moved.
    async fn indicators(&self) -> Vec<Indicator> {
        self.0.indicators.iter().cloned().map(Indicator::from).collect()
    }

    /// Wirkungsnachweis: what the results rest on.
    async fn evidence(&self) -> Option<Term<Evidence>> {
        self.0.evidence.map(Term)
    }

    /// Einmalige Kosten.
    async fn costs_one_off(&self) -> Option<Term<CostBand>> {
        self.0.costs_one_off.map(Term)
    }

    /// Jährliche Kosten.
    async fn costs_yearly(&self) -> Option<Term<CostBand>> {
        self.0.costs_yearly.map(Term)
    }

    /// Personalaufwand.
    async fn staff_effort(&self) -> Option<Term<StaffBand>> {
        self.0.staff_effort.map(Term)
    }

    /// Förderprogramme.
    async fn funding_programmes(&self) -> Vec<Term<FundingProgramme>> {
        terms(&self.0.funding_programmes)
    }

    /// Erfolgsfaktoren. 1 to 6 of up to 300 characters.
    async fn success_factors(&self) -> &[String] {
        &self.0.success_factors
    }

    /// Stolpersteine: what one would do differently. 1 to 6 of up to 300 characters.
    async fn pitfalls(&self) -> &[String] {
        &self.0.pitfalls
    }

    /// Übertragbarkeit. 100 to 1,200 characters.
    async fn transferability(&self) -> &str {
        &self.0.transferability
    }

    /// Voraussetzungen; null means not answered yet, an empty list that there are none.
    async fn preconditions(&self) -> Option<Vec<Term<Precondition>>> {
        self.0.preconditions.as_deref().map(terms)
    }

    /// Erste Schritte in the first 90 days. Up to 7 of up to 200 characters.
    async fn first_steps(&self) -> &[String] {
        &self.0.first_steps
    }

    /// Whom to ask.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>, ApiError> {
        let session = Session::of(context)?;
        Ok(self.0.contact.as_ref().map(|contact| Contact::for_viewer(contact, &session.viewer)))
    }

    /// What the people behind the case offer to other municipalities.
    async fn offers(&self) -> Vec<Term<Offer>> {
        terms(&self.0.offers)
    }

    /// Links to material.
    async fn links(&self) -> Vec<Link> {
        self.0.links.iter().cloned().map(Link::from).collect()
    }

    /// Where the case came from, if it is not the municipality's own text.
    async fn source_url(&self) -> Option<&str> {
        self.0.source_url.as_deref()
    }

    /// On which terms others may use the text.
    async fn licence(&self) -> Term<Licence> {
        Term(self.0.licence)
    }

    /// The case in Einfacher Sprache. Up to 1,000 characters; empty if nobody has written it.
    async fn summary_easy_language(&self) -> &str {
        &self.0.summary_easy_language
    }
}
