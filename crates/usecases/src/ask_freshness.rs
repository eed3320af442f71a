//! Ask those behind a published case whether it still holds, remind them, and draw the consequences if they do not answer.

use crate::{Network, UseCaseError, archive_case, deliver, review_log, secret::Token};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CaseView, EmailAddress, Viewer,
    freshness::{FreshnessStage, FreshnessStep, due_at},
    ids::{CaseId, DeliveryId},
    review::ReviewEventKind,
};
use futures_util::future::BoxFuture;
use mail::{FreshnessMail, FreshnessRound, MailKind, ReviewNotice};
use storage::Transaction;

/// For how long a case that nobody confirms is left as it is because somebody works on its next version.
const WAIT_FOR_WORK: TimeDelta = TimeDelta::days(14);

/// Takes the next step that is due, if one is (any more): the date of the next is set in the transaction that takes it, so two workers take
/// it once, and what was missed is made up for one step at a time.
pub fn step(network: &Network, id: CaseId) -> BoxFuture<'_, Result<(), UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let Some(case) = transaction.case_for_update(id).await? else { return Ok(()) };
        let now = network.clock.now();
        if transaction.freshness_next_at(id).await?.is_none_or(|at| at > now) {
            return Ok(());
        }
        // What is public is read once nobody else changes it: whoever was erased until then is not asked.
        let public = transaction.published_case(id).await?;
        let Some((public, confirmed_at)) = public.filter(|case| case.archived_at.is_none()).zip(case.confirmed_at) else {
            transaction.set_freshness(id, case.freshness, None).await?;
            return Ok(transaction.commit().await?);
        };
        let due = due_at(confirmed_at);
        if case.freshness == FreshnessStage::Confirmed && due > now {
            transaction.set_freshness(id, FreshnessStage::Confirmed, Some(due)).await?;
            return Ok(transaction.commit().await?);
        }
        let asked_at = asked_at(&mut transaction, id).await?;
        if case.freshness != FreshnessStage::Confirmed && is_worked_on(network, &case, asked_at, now) {
            transaction.set_freshness(id, case.freshness, Some(now + WAIT_FOR_WORK)).await?;
            return Ok(transaction.commit().await?);
        }
        let (step, wait) = network.settings.freshness.next(case.freshness);
        let next_at = wait.map(|wait| now + wait);
        match step {
            FreshnessStep::Ask(stage) => {
                ask(network, &mut transaction, &public, stage, now).await?;
                transaction.set_freshness(id, stage, next_at).await?;
                let kind = match stage {
                    FreshnessStage::Asked => ReviewEventKind::ConfirmationAsked,
                    _ => ReviewEventKind::ConfirmationReminded,
                };
                review_log::write_down(network, &mut transaction, &Viewer::Public, &public, kind.into(), now).await?;
            }
            FreshnessStep::MarkUnconfirmed => {
                transaction.set_freshness(id, FreshnessStage::Unconfirmed, next_at).await?;
                review_log::write_down(network, &mut transaction, &Viewer::Public, &public, ReviewEventKind::Unconfirmed.into(), now)
                    .await?;
                review_log::tell_authors(network, &mut transaction, &public, ReviewNotice::Unconfirmed, now).await?;
            }
            FreshnessStep::Archive => {
                archive_case::put_away(network, &mut transaction, &Viewer::Public, &case, now).await?;
            }
        }
        network.commit(transaction).await?;
        Ok(())
    })
}

/// When those behind the case were asked last, not counting reminders.
async fn asked_at(transaction: &mut Transaction, id: CaseId) -> Result<Option<DateTime<Utc>>, UseCaseError> {
    let events = transaction.review_events(id).await?;
    Ok(events.iter().rev().find(|event| event.kind == ReviewEventKind::ConfirmationAsked).map(|event| event.at))
}

/// Whether a next version is in review, or was written since those behind the case were asked: that is an answer, too, and its publication
/// vouches for the case. A text that nobody went on with for as long as a case is asked for is none any more.
fn is_worked_on(network: &Network, case: &CaseView, asked_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let recently = now - TimeDelta::days(i64::from(network.settings.freshness.archive_days));
    let since = asked_at.map_or(recently, |asked_at| asked_at.max(recently));
    case.state.is_in_review() || (case.state != domain::WorkflowState::Published && case.updated_at > since)
}

/// Puts the mail to the case's function mailbox on its way. All links of one round of asking lead to the answer.
async fn ask(
    network: &Network,
    transaction: &mut Transaction,
    case: &CaseView,
    stage: FreshnessStage,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let round = match stage {
        FreshnessStage::Reminded => FreshnessRound::Reminder,
        FreshnessStage::RemindedAgain => FreshnessRound::LastReminder,
        FreshnessStage::Asked | FreshnessStage::Confirmed | FreshnessStage::Unconfirmed => FreshnessRound::First,
    };
    if round == FreshnessRound::First {
        transaction.delete_freshness_tokens(case.id).await?;
    }
    // What was published has a mailbox of the right form; a case without one is asked in vain, and marked in the end.
    let mailbox = case.content.contact.as_ref().and_then(|contact| contact.mailbox.parse::<EmailAddress>().ok());
    let Some(to) = mailbox else {
        tracing::warn!(case = %case.id, "a case has no mailbox that could be asked for a confirmation");
        return Ok(());
    };
    let token = Token::new(network.secrets.as_ref(), "")?;
    transaction.insert_freshness_token(case.id, &token.hash(), now).await?;
    let mut review = transaction.case_review(case.id).await?;
    let settings = &network.settings;
    let mut confirm_url = settings.page("/bestaetigung");
    confirm_url.query_pairs_mut().append_pair("token", token.reveal());
    let delivery = DeliveryId(network.ids.next());
    let message_id = settings.message_id(MailKind::Freshness, delivery.0);
    let mail = FreshnessMail {
        to,
        message_id: message_id.clone(),
        in_reply_to: review.thread_id.clone(),
        round,
        title: case.content.title.clone(),
        case_url: settings.case_page(&case.slug),
        confirm_url,
        edit_url: settings.case_work_page(&case.slug),
        confirmed_at: case.confirmed_at.unwrap_or(now),
        unconfirmed_days: settings.freshness.unconfirmed_days,
        archive_days: settings.freshness.archive_days,
        created_at: now,
    };
    let mail = mail::freshness(&settings.mail_context(), mail)?;
    deliver::post(transaction, delivery, &mail, now).await?;
    if review.thread_id.is_none() {
        review.thread_id = Some(message_id);
        transaction.save_case_review(case.id, &review).await?;
    }
    Ok(())
}
