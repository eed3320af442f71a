//! Ask the network.

use super::{QUESTION_MAX, QUESTION_MIN, TEXT_MAX, participant, text};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    rate_limit::{self, Limited},
};
use domain::{Job, Viewer, ids::RequestId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::NetworkRequest;

/// What somebody wants to know.
#[derive(Debug, Clone, Default)]
pub struct AskRequest {
    /// The question, in a line of [`QUESTION_MIN`] to [`QUESTION_MAX`] characters.
    pub question: String,
    /// What else is worth knowing, up to [`TEXT_MAX`] characters.
    pub details: String,
}

/// Keeps the question, which everybody signed in reads from now on; those who may know an answer are told by mail a moment later.
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
        rate_limit::check(network, Limited::Mail, viewer)?;
        let now = network.clock.now();
        let request = NetworkRequest {
            id: RequestId(network.ids.next()),
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
        transaction.insert_request(&request).await?;
        network.enqueue(&mut transaction, &Job::RouteRequest { request: request.id }, now).await?;
        let detail = json!({ "municipality": request.municipality });
        audit_log::write(network, &mut transaction, Some(member.account), ("request.asked", Thing::Request(request.id)), detail, now)
            .await?;
        network.commit(transaction).await?;
        Ok(request)
    })
}
