//! Find out what the digests of a period would hold, without composing any.

use crate::{
    digest_findings::{Findings, Found},
    digest_mail,
    digest_sections::{Fitting, shares},
    outcome::Outcome,
};
use chrono::{DateTime, Utc};
use domain::{
    digest_period::Frequency,
    digest_preview::{DigestPreview, MOST_NAMED, PreviewExample, PreviewRecipient, PreviewWish},
    ids::{AccountId, DeliveryId, DigestId, ReaderId},
    subscription::Criteria,
};
use futures_util::future::BoxFuture;
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::Arc,
};
use storage::{Digest, DigestOutcome, DueReader, DueWork, Subscription};
use usecases::{Failure, Network, criteria_text, digest_preview};

/// How many readers are read at once.
const PAGE: u64 = 400;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
struct Period {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    frequency: Option<Frequency>,
}

/// Makes a dry run and keeps what came of it, in the place of the one before.
pub(crate) async fn run(network: &Network, from: DateTime<Utc>, until: DateTime<Utc>, frequency: Option<Frequency>) -> Outcome {
    let kept = async {
        let preview = preview(network, from, until, frequency).await?;
        digest_preview::keep(network, &preview).await
    };
    kept.await.into()
}

/// What digests would hold if everything that became public in `from..until` was told, whatever was told before. Nothing is composed, nothing
/// is sent, and nothing but numbers, masked addresses and one example comes out. Boxed for the same reason as [`crate::Worker::run`].
pub fn preview(
    network: &Network,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    frequency: Option<Frequency>,
) -> BoxFuture<'_, Result<DigestPreview, Failure>> {
    Box::pin(look(network, Period { from, until, frequency }))
}

async fn look(network: &Network, period: Period) -> Result<DigestPreview, Failure> {
    let Period { from, until, .. } = period;
    let mut findings = Findings::look(network, DueWork { criteria: wishes(network, period).await?, since: Some(from) }, until).await?;
    let mut count = Count::new(period, network.clock.now());
    let mut after = None;
    while let Some((readers, last)) = page(network, after).await? {
        let addresses: Vec<_> = readers.iter().map(|reader| &reader.reader.email).collect();
        let suppressed = network.store.suppressed_among(&addresses).await?;
        let replies = period.replies(network, &readers).await?;
        for reader in &readers {
            count.add(reader, &suppressed, &mut findings, &replies);
        }
        after = Some(last);
    }
    count.finish(network).await
}

/// Every distinct wish.
async fn wishes(network: &Network, period: Period) -> Result<Vec<Criteria>, Failure> {
    let mut all = HashSet::new();
    let mut after = None;
    while let Some((readers, last)) = page(network, after).await? {
        for reader in readers {
            all.extend(period.own(&reader).map(|subscription| subscription.criteria.clone()));
        }
        after = Some(last);
    }
    Ok(all.into_iter().collect())
}

async fn page(network: &Network, after: Option<ReaderId>) -> Result<Option<(Vec<DueReader>, ReaderId)>, Failure> {
    let readers = network.store.readers_after(after, PAGE).await?;
    let last = readers.last().map(|reader| reader.reader.id);
    Ok(last.map(|last| (readers, last)))
}

impl Period {
    /// The subscriptions of a reader that are looked at.
    fn own(self, reader: &DueReader) -> impl Iterator<Item = &Subscription> {
        let of_kind = move |subscription: &&Subscription| self.frequency.is_none_or(|frequency| frequency == subscription.frequency);
        reader.subscriptions.iter().filter(of_kind)
    }

    /// How many replies each account got in the period that has them gathered by these readers' subscriptions.
    async fn replies(self, network: &Network, readers: &[DueReader]) -> Result<HashMap<AccountId, u64>, Failure> {
        let gathering = readers.iter().flat_map(|reader| self.own(reader)).filter(|subscription| subscription.criteria.replies);
        let askers: Vec<AccountId> = gathering.filter_map(|subscription| subscription.account).collect();
        Ok(network.store.count_replies_to(&askers, self.from, self.until).await?)
    }
}

/// What has been counted so far.
struct Count {
    period: Period,
    preview: DigestPreview,
    wishes: HashMap<Criteria, PreviewWish>,
    /// The reader with the most sections of cases so far: what each of their subscriptions would tell.
    fullest: Vec<Told>,
    fullest_sections: u64,
    fullest_masked: String,
}

/// A subscription, and what it would tell.
type Told = (Subscription, Arc<Found>);

