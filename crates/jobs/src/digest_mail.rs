//! Write the mail of a digest at the moment of sending.

use crate::{
    digest_links::listed,
    digest_replies::Replies,
    digest_sections::{Fitting, Share, fitting, shares},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Ags, CaseContent, CaseView,
    clock::{local_date, start_of_day},
    digest_plan::Standing,
    ids::{CaseId, DeliveryId, ReaderId, SubscriptionId},
    subscription::SubscriptionState,
    vocabulary::{FieldOfAction, Vocabulary},
    with_causes,
};
use mail::{DigestItem, DigestMail, DigestSection, Mail, MailKind, SectionKind};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use storage::{Digest, Reader, StoreError, Subscription};
use usecases::{Failure, Network, SkipReason, criteria_text};

/// Stands for a token in mails that are shown and not sent; nobody was ever given it.
const NOBODY: &str = "beispiel";

/// What became of a digest's mail.
#[derive(Debug)]
pub(crate) enum Rendered {
    /// It can be sent.
    Mail(Box<Mail>),
    /// It is not the time for it.
    Later {
        /// When to ask again.
        until: DateTime<Utc>,
    },
    /// There is nothing to send.
    Skip {
        /// Why.
        reason: SkipReason,
    },
}

/// Writes the mails of these deliveries, whose digests say which cases fitted. What is left meanwhile is not in them: sections of ended
/// subscriptions, cases that are no longer public. Each case is told once, in the first section that it fits and that has room for it, with the
/// reasons of all. Replies that an ended subscription was to tell are given back, to be told by mails of their own.
pub(crate) async fn render(network: &Network, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, Rendered>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let known = Known::read(network, ids).await?;
    let now = network.clock.now();
    let mut rendered = HashMap::with_capacity(ids.len());
    for id in ids {
        let one = match (known.waits(network, *id, now), known.mail(network, *id, now)) {
            (_, Err(reason)) => Rendered::Skip { reason },
            (Some(until), Ok(_)) => Rendered::Later { until },
            (None, Ok(mail)) => written(network, *id, mail),
        };
        rendered.insert(*id, one);
        // Some hundred mails are a while of computing, in which the connections of this thread must not stand still.
        tokio::task::yield_now().await;
    }
    Ok(rendered)
}

/// The mail that these digests of one reader would become, kept or not. Its links are nobody's, so that it can be shown to others.
pub(crate) async fn example(network: &Network, digests: Vec<Digest>) -> Result<Option<Mail>, Failure> {
    let id = DeliveryId(network.ids.next());
    let mut known = Known::of(network, HashMap::from([(id, digests)])).await?;
    for reader in known.readers.values_mut() {
        reader.token = NOBODY.into();
    }
    for subscription in known.subscriptions.values_mut() {
        subscription.unsubscribe_token = NOBODY.into();
    }
    let Ok(mail) = known.mail(network, id, network.clock.now()) else { return Ok(None) };
    Ok(Some(mail::digest(&network.settings.mail_context(), mail)?))
}

/// One mail that cannot be written keeps no other from being sent.
fn written(network: &Network, id: DeliveryId, mail: DigestMail) -> Rendered {
    match mail::digest(&network.settings.mail_context(), mail) {
        Ok(mail) => Rendered::Mail(Box::new(mail)),
        Err(error) => {
            tracing::error!(delivery = %id, error = with_causes(&error), "a digest's mail could not be written");
            Rendered::Skip { reason: SkipReason::Unwritable }
        }
    }
}

/// All that the mails of a batch are made of.
struct Known {
    digests: HashMap<DeliveryId, Vec<Digest>>,
    subscriptions: HashMap<SubscriptionId, Subscription>,
    readers: HashMap<ReaderId, Reader>,
    cases: HashMap<CaseId, Arc<CaseView>>,
    focus: HashMap<Ags, Vec<FieldOfAction>>,
    replies: Replies,
    /// How many digests left today for the addresses of readers whose mails are late.
    sent_today: HashMap<String, u64>,
}

/// One of a mail's digests with its subscription.
type Told<'a> = (&'a Digest, &'a Subscription);

