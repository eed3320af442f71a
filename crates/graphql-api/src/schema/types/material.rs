//! A file on a case.

use crate::{
    cost,
    errors::ApiError,
    schema::{global_id::GlobalId, vocabulary_enum::Term},
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::{CaseContent, vocabulary::Licence};
use usecases::file_address;

/// A file of a revision that this viewer sees.
#[derive(Debug, Clone)]
pub(crate) struct Material {
    /// Whether the revision is shown as what everybody sees.
    is_public: bool,
    file: domain::material::Material,
}

impl Material {
    /// The files of what a case says in a revision.
    pub(crate) fn of(content: &CaseContent, is_public: bool) -> Vec<Self> {
        content.materials.iter().cloned().map(|file| Self { is_public, file }).collect()
    }
}

/// A file on a case: a document or a picture.
#[Object]
impl Material {
    /// The file, by the id that `POST /dateien` answered with. It is the same in every revision, where the rest may differ.
    async fn file(&self) -> ID {
        GlobalId::File(self.file.file).encode()
    }

    /// What it is. 2 to 200 characters.
    async fn title(&self) -> &str {
        &self.file.title
    }

    /// What a picture shows, for those who do not see it. Every picture has one.
    async fn alternative_text(&self) -> Option<&str> {
        self.file.alternative_text.as_deref()
    }

    /// On which terms others may use the file.
    async fn licence(&self) -> Term<Licence> {
        Term(self.file.licence)
    }

    /// The name that it was uploaded under.
    async fn name(&self) -> &str {
        &self.file.name
    }

    /// The kind of file as people read it: `PDF`, `OpenDocument-Text`.
    async fn kind(&self) -> &str {
        self.file.kind.label()
    }

    /// Its media type (RFC 6838), found out from its content: `application/pdf`.
    async fn media_type(&self) -> &str {
        self.file.kind.media_type()
    }

    /// How many bytes it has.
    async fn byte_size(&self) -> i32 {
        i32::try_from(self.file.size).unwrap_or(i32::MAX)
    }

    /// SHA-256 of its bytes in 64 hexadecimal digits.
    async fn sha256(&self) -> &str {
        &self.file.sha256
    }

    /// Where it is downloaded from, without a cookie or token in the request. On a working copy the address itself is the right to the
    /// file, and works for an hour. Null if the file is gone.
    #[graphql(complexity = "cost::READ")]
    async fn url(&self, context: &Context<'_>) -> Result<Option<String>, ApiError> {
        let session = Session::of(context)?;
        let stored = if self.is_public { None } else { session.loaders.file(self.file.file).await? };
        Ok(file_address::of(&session.network, self.is_public, &self.file, stored.as_ref()).map(Into::into))
    }
}
