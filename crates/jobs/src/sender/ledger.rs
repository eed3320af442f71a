//! Keeps account of the mails of a round: which are being sent, and what came of them. What several connections have to say at the same
//! time is one transaction.

use super::LEASE;
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::ids::DeliveryId;
use mail::Threshold;
use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use storage::{Backend, DeliveryOutcome};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use usecases::Network;

/// How many entries one transaction writes at most.
const AT_ONCE: usize = 500;

/// For how long entries are gathered for PostgreSQL where more are to be expected: a statement costs it more than the entries in it. SQLite, in this
/// process, is as quick without.
const GATHERING: Duration = Duration::from_millis(2);

/// How often a database that fails is tried again for outcomes at the end of a round, a second apart, before they are given up: their mails
/// are then found as uncertain once their claims have ended.
const PATIENCE: u32 = 10;

enum Entry {
    /// The content of this mail is about to go out; the answer says whether it may.
    Sending(DeliveryId, oneshot::Sender<bool>),
    /// This came of a mail.
    Outcome(DeliveryOutcome),
}

/// Where connections leave what they have to say.
#[derive(Clone)]
pub(super) struct Ledger {
    entries: mpsc::UnboundedSender<Entry>,
    sender: Arc<str>,
}

/// The other side of the ledger: whoever writes it down.
pub(super) struct Writer(JoinHandle<()>);

impl Ledger {
    /// A ledger of mails that were claimed under this name.
    pub(super) fn open(network: Arc<Network>, sender: String) -> (Self, Writer) {
        let (entries, read) = mpsc::unbounded_channel();
        let ledger = Self { entries, sender: sender.as_str().into() };
        (ledger, Writer(tokio::spawn(write(network, sender, read))))
    }

    /// Under which name the mails were claimed.
    pub(super) fn sender(&self) -> &str {
        &self.sender
    }

    /// Has an outcome written down, some time soon.
    pub(super) fn note(&self, outcome: DeliveryOutcome) {
        // The writer is there as long as any ledger is.
        let _ = self.entries.send(Entry::Outcome(outcome));
    }

    async fn may_send(&self, id: DeliveryId) -> bool {
        let (answer, answered) = oneshot::channel();
        self.entries.send(Entry::Sending(id, answer)).is_ok() && answered.await.unwrap_or(false)
    }
}

impl Writer {
    /// Waits until everything is written. All clones of the ledger must be gone.
    pub(super) async fn close(self) {
        if let Err(error) = self.0.await {
            tracing::error!(%error, "the outcomes of mails could not be written down");
        }
    }
}

/// The threshold of one mail: passed once it is written down that the mail is being sent, for as long as this attempt lasts.
pub(super) struct Passage<'a> {
    ledger: &'a Ledger,
    id: DeliveryId,
    passed: AtomicBool,
}

impl<'a> Passage<'a> {
    pub(super) fn new(ledger: &'a Ledger, id: DeliveryId) -> Self {
        Self { ledger, id, passed: AtomicBool::new(false) }
    }
}

#[async_trait]
impl Threshold for Passage<'_> {
    async fn pass(&self) -> bool {
        // A second connection in the same attempt need not ask again: nothing was sent on the first.
        if !self.passed.load(Ordering::Relaxed) {
            self.passed.store(self.ledger.may_send(self.id).await, Ordering::Relaxed);
        }
        self.passed.load(Ordering::Relaxed)
    }
}

async fn write(network: Arc<Network>, sender: String, mut read: mpsc::UnboundedReceiver<Entry>) {
    let mut entries = Vec::new();
    let mut outcomes = Vec::new();
    let mut failures = 0;
    loop {
        let received =
            if outcomes.is_empty() { gather(&network, &mut read, &mut entries).await } else { take_some(&mut read, &mut entries) };
        if received == 0 && (outcomes.is_empty() || (read.is_closed() && failures >= PATIENCE)) {
            break;
        }
        let mut sending = Vec::new();
        for entry in entries.drain(..) {
            match entry {
                Entry::Sending(id, answer) => sending.push((id, answer)),
                Entry::Outcome(outcome) => outcomes.push(outcome),
            }
        }
        match write_down(&network, &sender, &sending, &outcomes).await {
            Ok(allowed) => {
                failures = 0;
                outcomes.clear();
                answer(sending, &allowed);
            }
            Err(error) => {
                failures += 1;
                tracing::error!(%error, outcomes = outcomes.len(), "the outcomes of mails cannot be written down yet");
                answer(sending, &HashSet::new());
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Waits for what is to be written, and a moment longer where other connections are at work.
async fn gather(network: &Network, read: &mut mpsc::UnboundedReceiver<Entry>, entries: &mut Vec<Entry>) -> usize {
    let received = read.recv_many(entries, AT_ONCE).await;
    // The round holds one of the senders, each mail that is being handed over another.
    let at_work = read.sender_strong_count().saturating_sub(1);
    if received == 0 || at_work <= entries.len() || network.store.backend() == Backend::Sqlite {
        return received;
    }
    tokio::time::sleep(GATHERING).await;
    take_some(read, entries)
}

/// What is there already, without waiting.
fn take_some(read: &mut mpsc::UnboundedReceiver<Entry>, entries: &mut Vec<Entry>) -> usize {
    while entries.len() < AT_ONCE
        && let Ok(entry) = read.try_recv()
    {
        entries.push(entry);
    }
    entries.len()
}

async fn write_down(
    network: &Network,
    sender: &str,
    sending: &[(DeliveryId, oneshot::Sender<bool>)],
    outcomes: &[DeliveryOutcome],
) -> Result<HashSet<DeliveryId>, storage::StoreError> {
    let ids: Vec<_> = sending.iter().map(|(id, _)| *id).collect();
    let now = network.clock.now();
    let until = now + TimeDelta::from_std(LEASE).unwrap_or(TimeDelta::hours(1));
    let (allowed, written) = network.store.note_deliveries(sender, &ids, until, outcomes, now).await?;
    if written < outcomes.len() as u64 {
        let others = outcomes.len() as u64 - written;
        tracing::warn!(mails = others, "mails whose claim had ended, or that were deleted meanwhile, are left to others");
    }
    Ok(allowed)
}

fn answer(sending: Vec<(DeliveryId, oneshot::Sender<bool>)>, allowed: &HashSet<DeliveryId>) {
    for (id, answer) in sending {
        // Whoever asked may have been given up meanwhile.
        let _ = answer.send(allowed.contains(&id));
    }
}
