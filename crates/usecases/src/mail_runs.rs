//! See what became of the mails with digests, in numbers.

use crate::{Network, SkipReason, UseCaseError, access, policy_refusals};
use chrono::{Days, NaiveDate};
use domain::{
    Viewer,
    clock::{local_date, start_of_day},
    permission::Action,
};
use futures_util::future::BoxFuture;
use std::collections::BTreeMap;
use storage::{DeliveryState, MailCount, OpenDeliveries, PolicyRefusal};

/// How many days can be looked back at; who asks for more is refused where they ask.
pub const MOST_DAYS: i32 = 90;

/// What became of mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailStatus {
    /// What has not come to its end, of all kinds of mails.
    pub open: OpenDeliveries,
    /// The domains that refuse mail for what we are, the latest first.
    pub refusals: Vec<PolicyRefusal>,
    /// The days on which digests were composed, the latest first.
    pub runs: Vec<MailRun>,
}

/// The digests of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRun {
    /// The day in Germany.
    pub day: NaiveDate,
    /// How many mails stand where, in the order of the states.
    pub mails: Vec<(DeliveryState, u64)>,
    /// Why mails were not sent or not even written, and how often, the most frequent first. Of mails the readers are counted, of digests without
    /// one the subscriptions.
    pub skipped: Vec<(String, u64)>,
}

impl MailRun {
    /// How many mails there were.
    pub fn total(&self) -> u64 {
        self.mails.iter().map(|(_, count)| count).sum()
    }
}

/// The last days' digests, and what waits now. Refused: unauthenticated, forbidden.
pub fn status<'a>(network: &'a Network, viewer: &'a Viewer, days: u32) -> BoxFuture<'a, Result<MailStatus, UseCaseError>> {
    Box::pin(async move {
        access::member_for(viewer, Action::LookAfterMail)?;
        read(network, days).await
    })
}

/// The same for whoever runs the instance by its command line. At most [`MOST_DAYS`], and today.
pub fn read(network: &Network, days: u32) -> BoxFuture<'_, Result<MailStatus, UseCaseError>> {
    Box::pin(async move {
        let today = local_date(network.clock.now());
        let back = |days: u32| today.checked_sub_days(Days::new(u64::from(days)));
        let days: Vec<_> = (0..days.min(MOST_DAYS.unsigned_abs())).map_while(back).collect();
        let bounds: Vec<_> = [today + Days::new(1)].iter().chain(&days).map(|day| start_of_day(*day)).collect();
        let mails = network.store.digest_mails(&bounds).await?;
        let without = network.store.digests_without_mail(&bounds).await?;
        let all = days.into_iter().zip(mails.iter().zip(without));
        let runs = all.filter(|(_, (mails, without))| !mails.is_empty() || !without.is_empty());
        let runs = runs.map(|(day, (mails, without))| run(day, mails, without)).collect();
        let (open, refusals) = (network.store.open_deliveries().await?, policy_refusals::shown(network).await?);
        Ok(MailStatus { open, refusals, runs })
    })
}

fn run(day: NaiveDate, mails: &[MailCount], without: Vec<(String, u64)>) -> MailRun {
    let count = |state: DeliveryState| mails.iter().filter(|mail| mail.state == state).map(|mail| mail.count).sum::<u64>();
    let of_mails = mails.iter().filter_map(|mail| Some((mail.reason.clone()?, mail.count)));
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for (reason, count) in of_mails.chain(without) {
        *reasons.entry(reason).or_default() += count;
    }
    let mut skipped: Vec<_> = reasons.into_iter().collect();
    skipped.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let states = DeliveryState::ALL.iter().map(|state| (*state, count(*state)));
    MailRun { day, mails: states.filter(|(_, count)| *count > 0).collect(), skipped }
}

/// A state as people read it, in German.
pub fn state_label(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Queued => "wartet",
        DeliveryState::Sending => "wird gesendet",
        DeliveryState::Sent => "gesendet",
        DeliveryState::Deferred => "aufgeschoben",
        DeliveryState::Failed => "abgelehnt",
        DeliveryState::Bounced => "zurückgekommen",
        DeliveryState::Suppressed => "gesperrte Adresse",
        DeliveryState::Skipped => "nicht gesendet",
        DeliveryState::Uncertain => "ungewiss",
    }
}

/// A reason as people read it, in German; one that is not known here stays as the log writes it.
pub fn reason_label(reason: &str) -> &str {
    if let Some(known) = SkipReason::from_key(reason) { known.label() } else { reason }
}
