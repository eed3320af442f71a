//! The mails that this process has claimed and not yet begun to send.

use domain::ids::DeliveryId;
use mail::Mail;
use std::collections::VecDeque;
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
    urgent: VecDeque<Ready>,
    bulk: VecDeque<Ready>,
}

impl Outbox {
    pub(super) fn push(&mut self, ready: Ready) {
        if ready.delivery.bulk { &mut self.bulk } else { &mut self.urgent }.push_back(ready);
    }

    /// The mail that goes next: the first whose receiving domain takes one now. One of many goes only where `bulk_may_go`.
    pub(super) fn next(&mut self, bulk_may_go: bool, takes: impl Fn(&str) -> bool) -> Option<Ready> {
        let first = |mails: &mut VecDeque<Ready>| {
            let place = mails.iter().position(|ready| takes(ready.delivery.recipient.domain()))?;
            mails.remove(place)
        };
        first(&mut self.urgent).or_else(|| if bulk_may_go { first(&mut self.bulk) } else { None })
    }

    pub(super) fn len(&self) -> usize {
        self.urgent.len() + self.bulk.len()
    }

    pub(super) fn urgent(&self) -> usize {
        self.urgent.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes everything out.
    pub(super) fn take_all(&mut self) -> Vec<DeliveryId> {
        self.urgent.drain(..).chain(self.bulk.drain(..)).map(|ready| ready.delivery.id).collect()
    }
}
