//! The world of a simulation: what happens in it, and whether everybody was told of it as they should be.

use super::{Event, WORDS, Wish};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CaseContent, Viewer,
    clock::local_date,
    ids::{CaseId, DeliveryId, DigestId, SubscriptionId},
    subscription::{Criteria, SubscriptionState},
};
use jobs::Worker;
use mail::{Mail, MailKind};
use std::{
    collections::{HashMap, HashSet},
    future::poll_fn,
    pin::pin,
    task::Poll,
};
use storage::{Digest, DigestOutcome, Reader, Subscription};
use test_network::{Stand, TestNetwork, complete_case};
use usecases::{
    confirm_subscription,
    reader::{self, By, SettingsChange},
    subscribe::{self, SubscribeRequest},
    unsubscribe,
};

/// What really happened.
pub(super) struct World {
    pub(super) test: TestNetwork,
    subscriptions: Vec<SubscriptionId>,
    /// Each case with its word and the moment at which it became public.
    published: Vec<(CaseId, usize, DateTime<Utc>)>,
    /// All digests ever seen; the database forgets them after some months.
    digests: HashMap<DigestId, Digest>,
    /// How often nobody knew whether a mail was taken, once it was at its end; the database forgets that, too.
    doubts: HashMap<DeliveryId, usize>,
    /// Those that work at the same time; a process that died does not come back under its name.
    workers: Vec<Worker>,
    begun: usize,
}

impl World {
    pub(super) async fn begin(test: TestNetwork, wishes: &[Wish], settings: &[SettingsChange]) -> Self {
        let mut subscriptions = Vec::new();
        for wish in wishes {
            // No address may get many mails in a row.
            test.clock.advance(TimeDelta::hours(2));
            let words = wish.word.map_or_else(String::new, |word| WORDS[word].to_owned());
            let request = SubscribeRequest {
                email: format!("lesen-{}@kreis.example.org", wish.reader),
                criteria: Criteria { text: words, ..Criteria::default() },
                frequency: wish.frequency,
                weekday: None,
                hour: None,
            };
            let subscription = subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
            test.run_jobs().await;
            let mail = test.sent().pop().unwrap();
            let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
            confirm_subscription::confirm(&test.network, &token).await.unwrap();
            let reader = test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap();
            let chosen = settings[wish.reader];
            reader::change_settings(&test.network, &Viewer::Public, By::Token(reader.token.reveal()), chosen).await.unwrap();
            subscriptions.push(subscription.id);
        }
        let workers = (0..5).map(|number| test.another_worker(&format!("worker {number}"))).collect();
        Self { test, subscriptions, published: Vec::new(), digests: HashMap::new(), doubts: HashMap::new(), workers, begun: 5 }
    }

    async fn subscription(&self, number: usize) -> Subscription {
        let id = self.subscriptions[number % self.subscriptions.len()];
        self.test.network.store.subscription(id).await.unwrap().unwrap()
    }

    async fn reader(&self, subscription: &Subscription) -> Reader {
        self.test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap()
    }

