//! Forget what is kept for a time only. The clean-up job runs it every hour.

use crate::{
    Account, Network, UseCaseError, deliver,
    erase_account::{Reason, erase_past},
    policy_refusals,
};
use chrono::{DateTime, Days, Months, TimeDelta, Utc};
use domain::ids::{AccountId, DeliveryId};
use futures_util::future::BoxFuture;
use mail::{InactivityMail, MailKind};
use storage::{IdleAccount, IdleBounds, Transaction};

/// How long what is kept; each from the moment that its name tells. docs/data-protection.md says what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionSettings {
    /// After how many months without use the holder of an account is warned.
    pub warn_unused_months: u32,
    /// After how many months without use an account is erased, but never sooner than 30 days after the warning.
    pub erase_unused_months: u32,
    /// After how many months a disabled account is erased.
    pub erase_disabled_months: u32,
    /// After how many days a token that expired or was revoked is deleted.
    pub token_days: u32,
    /// After how many days a mail that was sent or given up is deleted with its recipient, and what digests were about. One that asks to confirm
    /// a subscription goes after `unconfirmed_subscription_days`.
    pub mail_days: u32,
    /// After how many months an ended subscription is deleted with its proof of consent.
    pub withdrawn_subscription_months: u32,
    /// After how many days a subscription that nobody confirmed is deleted; its confirmation mail names them, in the plural. 2 to 90.
    pub unconfirmed_subscription_days: u32,
    /// For how many days an invitation can be accepted; after that it is deleted. 2 to 90.
    pub invitation_days: u32,
    /// After how many months without another mail that came back an address is forgotten: mailboxes are given to others.
    pub suppression_months: u32,
    /// After how many days without another search what was searched for in vain, too rarely for editors to see it, is forgotten. 1 to 3650.
    pub rare_search_gap_days: u32,
    /// After how many days without another search everything that was searched for in vain is forgotten. 1 to 3650.
    pub search_gap_days: u32,
    /// After how many days a job that was given up is deleted with the reason. 1 to 3650.
    pub failed_job_days: u32,
    /// After how many months a question to the network is deleted with its replies.
    pub request_months: u32,
    /// After how many months the audit log forgets who did it and from where.
    pub audit_person_months: u32,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            warn_unused_months: 18,
            erase_unused_months: 24,
            erase_disabled_months: 6,
            token_days: 90,
            mail_days: 90,
            withdrawn_subscription_months: 36,
            unconfirmed_subscription_days: 7,
            invitation_days: 14,
            suppression_months: 12,
            rare_search_gap_days: 90,
            search_gap_days: 730,
            failed_job_days: 90,
            request_months: 36,
            audit_person_months: 24,
        }
    }
}

/// How many days at least lie between the warning and the erasure.
const NOTICE: TimeDelta = TimeDelta::days(30);

/// What one run forgot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Accounts whose holders were warned.
    pub warned: usize,
    /// Accounts that were erased.
    pub erased: usize,
    /// Invitations, registrations, deputations, tokens, mails, digests, subscriptions, questions and refusals that were deleted.
    pub deleted: u64,
    /// Entries of the audit log that were made anonymous.
    pub anonymous: u64,
}

/// Forgets what is past its time. Running again changes nothing more. An account that fails is left for the next run; the others are not.
pub fn run(network: &Network) -> BoxFuture<'_, Result<Forgotten, UseCaseError>> {
    Box::pin(async move {
        let settings = network.settings.retention;
        let now = network.clock.now();
        let mut forgotten = forget_rows(network, settings, now).await?;
        for account in network.store.disabled_accounts(months_before(now, settings.erase_disabled_months)).await? {
            forgotten.erased += counted(account.id, erase_past(network, account.id, Reason::Disabled, now).await);
        }
        let bounds = IdleBounds {
            unused_since: months_before(now, settings.warn_unused_months),
            erase_seen_until: months_before(now, settings.erase_unused_months),
            erase_warned_until: now - NOTICE,
        };
        for idle in network.store.idle_accounts(bounds).await? {
            let id = idle.account.id;
            if idle.warned_at.is_none() {
                forgotten.warned += counted(id, warn(network, &idle, now).await);
            } else {
                forgotten.erased += counted(id, erase_past(network, id, Reason::Unused, now).await);
            }
        }
        Ok(forgotten)
    })
}

/// One, if it was done. What failed is for the log, with the account's id alone.
fn counted(account: AccountId, outcome: Result<bool, UseCaseError>) -> usize {
    let reason = match outcome {
        Ok(is_done) => return usize::from(is_done),
        Err(UseCaseError::Failed(failure)) => failure.to_string(),
        Err(UseCaseError::SearchUnavailable(error)) => error.to_string(),
        Err(UseCaseError::Refused(refusal)) => refusal.code().as_str().to_owned(),
    };
    tracing::error!(%account, %reason, "an account could be neither warned nor erased; the next run tries again");
    0
}

