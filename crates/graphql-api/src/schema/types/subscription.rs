//! A subscription to digests. It never shows the address it goes to.

use super::municipality::Municipality;
use crate::schema::{
    enums::{Frequency, SubscriptionState, Weekday},
    global_id::GlobalId,
    timestamp::Timestamp,
    vocabulary_enum::{Term, terms},
};
use async_graphql::{ID, Object, SimpleObject};
use domain::{
    CaseFilter, digest_period,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup},
};

/// A subscription.
#[derive(Debug, Clone)]
pub(crate) struct Subscription(Box<usecases::Subscription>);

impl Subscription {
    /// The subscription as the API shows it.
    pub(crate) fn new(subscription: usecases::Subscription) -> Self {
        Self(Box::new(subscription))
    }
}

/// A subscription to digests of new cases. It never shows the address that it goes to.
#[Object]
impl Subscription {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::Subscription(self.0.id).encode()
    }

    /// The words that new cases must have; empty means any.
    async fn text(&self) -> &str {
        &self.0.criteria.text
    }

    /// What else new cases must have.
    async fn filter(&self) -> SubscriptionFilter {
        self.0.criteria.filter.clone().into()
    }

    /// How often digests come.
    async fn frequency(&self) -> Frequency {
        self.0.frequency.into()
    }

    /// The day on which a weekly digest comes; null for other frequencies.
    async fn weekday(&self) -> Option<Weekday> {
        (self.0.frequency == digest_period::Frequency::Weekly).then(|| self.0.weekday.into())
    }

    /// Where the subscription stands.
    async fn state(&self) -> SubscriptionState {
        self.0.state.into()
    }

    /// When it was asked for.
    async fn requested_at(&self) -> Timestamp {
        self.0.requested_at.into()
    }

    /// When the address's owner confirmed it.
    async fn confirmed_at(&self) -> Option<Timestamp> {
        self.0.confirmed_at.map(Timestamp)
    }

    /// When the reader ended it.
    async fn withdrawn_at(&self) -> Option<Timestamp> {
        self.0.withdrawn_at.map(Timestamp)
    }
}

/// What new cases must have for a digest, as `CaseFilter` takes it. An empty list means any.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct SubscriptionFilter {
    /// Handlungsfelder.
    fields_of_action: Vec<Term<FieldOfAction>>,
    /// Kernkomponenten.
    components: Vec<Term<Component>>,
    /// Lebensphasen.
    life_phases: Vec<Term<LifePhase>>,
    /// Zielgruppen.
    target_groups: Vec<Term<TargetGroup>>,
    /// Umsetzungsstand.
    statuses: Vec<Term<Status>>,
    /// Länder.
    states: Vec<Term<State>>,
    /// Municipalities.
    municipalities: Vec<Municipality>,
    /// Förderprogramme.
    funding_programmes: Vec<Term<FundingProgramme>>,
    /// First published at this moment or later.
    published_after: Option<Timestamp>,
    /// First published before this moment.
    published_before: Option<Timestamp>,
}

impl From<CaseFilter> for SubscriptionFilter {
    fn from(filter: CaseFilter) -> Self {
        Self {
            fields_of_action: terms(&filter.fields_of_action),
            components: terms(&filter.components),
            life_phases: terms(&filter.life_phases),
            target_groups: terms(&filter.target_groups),
            statuses: terms(&filter.statuses),
            states: terms(&filter.states),
            municipalities: filter.municipalities.into_iter().map(Municipality).collect(),
            funding_programmes: terms(&filter.funding_programmes),
            published_after: filter.published_after.map(Timestamp),
            published_before: filter.published_before.map(Timestamp),
        }
    }
}
