//! The conversation about a case. There are some dozens of comments at most, so that a page is cut out of the whole.

use super::review::ReviewActor;
use crate::{
    errors::ApiError,
    schema::{
        cursor,
        enums::Role,
        global_id::GlobalId,
        paging::{DEFAULT_PAGE, PageArguments},
        review_enums::ReviewParty,
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{Context, ID, Object, SimpleObject, connection::PageInfo};
use domain::ids::{AccountId, CaseId};
use usecases::comment_on_case::field_label;

/// A comment, for a viewer who sees the case's working copy.
#[derive(Debug, Clone)]
pub(crate) struct ReviewComment {
    comment: usecases::ReviewComment,
    viewer: Option<AccountId>,
}

impl ReviewComment {
    pub(crate) fn new(session: &Session, comment: usecases::ReviewComment) -> Self {
        Self { comment, viewer: session.viewer.member().map(|member| member.account) }
    }
}

/// A comment on a case's working copy. Everybody who sees the working copy reads it.
#[Object]
impl ReviewComment {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::ReviewComment(self.comment.id).encode()
    }

    /// When it was written.
    async fn created_at(&self) -> Timestamp {
        self.comment.created_at.into()
    }

    /// Who wrote it.
    async fn by(&self, context: &Context<'_>) -> Result<ReviewActor, ApiError> {
        Ok(ReviewActor::new(Session::of(context)?, self.comment.author_role, self.comment.author))
    }

    /// Whether the viewer wrote it.
    async fn is_own(&self) -> bool {
        self.viewer.is_some() && self.viewer == self.comment.author
    }

    /// The field that it is about, as the input names it; null if it is about the whole case.
    async fn field(&self) -> Option<&str> {
        self.comment.field.as_deref()
    }

    /// The field as people read it, in German.
    async fn field_label(&self) -> Option<String> {
        self.comment.field.as_deref().map(field_label)
    }

    /// What it says: plain text.
    async fn body(&self) -> &str {
        &self.comment.body
    }

    /// Who was told of it by mail.
    async fn mentions(&self) -> Vec<ReviewParty> {
        self.comment.mentions.iter().map(|party| (*party).into()).collect()
    }

    /// The number of the revision that it was written about.
    async fn revision(&self) -> i32 {
        self.comment.revision
    }

    /// Whether it is resolved.
    async fn is_resolved(&self) -> bool {
        self.comment.resolved.is_some()
    }

    /// When it was marked as resolved.
    async fn resolved_at(&self) -> Option<Timestamp> {
        self.comment.resolved.map(|(at, _)| at.into())
    }

    /// The role of whoever marked it as resolved.
    async fn resolved_by_role(&self) -> Option<Role> {
        self.comment.resolved.map(|(_, role)| role.into())
    }
}

/// One page of the conversation about a case.
pub(crate) struct ReviewCommentConnection {
    rows: Vec<ReviewComment>,
    total: usize,
    /// How many comments stand before this page.
    offset: usize,
}

/// A comment in a list.
#[derive(SimpleObject)]
pub(crate) struct ReviewCommentEdge {
    /// The comment's place in the list.
    cursor: String,
    /// The comment.
    node: ReviewComment,
}

impl ReviewCommentConnection {
    /// The page that the arguments ask for; nothing for those who do not see the working copy.
    pub(crate) async fn load(context: &Context<'_>, case: CaseId, arguments: PageArguments) -> Result<Option<Self>, ApiError> {
        let session = Session::of(context)?;
        let slice = arguments.slice(DEFAULT_PAGE)?;
        let place = slice.cursor.as_deref().map(|text| cursor::comment(slice.cursor_argument(), text)).transpose()?;
        let Some(all) = session.loaders.comments(case).await? else { return Ok(None) };
        let bound = place.map(|id| match all.iter().position(|comment| comment.id == id) {
            Some(at) => at + usize::from(!slice.backward),
            // A comment that is not there any more ends the list on the side that is asked for.
            None if slice.backward => 0,
            None => all.len(),
        });
        let range = slice.range(all.len(), bound);
        let offset = range.start;
        let rows = all[range].iter().map(|comment| ReviewComment::new(session, comment.clone())).collect();
        Ok(Some(Self { rows, total: all.len(), offset }))
    }
}

/// One page of the conversation about a case.
#[Object]
impl ReviewCommentConnection {
    /// How many comments there are in all.
    async fn total_count(&self) -> usize {
        self.total
    }

    /// The comments of this page, each with its place in the list.
    async fn edges(&self) -> Vec<ReviewCommentEdge> {
        let edge = |comment: &ReviewComment| ReviewCommentEdge { cursor: cursor::of_comment(comment.comment.id), node: comment.clone() };
        self.rows.iter().map(edge).collect()
    }

    /// The comments of this page.
    async fn nodes(&self) -> Vec<ReviewComment> {
        self.rows.clone()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        let place = |comment: Option<&ReviewComment>| comment.map(|comment| cursor::of_comment(comment.comment.id));
        PageInfo {
            has_previous_page: self.offset > 0,
            has_next_page: self.offset + self.rows.len() < self.total,
            start_cursor: place(self.rows.first()),
            end_cursor: place(self.rows.last()),
        }
    }
}
