//! Questions to the network and their replies, for everybody signed in.

use super::{municipality::Municipality, practice_case::PracticeCase, review::ReviewActor};
use crate::{
    cost,
    errors::ApiError,
    schema::{
        cursor,
        global_id::GlobalId,
        paging::{DEFAULT_PAGE, PageArguments},
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{Context, ID, Object, SimpleObject, connection::PageInfo};
use domain::{Ags, ids::RequestId};
use std::collections::HashMap;
use usecases::{NetworkRequest, requests};

/// A question with its replies.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    request: NetworkRequest,
    replies: Vec<usecases::RequestReply>,
}

impl Request {
    /// The question with this id, for those who are signed in.
    pub(crate) async fn find(session: &Session, id: RequestId) -> Result<Option<Self>, ApiError> {
        let found = requests::one(&session.network, &session.viewer, id).await.map_err(|error| session.error(error))?;
        match found {
            Some(request) => Ok(Self::with_replies(session, vec![request]).await?.pop()),
            None => Ok(None),
        }
    }

    /// Questions with their replies, read in one go.
    pub(crate) async fn with_replies(session: &Session, rows: Vec<NetworkRequest>) -> Result<Vec<Self>, ApiError> {
        let ids: Vec<RequestId> = rows.iter().map(|request| request.id).collect();
        let replies = requests::replies(&session.network, &session.viewer, &ids).await;
        let mut replies: HashMap<_, _> = replies.map_err(|error| session.error(error))?;
        Ok(rows.into_iter().map(|request| Self { replies: replies.remove(&request.id).unwrap_or_default(), request }).collect())
    }
}

/// A question to the network. Everybody signed in reads it and may reply.
#[Object]
impl Request {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::Request(self.request.id).encode()
    }

    /// The address of its page.
    async fn url(&self, context: &Context<'_>) -> Result<String, ApiError> {
        Ok(requests::page(&Session::of(context)?.network, &self.request).to_string())
    }

    /// The question, in a line.
    async fn question(&self) -> &str {
        &self.request.question
    }

    /// What else is worth knowing: plain text, may be empty.
    async fn details(&self) -> &str {
        &self.request.details
    }

    /// Who asks.
    async fn by(&self, context: &Context<'_>) -> Result<ReviewActor, ApiError> {
        Ok(ReviewActor::new(Session::of(context)?, self.request.asker_role, self.request.asker))
    }

    /// The municipality that asks; null for the agency's people.
    async fn municipality(&self) -> Option<Municipality> {
        self.request.municipality.clone().map(Municipality)
    }

    /// When it was asked.
    async fn asked_at(&self) -> Timestamp {
        self.request.asked_at.into()
    }

    /// When it was closed; null while it takes replies.
    async fn closed_at(&self) -> Option<Timestamp> {
        self.request.closed_at.map(Timestamp)
    }

    /// Whether the viewer may close and delete it.
    async fn may_close(&self, context: &Context<'_>) -> Result<bool, ApiError> {
        let session = Session::of(context)?;
        Ok(session.viewer.member().is_some_and(|member| requests::may_close(member, &self.request)))
    }

    /// How many replies there are.
    async fn reply_count(&self) -> usize {
        self.replies.len()
    }

    /// The replies, the first one first.
    #[graphql(complexity = "cost::list(Some(20), None, child_complexity)")]
    async fn replies(&self) -> Vec<RequestReply> {
        self.replies.iter().cloned().map(RequestReply).collect()
    }
}

/// A reply to a question.
#[derive(Debug, Clone)]
pub(crate) struct RequestReply(pub(crate) usecases::RequestReply);

/// A reply to a question to the network.
#[Object]
impl RequestReply {
    /// The id.
    async fn id(&self) -> ID {
        crate::schema::global_id::encode_apart("RequestReply", self.0.id.0)
    }

    /// Who replies.
    async fn by(&self, context: &Context<'_>) -> Result<ReviewActor, ApiError> {
        Ok(ReviewActor::new(Session::of(context)?, self.0.author_role, self.0.author))
    }

    /// The municipality that replies; null for the agency's people.
    async fn municipality(&self) -> Option<Municipality> {
        self.0.municipality.clone().map(Municipality)
    }

    /// What it says: plain text.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// The case that it points to; null if none, or if it is not to be seen any more.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn practice_case(&self, context: &Context<'_>) -> Result<Option<PracticeCase>, ApiError> {
        let Some(case) = self.0.case else { return Ok(None) };
        PracticeCase::find(Session::of(context)?, case).await
    }

    /// When it was written.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at.into()
    }
}

/// One page of the questions to the network.
pub(crate) struct RequestConnection {
    rows: Vec<Request>,
    has_previous: bool,
    has_next: bool,
}

/// A question in a list.
#[derive(SimpleObject)]
pub(crate) struct RequestEdge {
    /// The place in the list.
    cursor: String,
    /// The question.
    node: Request,
}

impl RequestConnection {
    /// The page that the arguments ask for.
    pub(crate) async fn load(
        context: &Context<'_>,
        is_open: Option<bool>,
        municipality: Option<&Ags>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Self, ApiError> {
        let session = Session::of(context)?;
        let slice = PageArguments { first, after, ..PageArguments::default() }.slice(DEFAULT_PAGE)?;
        let place = slice.cursor.as_deref().map(|text| cursor::request(slice.cursor_argument(), text)).transpose()?;
        // One more tells whether there are others beyond.
        let found = requests::list(&session.network, &session.viewer, is_open, municipality, place, u64::from(slice.limit) + 1).await;
        let mut rows = found.map_err(|error| session.error(error))?;
        let has_next = rows.len() > usize::from(slice.limit);
        rows.truncate(usize::from(slice.limit));
        Ok(Self { rows: Request::with_replies(session, rows).await?, has_previous: place.is_some(), has_next })
    }
}

fn place(request: &Request) -> String {
    cursor::of_request(request.request.asked_at, request.request.id)
}

/// One page of the questions to the network, the latest first.
#[Object]
impl RequestConnection {
    /// The questions of this page, each with its place in the list.
    async fn edges(&self) -> Vec<RequestEdge> {
        self.rows.iter().map(|request| RequestEdge { cursor: place(request), node: request.clone() }).collect()
    }

    /// The questions of this page.
    async fn nodes(&self) -> Vec<Request> {
        self.rows.clone()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.rows.first().map(place),
            end_cursor: self.rows.last().map(place),
        }
    }
}
