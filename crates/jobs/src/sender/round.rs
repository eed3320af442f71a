//! A round of the sender: from the first mail that is due to the moment when none is.

use super::{
    LEASE, Sender,
    handover::hand_over,
    ledger::{Ledger, Writer},
    outbox::Outbox,
    prepare::{Prepared, prepare},
};
use chrono::TimeDelta;
use domain::ids::DeliveryId;
use std::{collections::HashSet, sync::Arc};
use storage::StoreError;
use tokio::{
    task::{JoinHandle, JoinSet},
    time::MissedTickBehavior,
};
use tokio_util::sync::CancellationToken;
use usecases::Network;

/// How many mails are held at once, claimed and not at their end. It bounds the memory of a round, and what waits for a lease to end where a
/// process is killed.
const WINDOW: usize = 500;

/// How many mails are handed over at once; the transport lets as many of them talk to the server as there may be connections.
const AT_ONCE: usize = 16;

/// How many of these are kept for mails that somebody waits for.
const RESERVED: usize = 2;

pub(super) struct Round<'a> {
    sender: &'a Sender,
    ledger: Ledger,
    writer: Writer,
    outbox: Outbox,
    /// The mails whose claims are to be prolonged.
    held: HashSet<DeliveryId>,
    running: JoinSet<(DeliveryId, bool)>,
    bulk_running: usize,
    claim: Option<JoinHandle<Result<(Prepared, bool), StoreError>>>,
    /// Whether there may be mails that were not there at the last claim.
    look: bool,
    /// Whether the last claim left some.
    more: bool,
    closing: bool,
    error: Option<StoreError>,
    handled: usize,
}

impl<'a> Round<'a> {
    pub(super) fn new(sender: &'a Sender) -> Self {
        let (ledger, writer) = Ledger::open(Arc::clone(&sender.network), sender.name.clone());
        Self {
            sender,
            ledger,
            writer,
            outbox: Outbox::default(),
            held: HashSet::new(),
            running: JoinSet::new(),
            bulk_running: 0,
            claim: None,
            look: true,
            more: false,
            closing: false,
            error: None,
            handled: 0,
        }
    }

    /// Goes on until nothing is due, or until `stop` is cancelled and the mails that are under way are at their end.
    pub(super) async fn run(mut self, stop: &CancellationToken) -> Result<usize, StoreError> {
        let mut looks = tokio::time::interval(self.sender.poll);
        let mut leases = tokio::time::interval(LEASE / 3);
        for timer in [&mut looks, &mut leases] {
            timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
            // The first tick comes at once and says nothing.
            timer.tick().await;
        }
        loop {
            self.claim_ahead();
            self.begin();
            if self.claim.is_none() && self.running.is_empty() && self.outbox.is_empty() {
                break;
            }
            tokio::select! {
                Some(ended) = self.running.join_next() => self.ended(ended),
                claimed = finished(&mut self.claim) => self.claimed(claimed).await,
                () = self.sender.network.store.mails_posted() => self.look = true,
                _ = looks.tick() => self.look = true,
                _ = leases.tick() => self.prolong().await,
                () = stop.cancelled(), if !self.closing => self.close().await,
            }
        }
        drop(self.ledger);
        self.writer.close().await;
        self.error.map_or(Ok(self.handled), Err)
    }

    /// Begins to claim before the outbox is empty. Where it is full of mails for which nobody waits, only the others are asked for.
    fn claim_ahead(&mut self) {
        if self.closing || self.claim.is_some() {
            return;
        }
        let room = WINDOW.saturating_sub(self.outbox.len());
        let everything = room > WINDOW / 2;
        if (everything && (self.look || self.more)) || (self.look && self.outbox.urgent() < WINDOW / 2) {
            self.look = false;
            let limit = if everything { room } else { WINDOW / 2 };
            let (network, name) = (Arc::clone(&self.sender.network), self.sender.name.clone());
            self.claim = Some(tokio::spawn(async move { claim(&network, &name, limit, everything).await }));
        }
    }

