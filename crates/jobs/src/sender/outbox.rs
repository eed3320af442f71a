//! The mails that this process has claimed and not yet begun to send.

use domain::ids::DeliveryId;
use mail::Mail;
use std::collections::{HashMap, VecDeque};
use storage::Delivery;

/// A mail that can go out at once.
#[derive(Debug)]
pub(super) struct Ready {
    /// Its row, without the text.
    pub(super) delivery: Delivery,
    /// What is sent.
    pub(super) mail: Mail,
}

/// Claimed mails in the order in which they are to go: those that somebody waits for first.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    urgent: Queue,
    bulk: Queue,
}

/// The mails of one lane, the first one first, and how many there are to each domain.
#[derive(Debug, Default)]
struct Queue {
    mails: VecDeque<Ready>,
    of_domain: HashMap<String, usize>,
}

/// The domains to which enough mails wait here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Crowded {
    /// Of mails that somebody waits for.
    pub(super) urgent: Vec<String>,
    /// Of the others.
    pub(super) bulk: Vec<String>,
    /// How many mails that are in all.
    pub(super) mails: usize,
}

impl Queue {
    fn push(&mut self, ready: Ready) {
        *self.of_domain.entry(ready.delivery.recipient.domain().to_owned()).or_default() += 1;
        self.mails.push_back(ready);
    }

    /// The first whose receiving domain takes one now.
    fn next(&mut self, takes: impl Fn(&str) -> bool) -> Option<Ready> {
        let place = self.mails.iter().position(|ready| takes(ready.delivery.recipient.domain()))?;
        let ready = self.mails.remove(place)?;
        let domain = ready.delivery.recipient.domain();
        if let Some(count) = self.of_domain.get_mut(domain) {
            *count -= 1;
            if *count == 0 {
                self.of_domain.remove(domain);
            }
        }
        Some(ready)
    }

    /// The domains with more mails than that, and how many mails these are.
    fn with_more_than(&self, count: usize) -> (Vec<String>, usize) {
        let crowded = self.of_domain.iter().filter(|(_, mails)| **mails > count);
        crowded.fold((Vec::new(), 0), |(mut domains, sum), (domain, mails)| {
            domains.push(domain.clone());
            (domains, sum + mails)
        })
    }

    fn take_all(&mut self) -> impl Iterator<Item = DeliveryId> {
        self.of_domain.clear();
        self.mails.drain(..).map(|ready| ready.delivery.id)
    }
}

impl Outbox {
    pub(super) fn push(&mut self, ready: Ready) {
        if ready.delivery.bulk { &mut self.bulk } else { &mut self.urgent }.push(ready);
    }

    /// The mail that goes next: the first whose receiving domain takes one now. One of many goes only where `bulk_may_go`.
    pub(super) fn next(&mut self, bulk_may_go: bool, takes: impl Fn(&str) -> bool) -> Option<Ready> {
        self.urgent.next(&takes).or_else(|| if bulk_may_go { self.bulk.next(&takes) } else { None })
    }

    /// The domains to which more mails than that wait here; each lane counts by itself.
    pub(super) fn crowded(&self, count: usize) -> Crowded {
        let (urgent, urgent_mails) = self.urgent.with_more_than(count);
        let (bulk, bulk_mails) = self.bulk.with_more_than(count);
        Crowded { urgent, bulk, mails: urgent_mails + bulk_mails }
    }

    pub(super) fn len(&self) -> usize {
        self.urgent.mails.len() + self.bulk.mails.len()
    }

    pub(super) fn urgent(&self) -> usize {
        self.urgent.mails.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes everything out.
    pub(super) fn take_all(&mut self) -> Vec<DeliveryId> {
        self.urgent.take_all().chain(self.bulk.take_all()).collect()
    }
}

impl Crowded {
    /// Whether one of these domains has room again, as `now` says.
    pub(super) fn has_eased(&self, now: &Self) -> bool {
        let eased = |before: &[String], now: &[String]| before.iter().any(|domain| !now.contains(domain));
        eased(&self.urgent, &now.urgent) || eased(&self.bulk, &now.bulk)
    }
}
