//! Mutations of subscriptions.

use super::payload::{ConfirmSubscriptionPayload, SubscribePayload, UnsubscribePayload, outcome};
use crate::{
    errors::ApiError,
    schema::{
        case_filter::CaseFilterInput,
        enums::{Frequency, Weekday},
        types::{subscription::Subscription, user_error::UserError},
    },
    session::Session,
};
use async_graphql::{Context, InputObject, Object};
use domain::subscription::Criteria;
use usecases::{Refusal, confirm_subscription, subscribe, unsubscribe};

/// What a reader wants to be told about, how often, and where.
#[derive(InputObject)]
struct SubscribeInput {
    /// Where digests are to go. A mail there asks its owner to confirm; until then no digest is sent.
    #[graphql(secret)]
    email: String,
    /// Words that new cases must have, as typed into the search, up to 200 characters; nothing means any.
    text: Option<String>,
    /// What else new cases must have.
    filter: Option<CaseFilterInput>,
    /// How often.
    frequency: Frequency,
    /// On which day a weekly digest comes; TUESDAY if nothing is chosen. Other frequencies do not read it.
    weekday: Option<Weekday>,
}

/// The mutations of subscriptions.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SubscriptionMutation;

#[Object]
impl SubscriptionMutation {
    /// Asks for a subscription. The answer is the same whether or not the address is known; a mail asks its owner to confirm.
    async fn subscribe(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What the reader wants.")] input: SubscribeInput,
    ) -> Result<SubscribePayload, ApiError> {
        let session = Session::of(context)?;
        let filter = match input.filter.unwrap_or_default().into_domain() {
            Ok(filter) => filter,
            Err(violation) => return Ok(Err(UserError::of_refusal(&Refusal::Invalid(vec![violation]))).into()),
        };
        let request = subscribe::SubscribeRequest {
            email: input.email,
            criteria: Criteria { text: input.text.unwrap_or_default(), filter },
            frequency: input.frequency.into(),
            weekday: input.weekday.map(Into::into),
        };
        let subscribed = subscribe::subscribe(&session.network, &session.viewer, request).await;
        Ok(outcome(session, subscribed.map(Subscription::new))?.into())
    }

    /// Confirms a subscription with the token from the mail that asked for it. Confirming again changes nothing.
    async fn confirm_subscription(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<ConfirmSubscriptionPayload, ApiError> {
        let session = Session::of(context)?;
        let confirmed = confirm_subscription::confirm(&session.network, &token).await;
        Ok(outcome(session, confirmed.map(Subscription::new))?.into())
    }

    /// Ends a subscription with the token that stands in every digest. Leaving again changes nothing.
    async fn unsubscribe(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<UnsubscribePayload, ApiError> {
        let session = Session::of(context)?;
        let ended = unsubscribe::unsubscribe(&session.network, &token).await;
        Ok(outcome(session, ended.map(Subscription::new))?.into())
    }
}
