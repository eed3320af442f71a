//! Tell whoever asked of a reply: by a mail at once, or, if they want replies gathered, by their next digest. Which of both is decided in the
//! transaction that keeps the reply.

use super::page;
use crate::{Account, Network, UseCaseError, deliver};
use domain::{
    Ags,
    ids::{AccountId, DeliveryId, SubscriptionId},
};
use futures_util::future::BoxFuture;
use mail::{MailKind, RequestReplyMail};
use std::collections::HashMap;
use storage::{NetworkRequest, RequestReply, StoreError, Transaction};

/// How many accounts are looked at together, and how many replies one transaction tells, where no digest tells them any more.
const AT_ONCE: u64 = 100;

/// The subscription by which this account has replies gathered, if it has. If it is ended just now, what it was to
/// gather is told at once ([`tell_left`]). Where one of the account's subscriptions cannot be read, as after a step back to an earlier version,
/// none gathers, and whoever replies is not kept from it.
///
/// Holds the account, before the question, which whoever erases it changes: they wait, and find what tells of the reply.
pub(super) async fn gathering(transaction: &mut Transaction, asker: AccountId) -> Result<Option<SubscriptionId>, UseCaseError> {
    transaction.hold_account(asker).await?;
    let own = match transaction.subscriptions_of(asker).await {
        Err(error @ StoreError::Row { .. }) => {
            tracing::error!(account = %asker, %error, "a subscription that cannot be read gathers no replies");
            return Ok(None);
        }
        own => own?,
    };
    Ok(own.iter().rfind(|one| one.gathers_replies()).map(|one| one.id))
}

/// Has whoever asked told of a reply, by this subscription's next digest if there is one, otherwise by a mail at once. What they reply
/// themselves they know; whose account is disabled is told nothing.
pub(super) async fn tell(
    network: &Network,
    transaction: &mut Transaction,
    request: &NetworkRequest,
    reply: &RequestReply,
    gathering: Option<SubscriptionId>,
) -> Result<(), UseCaseError> {
    let Some(asker) = request.asker.filter(|asker| Some(*asker) != reply.author) else { return Ok(()) };
    let Some(account) = usable(transaction, asker).await? else { return Ok(()) };
    match gathering {
        Some(subscription) => Ok(transaction.gather_reply(reply.id, subscription).await?),
        None => write_to(network, transaction, &account, request, reply).await,
    }
}

async fn usable(transaction: &mut Transaction, id: AccountId) -> Result<Option<Account>, UseCaseError> {
    Ok(transaction.account(id).await?.filter(|account| account.disabled_at.is_none()))
}

/// Puts the mail that tells of a reply on its way.
async fn write_to(
    network: &Network,
    transaction: &mut Transaction,
    asker: &Account,
    request: &NetworkRequest,
    reply: &RequestReply,
) -> Result<(), UseCaseError> {
    let now = network.clock.now();
    let delivery = DeliveryId(network.ids.next());
    let mail = mail::request_reply(
        &network.settings.mail_context(),
        RequestReplyMail {
            to: asker.email.clone(),
            message_id: network.settings.message_id(MailKind::RequestReply, delivery.0),
            question: request.question.clone(),
            from: replier(reply),
            body: reply.body.clone(),
            request_url: page(network, request),
            created_at: now,
        },
    )?;
    Ok(deliver::post(transaction, delivery, &mail, now).await?)
}

/// Tells by mails of their own what waited for a digest of a subscription that has ended, or stood in one that ended before its mail left. An
/// account whose replies cannot be told, for one of them cannot be read, keeps back no other; then this fails after the others were told.
pub fn tell_left(network: &Network) -> BoxFuture<'_, Result<(), UseCaseError>> {
    Box::pin(async move {
        loop {
            let (mut told, mut failed) = (0, None);
            for account in network.store.accounts_with_left_replies(AT_ONCE).await? {
                match tell_left_of(network, account).await {
                    Ok(count) => told += count,
                    Err(error) => failed = Some(error),
                }
            }
            if told == 0 {
                return failed.map_or(Ok(()), Err);
            }
        }
    })
}

/// Returns how many replies it took; none if somebody else tells them just now.
///
/// Holds the account, as whoever replies does: whoever erases it waits, and deletes the mails with all others.
async fn tell_left_of(network: &Network, account: Option<AccountId>) -> Result<usize, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    if let Some(account) = account {
        transaction.hold_account(account).await?;
    }
    let replies = transaction.take_left_replies(account, AT_ONCE).await?;
    let asker = match account {
        Some(account) => usable(&mut transaction, account).await?,
        None => None,
    };
    if let Some(asker) = asker {
        let ids: Vec<_> = replies.iter().map(|reply| reply.request).collect();
        let requests: HashMap<_, _> = transaction.requests_with(&ids).await?.into_iter().map(|request| (request.id, request)).collect();
        for reply in replies.iter().filter(|reply| reply.author != Some(asker.id)) {
            if let Some(request) = requests.get(&reply.request).filter(|request| request.asker == Some(asker.id)) {
                write_to(network, &mut transaction, &asker, request, reply).await?;
            }
        }
    }
    network.commit(transaction).await?;
    Ok(replies.len())
}

/// Who replied, as mails say it: the municipality that they spoke for, or their role.
pub fn replier(reply: &RequestReply) -> String {
    reply.municipality.as_ref().map_or_else(|| reply.author_role.label().to_owned(), Ags::display_name)
}
