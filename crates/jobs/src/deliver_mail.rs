//! Hand a mail to the mail server.

use crate::outcome::Outcome;
use chrono::TimeDelta;
use domain::{ids::DeliveryId, subscription::SubscriptionState};
use mail::{Mail, MailTransport, SendError};
use storage::{Delivery, DeliveryState, StoreError};
use usecases::Network;

/// For how long a server may put a mail off before it counts as refused; mail servers themselves try for about five days (RFC 5321, 4.5.4.1).
const PATIENCE: TimeDelta = TimeDelta::days(5);

/// Sends the mail and writes down what the server said.
///
/// A server that is away or asks to come back later (4yz) is tried again; one that refuses (5yz) is not, and its words are kept. Every
/// attempt bears the same Message-ID: should this process die between the server's answer and its being written down, the one mail too
/// many can be recognised. A digest whose reader has left meanwhile is not sent.
pub(crate) async fn run(network: &Network, transport: &dyn MailTransport, id: DeliveryId) -> Outcome {
    deliver(network, transport, id).await.unwrap_or_else(Outcome::from)
}

async fn deliver(network: &Network, transport: &dyn MailTransport, id: DeliveryId) -> Result<Outcome, StoreError> {
    let Some(delivery) = network.store.delivery(id).await? else { return Ok(Outcome::Done) };
    if !matches!(delivery.state, DeliveryState::Queued | DeliveryState::Deferred) {
        return Ok(Outcome::Done);
    }
    if has_left(network, id).await? {
        return fail(network, id, "not sent: the reader has unsubscribed").await;
    }
    let mail: Mail = match serde_json::from_str(&delivery.mail_json) {
        Ok(mail) => mail,
        Err(error) => return Ok(Outcome::GiveUp { reason: format!("mail_delivery {id}: mail_json cannot be read: {error}") }),
    };
    match transport.send(&mail).await {
        Ok(receipt) => {
            let mut transaction = network.store.begin().await?;
            transaction.delivery_sent(id, &receipt.reply, network.clock.now()).await?;
            transaction.commit().await?;
            tracing::info!(delivery = %id, kind = delivery.kind, transport = transport.name(), "a mail was handed over");
            Ok(Outcome::Done)
        }
        Err(error) if error.is_permanent() || is_overdue(network, &delivery, &error) => {
            tracing::warn!(delivery = %id, kind = delivery.kind, %error, "a mail was refused");
            fail(network, id, &error.to_string()).await
        }
        Err(error) => {
            let mut transaction = network.store.begin().await?;
            transaction.delivery_deferred(id, &error.to_string(), network.clock.now()).await?;
            transaction.commit().await?;
            Ok(Outcome::retry_because(&error))
        }
    }
}

/// A server that cannot be reached says nothing about the mail: only one that goes on putting it off wears patience out.
fn is_overdue(network: &Network, delivery: &Delivery, error: &SendError) -> bool {
    matches!(error, SendError::Transient { .. }) && network.clock.now() - delivery.created_at > PATIENCE
}

async fn has_left(network: &Network, id: DeliveryId) -> Result<bool, StoreError> {
    let Some(digest) = network.store.digest_of_delivery(id).await? else { return Ok(false) };
    let subscription = network.store.subscription(digest.subscription).await?;
    Ok(subscription.is_none_or(|subscription| subscription.state != SubscriptionState::Active))
}

async fn fail(network: &Network, id: DeliveryId, reply: &str) -> Result<Outcome, StoreError> {
    let mut transaction = network.store.begin().await?;
    transaction.delivery_failed(id, reply, network.clock.now()).await?;
    transaction.commit().await?;
    Ok(Outcome::Done)
}
