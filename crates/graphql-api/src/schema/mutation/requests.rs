//! Mutations of questions to the network.

use super::{
    payload::{AskNetworkPayload, CloseRequestPayload, EraseRequestPayload, GatherRepliesPayload, Outcome, ReplyToRequestPayload, outcome},
    readers::small,
};
use crate::{
    errors::ApiError,
    schema::{
        enums::{Frequency, Weekday},
        global_id::GlobalId,
        types::{
            request::{Request, RequestReply},
            subscription::Subscription,
        },
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::ids::{CaseId, RequestId};
use usecases::{
    NetworkRequest, UseCaseError,
    requests::{self, AskRequest, GatherRequest, ReplyRequest},
};
use uuid::Uuid;

/// The question that an id names. What names none is looked for like any other, so that whoever may not ask at all is told that first.
fn request(id: &ID) -> RequestId {
    GlobalId::request(id).unwrap_or(RequestId(Uuid::nil()))
}

/// A question with its replies, or why it was refused.
async fn shown(session: &Session, result: Result<NetworkRequest, UseCaseError>) -> Result<Outcome<Request>, ApiError> {
    Ok(match outcome(session, result)? {
        Ok(request) => Ok(Request::with_replies(session, vec![request]).await?.remove(0)),
        Err(errors) => Err(errors),
    })
}

/// The mutations of questions to the network.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RequestMutation;

#[Object]
impl RequestMutation {
    /// Asks the network. Everybody signed in reads the question; the municipalities whose cases fit it best and the agency are told by mail.
    async fn ask_network(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question, in a line of 10 to 200 characters.")] question: String,
        #[graphql(desc = "What else is worth knowing: plain text, up to 4,000 characters.")] details: Option<String>,
        #[graphql(desc = "A name for this wish, 1 to 255 characters, best a random UUID. Whoever asks for the same under the same name \
                          once more, as where an answer was lost, gets what is there already.")]
        idempotency_key: Option<String>,
    ) -> Result<AskNetworkPayload, ApiError> {
        let session = Session::of(context)?;
        let request = AskRequest { question, details: details.unwrap_or_default(), key: idempotency_key };
        let asked = requests::ask(&session.network, &session.viewer, request).await;
        Ok(shown(session, asked).await?.into())
    }

    /// Answers a question that is open. Whoever asked is told by mail, at once or in their digest.
    async fn reply_to_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question's id.")] id: ID,
        #[graphql(desc = "The answer: plain text, up to 4,000 characters.")] reply: String,
        #[graphql(desc = "The id of a public case that shows it.")] case: Option<ID>,
        #[graphql(desc = "A name for this wish, 1 to 255 characters, best a random UUID. Whoever asks for the same under the same name \
                          once more, as where an answer was lost, gets what is there already.")]
        idempotency_key: Option<String>,
    ) -> Result<ReplyToRequestPayload, ApiError> {
        let session = Session::of(context)?;
        // A case that is named but not there is refused, not left out.
        let case = case.map(|id| GlobalId::case(&id).unwrap_or(CaseId(Uuid::nil())));
        let reply = ReplyRequest { body: reply, case, key: idempotency_key };
        let replied = requests::reply(&session.network, &session.viewer, request(&id), reply).await;
        Ok(outcome(session, replied.map(RequestReply))?.into())
    }

    /// Asks for a subscription that gathers the replies to the viewer's questions into digests, instead of a mail for each. It goes to the address
    /// of the viewer's account; a mail there asks to confirm it, and until then each reply is told at once, as again when it has ended.
    async fn gather_replies(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How often.")] frequency: Frequency,
        #[graphql(
            desc = "The weekday of weekly and monthly digests to this address, once it is confirmed; if none is chosen, the reader's own, at first TUESDAY."
        )]
        weekday: Option<Weekday>,
        #[graphql(
            desc = "The hour at which digests come to this address, 0 to 23, once it is confirmed; if none is chosen, the reader's own, at first 7."
        )]
        hour: Option<i32>,
    ) -> Result<GatherRepliesPayload, ApiError> {
        let session = Session::of(context)?;
        let request = GatherRequest { frequency: frequency.into(), weekday: weekday.map(Into::into), hour: hour.map(small) };
        let asked = requests::gather(&session.network, &session.viewer, request).await;
        Ok(outcome(session, asked.map(Subscription::new))?.into())
    }

    /// Closes a question: it stays to be read, but takes no more replies. For whoever asked, their municipality and the agency.
    async fn close_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question's id.")] id: ID,
    ) -> Result<CloseRequestPayload, ApiError> {
        let session = Session::of(context)?;
        let closed = requests::close(&session.network, &session.viewer, request(&id)).await;
        Ok(shown(session, closed).await?.into())
    }

    /// Deletes a question with its replies for good. For whoever asked, their municipality and the agency.
    async fn erase_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question's id.")] id: ID,
    ) -> Result<EraseRequestPayload, ApiError> {
        let session = Session::of(context)?;
        let erased = requests::erase(&session.network, &session.viewer, request(&id)).await;
        Ok(outcome(session, erased.map(|id| GlobalId::Request(id).encode()))?.into())
    }
}
