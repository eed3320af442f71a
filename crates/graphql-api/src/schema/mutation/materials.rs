//! Mutations of the files on cases.

use super::{
    edit_payload::{Edited, RemoveMaterialPayload, UpdateMaterialPayload},
    payload::{AddMaterialPayload, case_outcome},
};
use crate::{
    errors::ApiError,
    schema::{global_id::GlobalId, vocabulary_enum::Term},
    session::Session,
};
use async_graphql::{Context, ID, InputObject, Object};
use domain::{
    Rule, Violation,
    ids::{CaseId, FileId},
    vocabulary::Licence,
};
use usecases::{
    Refusal, UseCaseError,
    add_material::{self, NewMaterial},
    remove_material,
    update_material::{self, MaterialChange},
};

/// The mutations of the files on cases.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MaterialMutation;

/// An uploaded file and what people are told of it.
#[derive(Debug, InputObject)]
pub(crate) struct MaterialInput {
    /// The file, by the id that `POST /dateien` answered with.
    file: ID,
    /// What it is. 2 to 200 characters.
    title: String,
    /// What a picture shows, for those who do not see it. Needed for pictures; up to 500 characters, and no file's name.
    alternative_text: Option<String>,
    /// On which terms others may use the file. Needed; without it the file is refused as REQUIRED.
    licence: Option<Term<Licence>>,
}

/// What is to change of a file on a case; what is left out stays.
#[derive(Debug, InputObject)]
pub(crate) struct MaterialChangeInput {
    /// What it is. 2 to 200 characters.
    title: Option<String>,
    /// What a picture shows. An empty text takes it away, which pictures do not bear.
    alternative_text: Option<String>,
    /// On which terms others may use the file.
    licence: Option<Term<Licence>>,
}

#[Object]
impl MaterialMutation {
    /// Puts an uploaded file on a case's working copy. It becomes public when the working copy is published.
    async fn add_material(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] case: ID,
        #[graphql(desc = "The file and what people are told of it.")] input: MaterialInput,
        #[graphql(
            desc = "The version that was read. It need not be given: a file is added to the text as it is by now, nobody's change is \
                          lost, and several files can be added at once. If it is, and somebody else changed the text since, the change \
                          is refused as a CONFLICT."
        )]
        version: Option<i32>,
    ) -> Result<AddMaterialPayload, ApiError> {
        let session = Session::of(context)?;
        let added = match ids(&case, &input.file) {
            Ok((case, file)) => {
                let new = NewMaterial {
                    file,
                    title: input.title,
                    alternative_text: input.alternative_text,
                    licence: input.licence.map(|licence| licence.0),
                };
                add_material::add(&session.network, &session.viewer, case, version, new).await
            }
            Err(refusal) => Err(refusal),
        };
        Ok(case_outcome(session, added).await?.into())
    }

    /// Changes what people are told of a file on a case's working copy.
    async fn update_material(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] case: ID,
        #[graphql(desc = "The file's id.")] file: ID,
        #[graphql(desc = "What is to change.")] input: MaterialChangeInput,
        #[graphql(desc = "The version that was read. If somebody else changed the text since, the change is refused as a CONFLICT, and \
                          `conflict` has what would have been lost.")]
        version: i32,
    ) -> Result<UpdateMaterialPayload, ApiError> {
        let session = Session::of(context)?;
        let change = MaterialChange {
            title: input.title,
            alternative_text: input.alternative_text,
            licence: input.licence.map(|licence| licence.0),
        };
        let updated = match ids(&case, &file) {
            Ok((case, file)) => update_material::update(&session.network, &session.viewer, case, Some(version), file, change).await,
            Err(refusal) => Err(refusal),
        };
        Ok(Edited::of(session, updated).await?.into())
    }

    /// Takes a file off a case's working copy. What is public keeps it until the next publication. Taking off what is not there changes
    /// nothing.
    async fn remove_material(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] case: ID,
        #[graphql(desc = "The file's id.")] file: ID,
        #[graphql(desc = "The version that was read. If somebody else changed the text since, the change is refused as a CONFLICT, and \
                          `conflict` has what would have been lost.")]
        version: i32,
    ) -> Result<RemoveMaterialPayload, ApiError> {
        let session = Session::of(context)?;
        let removed = match ids(&case, &file) {
            Ok((case, file)) => remove_material::remove(&session.network, &session.viewer, case, Some(version), file).await,
            Err(refusal) => Err(refusal),
        };
        Ok(Edited::of(session, removed).await?.into())
    }
}

fn ids(case: &ID, file: &ID) -> Result<(CaseId, FileId), UseCaseError> {
    let case = GlobalId::case(case).ok_or(Refusal::NotFound)?;
    let unknown = || {
        let given = file.chars().take(80).collect();
        Refusal::Invalid(vec![Violation::new("file", Rule::Unknown { list: "Ihre hochgeladenen Dateien", given })])
    };
    Ok((case, GlobalId::file(file).ok_or_else(unknown)?))
}