impl Known {
    async fn read(network: &Network, ids: &[DeliveryId]) -> Result<Self, StoreError> {
        let mut known = Self::of(network, network.store.digests_of_deliveries(ids).await?).await?;
        known.replies.give_back(network, known.digests.values().flatten(), &known.subscriptions).await?;
        let today = local_date(network.clock.now());
        let late = known.digests.values().filter_map(|digests| known.reader(digests)).filter(|(_, written)| *written < today);
        let addresses: Vec<_> = late.map(|(reader, _)| &reader.email).collect();
        if !addresses.is_empty() {
            known.sent_today = network.store.digests_sent_since(&addresses, start_of_day(today)).await?;
        }
        Ok(known)
    }

    async fn of(network: &Network, digests: HashMap<DeliveryId, Vec<Digest>>) -> Result<Self, StoreError> {
        fn distinct<T: Copy + Eq + std::hash::Hash>(all: impl Iterator<Item = T>) -> Vec<T> {
            all.collect::<HashSet<_>>().into_iter().collect()
        }
        let store = &network.store;
        let all = || digests.values().flatten();
        let subscriptions = store.subscriptions_with(&distinct(all().map(|digest| digest.subscription))).await?;
        let readers = store.digest_readers(&distinct(subscriptions.iter().map(|subscription| subscription.reader))).await?;
        let cases = distinct(all().flat_map(|digest| digest.case_ids.iter().chain(&digest.renewed_ids)).copied());
        let cases = store.published_heads(&cases).await?;
        let places: HashSet<Ags> = subscriptions.iter().filter_map(|subscription| subscription.criteria.focus_of.clone()).collect();
        let subscriptions: HashMap<_, _> = subscriptions.into_iter().map(|subscription| (subscription.id, subscription)).collect();
        Ok(Self {
            focus: store.focus_areas_of(&places.into_iter().collect::<Vec<_>>()).await?,
            replies: Replies::read(network, all(), &subscriptions).await?,
            subscriptions,
            readers: readers.into_iter().map(|reader| (reader.id, reader)).collect(),
            cases: cases.into_iter().filter(|case| case.is_listed()).map(|case| (case.id, case)).collect(),
            digests,
            sent_today: HashMap::new(),
        })
    }

    /// Whose mail these digests are, and on which day it was composed.
    fn reader(&self, digests: &[Digest]) -> Option<(&Reader, NaiveDate)> {
        let reader = digests.iter().find_map(|digest| self.readers.get(&self.subscriptions.get(&digest.subscription)?.reader))?;
        let composed = digests.iter().map(|digest| digest.created_at).max()?;
        Some((reader, local_date(composed)))
    }

    /// Until when a mail has to wait, if its reader has paused since it was composed, or another day has begun that has rules of its own.
    fn waits(&self, network: &Network, id: DeliveryId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (reader, composed) = self.reader(self.digests.get(&id)?)?;
        let today = local_date(now);
        if composed == today && reader.paused_until.is_none() {
            return None;
        }
        let sent = self.sent_today.get(reader.email.reveal()).copied().unwrap_or(0);
        let counted = u8::try_from(sent).unwrap_or(u8::MAX);
        // Its own day counts it already.
        let counted_mails = if composed == today { 0 } else { counted };
        let standing = reader.standing(network.settings.immediate_minutes);
        Standing { counted_day: Some(today), counted_mails, ..standing }.late_mail_waits(now)
    }

    fn mail(&self, network: &Network, id: DeliveryId, now: DateTime<Utc>) -> Result<DigestMail, SkipReason> {
        let digests = self.digests.get(&id).ok_or(SkipReason::Gone)?;
        let told = digests.iter().filter_map(|digest| Some((digest, self.subscriptions.get(&digest.subscription)?)));
        let mut told: Vec<Told<'_>> = told.collect();
        let reader = told.first().and_then(|(_, subscription)| self.readers.get(&subscription.reader)).ok_or(SkipReason::Gone)?;
        told.retain(|(_, subscription)| subscription.state == SubscriptionState::Active);
        if told.is_empty() {
            return Err(SkipReason::Left);
        }
        told.sort_by_key(|(_, subscription)| (subscription.requested_at, subscription.id));
        let (sections, replies) = (self.sections(network, &told, now), self.replies.sections(network, &told, &reader.email));
        if sections.is_empty() && replies.is_empty() {
            return Err(SkipReason::NothingPublic);
        }
        let settings = &network.settings;
        Ok(DigestMail {
            to: reader.email.clone(),
            message_id: settings.message_id(MailKind::Digest, id.0),
            replies,
            sections,
            titles_only: reader.settings.titles_only,
            unsubscribe_url: settings.page(&format!("/abo/abmelden/{}", reader.token.reveal())),
            manage_url: settings.page_with_token("/abo/verwalten", reader.token.reveal()),
            created_at: now,
        })
    }

