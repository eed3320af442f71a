//! Read what members ask and answer.

use super::participant;
use crate::{Network, UseCaseError};
use chrono::{DateTime, Utc};
use domain::{Viewer, ids::RequestId};
use std::collections::HashMap;
use storage::{NetworkRequest, RequestReply};

/// Questions, the latest first, from behind a place in the list on, at most `limit`; open ones, closed ones or all.
///
/// Refused: unauthenticated.
pub async fn list(
    network: &Network,
    viewer: &Viewer,
    is_open: Option<bool>,
    after: Option<(DateTime<Utc>, RequestId)>,
    limit: u64,
) -> Result<Vec<NetworkRequest>, UseCaseError> {
    participant(viewer)?;
    Ok(network.store.requests(is_open, after, limit).await?)
}

/// The question with this id; nothing for those who are not signed in.
pub async fn one(network: &Network, viewer: &Viewer, id: RequestId) -> Result<Option<NetworkRequest>, UseCaseError> {
    if participant(viewer).is_err() {
        return Ok(None);
    }
    Ok(network.store.request(id).await?)
}

/// The replies to some questions, the first one first.
///
/// Refused: unauthenticated.
pub async fn replies(
    network: &Network,
    viewer: &Viewer,
    requests: &[RequestId],
) -> Result<HashMap<RequestId, Vec<RequestReply>>, UseCaseError> {
    participant(viewer)?;
    let mut replies: HashMap<RequestId, Vec<RequestReply>> = HashMap::new();
    for reply in network.store.replies(requests).await? {
        replies.entry(reply.request).or_default().push(reply);
    }
    Ok(replies)
}
