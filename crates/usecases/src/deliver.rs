//! Put a mail on its way, in the transaction that causes it.

use crate::{Failure, Network};
use chrono::{DateTime, Utc};
use domain::{
    Job,
    ids::{DeliveryId, JobId},
};
use mail::Mail;
use storage::{Delivery, DeliveryState, Transaction};

/// Writes the finished mail down and the job that hands it to the mail server. It is rendered before, so that every attempt sends the same.
pub async fn post(
    network: &Network,
    transaction: &mut Transaction,
    id: DeliveryId,
    mail: &Mail,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let delivery = Delivery {
        id,
        kind: mail.kind.key().to_owned(),
        recipient: mail.to.clone(),
        message_id: mail.message_id.clone(),
        mail_json: serde_json::to_string(mail).map_err(|source| Failure::Encoding { what: "a mail", source })?,
        state: DeliveryState::Queued,
        attempts: 0,
        last_attempt_at: None,
        last_reply: None,
        created_at: now,
        sent_at: None,
    };
    transaction.insert_delivery(&delivery).await?;
    transaction.enqueue(JobId(network.ids.next()), &Job::DeliverMail { delivery: id }, now, now).await?;
    Ok(())
}
