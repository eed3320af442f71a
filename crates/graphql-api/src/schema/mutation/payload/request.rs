//! What mutations of questions to the network answer with.

use crate::schema::types::{
    request::{Request, RequestReply},
    subscription::Subscription,
};
use async_graphql::ID;

payloads! {
    /// What came of asking the network.
    AskNetworkPayload {
        /// The question.
        request: Request
    }
    /// What came of answering a question.
    ReplyToRequestPayload {
        /// The reply.
        reply: RequestReply
    }
    /// What came of asking to have replies gathered.
    GatherRepliesPayload {
        /// The subscription, which waits to be confirmed.
        subscription: Subscription
    }
    /// What came of closing a question.
    CloseRequestPayload {
        /// The closed question.
        request: Request
    }
    /// What came of deleting a question.
    EraseRequestPayload {
        /// The id of the question that is no more.
        erased_id: ID
    }
}
