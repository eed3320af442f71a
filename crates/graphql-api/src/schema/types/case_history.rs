//! The fields of a case that tell how it came to be what it is, and whether it still holds.

use super::{
    review::{CaseFreshness, Review, ReviewEvent},
    review_comment::ReviewCommentConnection,
    revision::{CaseRevision, FieldChange},
};
use crate::{cost, errors::ApiError, schema::paging::PageArguments, session::Session};
use async_graphql::{Context, Object};
use domain::CaseView;
use usecases::read_review::Comparison;

/// The fields of [`super::practice_case::PracticeCase`] about its way.
pub(crate) struct CaseHistory<'a>(pub(crate) &'a CaseView);

/// How a case came to be what it is. All but `freshness` is null for those who do not see the working copy.
#[Object]
impl CaseHistory<'_> {
    /// Whether somebody still vouches for what is public; null for a case that never was.
    async fn freshness(&self) -> Option<CaseFreshness> {
        CaseFreshness::of(self.0)
    }

    /// Who reviews the case since when.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn review(&self, context: &Context<'_>) -> Result<Option<Review>, ApiError> {
        let session = Session::of(context)?;
        Ok(session.loaders.review(self.0.id).await?.map(|review| Review::new(session, self.0.id, &review)))
    }

    /// What happened to the case on its way, the first thing first.
    #[graphql(complexity = "cost::READ + 10 * child_complexity")]
    async fn review_history(&self, context: &Context<'_>) -> Result<Option<Vec<ReviewEvent>>, ApiError> {
        let session = Session::of(context)?;
        let found = session.loaders.history(self.0.id).await?;
        Ok(found.map(|events| events.into_iter().map(|event| ReviewEvent::new(session, event)).collect()))
    }

    /// The conversation about the working copy, the first comment first.
    #[graphql(complexity = "cost::list(first, last, child_complexity)")]
    async fn review_comments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the beginning, or after `after`: 1 to 100. 20 if neither this nor `last` is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many up to the end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Option<ReviewCommentConnection>, ApiError> {
        ReviewCommentConnection::load(context, self.0.id, PageArguments { first, after, last, before }).await
    }

    /// The revisions of the text, the first one first. Whoever may not read drafts does not see those that were never handed in.
    #[graphql(complexity = "cost::READ + 10 * child_complexity")]
    async fn revisions(&self, context: &Context<'_>) -> Result<Option<Vec<CaseRevision>>, ApiError> {
        let session = Session::of(context)?;
        let found = session.loaders.revisions(self.0.id).await?;
        Ok(found.map(|revisions| revisions.iter().map(|revision| CaseRevision::new(session, self.0.id, revision)).collect()))
    }

    /// In which fields two revisions differ, in the order of the case format; null where there is no such revision.
    #[graphql(complexity = "2 * cost::READ + 10 * child_complexity")]
    async fn revision_diff(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of the older revision.")] from: i32,
        #[graphql(desc = "The number of the newer revision.")] to: i32,
    ) -> Result<Option<Vec<FieldChange>>, ApiError> {
        let session = Session::of(context)?;
        let found = session.loaders.revision_diff(Comparison { case: self.0.id, from, to }).await?;
        Ok(found.map(|fields| fields.into_iter().map(FieldChange::from).collect()))
    }
}
