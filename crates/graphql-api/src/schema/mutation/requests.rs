//! Mutations of questions to the network.

use super::payload::{AskNetworkPayload, CloseRequestPayload, EraseRequestPayload, ReplyToRequestPayload, outcome};
use crate::{
    errors::ApiError,
    schema::{
        global_id::GlobalId,
        types::request::{Request, RequestReply},
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::ids::{CaseId, RequestId};
use usecases::requests::{self, AskRequest, ReplyRequest};
use uuid::Uuid;

/// The question that an id names. What names none is looked for like any other, so that whoever may not ask at all is told that first.
fn request(id: &ID) -> RequestId {
    GlobalId::request(id).unwrap_or(RequestId(Uuid::nil()))
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
    ) -> Result<AskNetworkPayload, ApiError> {
        let session = Session::of(context)?;
        let asked = requests::ask(&session.network, &session.viewer, AskRequest { question, details: details.unwrap_or_default() }).await;
        Ok(outcome(session, asked.map(Request::new))?.into())
    }

    /// Answers a question that is open. Whoever asked is told by mail.
    async fn reply_to_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question's id.")] id: ID,
        #[graphql(desc = "The answer: plain text, up to 4,000 characters.")] reply: String,
        #[graphql(desc = "The id of a public case that shows it.")] case: Option<ID>,
    ) -> Result<ReplyToRequestPayload, ApiError> {
        let session = Session::of(context)?;
        // A case that is named but not there is refused, not left out.
        let case = case.map(|id| GlobalId::case(&id).unwrap_or(CaseId(Uuid::nil())));
        let replied = requests::reply(&session.network, &session.viewer, request(&id), ReplyRequest { body: reply, case }).await;
        Ok(outcome(session, replied.map(RequestReply))?.into())
    }

    /// Closes a question: it stays to be read, but takes no more replies. For whoever asked, their municipality and the agency.
    async fn close_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The question's id.")] id: ID,
    ) -> Result<CloseRequestPayload, ApiError> {
        let session = Session::of(context)?;
        let closed = requests::close(&session.network, &session.viewer, request(&id)).await;
        let closed = match outcome(session, closed)? {
            Ok(request) => Ok(Request::with_replies(session, vec![request]).await?.remove(0)),
            Err(errors) => Err(errors),
        };
        Ok(closed.into())
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