    fn sections(&self, network: &Network, told: &[Told<'_>], now: DateTime<Utc>) -> Vec<DigestSection> {
        let of_both_kinds = told.iter().flat_map(|one| [(*one, SectionKind::New), (*one, SectionKind::Renewed)]);
        let of_both_kinds: Vec<(Told<'_>, SectionKind)> = of_both_kinds.collect();
        let all: Vec<Fitting<'_>> = of_both_kinds.iter().map(|&((digest, _), kind)| fitting(digest, kind)).collect();
        let shares = shares(&all, |id| self.cases.contains_key(id));
        let mut sections = Vec::new();
        for (((digest, subscription), kind), share) in of_both_kinds.into_iter().zip(shares) {
            let Some(Share { cases, more, elsewhere }) = share else { continue };
            let (settings, criteria) = (&network.settings, &subscription.criteria);
            let items = cases.iter().filter_map(|id| self.cases.get(id));
            let items: Vec<_> = items.map(|case| self.item(network, case, kind, told, now)).collect();
            let elsewhere = elsewhere.iter().filter_map(|id| self.cases.get(id));
            let areas = criteria.focus_of.as_ref().and_then(|ags| self.focus.get(ags)).map(Vec::as_slice);
            let list = || criteria_text::search_page(settings, &listed(criteria, digest, kind, areas));
            // Whoever follows one case is told of that one alone, and no search is about it.
            let followed = items.first().filter(|_| criteria.case.is_some());
            sections.push(DigestSection {
                kind,
                about: criteria_text::lines(criteria, followed.map(|item| item.title.as_str())),
                follows_case: criteria.case.is_some(),
                frequency: subscription.frequency,
                window_start: digest.window_start,
                window_end: digest.window_end,
                more_url: followed.map_or_else(list, |item| item.url.clone()),
                items,
                more,
                elsewhere: elsewhere.map(|case| settings.case_page(&case.slug)).collect(),
                leave_url: settings.page_with_token("/abo/abmelden", subscription.unsubscribe_token.reveal()),
            });
        }
        sections
    }

    fn item(&self, network: &Network, case: &CaseView, kind: SectionKind, told: &[Told<'_>], now: DateTime<Utc>) -> DigestItem {
        let mut reasons: Vec<String> = Vec::new();
        for (digest, subscription) in told {
            if digest.case_ids.contains(&case.id) || digest.renewed_ids.contains(&case.id) {
                let focus = subscription.criteria.focus_of.as_ref().and_then(|ags| self.focus.get(ags));
                let more = criteria_text::reasons(&subscription.criteria, &case.content, focus.map_or(&[], Vec::as_slice));
                reasons.extend(more);
            }
        }
        let mut known = HashSet::new();
        reasons.retain(|reason| known.insert(reason.clone()));
        // Not when the case was published last: that may have been to correct a mistake, which is nobody's news.
        let became_news = match kind {
            SectionKind::New => case.first_published_at,
            SectionKind::Renewed => case.renewed_at,
        };
        DigestItem {
            title: case.content.title.clone(),
            teaser: case.content.teaser.clone(),
            place: place(&case.content),
            url: network.settings.case_page(&case.slug),
            reasons,
            published_on: local_date(became_news.unwrap_or(now)),
        }
    }
}

/// Where a case is at home, with its Land; that of one from elsewhere stands in its name.
fn place(content: &CaseContent) -> String {
    let name = content.place_name().unwrap_or_default();
    match &content.municipality {
        Some(own) => format!("{name}, {}", own.municipality().state.label()),
        None => name,
    }
}
