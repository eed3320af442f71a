//! What a case says in one of its revisions.

use super::{case_head::CaseHead, case_story::CaseStory, material::Material};
use async_graphql::Object;

/// What a revision says.
pub(crate) struct CaseContent {
    content: domain::CaseContent,
    /// Whether it is shown as what everybody sees; otherwise its files have addresses for the viewer alone.
    is_public: bool,
}

impl CaseContent {
    /// What everybody sees.
    pub(crate) fn public(content: domain::CaseContent) -> Self {
        Self { content, is_public: true }
    }

    /// What those see who see the working copy.
    pub(crate) fn not_public(content: domain::CaseContent) -> Self {
        Self { content, is_public: false }
    }
}

/// What a case says, or said in one of its revisions, in the fields that the case itself has as well.
#[Object]
impl CaseContent {
    #[graphql(flatten)]
    async fn head(&self) -> CaseHead<'_> {
        CaseHead(&self.content)
    }

    #[graphql(flatten)]
    async fn story(&self) -> CaseStory<'_> {
        CaseStory(&self.content)
    }

    /// Files: documents and pictures. Up to 20.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn materials(&self) -> Vec<Material> {
        Material::of(&self.content, self.is_public)
    }
}
