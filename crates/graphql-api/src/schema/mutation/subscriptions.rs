//! Mutations of subscriptions.

use super::{
    payload::{ConfirmSubscriptionPayload, SubscribePayload, UnsubscribePayload, outcome},
    readers::small,
};
use crate::{
    errors::ApiError,
    schema::{
        case_filter::{CaseFilterInput, municipality},
        enums::{Frequency, Weekday},
        global_id::GlobalId,
        types::{subscription::Subscription, user_error::UserError},
    },
    session::Session,
};
use async_graphql::{Context, ID, InputObject, Object};
use domain::{Violation, subscription::Criteria};
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
    /// A municipality by AGS, in whose focus areas new cases must lie, as they are when a digest is composed.
    focus_of: Option<String>,
    /// A case whose substantial new versions alone are told; text, filter and focus areas are not read then.
    practice_case: Option<ID>,
    /// How often.
    frequency: Frequency,
    /// The weekday of weekly and monthly digests to this address, once its owner confirms; if none is chosen, the reader's own, at first TUESDAY.
    weekday: Option<Weekday>,
    /// The hour at which digests come to this address, 0 to 23, once its owner confirms; if none is chosen, the reader's own, at first 7.
    hour: Option<i32>,
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
        let criteria = match criteria(input.text, input.filter, input.focus_of.as_deref(), input.practice_case.as_ref()) {
            Ok(criteria) => criteria,
            Err(refusal) => return Ok(Err(UserError::of_refusal(&refusal)).into()),
        };
        let request = subscribe::SubscribeRequest {
            email: input.email,
            criteria,
            frequency: input.frequency.into(),
            weekday: input.weekday.map(Into::into),
            hour: input.hour.map(small),
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

fn criteria(text: Option<String>, filter: Option<CaseFilterInput>, focus_of: Option<&str>, case: Option<&ID>) -> Result<Criteria, Refusal> {
    if let Some(id) = case {
        let id = GlobalId::case(id).ok_or(Refusal::NotFound)?;
        return Ok(Criteria { case: Some(id), ..Criteria::default() });
    }
    let filter = filter.unwrap_or_default().into_domain().map_err(|violation| Refusal::Invalid(vec![violation]))?;
    let wrong = |violation| Refusal::Invalid(vec![Violation { field: "focusOf".to_owned(), ..violation }]);
    let focus_of = focus_of.map(municipality).transpose().map_err(wrong)?;
    Ok(Criteria { text: text.unwrap_or_default(), filter, focus_of, ..Criteria::default() })
}
