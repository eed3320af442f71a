//! Mails that come back, addresses that get no more mail because of it, and letting them get mail again.

use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    policy_refusals, reader,
};
use chrono::{DateTime, Utc};
use domain::{
    EmailAddress, Viewer,
    ids::{DeliveryId, SuppressionId},
    permission::Action,
};
use futures_util::future::BoxFuture;
use mail::{BouncedRecipient, MailKind, ReturnPath, Verdict, read_bounce};
use serde_json::json;
use storage::{DeliveryOutcome, HardBounce, StoreError, Suppression};

/// After how many mails that came back for good an address gets no more mail. One may be another server's mistake.
pub const SUPPRESS_AFTER: i32 = 2;

/// How many addresses a list shows at most, the latest.
const MAX_LISTED: u64 = 500;

/// What a message that came to the mailbox for mails that come back turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A mail came back for good.
    Hard {
        /// Whether its address gets no more mail now.
        is_suppressed: bool,
    },
    /// A mail was refused for what we are. The address is not to blame, so nothing is counted against it; somebody should be told.
    Policy {
        /// What the other server said, without addresses.
        reason: String,
    },
    /// It did not work this time, or not yet; or it has arrived. Nothing is counted.
    Passing,
    /// It was known already, or the mail is kept no more.
    Known,
    /// No report that machines can read: an answer of a person, or of a machine that does not know its manners.
    NoReport,
    /// A reader wrote to the address in their digest's headers, and everything that went to them has ended.
    Left,
    /// Somebody wants no more digests. Their mail says nothing that proves whose subscriptions they are, so a person has to see to it.
    AsksToLeave,
    /// It was not sent to a return path of ours: nobody can say which mail it is about.
    Stranger,
}

/// Takes in one message of that mailbox. `envelope_to` is the address that the mail server delivers it for, if that is known; otherwise the
/// headers in which servers write it are looked at. Hearing the same report again changes nothing; a wish to leave that comes again ends what
/// its reader has by then.
pub fn hear<'a>(
    network: &'a Network,
    returns: &'a ReturnPath,
    message: &'a [u8],
    envelope_to: Option<&'a str>,
) -> BoxFuture<'a, Result<Heard, UseCaseError>> {
    Box::pin(async move {
        let Some(report) = read_bounce(message) else { return Ok(Heard::NoReport) };
        let sent_to = || envelope_to.into_iter().chain(report.sent_to.iter().map(String::as_str));
        let left = sent_to().find_map(|address| returns.left_delivery(address)).map(DeliveryId);
        if let Some(delivery) = left.filter(|_| report.recipients.is_empty()) {
            return leave(network, delivery).await;
        }
        if report.asks_to_leave {
            return Ok(Heard::AsksToLeave);
        }
        let Some(delivery) = sent_to().find_map(|address| returns.delivery(address)).map(DeliveryId) else {
            return Ok(Heard::Stranger);
        };
        // A mail of ours has one recipient, so its report has one as well; where a server tells of several, the worst counts.
        let badness = |recipient: &&BouncedRecipient| (rank(recipient.verdict), !has_come_back(recipient));
        let Some(worst) = report.recipients.iter().min_by_key(badness) else { return Ok(Heard::NoReport) };
        match worst.verdict {
            Verdict::Passing if has_come_back(worst) => returned(network, delivery, worst).await,
            Verdict::Passing | Verdict::Arrived => Ok(Heard::Passing),
            Verdict::Policy => policy(network, delivery, worst).await,
            Verdict::Hard => hard(network, delivery, worst).await,
        }
    })
}

/// Ends everything that goes to the reader of this digest. Of one that is kept no more nobody can say whose it was; test mails, which bear a
/// digest's headers, end nothing.
async fn leave(network: &Network, delivery: DeliveryId) -> Result<Heard, UseCaseError> {
    let Some(sent) = network.store.delivery(delivery).await? else { return Ok(Heard::AsksToLeave) };
    if sent.kind != MailKind::Digest.key() {
        return Ok(Heard::Known);
    }
    match reader::withdraw_all_by_mail(network, &sent.recipient).await {
        Ok(0) | Err(UseCaseError::Refused(Refusal::NotFound)) => Ok(Heard::Known),
        ended => ended.map(|_| Heard::Left),
    }
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Hard => 0,
        Verdict::Policy => 1,
        Verdict::Passing => 2,
        Verdict::Arrived => 3,
    }
}

/// Whether the report says that the mail will not arrive any more, and not only that it is late.
fn has_come_back(said: &BouncedRecipient) -> bool {
    said.action == "failed"
}

/// The mail did not arrive, for a reason that will pass: a full mailbox, a server that was away for days. The next one may.
async fn returned(network: &Network, delivery: DeliveryId, said: &BouncedRecipient) -> Result<Heard, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    if !transaction.delivery_bounced(delivery, &words(said)).await? {
        return Ok(Heard::Known);
    }
    transaction.commit().await?;
    Ok(Heard::Passing)
}

