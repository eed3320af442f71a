//! Compose the digests of all readers who are due.

use crate::{
    digest_findings::{Findings, Found},
    outcome::Outcome,
    recover_digests,
};
use chrono::{DateTime, Utc};
use domain::{
    EmailAddress,
    clock::{local_date, start_of_day},
    digest_period::DigestPeriod,
    digest_plan::{GRACE, Standing, Wait},
    ids::{DeliveryId, DigestId, ReplyId, SubscriptionId},
};
use mail::MailKind;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use storage::{Digest, DigestOutcome, DueReader, ReaderMoved, ToldAhead, Transaction, UNREADABLE_WAIT};
use usecases::{
    Failure, Network, SkipReason,
    deliver::{self, Outgoing},
    reader::waits,
};

/// How many readers one transaction composes for.
const CHUNK: u64 = 400;

/// How often a run looks through the news anew because a reader came in meanwhile whose wish it does not know, or a publication that it does not
/// know was committed late. The next run takes the rest.
const LOOKS: usize = 5;

/// Composes for every reader who is due: for each of their subscriptions whose period has ended one digest, from the subscription's mark to the
/// period's end, and one mail for all that have something to tell.
///
/// A chunk of readers belongs to one transaction alone, which moves the marks, writes the digests and puts the mails into the queue: any number
/// of workers compose each subscription and period once, and one that dies leaves nothing half done. After an outage everything that was missed
/// is one mail. What is in the mail is read again when it is sent ([`crate::digest_mail`]). Replies that a subscription gathers are told by the
/// first digest that finds them waiting, whenever they were written, so that none falls between two periods.
///
/// Where a case cannot be read, those subscriptions wait that it may fit; all others, also of the same readers, are told.
pub(crate) async fn run(network: &Network) -> Outcome {
    compose_all(network).await.into()
}

async fn compose_all(network: &Network) -> Result<(), Failure> {
    let mut run = Run::begin(network);
    while run.compose(CHUNK).await? {}
    Ok(())
}

/// A run goes from chunk to chunk, for the moment at which it began.
struct Run<'a> {
    network: &'a Network,
    now: DateTime<Utc>,
    looks: usize,
    findings: Option<Findings>,
}

impl<'a> Run<'a> {
    fn begin(network: &'a Network) -> Self {
        Self { network, now: network.clock.now(), looks: 0, findings: None }
    }

    /// Composes for the next readers, at most so many; returns whether there may be more.
    async fn compose(&mut self, readers: u64) -> Result<bool, Failure> {
        let (network, now) = (self.network, self.now);
        let known = match &mut self.findings {
            Some(known) => known,
            None if self.looks == LOOKS => return Ok(false),
            None => {
                self.looks += 1;
                let work = network.store.due_work(now).await?;
                self.findings.insert(Findings::look(network, work, now - GRACE).await?)
            }
        };
        let mut transaction = network.store.begin().await?;
        let due = transaction.due_readers(now, readers).await?;
        if due.is_empty() {
            // Readers who cannot be read may have been put off.
            transaction.commit().await?;
            return Ok(false);
        }
        if !known.is_complete(&mut transaction).await? {
            self.findings = None;
            return Ok(true);
        }
        let addresses: Vec<_> = due.iter().map(|one| &one.reader.email).collect();
        // Those that were late, which no day has counted yet.
        let sent = network.store.digests_sent_since(&addresses, start_of_day(local_date(now))).await?;
        let ahead = told_ahead(network, &mut transaction, &due).await?;
        let had = Had { sent, ahead, replies: waiting_replies(&mut transaction, &due).await? };
        let Some(chunk) = Chunk::compose(network, known, &due, &had, now) else {
            self.findings = None;
            return Ok(true);
        };
        chunk.write(network, &mut transaction, now).await?;
        transaction.commit().await?;
        network.wake.notify_one();
        Ok(true)
    }
}

