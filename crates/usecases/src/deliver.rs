//! Put a mail on its way, in the transaction that causes it.

use crate::{Failure, Network};
use chrono::{DateTime, Utc};
use domain::{
    EmailAddress, Job,
    ids::{DeliveryId, JobId},
};
use mail::{Mail, MailKind};
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

/// Puts digests' mails on their way, each to one reader. What they say is read when they are sent, so that they show nothing which the reader
/// may not see by then.
pub async fn post_digests(
    network: &Network,
    transaction: &mut Transaction,
    mails: Vec<(DeliveryId, EmailAddress)>,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    for (id, recipient) in mails {
        let delivery = Delivery {
            id,
            kind: MailKind::Digest.key().to_owned(),
            recipient,
            message_id: network.settings.message_id("digest", id.0),
            mail_json: String::new(),
            state: DeliveryState::Queued,
            attempts: 0,
            last_attempt_at: None,
            last_reply: None,
            created_at: now,
            sent_at: None,
        };
        transaction.insert_delivery(&delivery).await?;
        transaction.enqueue(JobId(network.ids.next()), &Job::DeliverMail { delivery: id }, now, now).await?;
    }
    Ok(())
}