async fn policy(network: &Network, delivery: DeliveryId, said: &BouncedRecipient) -> Result<Heard, UseCaseError> {
    let Some(sent) = network.store.delivery(delivery).await? else { return Ok(Heard::Known) };
    let mut transaction = network.store.begin().await?;
    if !transaction.delivery_bounced(delivery, &words(said)).await? {
        return Ok(Heard::Known);
    }
    policy_refusals::count_within(&mut transaction, sent.recipient.domain(), &words(said), network.clock.now()).await?;
    transaction.commit().await?;
    Ok(Heard::Policy { reason: words(said) })
}

async fn hard(network: &Network, delivery: DeliveryId, said: &BouncedRecipient) -> Result<Heard, UseCaseError> {
    let Some(sent) = network.store.delivery(delivery).await? else { return Ok(Heard::Known) };
    let mut transaction = network.store.begin().await?;
    if !transaction.delivery_bounced(delivery, &words(said)).await? {
        return Ok(Heard::Known);
    }
    let bounce = HardBounce { status: &said.status, reason: &said.reason, suppress_after: SUPPRESS_AFTER };
    let id = SuppressionId(network.ids.next());
    let known = transaction.count_bounce(id, &sent.recipient, bounce, network.clock.now()).await?;
    transaction.commit().await?;
    Ok(Heard::Hard { is_suppressed: known.suppressed_at.is_some() })
}

fn words(said: &BouncedRecipient) -> String {
    format!("{} {}", said.status, said.reason).trim().to_owned()
}

/// What a server said at the very handing over, if that was that there is no such mailbox.
#[derive(Debug, Clone, Copy)]
pub struct MissingMailbox<'a> {
    /// The address.
    pub address: &'a EmailAddress,
    /// The status code: `5.1.1`.
    pub status: &'a str,
    /// What was said, without addresses.
    pub reason: &'a str,
}

/// Writes down what came of a mail that this sender has claimed, because there is no such mailbox, and counts that against the address: both or
/// neither, so that each mail counts once, whoever dies meanwhile and whoever else tries it. Returns whether the address gets no more mail now;
/// nothing if the claim has ended, and with it the right to say anything of the mail.
pub fn note_missing<'a>(
    network: &'a Network,
    sender: &'a str,
    outcome: &'a DeliveryOutcome,
    missing: MissingMailbox<'a>,
) -> BoxFuture<'a, Result<Option<bool>, StoreError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        if !transaction.note_delivery(sender, outcome, now).await? {
            return Ok(None);
        }
        let bounce = HardBounce { status: missing.status, reason: missing.reason, suppress_after: SUPPRESS_AFTER };
        let known = transaction.count_bounce(SuppressionId(network.ids.next()), missing.address, bounce, now).await?;
        transaction.commit().await?;
        Ok(Some(known.suppressed_at.is_some()))
    })
}

/// An address that gets no more mail, as editors see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressedAddress {
    /// Its id.
    pub id: SuppressionId,
    /// The address with its name cut: `l…@kreis.example.org`.
    pub masked: String,
    /// How many mails came back.
    pub bounces: i32,
    /// The status code of the last one: `5.1.1`.
    pub status: String,
    /// What the other server said then, without addresses.
    pub reason: String,
    /// When the last one came back.
    pub last_at: DateTime<Utc>,
    /// Since when it gets no more mail; nothing if somebody has just let it get mail again.
    pub since: Option<DateTime<Utc>>,
}

impl From<Suppression> for SuppressedAddress {
    fn from(known: Suppression) -> Self {
        Self {
            id: known.id,
            masked: known.address.masked(),
            bounces: known.bounces,
            status: known.last_status,
            reason: known.last_reason,
            last_at: known.last_at,
            since: known.suppressed_at,
        }
    }
}

/// The addresses that get no more mail, the latest first, at most 500. Refused: unauthenticated, forbidden.
pub fn suppressed_addresses<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Vec<SuppressedAddress>, UseCaseError>> {
    Box::pin(async move {
        access::member_for(viewer, Action::LookAfterMail)?;
        Ok(network.store.suppressions(MAX_LISTED).await?.into_iter().map(SuppressedAddress::from).collect())
    })
}

/// Lets an address get mail again; mails that come back are counted anew. Refused: unauthenticated, forbidden, not found.
pub fn reactivate<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: SuppressionId,
) -> BoxFuture<'a, Result<SuppressedAddress, UseCaseError>> {
    Box::pin(async move {
        let member = access::member_for(viewer, Action::LookAfterMail)?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let known = transaction.reactivate(id, member.account, now).await?.ok_or(Refusal::NotFound)?;
        let detail = json!({ "bounces": known.bounces, "status": known.last_status });
        audit_log::write(network, &mut transaction, Some(member.account), ("address.reactivated", Thing::Suppression(id)), detail, now)
            .await?;
        network.commit(transaction).await?;
        Ok(SuppressedAddress { since: None, bounces: 0, ..known.into() })
    })
}
