//! Answer a question to the network.

use super::{TEXT_MAX, participant, tell, text};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    idempotency,
    rate_limit::{self, Limited},
};
use domain::{
    ErrorCode, Rule, Viewer, Violation,
    ids::{CaseId, ReplyId, RequestId},
};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::{RequestReply, StoreError};

/// What somebody answers.
#[derive(Debug, Clone, Default)]
pub struct ReplyRequest {
    /// What they say, up to [`TEXT_MAX`] characters.
    pub body: String,
    /// A case that shows it.
    pub case: Option<CaseId>,
    /// What the client names this wish by, 1 to 255 characters.
    pub key: Option<String>,
}

/// Keeps the reply, which everybody signed in reads, and has whoever asked told, unless they replied themselves: at once, or by their next
/// digest if they want replies gathered. What was replied under the same key before is there already.
///
/// Refused: unauthenticated, not found, invalid (the case, too, with the code of what is not found, if it is not public or gone by now), request
/// closed, rate limited.
pub fn reply<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: RequestId,
    reply: ReplyRequest,
) -> BoxFuture<'a, Result<RequestReply, UseCaseError>> {
    Box::pin(async move {
        let member = participant(viewer)?;
        let body = text("reply", &reply.body, 1, TEXT_MAX).map_err(|violation| Refusal::Invalid(vec![violation]))?;
        let key = reply.key.as_deref();
        let new = ReplyId(idempotency::id(network, member.account, key, "request_reply", &json!([id, body, reply.case]))?);
        if key.is_some()
            && let Some(kept) = network.store.reply(new).await?
        {
            return Ok(kept);
        }
        if let Some(case) = reply.case
            && network.store.published_cases(&[case]).await?.is_empty()
        {
            return Err(no_such_case().into());
        }
        // Nobody else ever comes to have asked it.
        let asker = network.store.request(id).await?.and_then(|request| request.asker).filter(|asker| *asker != member.account);
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let gathering = match asker {
            Some(asker) => tell::gathering(&mut transaction, asker).await?,
            None => None,
        };
        let request = transaction.request_for_update(id).await?.ok_or(Refusal::NotFound)?;
        if request.closed_at.is_some() {
            return Err(Refusal::Other(ErrorCode::RequestClosed).into());
        }
        rate_limit::check(network, Limited::Mail, viewer)?;
        let now = network.clock.now();
        let reply = RequestReply {
            id: new,
            request: id,
            author: Some(member.account),
            author_role: member.role,
            municipality: member.municipality.clone(),
            body,
            case: reply.case,
            created_at: now,
        };
        match transaction.insert_reply(&reply).await {
            // It was deleted after it was looked for: what is public is kept in memory for a moment, and others delete at any.
            Err(StoreError::Dangling { .. }) if reply.case.is_some() => return Err(no_such_case().into()),
            // The same wish came twice at once, and the other was kept.
            Err(error @ StoreError::Duplicate { .. }) => {
                drop(transaction);
                return network.store.reply(new).await?.ok_or_else(|| error.into());
            }
            kept => kept?,
        }
        let (done, detail) = (("request.replied", Thing::Request(id)), json!({ "reply": new }));
        audit_log::write(network, &mut transaction, Some(member.account), done, detail, now).await?;
        tell::tell(network, &mut transaction, &request, &reply, gathering).await?;
        network.commit(transaction).await?;
        Ok(reply)
    })
}

fn no_such_case() -> Refusal {
    Refusal::Invalid(vec![Violation::new("case", Rule::NotThere)])
}
