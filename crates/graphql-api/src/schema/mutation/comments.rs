//! Mutations of the conversation about a case.

use super::payload::{AddReviewCommentPayload, ResolveReviewCommentPayload, outcome};
use crate::{
    errors::ApiError,
    schema::{global_id::GlobalId, review_enums::ReviewParty, types::review_comment::ReviewComment},
    session::Session,
};
use async_graphql::{Context, ID, Object};
use usecases::{
    Refusal,
    comment_on_case::{self, CommentRequest},
};

/// The mutations of comments.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CommentMutation;

#[Object]
impl CommentMutation {
    /// Writes a comment on a case's working copy. Everybody who sees the working copy reads it; those who are mentioned are told by mail.
    async fn add_review_comment(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "What it says: plain text, up to 4,000 characters.")] body: String,
        #[graphql(desc = "The field that it is about, as the input names it; the whole case if left out. A list is one field, the files \
                          (`materials`) too: the places of its entries change while people write.")]
        field: Option<String>,
        #[graphql(desc = "Who is to be told by mail.")] mentions: Option<Vec<ReviewParty>>,
        #[graphql(desc = "A name for this wish, 1 to 255 characters, best a random UUID. Whoever asks for the same under the same name \
                          once more, as where an answer was lost, gets what is there already.")]
        idempotency_key: Option<String>,
    ) -> Result<AddReviewCommentPayload, ApiError> {
        let session = Session::of(context)?;
        let mentions = mentions.unwrap_or_default().into_iter().map(Into::into).collect();
        let request = CommentRequest { field, body, mentions, key: idempotency_key };
        let added = match GlobalId::case(&id) {
            Some(id) => comment_on_case::add(&session.network, &session.viewer, id, request).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(outcome(session, added.map(|comment| ReviewComment::new(session, comment)))?.into())
    }

    /// Marks a comment as resolved, or as open again.
    async fn resolve_review_comment(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The comment's id.")] id: ID,
        #[graphql(desc = "Whether it is resolved.", default = true)] is_resolved: bool,
    ) -> Result<ResolveReviewCommentPayload, ApiError> {
        let session = Session::of(context)?;
        let marked = match GlobalId::comment(&id) {
            Some(id) => comment_on_case::resolve(&session.network, &session.viewer, id, is_resolved).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(outcome(session, marked.map(|comment| ReviewComment::new(session, comment)))?.into())
    }
}
