//! Read what members ask and answer.

use super::participant;
use crate::{Network, UseCaseError};
use chrono::{DateTime, Utc};
use domain::{Ags, Viewer, ids::RequestId};
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use storage::{NetworkRequest, RequestReply};

/// Questions, the latest first, from behind a place in the list on, at most `limit`; open ones, closed ones or all, of a Landkreis or
/// kreisfreie Stadt with its Gemeinden or of anybody.
///
/// Refused: unauthenticated.
pub fn list<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    is_open: Option<bool>,
    municipality: Option<&'a Ags>,
    after: Option<(DateTime<Utc>, RequestId)>,
    limit: u64,
) -> BoxFuture<'a, Result<Vec<NetworkRequest>, UseCaseError>> {
    Box::pin(async move {
        participant(viewer)?;
        Ok(network.store.requests(is_open, municipality, after, limit).await?)
    })
}

/// The question with this id; nothing for those who are not signed in.
pub fn one<'a>(network: &'a Network, viewer: &'a Viewer, id: RequestId) -> BoxFuture<'a, Result<Option<NetworkRequest>, UseCaseError>> {
    Box::pin(async move {
        if participant(viewer).is_err() {
            return Ok(None);
        }
        Ok(network.store.request(id).await?)
    })
}

/// The replies to some questions, the first one first.
///
/// Refused: unauthenticated.
pub fn replies<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    requests: &'a [RequestId],
) -> BoxFuture<'a, Result<HashMap<RequestId, Vec<RequestReply>>, UseCaseError>> {
    Box::pin(async move {
        participant(viewer)?;
        let mut replies: HashMap<RequestId, Vec<RequestReply>> = HashMap::new();
        for reply in network.store.replies(requests).await? {
            replies.entry(reply.request).or_default().push(reply);
        }
        Ok(replies)
    })
}
