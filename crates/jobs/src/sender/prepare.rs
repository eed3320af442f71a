//! From a claimed row to a mail that can go out.

use super::outbox::{Expected, Ready};
use crate::digest_mail::{self, Rendered};
use chrono::{DateTime, Utc};
use domain::ids::DeliveryId;
use mail::{Mail, MailKind};
use std::collections::{HashMap, HashSet};
use storage::{Delivery, DeliveryOutcome, DeliveryState, StoreError, UNREADABLE_WAIT, read_apart};
use usecases::{Network, SkipReason};

/// What became of claimed rows.
#[derive(Debug, Default)]
pub(super) struct Lot {
    /// What the outbox was told to expect of them.
    pub(super) expected: Vec<Expected>,
    /// Mails that can go out.
    pub(super) ready: Vec<Ready>,
    /// Those that will not go now.
    pub(super) over: Vec<DeliveryOutcome>,
}

/// Reads the mails, writes those that are written when they are sent, and finds out which are not to be sent any more.
pub(super) async fn prepare(network: &Network, claimed: Vec<Delivery>) -> Result<Lot, StoreError> {
    let unwritten: Vec<_> = claimed.iter().filter(|delivery| is_unwritten(delivery)).map(|delivery| delivery.id).collect();
    let mut written = written(network, &unwritten).await?;
    let mut lot = Lot { expected: claimed.iter().map(Expected::from).collect(), ..Lot::default() };
    let suppressed = suppressed(network, &claimed).await?;
    for mut delivery in claimed {
        if suppressed.contains(delivery.recipient.reveal()) && !is_awaited(&delivery) {
            lot.over.push(unwanted(delivery.id));
            continue;
        }
        if is_unwritten(&delivery) {
            match written.remove(&delivery.id) {
                Some(Rendered::Mail(mail)) => lot.ready.push(Ready { delivery, mail: *mail }),
                Some(Rendered::Later { until }) => lot.over.push(later(&delivery, until)),
                Some(Rendered::Skip { reason }) => lot.over.push(skipped(delivery.id, reason)),
                None => {}
            }
            continue;
        }
        let json = std::mem::take(&mut delivery.mail_json);
        match serde_json::from_str::<Mail>(json.reveal()) {
            Ok(mail) => lot.ready.push(Ready { delivery, mail }),
            Err(error) => {
                tracing::error!(delivery = %delivery.id, %error, "table delivery, column mail_json: a mail that cannot be read is given up");
                lot.over.push(unreadable(delivery.id));
            }
        }
    }
    Ok(lot)
}

/// Writes digests. Where something cannot be read, as after a step back to an earlier version of this program, those that need it wait and keep
/// no other mail of the lot back.
async fn written(network: &Network, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, Rendered>, StoreError> {
    let mut put_off = Vec::new();
    let render = |ids: Vec<DeliveryId>| async move { digest_mail::render(network, &ids).await };
    let written = read_apart(ids, render, |id, error| {
        tracing::error!(delivery = %id, %error, "a digest of which something cannot be read is put off");
        put_off.push((id, Rendered::Later { until: network.clock.now() + UNREADABLE_WAIT }));
    });
    let mut written: HashMap<_, _> = written.await?;
    written.extend(put_off);
    Ok(written)
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
    DeliveryOutcome { skip_reason: Some(SkipReason::Suppressed.key().to_owned()), ..over(id, DeliveryState::Suppressed) }
}

/// Digests are written when they are sent.
fn is_unwritten(delivery: &Delivery) -> bool {
    delivery.bulk && delivery.mail_json.reveal().is_empty()
}

fn skipped(id: DeliveryId, reason: SkipReason) -> DeliveryOutcome {
    DeliveryOutcome { skip_reason: Some(reason.key().to_owned()), ..over(id, DeliveryState::Skipped) }
}

/// It stays what it was and waits.
fn later(delivery: &Delivery, until: DateTime<Utc>) -> DeliveryOutcome {
    DeliveryOutcome { due_at: Some(until), ..over(delivery.id, delivery.state) }
}

fn unreadable(id: DeliveryId) -> DeliveryOutcome {
    DeliveryOutcome { reply: Some("not sent: the mail cannot be read".to_owned()), ..over(id, DeliveryState::Failed) }
}

fn over(id: DeliveryId, state: DeliveryState) -> DeliveryOutcome {
    DeliveryOutcome { id, state, due_at: None, reply: None, skip_reason: None, tried: false, is_uncertain: false }
}
