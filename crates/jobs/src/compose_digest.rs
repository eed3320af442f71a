//! Compose what is due for a subscription.

use crate::outcome::Outcome;
use chrono::{DateTime, Utc};
use domain::{
    CaseView,
    clock::local_date,
    digest_period::DigestPeriod,
    ids::{DeliveryId, DigestId, SubscriptionId},
    subscription::{Criteria, SubscriptionState},
};
use mail::{DigestItem, DigestMail, MAX_ITEMS, Mail};
use search_indexer::{analysis::Query, matches};
use std::sync::Arc;
use storage::{Digest, DigestOutcome, Subscription};
use usecases::{Failure, Network, criteria_text, deliver, digest_schedule};

/// Composes one digest for everything between the end of what the subscription was told last and the end of the latest period.
///
/// Normally that is one period. After an outage it is all those that were missed, as one mail under the key of the latest. The database
/// lets a subscription and period have one digest and moves the mark only from where it was read, so two workers compose it once.
pub(crate) async fn run(network: &Network, id: SubscriptionId) -> Outcome {
    compose(network, id).await.map_or_else(Outcome::from, |()| Outcome::Done)
}

async fn compose(network: &Network, id: SubscriptionId) -> Result<(), Failure> {
    let Some(subscription) = network.store.subscription(id).await? else { return Ok(()) };
    let (SubscriptionState::Active, Some(from)) = (subscription.state, subscription.covered_until) else { return Ok(()) };
    let now = network.clock.now();
    let schedule = digest_schedule::schedule(network, &subscription);
    let period = schedule.last_ended(now - digest_schedule::GRACE);
    let next_due = digest_schedule::due_after(&schedule, now - digest_schedule::GRACE);
    if period.end <= from {
        // Asked too early: the period that the mark lies in has not ended yet.
        let mut transaction = network.store.begin().await?;
        transaction.set_next_due(id, digest_schedule::due_after(&schedule, from)).await?;
        return Ok(transaction.commit().await?);
    }
    let new = network.store.published_between(from, period.end).await?;
    let wanted = network.analyser().await?.query(&subscription.criteria.text);
    let fitting: Vec<_> = new.into_iter().rev().filter(|case| fits(&subscription.criteria, &wanted, case)).collect();
    let digest_id = DigestId(network.ids.next());
    let delivery = DeliveryId(network.ids.next());
    let mail = if fitting.is_empty() { None } else { Some(write(network, &subscription, &period, from, delivery, &fitting, now)?) };
    let outcome = match &mail {
        Some(_) => DigestOutcome::Composed { delivery },
        None => DigestOutcome::Skipped { reason: "no new case fits".to_owned() },
    };
    let digest = Digest {
        id: digest_id,
        subscription: id,
        period_key: period.key,
        window_start: from,
        window_end: period.end,
        outcome,
        case_ids: fitting.iter().map(|case| case.id).collect(),
        created_at: now,
    };
    let mut transaction = network.store.begin().await?;
    let still_active = transaction.subscription_for_update(id).await?.is_some_and(|now| now.state == SubscriptionState::Active);
    if !still_active
        || !transaction.advance_subscription(id, from, period.end, next_due).await?
        || !transaction.insert_digest(&digest).await?
    {
        // Left meanwhile, or composed by another worker: dropping the transaction leaves everything as that one made it.
        return Ok(());
    }
    if let Some(mail) = &mail {
        deliver::post(network, &mut transaction, delivery, mail, now).await?;
    }
    transaction.commit().await?;
    network.wake.notify_one();
    Ok(())
}

fn fits(criteria: &Criteria, wanted: &Query, case: &CaseView) -> bool {
    case.first_published_at.is_some_and(|at| criteria.filter.matches(&case.content, at)) && matches(wanted, &case.content)
}

fn write(
    network: &Network,
    subscription: &Subscription,
    period: &DigestPeriod,
    from: DateTime<Utc>,
    delivery: DeliveryId,
    cases: &[Arc<CaseView>],
    now: DateTime<Utc>,
) -> Result<Mail, Failure> {
    let settings = &network.settings;
    let items = cases.iter().take(MAX_ITEMS).map(|case| DigestItem {
        title: case.content.title.clone(),
        teaser: case.content.teaser.clone(),
        place: case.content.place_name().unwrap_or_default(),
        url: settings.case_page(&case.slug),
        reasons: criteria_text::reasons(&subscription.criteria, &case.content),
        published_on: local_date(case.first_published_at.unwrap_or(now)),
    });
    let mut manage_url = settings.page("/abo/abmelden");
    manage_url.query_pairs_mut().append_pair("token", &subscription.unsubscribe_token);
    let message = DigestMail {
        to: subscription.email.clone(),
        message_id: settings.message_id("digest", delivery.0),
        frequency: subscription.frequency,
        window_start: from,
        window_end: period.end,
        items: items.collect(),
        more: cases.len().saturating_sub(MAX_ITEMS),
        more_url: criteria_text::search_page(settings, &subscription.criteria),
        unsubscribe_url: settings.page(&format!("/abo/abmelden/{}", subscription.unsubscribe_token)),
        manage_url,
        created_at: now,
    };
    Ok(mail::digest(&settings.mail_context(), message)?)
}
