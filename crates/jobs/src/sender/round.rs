//! A round of the sender: from the first mail that is due to the moment when none is.

use super::{
    LEASE, Sender,
    breaker::{self, Turn},
    claim::{Claimed, claim},
    handover::{Report, hand_over},
    leases::Leases,
    ledger::{Ledger, Writer},
    outbox::{Crowded, Outbox},
    prepare::{Lot, prepare},
};
use crate::contained::contained;
use domain::ids::DeliveryId;
use std::{sync::Arc, time::Duration};
use storage::{DeliveryClaim, StoreError};
use tokio::{
    task::{JoinError, JoinHandle, JoinSet},
    time::{Instant, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;

/// How many mails are held at once, claimed and not at their end. It bounds the memory of a round, and what waits for a lease to end where a
/// process is killed.
const WINDOW: usize = 600;

/// How many mails are claimed and made ready together. Several lots are made ready at once, so that reading what their mails are made of never
/// leaves the connections without work; the window holds four.
const LOT: usize = 150;

/// Mails that wait for their domain's limit leave the window to others, but not without end: how many mails are held in all.
const MOST: usize = 2 * WINDOW;

/// How many of the mails that are handed over at once are kept for those that somebody waits for.
const RESERVED: usize = 2;

/// How long to wait for a domain that takes no more mails at this moment.
const DOMAIN_WAIT: Duration = Duration::from_millis(50);

/// A mail that is at its end.
struct Ended {
    id: DeliveryId,
    bulk: bool,
    domain: String,
    report: Report,
}

pub(super) struct Round<'a> {
    sender: &'a Sender,
    ledger: Ledger,
    writer: Writer,
    outbox: Outbox,
    leases: Leases,
    running: JoinSet<Ended>,
    bulk_running: usize,
    claim: Option<JoinHandle<Result<Claimed, StoreError>>>,
    preparing: JoinSet<Result<Lot, StoreError>>,
    /// Whether there may be mails that were not there at the last claim.
    look: bool,
    /// Whether the last claim of everything left some.
    more: bool,
    /// The domains that it left out.
    left_out: Crowded,
    /// For how long nothing may go, by the policy.
    blocked: Option<Duration>,
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
            leases: Leases::new(Arc::clone(&sender.network), sender.name.clone()),
            running: JoinSet::new(),
            bulk_running: 0,
            claim: None,
            preparing: JoinSet::new(),
            look: true,
            more: false,
            left_out: Crowded::default(),
            blocked: None,
            closing: false,
            error: None,
            handled: 0,
        }
    }

    /// Goes on until nothing is due, or until `stop` is cancelled and the mails that are under way are at their end.
    pub(super) async fn run(mut self, stop: &CancellationToken) -> Result<usize, StoreError> {
        let mut looks = tokio::time::interval(self.sender.poll);
        let mut prolongations = tokio::time::interval(LEASE / 3);
        for timer in [&mut looks, &mut prolongations] {
            timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
            // The first tick comes at once and says nothing.
            timer.tick().await;
        }
        loop {
            self.claim_ahead();
            self.begin();
            if self.claim.is_none() && self.preparing.is_empty() && self.running.is_empty() && self.outbox.is_empty() {
                break;
            }
            tokio::select! {
                Some(ended) = self.running.join_next() => self.ended(ended).await,
                claimed = finished(&mut self.claim) => self.claimed(claimed).await,
                Some(prepared) = self.preparing.join_next() => self.prepared(prepared).await,
                () = self.sender.network.store.mails_posted() => self.look = true,
                _ = looks.tick() => self.look = true,
                () = elapsed(self.blocked) => {}
                _ = prolongations.tick() => self.leases.prolong().await,
                () = stop.cancelled(), if !self.closing => self.close().await,
            }
        }
        drop(self.ledger);
        self.writer.close().await;
        self.error.map_or(Ok(self.handled), Err)
    }

    /// Begins to claim before the outbox is empty. Where it is full of mails for which nobody waits, only the others are asked for. Mails that
    /// wait for their domain's limit do not count as filling it.
    fn claim_ahead(&mut self) {
        if self.closing || self.claim.is_some() {
            return;
        }
        let share = self.sender.policy.share_per_domain();
        let crowded = share.map(|share| self.outbox.crowded(share / 2)).unwrap_or_default();
        let held = self.outbox.len();
        let room = WINDOW.saturating_sub(held - crowded.mails).min(MOST.saturating_sub(held));
        let everything = room >= LOT;
        let has_more = self.look || self.more || self.left_out.has_eased(&crowded);
        let wants_urgent = self.look && self.outbox.urgent() < WINDOW / 2;
        if !(wants_urgent || everything && has_more) {
            return;
        }
        self.look = false;
        let wanted = DeliveryClaim {
            limit: LOT as u64,
            per_domain: share.map(|share| share as u64),
            not_urgent_to: crowded.urgent.clone(),
            not_bulk_to: crowded.bulk.clone(),
        };
        if everything {
            self.more = false;
            self.left_out = crowded;
        }
        let (network, name) = (Arc::clone(&self.sender.network), self.sender.name.clone());
        self.claim = Some(tokio::spawn(async move { claim(&network, &name, &wanted, everything).await }));
    }

    fn begin(&mut self) {
        self.blocked = None;
        // After a pause one mail finds out whether the trouble is over.
        let at_once = if self.sender.breaker().is_probing() { 1 } else { self.sender.policy.at_once.max(1) };
        while self.running.len() < at_once && !self.outbox.is_empty() {
            let now = Instant::now();
            let mut pace = self.sender.pace();
            let wait = pace.wait(now);
            if !wait.is_zero() {
                self.blocked = Some(wait);
                break;
            }
            let bulk_may_go = self.bulk_running < at_once.saturating_sub(RESERVED).max(1);
            let Some(ready) = self.outbox.next(bulk_may_go, |domain| pace.allows(domain, now)) else {
                self.blocked = Some(DOMAIN_WAIT);
                break;
            };
            let (id, bulk, domain) = (ready.delivery.id, ready.delivery.bulk, ready.delivery.recipient.domain().to_owned());
            pace.begin(&domain, now);
            drop(pace);
            self.bulk_running += usize::from(bulk);
            let (network, transport) = (Arc::clone(&self.sender.network), Arc::clone(&self.sender.transport));
            let (ledger, longest) = (self.ledger.clone(), self.sender.policy.longest_pause);
            self.running.spawn(async move {
                let report = contained(hand_over(&network, transport.as_ref(), &ledger, ready, longest)).await;
                Ended { id, bulk, domain, report: report.unwrap_or_else(|words| Report::of_panic(id, &words)) }
            });
        }
    }

    async fn ended(&mut self, ended: Result<Ended, JoinError>) {
        match ended {
            Ok(Ended { id, bulk, domain, report }) => {
                self.leases.end(id);
                self.bulk_running -= usize::from(bulk);
                self.handled += 1;
                self.sender.pace().end(&domain, Instant::now());
                self.heed(report).await;
            }
            Err(error) => tracing::error!(%error, "handing over a mail was cut off"),
        }
    }

    /// Counts refusals in a row, and ends the round when there were too many.
    async fn heed(&mut self, report: Report) {
        let (network, policy) = (&self.sender.network, &self.sender.policy);
        let now = network.clock.now();
        match report {
            Report::Other => {}
            Report::Taken => {
                let turn = self.sender.breaker().success();
                breaker::note_end(network, turn).await;
            }
            Report::AboutUs { reason, by_policy } => {
                if by_policy && self.sender.breaker().is_news(now) {
                    breaker::say_policy_refusal(&reason);
                }
                let turn = self.sender.breaker().refusal(now, policy.pause_after, policy.longest_pause);
                if turn == Turn::Opened {
                    breaker::note_pause(network, &reason).await;
                }
                let paused = self.sender.breaker().paused_until(now).is_some();
                if paused && !self.closing {
                    self.close().await;
                }
            }
        }
    }

    async fn claimed(&mut self, claimed: Result<Claimed, StoreError>) {
        self.claim = None;
        match claimed {
            Ok(Claimed { mut mails, more }) => {
                self.more |= more;
                // Claims of our own that had ended come back; what is held already is not to be sent twice.
                mails.retain(|delivery| self.leases.hold(delivery.id));
                if self.closing {
                    let ids: Vec<_> = mails.iter().map(|delivery| delivery.id).collect();
                    self.leases.put_back(&ids).await;
                } else if !mails.is_empty() {
                    self.outbox.expect(&mails);
                    let network = Arc::clone(&self.sender.network);
                    self.preparing.spawn(async move { prepare(&network, mails).await });
                }
            }
            Err(error) => self.fail(error).await,
        }
    }

    async fn prepared(&mut self, lot: Result<Result<Lot, StoreError>, JoinError>) {
        match lot {
            Ok(Ok(lot)) => {
                self.handled += lot.over.len();
                self.outbox.forget(&lot.expected);
                for outcome in lot.over {
                    self.leases.end(outcome.id);
                    self.ledger.note(outcome);
                }
                lot.ready.into_iter().for_each(|ready| self.outbox.push(ready));
            }
            Ok(Err(error)) => self.fail(error).await,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
        if self.closing {
            self.put_back_ready().await;
        }
    }

    /// Ends the round once what is under way is at its end.
    async fn fail(&mut self, error: StoreError) {
        self.error = Some(error);
        self.close().await;
    }

    /// Begins nothing new. What is being made ready is put back when it is.
    async fn close(&mut self) {
        self.closing = true;
        self.put_back_ready().await;
    }

    async fn put_back_ready(&mut self) {
        self.leases.put_back(&self.outbox.take_all()).await;
    }
}

/// Returns after that time, or never if there is none.
async fn elapsed(time: Option<Duration>) {
    match time {
        Some(time) => tokio::time::sleep(time).await,
        None => std::future::pending().await,
    }
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
