//! Mutations of addresses that mails came back from.

use super::payload::{ReactivateAddressPayload, outcome};
use crate::{
    errors::ApiError,
    schema::{
        global_id::decode_apart,
        types::suppressed_address::{KIND, SuppressedAddress},
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::ids::SuppressionId;
use usecases::bounces;

/// The mutations of addresses that mails came back from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BounceMutation;

#[Object]
impl BounceMutation {
    /// Lets an address get mail again that mails had come back from. If two more come back for good, it gets none again. For reviewers and
    /// administrators.
    async fn reactivate_address(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The suppressed address's id.")] id: ID,
    ) -> Result<ReactivateAddressPayload, ApiError> {
        let session = Session::of(context)?;
        let id = SuppressionId(decode_apart(KIND, &id).unwrap_or_default());
        let done = bounces::reactivate(&session.network, &session.viewer, id).await;
        Ok(outcome(session, done.map(SuppressedAddress::from))?.into())
    }
}
