//! Answer a question to the network.

use super::{TEXT_MAX, page, participant, text};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    deliver,
    rate_limit::{self, Limited},
};
use domain::{
    Ags, ErrorCode, Viewer,
    ids::{CaseId, DeliveryId, ReplyId, RequestId},
};
use mail::{MailKind, RequestReplyMail};
use serde_json::json;
use storage::{NetworkRequest, RequestReply, Transaction};

/// What somebody answers.
#[derive(Debug, Clone, Default)]
pub struct ReplyRequest {
    /// What they say, up to [`TEXT_MAX`] characters.
    pub body: String,
    /// A case that shows it.
    pub case: Option<CaseId>,
}

/// Keeps the reply, which everybody signed in reads, and tells whoever asked, unless they replied themselves.
///
/// Refused: unauthenticated, not found (the case, too, if it is not public), invalid, request closed, rate limited.
pub async fn reply(network: &Network, viewer: &Viewer, id: RequestId, reply: ReplyRequest) -> Result<RequestReply, UseCaseError> {
    let member = participant(viewer)?;
    let body = text("reply", &reply.body, 1, TEXT_MAX).map_err(|violation| Refusal::Invalid(vec![violation]))?;
    if let Some(case) = reply.case
        && network.store.published_cases(&[case]).await?.is_empty()
    {
        return Err(Refusal::NotFound.into());
    }
    let mut transaction = network.store.begin().await?;
    access::hold(&mut transaction, viewer).await?;
    let request = transaction.request_for_update(id).await?.ok_or(Refusal::NotFound)?;
    if request.closed_at.is_some() {
        return Err(Refusal::Other(ErrorCode::RequestClosed).into());
    }
    rate_limit::check(network, Limited::Mail, viewer)?;
    let now = network.clock.now();
    let reply = RequestReply {
        id: ReplyId(network.ids.next()),
        request: id,
        author: Some(member.account),
        author_role: member.role,
        municipality: member.municipality.clone(),
        body,
        case: reply.case,
        created_at: now,
    };
    transaction.insert_reply(&reply).await?;
    audit_log::write(
        network,
        &mut transaction,
        Some(member.account),
        ("request.replied", Thing::Request(id)),
        json!({ "reply": reply.id }),
        now,
    )
    .await?;
    tell_asker(network, &mut transaction, &request, &reply).await?;
    network.commit(transaction).await?;
    Ok(reply)
}

async fn tell_asker(
    network: &Network,
    transaction: &mut Transaction,
    request: &NetworkRequest,
    reply: &RequestReply,
) -> Result<(), UseCaseError> {
    let Some(asker) = request.asker.filter(|asker| Some(*asker) != reply.author) else { return Ok(()) };
    let Some(account) = transaction.account(asker).await?.filter(|account| account.disabled_at.is_none()) else { return Ok(()) };
    let delivery = DeliveryId(network.ids.next());
    let mail = mail::request_reply(
        &network.settings.mail_context(),
        RequestReplyMail {
            to: account.email,
            message_id: network.settings.message_id(MailKind::RequestReply, delivery.0),
            question: request.question.clone(),
            from: reply.municipality.as_ref().map_or_else(|| reply.author_role.label().to_owned(), Ags::display_name),
            body: reply.body.clone(),
            request_url: page(network, request),
            created_at: reply.created_at,
        },
    )?;
    Ok(deliver::post(network, transaction, delivery, &mail, reply.created_at).await?)
}