    fn begin(&mut self) {
        while self.running.len() < AT_ONCE
            && let Some(ready) = self.outbox.next(self.bulk_running < AT_ONCE - RESERVED)
        {
            let (id, bulk) = (ready.delivery.id, ready.delivery.bulk);
            self.bulk_running += usize::from(bulk);
            let (network, transport) = (Arc::clone(&self.sender.network), Arc::clone(&self.sender.transport));
            let (ledger, longest) = (self.ledger.clone(), self.sender.longest_backoff);
            self.running.spawn(async move {
                hand_over(&network, transport.as_ref(), &ledger, ready, longest).await;
                (id, bulk)
            });
        }
    }

    fn ended(&mut self, ended: Result<(DeliveryId, bool), tokio::task::JoinError>) {
        match ended {
            Ok((id, bulk)) => {
                self.held.remove(&id);
                self.bulk_running -= usize::from(bulk);
                self.handled += 1;
            }
            // Its claim is prolonged until the round ends; then it is found like one whose process died.
            Err(error) => tracing::error!(%error, "handing over a mail failed"),
        }
    }

    async fn claimed(&mut self, claimed: Result<(Prepared, bool), StoreError>) {
        self.claim = None;
        match claimed {
            Ok((prepared, more)) => {
                self.more = more;
                self.handled += prepared.over.len();
                prepared.over.into_iter().for_each(|outcome| self.ledger.note(outcome));
                for ready in prepared.ready {
                    // Claims of our own that had ended come back; what is held already is not to be sent twice.
                    if self.held.insert(ready.delivery.id) {
                        self.outbox.push(ready);
                    }
                }
            }
            Err(error) => {
                self.error = Some(error);
                self.close().await;
            }
        }
        if self.closing {
            self.give_back().await;
        }
    }

    async fn prolong(&mut self) {
        let ids: Vec<_> = self.held.iter().copied().collect();
        let until = self.sender.network.clock.now() + TimeDelta::from_std(LEASE).unwrap_or(TimeDelta::hours(1));
        if let Err(error) = self.sender.network.store.extend_claims(&self.sender.name, &ids, until).await {
            tracing::warn!(%error, mails = ids.len(), "the claims on mails could not be prolonged");
        }
    }

    /// Begins nothing new.
    async fn close(&mut self) {
        self.closing = true;
        self.give_back().await;
    }

    async fn give_back(&mut self) {
        let ids = self.outbox.take_all();
        for id in &ids {
            self.held.remove(id);
        }
        let now = self.sender.network.clock.now();
        if let Err(error) = self.sender.network.store.release_deliveries(&self.sender.name, &ids, now).await {
            tracing::warn!(%error, mails = ids.len(), "mails could not be put back; others take them up when their claims have ended");
        }
    }
}

/// Claims mails and makes them ready; says whether there may be more.
async fn claim(network: &Network, sender: &str, limit: usize, everything: bool) -> Result<(Prepared, bool), StoreError> {
    let now = network.clock.now();
    let lost = network.store.lose_unanswered_deliveries(now).await?;
    if lost > 0 {
        tracing::warn!(mails = lost, "mails were being sent when their sender ended; nobody knows whether they were taken");
    }
    let count = limit as u64;
    let claimed = if everything {
        network.store.claim_deliveries(sender, count, now, LEASE).await?
    } else {
        network.store.claim_urgent_deliveries(sender, count, now, LEASE).await?
    };
    let more = everything && claimed.len() == limit;
    Ok((prepare(network, claimed).await?, more))
}

/// The result of a task, once there is one.
async fn finished<T>(task: &mut Option<JoinHandle<Result<T, StoreError>>>) -> Result<T, StoreError> {
    match task {
        Some(task) => match task.await {
            Ok(result) => result,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        },
        None => std::future::pending().await,
    }
}