/// What readers have had that their marks and counts do not say, and what else waits for them.
struct Had {
    /// How many digests left for each address today that were composed earlier.
    sent: HashMap<String, u64>,
    /// What was told while a clock was ahead.
    ahead: HashMap<SubscriptionId, ToldAhead>,
    /// The replies that each subscription has gathered.
    replies: HashMap<SubscriptionId, Vec<ReplyId>>,
}

/// What readers were told before its time came: nothing is looked up once all marks are past the moment up to which anybody was. That moment is
/// read after the readers were claimed: who set back a mark of theirs has written it down before ([`recover_digests`]), also if that was while
/// this run went on.
async fn told_ahead(
    network: &Network,
    transaction: &mut Transaction,
    due: &[DueReader],
) -> Result<HashMap<SubscriptionId, ToldAhead>, Failure> {
    let until = recover_digests::told_until(network).await?;
    let all = due.iter().flat_map(|one| &one.subscriptions);
    let ids: Vec<_> = all.filter(|subscription| subscription.covered_until < until).map(|subscription| subscription.id).collect();
    Ok(if ids.is_empty() { HashMap::new() } else { transaction.told_ahead(&ids).await? })
}

/// The replies that wait to be told to readers who have them gathered.
async fn waiting_replies(transaction: &mut Transaction, due: &[DueReader]) -> Result<HashMap<SubscriptionId, Vec<ReplyId>>, Failure> {
    let all = due.iter().flat_map(|one| &one.subscriptions);
    let gathering: Vec<_> = all.filter(|subscription| subscription.criteria.replies).map(|subscription| subscription.id).collect();
    Ok(if gathering.is_empty() { HashMap::new() } else { transaction.waiting_replies(&gathering).await? })
}

/// What is to be written for some readers.
#[derive(Default)]
struct Chunk {
    sections: Vec<Section>,
    readers: Vec<Planned>,
}

struct Planned {
    email: EmailAddress,
    moved: ReaderMoved,
}

/// What a subscription is told.
struct Section {
    /// The number of the reader among the planned.
    reader: usize,
    subscription: SubscriptionId,
    from: DateTime<Utc>,
    period: DigestPeriod,
    found: Arc<Found>,
    replies: Vec<ReplyId>,
}

impl Chunk {
    /// Nothing if somebody wants what was not looked for.
    fn compose(network: &Network, findings: &mut Findings, due: &[DueReader], had: &Had, now: DateTime<Utc>) -> Option<Self> {
        let mut chunk = Self::default();
        let today = local_date(now);
        for one in due {
            let counted = if one.reader.counted_day == Some(today) { one.reader.counted_mails } else { 0 };
            let sent = had.sent.get(one.reader.email.reveal()).copied().unwrap_or(0);
            let mails = counted.max(u8::try_from(sent).unwrap_or(u8::MAX));
            let standing = one.reader.standing(network.settings.immediate_minutes);
            let standing = Standing { counted_day: Some(today), counted_mails: mails, ..standing };
            let mut waits: Vec<Wait> = waits(&one.subscriptions);
            let periods = standing.due(&waits, now);
            let (mut has_content, mut put_off) = (false, vec![false; waits.len()]);
            let (first, mut wishes) = (chunk.sections.len(), Vec::new());
            let subscriptions = one.subscriptions.iter().filter(|subscription| subscription.covered_until.is_some());
            for (((subscription, wait), put_off), period) in subscriptions.zip(&mut waits).zip(&mut put_off).zip(periods) {
                let Some(period) = period else { continue };
                if findings.must_wait(&subscription.criteria, wait.covered_until, period.end) {
                    *put_off = true;
                    continue;
                }
                let mut found = findings.find(&subscription.criteria, wait.covered_until, period.end)?;
                if let Some(told) = had.ahead.get(&subscription.id) {
                    found = Arc::new(found.without(told));
                }
                let from = wait.covered_until;
                wait.covered_until = period.end;
                let replies = had.replies.get(&subscription.id).cloned().unwrap_or_default();
                let section = Section { reader: chunk.readers.len(), subscription: subscription.id, from, period, found, replies };
                has_content |= !section.is_empty();
                chunk.sections.push(section);
                wishes.push(&subscription.criteria);
            }
            let own = chunk.sections[first..].iter_mut().zip(wishes);
            // What was told ahead of its time is not as it was found.
            let own = own.filter(|(section, _)| !had.ahead.contains_key(&section.subscription));
            findings.name_alike(own.map(|(section, wish)| (wish, (section.from, section.period.end), &mut section.found)).collect());
            let counted_mails = mails.saturating_add(u8::from(has_content));
            let standing = Standing { counted_mails, ..standing };
            let later = put_off.contains(&true).then(|| now + UNREADABLE_WAIT);
            let told: Vec<Wait> = waits.into_iter().zip(put_off).filter(|(_, put_off)| !put_off).map(|(wait, _)| wait).collect();
            let next_due_at = standing.next_look(&told, now).into_iter().chain(later).min();
            let moved = ReaderMoved { reader: one.reader.id, next_due_at, counted: (Some(today), counted_mails) };
            chunk.readers.push(Planned { email: one.reader.email.clone(), moved });
        }
        Some(chunk)
    }

