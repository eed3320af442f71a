//! One mail, from the claim to what came of it.

use super::{
    ledger::{Ledger, Passage},
    outbox::Ready,
    policy::{is_about_us, is_final, is_policy, wait},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{EmailAddress, ids::DeliveryId};
use mail::{MailTransport, SendError, Verdict};
use std::time::Duration;
use storage::{Delivery, DeliveryOutcome, DeliveryState};
use usecases::{
    Network,
    bounces::{self, MissingMailbox},
    policy_refusals,
};

/// For how long a server may put a mail off before it counts as refused; mail servers themselves try for about five days (RFC 5321, 4.5.4.1).
const PATIENCE: TimeDelta = TimeDelta::days(5);

/// How often a mail is tried at least, for it may have waited for its reader much longer than for any server.
const ATTEMPTS: i32 = 5;

/// What a mail says about the server that it was handed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Report {
    /// It was taken.
    Taken,
    /// It was not, for reasons that the next one would meet as well.
    AboutUs {
        /// What was said.
        reason: String,
        /// Whether it is the server's opinion of us that stands in the way.
        by_policy: bool,
    },
    /// Whatever came of it, it says nothing about others.
    Other,
}

impl Report {
    /// What the log says of a mail over which the sender panicked. Nothing of it is written down: it is found as that of a process that died.
    pub(super) fn of_panic(id: DeliveryId, words: &str) -> Self {
        tracing::error!(delivery = %id, words, "handing over a mail panicked; it is taken up again when its claim has ended");
        Self::Other
    }
}

/// Hands one mail over and writes down what came of it.
///
/// A server that is away, asks to come back later (4yz) or refuses us for what we are (5.7.x) is tried again; one that refuses for any other
/// reason (5yz) is not, and its words are kept. Every attempt bears the same Message-ID: the one mail too many that a lost answer can cause
/// can be recognised.
pub(super) async fn hand_over(
    network: &Network,
    transport: &dyn MailTransport,
    ledger: &Ledger,
    ready: Ready,
    longest_pause: Duration,
) -> Report {
    let Ready { delivery, mail } = ready;
    let passage = Passage::new(ledger, delivery.id);
    let result = transport.hand_over(&mail, &passage).await;
    let now = network.clock.now();
    match &result {
        Ok(_) if delivery.bulk => tracing::debug!(delivery = %delivery.id, kind = delivery.kind, "a mail was handed over"),
        Ok(_) => {
            tracing::info!(delivery = %delivery.id, kind = delivery.kind, transport = transport.name(), "a mail was handed over");
        }
        Err(error) if is_final(error) => {
            tracing::warn!(delivery = %delivery.id, kind = delivery.kind, %error, "a mail was refused");
        }
        Err(error) if error.is_uncertain() => {
            tracing::warn!(delivery = %delivery.id, kind = delivery.kind, %error, "nobody knows whether a mail was taken");
        }
        Err(error) => tracing::warn!(delivery = %delivery.id, kind = delivery.kind, %error, "a mail is put off"),
    }
    let mut missing = None;
    if let Err(SendError::Permanent { reply, .. }) = &result {
        count_policy(network, &delivery, reply).await;
        missing = says_missing(reply);
    }
    let report = match &result {
        Ok(_) => Report::Taken,
        Err(error) if is_about_us(error) => {
            let by_policy = matches!(error, SendError::Permanent { reply, .. } if is_policy(reply));
            Report::AboutUs { reason: error.to_string(), by_policy }
        }
        Err(_) => Report::Other,
    };
    let result = result.map(|receipt| receipt.reply);
    match (outcome(&delivery, result, now, longest_pause), missing) {
        (Some(outcome), Some(said)) if outcome.state == DeliveryState::Failed => {
            note_missing(network, ledger, &delivery.recipient, outcome, &said).await;
        }
        (Some(outcome), _) => ledger.note(outcome),
        (None, _) => {}
    }
    report
}

/// A refusal that says that there is no such mailbox.
struct Missing {
    status: String,
    reply: String,
}

/// Whether a refusal says that there is no such mailbox.
fn says_missing(reply: &str) -> Option<Missing> {
    let (Verdict::Hard, status) = mail::refusal(reply) else { return None };
    Some(Missing { status, reply: reply.to_owned() })
}

/// Writes down that there is no such mailbox, and counts it. Not through the ledger, which knows outcomes alone: a mail is to count once.
async fn note_missing(network: &Network, ledger: &Ledger, recipient: &EmailAddress, outcome: DeliveryOutcome, said: &Missing) {
    let missing = MissingMailbox { address: recipient, status: &said.status, reason: &said.reply };
    match bounces::note_missing(network, ledger.sender(), &outcome, missing).await {
        Ok(Some(true)) => tracing::warn!(delivery = %outcome.id, "an address gets no more mail: there is no such mailbox"),
        Ok(Some(false)) => {}
        Ok(None) => {
            tracing::warn!(delivery = %outcome.id, "a mail whose claim had ended, or that was deleted meanwhile, is left to others");
        }
        Err(error) => {
            tracing::warn!(delivery = %outcome.id, %error, "a missing mailbox could not be counted");
            ledger.note(outcome);
        }
    }
}

/// Counts a refusal that is about what we are, for those who can mend it.
async fn count_policy(network: &Network, delivery: &Delivery, reply: &str) {
    if is_policy(reply)
        && let Err(error) = policy_refusals::count(network, delivery.recipient.domain(), reply).await
    {
        tracing::warn!(delivery = %delivery.id, %error, "a refusal by policy could not be counted");
    }
}

/// What is to be written down; nothing where the mail is not ours any more.
fn outcome(delivery: &Delivery, result: Result<String, SendError>, now: DateTime<Utc>, longest_pause: Duration) -> Option<DeliveryOutcome> {
    let again = |error: &SendError| now + wait(error, delivery.attempts + 1, longest_pause);
    let (state, due_at, reply) = match result {
        Ok(reply) => (DeliveryState::Sent, None, reply),
        Err(SendError::Held) => return None,
        Err(error) if error.is_uncertain() => {
            let again = (delivery.uncertain == 0).then(|| again(&error));
            (DeliveryState::Uncertain, again, error.to_string())
        }
        Err(error) if is_final(&error) || is_overdue(delivery, &error, now) => (DeliveryState::Failed, None, error.to_string()),
        Err(error) => (DeliveryState::Deferred, Some(again(&error)), error.to_string()),
    };
    let is_uncertain = state == DeliveryState::Uncertain;
    Some(DeliveryOutcome { id: delivery.id, state, due_at, reply: Some(reply), skip_reason: None, tried: true, is_uncertain })
}

/// A server that cannot be reached says nothing about the mail: only one that goes on putting it off wears patience out.
fn is_overdue(delivery: &Delivery, error: &SendError, now: DateTime<Utc>) -> bool {
    matches!(error, SendError::Transient { .. } | SendError::Permanent { .. })
        && now - delivery.created_at > PATIENCE
        && delivery.attempts + 1 >= ATTEMPTS
}
