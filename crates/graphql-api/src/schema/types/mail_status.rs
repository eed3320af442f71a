//! What became of mails, in numbers, for editors.

use crate::schema::{enums::MailState, timestamp::Timestamp};
use async_graphql::SimpleObject;
use usecases::mail_runs::{self, MailRun, reason_label, state_label};

/// What became of mails. Numbers alone: nobody's address is among them.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct MailStatus {
    /// Mails of all kinds that have not come to their end.
    open: OpenMails,
    /// The domains whose servers refuse mail for what we are, within the last day, the latest first.
    policy_refusals: Vec<PolicyRefusal>,
    /// The days on which digests were composed, the latest first.
    runs: Vec<DigestRun>,
}

/// Mails that have not come to their end.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct OpenMails {
    /// Not yet tried.
    queued: i32,
    /// Under way at this moment.
    sending: i32,
    /// Tried in vain, to be tried again.
    deferred: i32,
    /// To be sent once more because the server's answer was lost.
    uncertain: i32,
    /// When the oldest of them was written; null if there are none.
    oldest_at: Option<Timestamp>,
}

/// A domain whose server refuses our mail for what we are (5.7.x), not for whom it is for.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct PolicyRefusal {
    /// The receiving domain.
    domain: String,
    /// How often it refused, at the handing over or by a report that came later.
    refusals: i32,
    /// When it did first.
    since: Timestamp,
    /// When it did last. A day later it is told of no more.
    last_at: Timestamp,
    /// What the other server said last, cut, without addresses.
    reply: String,
}

/// The digests of one day.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct DigestRun {
    /// The day in Germany: `2026-03-17`.
    day: String,
    /// How many mails were put on their way.
    total: i32,
    /// How many of them stand where.
    mails: Vec<MailCount>,
    /// Why mails were not sent or not even written, the most frequent reason first. Of mails the readers are counted, of digests without one the
    /// subscriptions.
    skipped: Vec<SkippedCount>,
}

/// How many mails stand alike.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct MailCount {
    /// Where they stand.
    state: MailState,
    /// The same as people read it, in German.
    label: String,
    /// How many there are.
    count: i32,
}

/// Why mails were not sent, and how many.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct SkippedCount {
    /// The reason as people read it, in German.
    label: String,
    /// How many there are.
    count: i32,
}

fn number(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl From<mail_runs::MailStatus> for MailStatus {
    fn from(status: mail_runs::MailStatus) -> Self {
        let open = status.open;
        Self {
            open: OpenMails {
                queued: number(open.queued),
                sending: number(open.sending),
                deferred: number(open.deferred),
                uncertain: number(open.uncertain),
                oldest_at: open.oldest.map(Timestamp),
            },
            policy_refusals: status.refusals.into_iter().map(PolicyRefusal::from).collect(),
            runs: status.runs.into_iter().map(DigestRun::from).collect(),
        }
    }
}

impl From<usecases::PolicyRefusal> for PolicyRefusal {
    fn from(refusal: usecases::PolicyRefusal) -> Self {
        Self {
            domain: refusal.domain,
            refusals: refusal.refusals,
            since: Timestamp(refusal.first_at),
            last_at: Timestamp(refusal.last_at),
            reply: refusal.last_reply,
        }
    }
}

impl From<MailRun> for DigestRun {
    fn from(run: MailRun) -> Self {
        let mail = |(state, count): (usecases::DeliveryState, u64)| MailCount {
            state: state.into(),
            label: state_label(state).to_owned(),
            count: number(count),
        };
        let skipped = |(reason, count): (String, u64)| SkippedCount { label: reason_label(&reason).to_owned(), count: number(count) };
        Self {
            day: run.day.to_string(),
            total: number(run.total()),
            mails: run.mails.into_iter().map(mail).collect(),
            skipped: run.skipped.into_iter().map(skipped).collect(),
        }
    }
}
