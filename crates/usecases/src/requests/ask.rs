//! Ask the network.

use super::{QUESTION_MAX, QUESTION_MIN, TEXT_MAX, participant, text};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    idempotency,
    rate_limit::{self, Limited},
};
use domain::{Job, Viewer, ids::RequestId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::{NetworkRequest, StoreError};

/// What somebody wants to know.
#[derive(Debug, Clone, Default)]
pub struct AskRequest {
    /// The question, in a line of [`QUESTION_MIN`] to [`QUESTION_MAX`] characters.
    pub question: String,
    /// What else is worth knowing, up to [`TEXT_MAX`] characters.
    pub details: String,
    /// What the client names this wish by, 1 to 255 characters.
    pub key: Option<String>,
}

/// Keeps the question, which everybody signed in reads from now on; those who may know an answer are told by mail a moment later. What was asked under
/// the same key before is there already.
///
/// Refused: unauthenticated, invalid (too short, too long), rate limited.
pub fn ask<'a>(network: &'a Network, viewer: &'a Viewer, request: AskRequest) -> BoxFuture<'a, Result<NetworkRequest, UseCaseError>> {
    Box::pin(async move {
        let member = participant(viewer)?;
        // A question is one line: its breaks become blanks.
        let line = request.question.split_whitespace().collect::<Vec<_>>().join(" ");
        let (question, details) =
            match (text("question", &line, QUESTION_MIN, QUESTION_MAX), text("details", &request.details, 0, TEXT_MAX)) {
                (Ok(question), Ok(details)) => (question, details),
                (question, details) => return Err(Refusal::Invalid(question.err().into_iter().chain(details.err()).collect()).into()),
            };
        let key = request.key.as_deref();
        let id = RequestId(idempotency::id(network, member.account, key, "network_request", &json!([question, details]))?);
        if key.is_some()
            && let Some(asked) = network.store.request(id).await?
        {
            return Ok(asked);
        }
        rate_limit::check(network, Limited::Mail, viewer)?;
        let now = network.clock.now();
        let request = NetworkRequest {
            id,
            asker: Some(member.account),
            asker_role: member.role,
            municipality: member.municipality.clone(),
            question,
            details,
            asked_at: now,
            routed_at: None,
            closed_at: None,
        };
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        match transaction.insert_request(&request).await {
            // The same wish came twice at once, and the other was kept.
            Err(error @ StoreError::Duplicate { .. }) => {
                drop(transaction);
                return network.store.request(id).await?.ok_or_else(|| error.into());
            }
            kept => kept?,
        }
        network.enqueue(&mut transaction, &Job::RouteRequest { request: request.id }, now).await?;
        let detail = json!({ "municipality": request.municipality });
        audit_log::write(network, &mut transaction, Some(member.account), ("request.asked", Thing::Request(request.id)), detail, now)
            .await?;
        network.commit(transaction).await?;
        Ok(request)
    })
}
