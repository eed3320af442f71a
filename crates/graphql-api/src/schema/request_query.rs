//! The queries about what members ask each other.

use super::{
    people_query::place,
    types::request::{Request, RequestConnection},
};
use crate::{cost, errors::ApiError, schema::global_id::GlobalId, session::Session};
use async_graphql::{Context, ID, Object};

/// The queries about questions to the network.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RequestQuery;

#[Object]
impl RequestQuery {
    /// Lists what members ask the network, the latest first. For everybody signed in; others are refused.
    #[graphql(complexity = "cost::list(first, None, child_complexity)")]
    async fn requests(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only those that take replies, or only those that do not; all if left out.")] is_open: Option<bool>,
        #[graphql(desc = "The AGS of the municipality that asks, a Landkreis with its Gemeinden; all if left out.")] municipality: Option<
            String,
        >,
        #[graphql(desc = "How many from the latest on, or after `after`: 1 to 100. 20 if nothing is given.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<RequestConnection>, ApiError> {
        let place = place(municipality.as_deref())?;
        RequestConnection::load(context, is_open, place.as_ref(), first, after).await.map(Some)
    }

    /// A question to the network; null if there is none with this id, and for those who are not signed in.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn request(&self, context: &Context<'_>, #[graphql(desc = "The question's id.")] id: ID) -> Result<Option<Request>, ApiError> {
        match GlobalId::request(&id) {
            Some(id) => Request::find(Session::of(context)?, id).await,
            None => Ok(None),
        }
    }
}
