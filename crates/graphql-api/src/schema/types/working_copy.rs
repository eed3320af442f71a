//! The working copy of a case.

use super::case_content::CaseContent;
use crate::schema::{enums::WorkflowState, timestamp::Timestamp};
use async_graphql::Object;
use domain::CaseView;
use std::sync::Arc;

/// A case as it is worked on, for a viewer who sees its working copy.
pub(crate) struct WorkingCopy(pub(crate) Arc<CaseView>);

/// What is worked on of a case: the next version of one that is public, which nobody else reads until it is published, or a case on its way to
/// its first publication. As long as nobody has changed it since the publication it says what is public.
#[Object]
impl WorkingCopy {
    /// What it says.
    async fn content(&self) -> CaseContent {
        CaseContent::not_public(self.0.content.clone())
    }

    /// Where it stands.
    async fn workflow_state(&self) -> WorkflowState {
        self.0.state.into()
    }

    /// The number of its revision, from 1. It is the case's `publishedRevision` as long as nobody has changed it since.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Counts the saved changes and the steps of the workflow. Whoever changes the case names the version they read, so that nobody overwrites
    /// another's change.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When its revision was saved.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at.into()
    }
}
