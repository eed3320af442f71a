//! Mutations of all that goes to a reader's address: by the token in the link of their mails, or signed in to the account with the address.

use super::payload::{
    ChangeSubscriptionFrequencyPayload, Outcome, PauseReaderPayload, ResumeReaderPayload, SetFocusAreasPayload, UpdateReaderPayload,
    WithdrawAllSubscriptionsPayload, WithdrawSubscriptionPayload, outcome,
};
use crate::{
    errors::ApiError,
    schema::{
        case_filter::municipality as parsed,
        enums::{Frequency, Weekday},
        global_id::GlobalId,
        types::{municipality::Municipality, reader::Reader},
        vocabulary_enum::{Term, unwrap},
    },
    session::Session,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use domain::{
    Rule, Violation,
    ids::SubscriptionId,
    vocabulary::{FieldOfAction, State},
};
use usecases::{
    Refusal, UseCaseError, focus_areas,
    reader::{self, By, ReaderView, SettingsChange},
};

/// What is to be different; what is not given stays.
#[derive(InputObject)]
struct ReaderInput {
    /// The hour at which digests come, 0 to 23, in Germany.
    hour: Option<i32>,
    /// The day on which weekly digests come; monthly ones come on the first such day of the month.
    weekday: Option<Weekday>,
    /// The Land whose public holidays count; null for those that all Länder share.
    state: MaybeUndefined<Term<State>>,
    /// Whether no digest comes on weekends and public holidays.
    quiet_days: Option<bool>,
    /// Whether digests name titles alone.
    titles_only: Option<bool>,
    /// How many mails with digests come on a day at most, 1 to 24.
    max_per_day: Option<i32>,
}

/// Numbers that do not fit are beyond every limit, and are refused as such.
pub(super) fn small(number: i32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

impl From<ReaderInput> for SettingsChange {
    fn from(input: ReaderInput) -> Self {
        Self {
            hour: input.hour.map(small),
            weekday: input.weekday.map(Into::into),
            state: match input.state {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(state) => Some(Some(state.0)),
            },
            quiet_days: input.quiet_days,
            titles_only: input.titles_only,
            max_per_day: input.max_per_day.map(small),
        }
    }
}

/// The mutations of readers. `token` is the one in the link of their mails; without it, whoever is signed in speaks for their own address.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ReaderMutation;

#[Object]
impl ReaderMutation {
    /// Changes how a reader wishes to be written to. No period is told twice and none is left out by it.
    async fn update_reader(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link; null for the viewer's own address.", secret)] token: Option<String>,
        #[graphql(desc = "What is to be different.")] input: ReaderInput,
    ) -> Result<UpdateReaderPayload, ApiError> {
        let session = Session::of(context)?;
        let changed = reader::change_settings(&session.network, &session.viewer, by(token.as_deref()), input.into()).await;
        Ok(shown(session, changed)?.into())
    }

    /// Sends no digest before a day. What comes up meanwhile is told in the first mail after it.
    async fn pause_reader(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link; null for the viewer's own address.", secret)] token: Option<String>,
        #[graphql(desc = "The day before which none comes, such as 2026-12-24: after today and at most a year away.")] until: String,
    ) -> Result<PauseReaderPayload, ApiError> {
        let session = Session::of(context)?;
        let paused = if let Ok(day) = until.trim().parse() {
            reader::pause(&session.network, &session.viewer, by(token.as_deref()), day).await
        } else {
            let rule = Rule::malformed("ein Tag wie 2026-12-24", &until);
            Err(Refusal::Invalid(vec![Violation::new("until", rule)]).into())
        };
        Ok(shown(session, paused)?.into())
    }

    /// Ends a pause at once. Without one it changes nothing.
    async fn resume_reader(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link; null for the viewer's own address.", secret)] token: Option<String>,
    ) -> Result<ResumeReaderPayload, ApiError> {
        let session = Session::of(context)?;
        Ok(shown(session, reader::resume(&session.network, &session.viewer, by(token.as_deref())).await)?.into())
    }

    /// Changes how often one of a reader's active subscriptions tells.
    async fn change_subscription_frequency(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link; null for the viewer's own address.", secret)] token: Option<String>,
        #[graphql(desc = "The subscription's id.")] subscription: ID,
        #[graphql(desc = "How often.")] frequency: Frequency,
    ) -> Result<ChangeSubscriptionFrequencyPayload, ApiError> {
        let session = Session::of(context)?;
        let changed = match id_of(&subscription) {
            Some(id) => reader::change_frequency(&session.network, &session.viewer, by(token.as_deref()), id, frequency.into()).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(shown(session, changed)?.into())
    }

    /// Ends one of a reader's subscriptions at once. Ending it again changes nothing.
    async fn withdraw_subscription(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link; null for the viewer's own address.", secret)] token: Option<String>,
        #[graphql(desc = "The subscription's id.")] subscription: ID,
    ) -> Result<WithdrawSubscriptionPayload, ApiError> {
        let session = Session::of(context)?;
        let ended = match id_of(&subscription) {
            Some(id) => reader::withdraw(&session.network, &session.viewer, by(token.as_deref()), id).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(shown(session, ended)?.into())
    }

    /// Replaces what a municipality works on at present, up to five Handlungsfelder in its order. Digests follow with their next period.
    async fn set_focus_areas(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS.")] municipality: String,
        #[graphql(desc = "The Handlungsfelder.")] areas: Vec<Term<FieldOfAction>>,
    ) -> Result<SetFocusAreasPayload, ApiError> {
        let session = Session::of(context)?;
        let set = match parsed(&municipality) {
            Ok(ags) => focus_areas::set(&session.network, &session.viewer, &ags, &unwrap(Some(areas))).await,
            Err(violation) => Err(Refusal::Invalid(vec![violation]).into()),
        };
        Ok(outcome(session, set.map(Municipality))?.into())
    }

    /// Ends everything that goes to a reader's address at once. Ending it again changes nothing.
    async fn withdraw_all_subscriptions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link; null for the viewer's own address.", secret)] token: Option<String>,
    ) -> Result<WithdrawAllSubscriptionsPayload, ApiError> {
        let session = Session::of(context)?;
        Ok(shown(session, reader::withdraw_all(&session.network, &session.viewer, by(token.as_deref())).await)?.into())
    }
}

fn by(token: Option<&str>) -> By<'_> {
    token.map_or(By::SignedIn, By::Token)
}

fn id_of(id: &ID) -> Option<SubscriptionId> {
    match GlobalId::decode(id) {
        Some(GlobalId::Subscription(id)) => Some(id),
        _ => None,
    }
}

fn shown(session: &Session, view: Result<ReaderView, UseCaseError>) -> Result<Outcome<Reader>, ApiError> {
    outcome(session, view.map(Reader::new))
}