/// Whether an account's time is over for this reason, to be asked while the account is locked. What was read before may have changed.
pub(crate) async fn is_over(
    network: &Network,
    transaction: &mut Transaction,
    account: &Account,
    reason: Reason,
    now: DateTime<Utc>,
) -> Result<bool, UseCaseError> {
    let settings = network.settings.retention;
    match (reason, account.disabled_at) {
        (Reason::Asked, _) => Ok(true),
        (Reason::Disabled, disabled) => Ok(disabled.is_some_and(|at| at < months_before(now, settings.erase_disabled_months))),
        (Reason::Unused, Some(_)) => Ok(false),
        (Reason::Unused, None) => {
            let Some(activity) = transaction.activity_for_update(account.id).await? else { return Ok(false) };
            let is_past = activity.warned_at.is_some_and(|warned| erasure_of(settings, activity.seen_at, warned) <= now);
            // Whoever has just signed in is seen with their first request.
            Ok(is_past && !transaction.has_session(account.id, now).await?)
        }
    }
}

async fn forget_rows(network: &Network, settings: RetentionSettings, now: DateTime<Utc>) -> Result<Forgotten, UseCaseError> {
    let days_before = |days: u32| now.checked_sub_days(Days::new(u64::from(days))).unwrap_or(DateTime::UNIX_EPOCH);
    let mut transaction = network.store.begin().await?;
    // Whoever erases an account takes rows of most of these tables along, in an order of their own.
    transaction.lock_people().await?;
    let mut deleted = transaction.delete_old_invitations(now).await?;
    deleted += transaction.delete_expired_registrations(now).await?;
    deleted += transaction.delete_past_deputations(now).await?;
    deleted += transaction.delete_old_tokens(days_before(settings.token_days)).await?;
    deleted += transaction.delete_old_mails(days_before(settings.mail_days)).await?;
    // Who does not confirm is forgotten with the mail that asked them to: it names the day on which their address is deleted.
    let unconfirmed = days_before(settings.unconfirmed_subscription_days);
    deleted += transaction.delete_old_mails_of(MailKind::Confirmation.key(), unconfirmed).await?;
    deleted += transaction.delete_withdrawn_subscriptions(months_before(now, settings.withdrawn_subscription_months)).await?;
    deleted += transaction.delete_old_requests(months_before(now, settings.request_months)).await?;
    deleted += transaction.delete_old_digests(days_before(settings.mail_days)).await?;
    deleted += transaction.delete_old_suppressions(months_before(now, settings.suppression_months)).await?;
    deleted += policy_refusals::forget(&mut transaction, now).await?;
    let anonymous = transaction.forget_actors_before(months_before(now, settings.audit_person_months)).await?;
    transaction.commit().await?;
    Ok(Forgotten { deleted, anonymous, ..Forgotten::default() })
}

/// Warns the holder of an unused account. Returns whether they were: not if they were here meanwhile, or are no longer let in.
async fn warn(network: &Network, idle: &IdleAccount, now: DateTime<Utc>) -> Result<bool, UseCaseError> {
    let delivery = DeliveryId(network.ids.next());
    let mail = mail::inactivity(
        &network.settings.mail_context(),
        InactivityMail {
            to: idle.account.email.clone(),
            message_id: network.settings.message_id(MailKind::Inactivity, delivery.0),
            sign_in_url: network.settings.page("/anmelden"),
            months: network.settings.retention.warn_unused_months,
            deletion_at: erasure_of(network.settings.retention, idle.seen_at, now),
            created_at: now,
        },
    )?;
    let mut transaction = network.store.begin().await?;
    let account = transaction.account_for_update(idle.account.id).await?;
    if account.is_none_or(|account| account.disabled_at.is_some()) || !transaction.note_warning(idle.account.id, idle.seen_at, now).await? {
        return Ok(false);
    }
    deliver::post(network, &mut transaction, delivery, &mail, now).await?;
    network.commit(transaction).await?;
    Ok(true)
}

/// When an unused account whose holder was warned is erased.
fn erasure_of(settings: RetentionSettings, seen_at: DateTime<Utc>, warned_at: DateTime<Utc>) -> DateTime<Utc> {
    let over = seen_at.checked_add_months(Months::new(settings.erase_unused_months)).unwrap_or(DateTime::<Utc>::MAX_UTC);
    over.max(warned_at + NOTICE)
}

fn months_before(now: DateTime<Utc>, months: u32) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(months)).unwrap_or(DateTime::UNIX_EPOCH)
}
