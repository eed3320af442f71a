//! The mails that this process has claimed and not yet begun to send: those that can go out, and those that are being made ready, which take
//! up room already.

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

/// A mail that is being made ready.
#[derive(Debug)]
pub(super) struct Expected {
    bulk: bool,
    domain: String,
}

/// Claimed mails in the order in which they are to go: those that somebody waits for first.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    urgent: Queue,
    bulk: Queue,
}

/// The mails of one lane, the first one first, and how many there are to each domain, with those that are expected.
#[derive(Debug, Default)]
struct Queue {
    mails: VecDeque<Ready>,
    expected: usize,
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

impl From<&Delivery> for Expected {
    fn from(delivery: &Delivery) -> Self {
        Self { bulk: delivery.bulk, domain: delivery.recipient.domain().to_owned() }
    }
}

impl Queue {
    fn count(&mut self, domain: &str) {
        *self.of_domain.entry(domain.to_owned()).or_default() += 1;
    }

    fn discount(&mut self, domain: &str) {
        if let Some(count) = self.of_domain.get_mut(domain) {
            *count -= 1;
            if *count == 0 {
                self.of_domain.remove(domain);
            }
        }
    }

    fn len(&self) -> usize {
        self.mails.len() + self.expected
    }

    /// The first whose receiving domain takes one now.
    fn next(&mut self, takes: impl Fn(&str) -> bool) -> Option<Ready> {
        let place = self.mails.iter().position(|ready| takes(ready.delivery.recipient.domain()))?;
        let ready = self.mails.remove(place)?;
        self.discount(ready.delivery.recipient.domain());
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

    fn take_all(&mut self) -> Vec<DeliveryId> {
        let mails = std::mem::take(&mut self.mails);
        for ready in &mails {
            self.discount(ready.delivery.recipient.domain());
        }
        mails.iter().map(|ready| ready.delivery.id).collect()
    }
}

impl Outbox {
    /// Keeps room for mails that are being made ready.
    pub(super) fn expect(&mut self, mails: &[Delivery]) {
        for delivery in mails {
            let queue = self.queue(delivery.bulk);
            queue.expected += 1;
            queue.count(delivery.recipient.domain());
        }
    }

    /// Gives up the room that was kept for mails: they are ready now, or will not go.
    pub(super) fn forget(&mut self, mails: &[Expected]) {
        for Expected { bulk, domain } in mails {
            let queue = self.queue(*bulk);
            queue.expected -= 1;
            queue.discount(domain);
        }
    }

    pub(super) fn push(&mut self, ready: Ready) {
        let queue = self.queue(ready.delivery.bulk);
        queue.count(ready.delivery.recipient.domain());
        queue.mails.push_back(ready);
    }

    fn queue(&mut self, bulk: bool) -> &mut Queue {
        if bulk { &mut self.bulk } else { &mut self.urgent }
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

    /// How many mails there are, with those that are expected.
    pub(super) fn len(&self) -> usize {
        self.urgent.len() + self.bulk.len()
    }

    /// How many of them somebody waits for.
    pub(super) fn urgent(&self) -> usize {
        self.urgent.len()
    }

    /// Whether none can go out now.
    pub(super) fn is_empty(&self) -> bool {
        self.urgent.mails.is_empty() && self.bulk.mails.is_empty()
    }

    /// Takes out everything that is ready.
    pub(super) fn take_all(&mut self) -> Vec<DeliveryId> {
        [self.urgent.take_all(), self.bulk.take_all()].concat()
    }
}

impl Crowded {
    /// Whether one of these domains has room again, as `now` says.
    pub(super) fn has_eased(&self, now: &Self) -> bool {
        let eased = |before: &[String], now: &[String]| before.iter().any(|domain| !now.contains(domain));
        eased(&self.urgent, &now.urgent) || eased(&self.bulk, &now.bulk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::Hidden;
    use mail::MailKind;
    use storage::DeliveryState;
    use uuid::Uuid;

    fn delivery(number: u128, recipient: &str, bulk: bool) -> Delivery {
        Delivery {
            id: DeliveryId(Uuid::from_u128(number)),
            kind: MailKind::Digest.key().to_owned(),
            recipient: recipient.parse().unwrap(),
            message_id: String::new(),
            mail_json: Hidden::default(),
            state: DeliveryState::Queued,
            bulk,
            attempts: 0,
            uncertain: 0,
            due_at: None,
            last_attempt_at: None,
            last_reply: None,
            skip_reason: None,
            created_at: DateTime::UNIX_EPOCH,
            sent_at: None,
        }
    }

    fn ready(delivery: Delivery) -> Ready {
        let mail = Mail {
            kind: MailKind::Digest,
            message_id: String::new(),
            to: delivery.recipient.clone(),
            subject: String::new(),
            text: String::new(),
            html: String::new(),
            in_reply_to: None,
            list: None,
            created_at: delivery.created_at,
        };
        Ready { delivery, mail }
    }

    #[test]
    fn what_is_being_made_ready_takes_up_room_and_crowds_its_domain() {
        let mut outbox = Outbox::default();
        let lot: Vec<_> = (0..3).map(|number| delivery(number, &format!("stelle{number}@example.org"), true)).collect();
        outbox.expect(&lot);
        assert_eq!((outbox.len(), outbox.urgent(), outbox.is_empty()), (3, 0, true));
        assert_eq!(outbox.crowded(2), Crowded { urgent: Vec::new(), bulk: vec!["example.org".to_owned()], mails: 3 });
        assert!(outbox.next(true, |_| true).is_none(), "a mail that is not written cannot go");

        // Two can go out; the third was not to be sent.
        outbox.forget(&lot.iter().map(Expected::from).collect::<Vec<_>>());
        for delivery in lot.into_iter().take(2) {
            outbox.push(ready(delivery));
        }
        assert_eq!((outbox.len(), outbox.is_empty()), (2, false));
        assert_eq!(outbox.crowded(2), Crowded::default());
    }

    #[test]
    fn what_is_taken_out_leaves_the_room_of_what_is_expected() {
        let mut outbox = Outbox::default();
        outbox.expect(&[delivery(1, "a@example.org", false)]);
        let here = delivery(2, "b@example.org", false);
        let id = here.id;
        outbox.push(ready(here));
        assert_eq!(outbox.take_all(), [id]);
        assert_eq!((outbox.len(), outbox.urgent(), outbox.is_empty()), (1, 1, true));
        assert_eq!(outbox.crowded(0).urgent, ["example.org"]);
    }
}
