//! A subscription to digests. It never shows the address it goes to.

use super::{consent::Consent, municipality::Municipality, practice_case::PracticeCase};
use crate::{
    cost,
    errors::ApiError,
    schema::{
        enums::{Frequency, SubscriptionState, Weekday},
        global_id::GlobalId,
        timestamp::Timestamp,
        vocabulary_enum::{Term, terms},
    },
    session::Session,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use domain::{
    CaseFilter,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup},
};
use usecases::read_subscription;

/// A subscription. In the schema it has another name: tools take a type named `Subscription` for the root of GraphQL's subscriptions.
#[derive(Debug, Clone)]
pub(crate) struct Subscription(Box<usecases::Subscription>);

impl Subscription {
    /// The subscription as the API shows it.
    pub(crate) fn new(subscription: usecases::Subscription) -> Self {
        Self(Box::new(subscription))
    }
}

/// A subscription to digests, of new cases or of replies to one's own questions. It never shows the address that it goes to.
#[Object(name = "DigestSubscription")]
impl Subscription {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::Subscription(self.0.id).encode()
    }

    /// The words that new cases must have; empty means any.
    async fn text(&self) -> &str {
        &self.0.criteria.text
    }

    /// The words as they were typed, if a typing mistake in them was corrected.
    async fn typed_text(&self) -> Option<&str> {
        self.0.typed_text.as_deref()
    }

    /// What else new cases must have.
    async fn filter(&self) -> SubscriptionFilter {
        self.0.criteria.filter.clone().into()
    }

    /// The municipality whose focus areas new cases must lie in, if one is named.
    async fn focus_of(&self) -> Option<Municipality> {
        self.0.criteria.focus_of.clone().map(Municipality)
    }

    /// Whether the subscription is about the new versions of one case alone, be it to be seen or not.
    async fn follows_case(&self) -> bool {
        self.0.criteria.case.is_some()
    }

    /// The case whose new versions alone are told, if the subscription is about one; null if it is no longer to be seen.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn practice_case(&self, context: &Context<'_>) -> Result<Option<PracticeCase>, ApiError> {
        let Some(id) = self.0.criteria.case else { return Ok(None) };
        PracticeCase::find(Session::of(context)?, id).await
    }

    /// Whether the subscription gathers the replies to the questions of whoever asked for it, and tells of no case.
    async fn gathers_replies(&self) -> bool {
        self.0.criteria.replies
    }

    /// How often digests come.
    async fn frequency(&self) -> Frequency {
        self.0.frequency.into()
    }

    /// The weekday of a weekly or monthly digest: the one that was asked for until it is confirmed, then the reader's. Null for other frequencies.
    #[graphql(complexity = "cost::READ")]
    async fn weekday(&self, context: &Context<'_>) -> Result<Option<Weekday>, ApiError> {
        if !self.0.frequency.has_weekday() {
            return Ok(None);
        }
        if let Some(weekday) = self.0.wanted_weekday {
            return Ok(Some(weekday.into()));
        }
        let session = Session::of(context)?;
        let weekday = read_subscription::weekday(&session.network, &self.0).await.map_err(|error| session.error(error))?;
        Ok(Some(weekday.into()))
    }

    /// The hour that was asked for with it, 0 to 23; null if none was, and once it is confirmed, when it is the reader's.
    async fn wanted_hour(&self) -> Option<u8> {
        self.0.wanted_hour
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

    /// What proves, beside these times, that the address's owner agreed.
    async fn consent(&self) -> Consent {
        Consent::from(&*self.0)
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
    /// Handlungsfelder of which a case must have one as well.
    focus_areas: Vec<Term<FieldOfAction>>,
    /// First published at this moment or later.
    published_after: Option<Timestamp>,
    /// First published before this moment.
    published_before: Option<Timestamp>,
    /// With a substantial new version published at this moment or later.
    renewed_after: Option<Timestamp>,
    /// With a substantial new version, the latest of which was published before this moment.
    renewed_before: Option<Timestamp>,
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
            focus_areas: terms(&filter.focus_areas),
            renewed_after: filter.renewed_after.map(Timestamp),
            renewed_before: filter.renewed_before.map(Timestamp),
        }
    }
}