impl Count {
    fn new(period: Period, made_at: DateTime<Utc>) -> Self {
        let Period { from, until, frequency } = period;
        let preview = DigestPreview {
            from,
            until,
            frequency,
            made_at,
            readers: 0,
            paused: 0,
            suppressed: 0,
            mails: 0,
            sections: 0,
            empty: 0,
            wishes: Vec::new(),
            recipients: Vec::new(),
            example: None,
        };
        Self { period, preview, wishes: HashMap::new(), fullest: Vec::new(), fullest_sections: 0, fullest_masked: String::new() }
    }

    fn add(&mut self, reader: &DueReader, suppressed: &HashSet<String>, findings: &mut Findings, replies: &HashMap<AccountId, u64>) {
        let own: Vec<_> = self.period.own(reader).collect();
        if own.is_empty() {
            return;
        }
        self.preview.readers += 1;
        if reader.reader.paused_until.is_some_and(|until| until > self.period.until) {
            self.preview.paused += 1;
            return;
        }
        if suppressed.contains(reader.reader.email.reveal()) {
            self.preview.suppressed += 1;
            return;
        }
        let mut told = Vec::new();
        let mut of_replies = 0;
        for subscription in own {
            // A wish that came up meanwhile was not looked for; the next dry run knows it.
            let Some(found) = findings.find(&subscription.criteria, self.period.from, self.period.until) else { continue };
            self.wish(&subscription.criteria, &found);
            // All that an account gathers is told once, whichever of its subscriptions does it.
            if subscription.criteria.replies && of_replies == 0 && subscription.account.is_some_and(|asker| replies.contains_key(&asker)) {
                of_replies = 1;
            } else if found.is_empty() {
                self.preview.empty += 1;
            } else {
                told.push((subscription.clone(), found));
            }
        }
        let window = (self.period.from, self.period.until);
        findings.name_alike(told.iter_mut().map(|(subscription, found)| (&subscription.criteria, window, found)).collect());
        let of_cases = sections(&told);
        let sections = of_cases + of_replies;
        if sections == 0 {
            return;
        }
        self.preview.mails += 1;
        self.preview.sections += sections;
        let masked = reader.reader.email.masked();
        if self.preview.recipients.len() < MOST_NAMED {
            let wishes = told.iter().map(|(subscription, _)| &subscription.criteria);
            let cases = findings.distinct(wishes, self.period.from, self.period.until) as u64;
            self.preview.recipients.push(PreviewRecipient { masked: masked.clone(), sections, cases });
        }
        // What members reply to each other stands in no example.
        if of_cases > self.fullest_sections {
            (self.fullest, self.fullest_sections, self.fullest_masked) = (told, of_cases, masked);
        }
    }

    fn wish(&mut self, criteria: &Criteria, found: &Found) {
        if let Some(known) = self.wishes.get_mut(criteria) {
            known.subscriptions += 1;
            return;
        }
        let about = criteria_text::lines(criteria, None).join(" · ");
        self.wishes.insert(criteria.clone(), PreviewWish { about, subscriptions: 1, cases: cases(found) });
    }

    async fn finish(self, network: &Network) -> Result<DigestPreview, Failure> {
        let mut preview = self.preview;
        preview.wishes = self.wishes.into_values().collect();
        preview.wishes.sort_by(|a, b| (Reverse(a.subscriptions), &a.about).cmp(&(Reverse(b.subscriptions), &b.about)));
        preview.wishes.truncate(MOST_NAMED);
        let digests = self.fullest.iter().map(|(subscription, found)| digest(network, self.period, subscription, found)).collect();
        let mail = digest_mail::example(network, digests).await?;
        preview.example =
            mail.map(|mail| PreviewExample { masked: self.fullest_masked, subject: mail.subject, text: mail.text, html: mail.html });
        Ok(preview)
    }
}

/// How many sections the mail of these subscriptions would have. What became public is public as long as nothing says otherwise.
fn sections(told: &[Told]) -> u64 {
    let lists = told.iter().flat_map(|(_, found)| [(found.new.as_slice(), found.total), (found.renewed.as_slice(), found.renewed_total)]);
    let fitting: Vec<Fitting<'_>> = lists.collect();
    shares(&fitting, |_| true).iter().flatten().count() as u64
}

fn cases(found: &Found) -> u64 {
    u64::from(found.total) + u64::from(found.renewed_total)
}

/// A digest that is kept nowhere.
fn digest(network: &Network, period: Period, subscription: &Subscription, found: &Found) -> Digest {
    Digest {
        id: DigestId(network.ids.next()),
        subscription: subscription.id,
        period_key: String::new(),
        window_start: period.from,
        window_end: period.until,
        outcome: DigestOutcome::Composed { delivery: DeliveryId(network.ids.next()) },
        case_ids: found.new.clone(),
        total: found.total,
        renewed_ids: found.renewed.clone(),
        renewed_total: found.renewed_total,
        created_at: network.clock.now(),
    }
}
