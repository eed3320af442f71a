//! What a case said in one of its revisions.

use super::{case_head::CaseHead, case_story::CaseStory, material::Material};
use async_graphql::Object;

/// What a revision says.
pub(crate) struct CaseContent(pub(crate) domain::CaseContent);

/// What a case says in one of its revisions, in the fields that the case itself has as well.
#[Object]
impl CaseContent {
    #[graphql(flatten)]
    async fn head(&self) -> CaseHead<'_> {
        CaseHead(&self.0)
    }

    #[graphql(flatten)]
    async fn story(&self) -> CaseStory<'_> {
        CaseStory(&self.0)
    }

    /// Files: documents and pictures. Up to 20.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn materials(&self) -> Vec<Material> {
        // Whoever sees revisions sees files that are not public.
        Material::of(&self.0, false)
    }
}
