//! From a claimed row to a mail that can go out.

use super::outbox::Ready;
use domain::{ids::DeliveryId, subscription::SubscriptionState};
use mail::{Mail, MailKind};
use std::collections::HashSet;
use storage::{Delivery, DeliveryOutcome, DeliveryState, StoreError};
use usecases::Network;

/// What became of claimed rows: mails that can go out, and those that will not.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub(super) ready: Vec<Ready>,
    pub(super) over: Vec<DeliveryOutcome>,
}

/// Reads the mails, and finds out which of them are not to be sent any more.
pub(super) async fn prepare(network: &Network, claimed: Vec<Delivery>) -> Result<Prepared, StoreError> {
    let mut prepared = Prepared::default();
    let suppressed = suppressed(network, &claimed).await?;
    for mut delivery in claimed {
        if suppressed.contains(delivery.recipient.reveal()) && !is_awaited(&delivery) {
            prepared.over.push(unwanted(delivery.id));
            continue;
        }
        if delivery.bulk && has_left(network, delivery.id).await? {
            prepared.over.push(skipped(delivery.id, "the reader has unsubscribed"));
            continue;
        }
        let json = std::mem::take(&mut delivery.mail_json);
        match serde_json::from_str::<Mail>(&json) {
            Ok(mail) => prepared.ready.push(Ready { delivery, mail }),
            Err(error) => {
                tracing::error!(delivery = %delivery.id, %error, "table delivery, column mail_json: a mail that cannot be read is given up");
                prepared.over.push(unreadable(delivery.id));
            }
        }
    }
    Ok(prepared)
}

/// Which of the recipients get no more mail.
async fn suppressed(network: &Network, claimed: &[Delivery]) -> Result<HashSet<String>, StoreError> {
    let addresses: Vec<_> = claimed.iter().filter(|delivery| !is_awaited(delivery)).map(|delivery| &delivery.recipient).collect();
    network.store.suppressed_among(&addresses).await
}

/// Whether somebody has just asked for this very mail: then it is tried even where others came back.
fn is_awaited(delivery: &Delivery) -> bool {
    [MailKind::SignIn, MailKind::Registration, MailKind::Confirmation].iter().any(|kind| kind.key() == delivery.kind)
}

fn unwanted(id: DeliveryId) -> DeliveryOutcome {
    DeliveryOutcome { skip_reason: Some("mails to this address come back".to_owned()), ..over(id, DeliveryState::Suppressed) }
}

async fn has_left(network: &Network, id: DeliveryId) -> Result<bool, StoreError> {
    let Some(digest) = network.store.digest_of_delivery(id).await? else { return Ok(false) };
    let subscription = network.store.subscription(digest.subscription).await?;
    Ok(subscription.is_none_or(|subscription| subscription.state != SubscriptionState::Active))
}

fn skipped(id: DeliveryId, reason: &str) -> DeliveryOutcome {
    DeliveryOutcome { skip_reason: Some(reason.to_owned()), ..over(id, DeliveryState::Skipped) }
}

fn unreadable(id: DeliveryId) -> DeliveryOutcome {
    DeliveryOutcome { reply: Some("not sent: the mail cannot be read".to_owned()), ..over(id, DeliveryState::Failed) }
}

fn over(id: DeliveryId, state: DeliveryState) -> DeliveryOutcome {
    DeliveryOutcome { id, state, due_at: None, reply: None, skip_reason: None, tried: false, is_uncertain: false }
}