    async fn write(self, network: &Network, transaction: &mut Transaction, now: DateTime<Utc>) -> Result<(), Failure> {
        let told = self.told_before(transaction).await?;
        let mut deliveries: HashMap<usize, DeliveryId> = HashMap::new();
        let mut digests = Vec::with_capacity(self.sections.len());
        let mut marks = Vec::with_capacity(self.sections.len());
        let mut replies = Vec::new();
        for mut section in self.sections {
            marks.push((section.subscription, section.period.end));
            if told.contains(&(section.subscription, section.period.key.clone())) {
                // The mark was set back, as a database is that was restored: the reader has had this one.
                continue;
            }
            let outcome = if section.is_empty() {
                DigestOutcome::Skipped { reason: SkipReason::NothingNew.key().to_owned() }
            } else {
                DigestOutcome::Composed { delivery: *deliveries.entry(section.reader).or_insert_with(|| DeliveryId(network.ids.next())) }
            };
            let id = DigestId(network.ids.next());
            if !section.replies.is_empty() {
                replies.push((id, std::mem::take(&mut section.replies)));
            }
            digests.push(section.digest(id, outcome, now));
        }
        transaction.move_marks(&marks).await?;
        transaction.insert_digests(&digests).await?;
        transaction.put_replies_into_digests(&replies).await?;
        let moved: Vec<_> = self.readers.iter().map(|reader| reader.moved).collect();
        let mut mails = Vec::with_capacity(deliveries.len());
        for (number, reader) in self.readers.into_iter().enumerate() {
            if let Some(id) = deliveries.get(&number) {
                let message_id = network.settings.message_id(MailKind::Digest, id.0);
                mails.push((*id, Outgoing::WrittenWhenSent { kind: MailKind::Digest, to: reader.email, message_id }));
            }
        }
        transaction.move_readers(&moved).await?;
        deliver::post_all(transaction, &mails, now).await
    }

    /// Which of the periods have a digest already.
    async fn told_before(&self, transaction: &mut Transaction) -> Result<HashSet<(SubscriptionId, String)>, Failure> {
        let subscriptions: Vec<_> = self.sections.iter().map(|section| section.subscription).collect();
        let keys: HashSet<&str> = self.sections.iter().map(|section| section.period.key.as_str()).collect();
        Ok(transaction.digests_of_periods(&subscriptions, &keys.into_iter().collect::<Vec<_>>()).await?)
    }
}

impl Section {
    /// Whether there is nothing to tell.
    fn is_empty(&self) -> bool {
        self.found.is_empty() && self.replies.is_empty()
    }

    fn digest(self, id: DigestId, outcome: DigestOutcome, now: DateTime<Utc>) -> Digest {
        Digest {
            id,
            subscription: self.subscription,
            period_key: self.period.key,
            window_start: self.from,
            window_end: self.period.end,
            outcome,
            case_ids: self.found.new.clone(),
            total: self.found.total,
            renewed_ids: self.found.renewed.clone(),
            renewed_total: self.found.renewed_total,
            created_at: now,
        }
    }
}

#[cfg(test)]
mod tests;
