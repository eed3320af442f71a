//! Mutations of synonym groups.

use super::payload::{CreateSynonymGroupPayload, DeleteSynonymGroupPayload, UpdateSynonymGroupPayload, outcome};
use crate::{
    errors::ApiError,
    schema::{enums::SynonymKind, global_id::GlobalId, types::synonym_group::SynonymGroup},
    session::Session,
};
use async_graphql::{Context, ID, InputObject, Object};
use usecases::{
    Refusal,
    synonyms::{self, ListedGroup},
};

/// A group of words that belong together for the search.
#[derive(InputObject)]
struct SynonymGroupInput {
    /// How the words belong together; SYNONYM if nothing is chosen.
    #[graphql(default_with = "SynonymKind::Synonym")]
    kind: SynonymKind,
    /// 2 to 20 words or short phrases of 2 to 80 characters, as people write them. Inflections need not be named. Words that name no topic
    /// are refused, and so are two that are the same to the search.
    phrases: Vec<String>,
}

impl From<SynonymGroupInput> for synonyms::SynonymInput {
    fn from(input: SynonymGroupInput) -> Self {
        Self { kind: input.kind.into(), phrases: input.phrases }
    }
}

/// The mutations of synonym groups.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SynonymMutation;

#[Object]
impl SynonymMutation {
    /// Makes a group of words that belong together for the search, beside the built-in ones. It counts from the next search on. For
    /// reviewers and administrators.
    async fn create_synonym_group(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The group.")] input: SynonymGroupInput,
    ) -> Result<CreateSynonymGroupPayload, ApiError> {
        let session = Session::of(context)?;
        let created = synonyms::create(&session.network, &session.viewer, input.into()).await;
        Ok(outcome(session, created.map(|group| SynonymGroup(ListedGroup::Made(group))))?.into())
    }

    /// Replaces a group that was made here. Built-in groups cannot be changed. For reviewers and administrators.
    async fn update_synonym_group(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The group's id.")] id: ID,
        #[graphql(desc = "The group as it is to be.")] input: SynonymGroupInput,
        #[graphql(desc = "The version that was read. If somebody else changed the group since, it is refused as a CONFLICT.")] version: i32,
    ) -> Result<UpdateSynonymGroupPayload, ApiError> {
        let session = Session::of(context)?;
        let updated = match GlobalId::synonym_group(&id) {
            Some(id) => synonyms::update(&session.network, &session.viewer, id, version, input.into()).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(outcome(session, updated.map(|group| SynonymGroup(ListedGroup::Made(group))))?.into())
    }

    /// Deletes a group that was made here. Built-in groups cannot be deleted. For reviewers and administrators.
    async fn delete_synonym_group(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The group's id.")] id: ID,
        #[graphql(desc = "The version that was read. If somebody else changed the group since, it is refused as a CONFLICT.")] version: i32,
    ) -> Result<DeleteSynonymGroupPayload, ApiError> {
        let session = Session::of(context)?;
        let deleted = match GlobalId::synonym_group(&id) {
            Some(id) => synonyms::delete(&session.network, &session.viewer, id, version).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(outcome(session, deleted.map(|id| GlobalId::SynonymGroup(id).encode()))?.into())
    }
}