    pub(super) async fn happens(&mut self, event: &Event) {
        match event {
            Event::Publish(word) => {
                let title = format!("Beispiel Nummer {} mit {}", self.published.len(), WORDS[*word]);
                let content = CaseContent { title, ..complete_case("") };
                let case = self.test.place(content.clone(), content, None, Stand::Published).await;
                self.published.push((case.id, *word, case.first_published_at.unwrap()));
                self.test.clock.advance(TimeDelta::seconds(17));
            }
            Event::Work { minutes, every, workers } => {
                let end = self.test.now() + TimeDelta::minutes(*minutes);
                while self.test.now() < end {
                    self.test.clock.advance(TimeDelta::minutes(*every));
                    futures_util::future::join_all(self.workers[..*workers].iter().map(|one| self.test.run_jobs_with(one))).await;
                }
            }
            Event::Outage { minutes } => self.test.clock.advance(TimeDelta::minutes(*minutes)),
            Event::Kill { steps } => {
                self.test.clock.advance(TimeDelta::hours(30));
                killed_after(*steps, self.test.run_jobs_with(&self.workers[0])).await;
                self.workers[0] = self.test.another_worker(&format!("worker {}", self.begun));
                self.begun += 1;
                // Its claims end before others begin.
                self.test.clock.advance(TimeDelta::minutes(1));
            }
            Event::Leave(number) => {
                let subscription = self.subscription(*number).await;
                unsubscribe::unsubscribe(&self.test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
            }
            Event::Pause(number, days) => {
                let reader = self.reader(&self.subscription(*number).await).await;
                let until = local_date(self.test.now() + TimeDelta::days(*days));
                let paused = reader::pause(&self.test.network, &Viewer::Public, By::Token(reader.token.reveal()), until).await;
                paused.unwrap();
            }
        }
    }

    pub(super) async fn remember(&mut self) {
        for id in &self.subscriptions {
            let digests = self.test.network.store.digests(*id).await.unwrap();
            self.digests.extend(digests.into_iter().map(|digest| (digest.id, digest)));
        }
        for digest in self.digests.values() {
            let DigestOutcome::Composed { delivery } = digest.outcome else { continue };
            if !self.doubts.contains_key(&delivery)
                && let Some(ended) = self.test.network.store.delivery(delivery).await.unwrap().filter(|mail| mail.due_at.is_none())
            {
                self.doubts.insert(delivery, usize::try_from(ended.uncertain).unwrap());
            }
        }
    }

    /// Compares what was told with what happened.
    pub(super) async fn check(&self) {
        let sent: Vec<Mail> = self.test.sent().into_iter().filter(|mail| mail.kind == MailKind::Digest).collect();
        let by_id: HashMap<&str, &Mail> = sent.iter().map(|mail| (mail.message_id.as_str(), mail)).collect();
        let mut composed = HashSet::new();
        for number in 0..self.subscriptions.len() {
            let subscription = self.subscription(number).await;
            let mut digests: Vec<_> = self.digests.values().filter(|digest| digest.subscription == subscription.id).collect();
            digests.sort_by_key(|digest| digest.window_start);
            let keys: HashSet<_> = digests.iter().map(|digest| &digest.period_key).collect();
            assert_eq!(keys.len(), digests.len(), "a period composed twice");
            let mut told_until = subscription.confirmed_at.unwrap();
            for digest in digests {
                assert_eq!(digest.window_start, told_until, "a gap or an overlap before {}", digest.period_key);
                told_until = digest.window_end;
                let fits = |(_, word, at): &&(CaseId, usize, DateTime<Utc>)| {
                    let wanted = subscription.criteria.text.is_empty() || subscription.criteria.text == WORDS[*word];
                    wanted && digest.window_start <= *at && *at < digest.window_end
                };
                let expected: Vec<_> = self.published.iter().filter(fits).collect();
                assert_eq!(usize::try_from(digest.total).unwrap(), expected.len(), "{}", digest.period_key);
                if let Some(left) = subscription.withdrawn_at {
                    assert!(digest.created_at <= left, "composed after leaving: {}", digest.period_key);
                }
                match &digest.outcome {
                    DigestOutcome::Skipped { .. } => assert_eq!(expected.len(), 0, "{} had content", digest.period_key),
                    DigestOutcome::Composed { delivery } => {
                        assert_ne!(expected.len(), 0, "{} had no content", digest.period_key);
                        composed.insert(*delivery);
                        let id = self.test.network.settings.message_id(MailKind::Digest, delivery.0);
                        let section = by_id.get(id.as_str()).map(|mail| mail.text.contains(subscription.unsubscribe_token.reveal()));
                        let is_told_elsewhere =
                            by_id.contains_key(id.as_str()) && expected.iter().all(|(case, ..)| self.is_in(by_id[id.as_str()], *case));
                        let may_be_missing = subscription.state == SubscriptionState::Withdrawn;
                        assert!(section == Some(true) || is_told_elsewhere || may_be_missing, "{} was not sent", digest.period_key);
                    }
                }
            }
            if subscription.state == SubscriptionState::Active {
                assert_eq!(subscription.covered_until, Some(told_until));
                assert!(self.test.now() - told_until < TimeDelta::days(45), "nothing composed since {told_until}");
            }
        }
        let composed: HashMap<_, _> =
            composed.into_iter().map(|id| (self.test.network.settings.message_id(MailKind::Digest, id.0), id)).collect();
        let mut times: HashMap<DeliveryId, usize> = HashMap::new();
        for mail in &sent {
            *times.entry(*composed.get(&mail.message_id).expect("the mail of a digest")).or_default() += 1;
        }
        for (id, times) in times {
            assert!(times <= 1 + self.doubts[&id], "the mail {id} was sent {times} times");
        }
        self.check_days(&sent).await;
    }

    fn is_in(&self, mail: &Mail, case: CaseId) -> bool {
        let number = self.published.iter().position(|(id, ..)| *id == case).unwrap();
        let text = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.contains(&format!("Beispiel Nummer {number} mit "))
    }

    /// No reader gets more mails on a day than they wish, and none on a quiet day.
    async fn check_days(&self, sent: &[Mail]) {
        let mut readers = HashMap::new();
        for number in 0..self.subscriptions.len() {
            let reader = self.reader(&self.subscription(number).await).await;
            readers.insert(reader.email.clone(), reader);
        }
        let mut days: HashMap<_, HashSet<&str>> = HashMap::new();
        for mail in sent {
            let day = local_date(mail.created_at);
            days.entry((mail.to.clone(), day)).or_default().insert(&mail.message_id);
        }
        for ((address, day), mails) in days {
            let settings = readers[&address].settings;
            assert!(mails.len() <= usize::from(settings.max_per_day), "{} mails on {day}", mails.len());
            assert!(!settings.quiet().contains(day), "a mail on {day}");
        }
    }
}

/// Runs a future for so many steps and drops it where it stands, as a process that dies does.
async fn killed_after(steps: usize, future: impl Future<Output = ()> + Send) {
    let mut future = pin!(future);
    let mut left = steps;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        future.as_mut().poll(context)
    })
    .await;
}
