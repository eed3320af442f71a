//! Put mails on their way, in the transaction that causes them.

use crate::Failure;
use chrono::{DateTime, Utc};
use domain::{EmailAddress, ids::DeliveryId};
use futures_util::future::BoxFuture;
use mail::{Mail, MailKind};
use storage::{Delivery, DeliveryState, Transaction};

/// A mail to be put on its way.
#[derive(Debug, Clone)]
pub enum Outgoing<'a> {
    /// One that is finished: every attempt sends the same.
    Written(&'a Mail),
    /// One that is written at the moment of sending, from what its kind keeps: a digest.
    WrittenWhenSent {
        /// What kind of mail it is.
        kind: MailKind,
        /// Who gets it.
        to: EmailAddress,
        /// The Message-ID, the same in every attempt.
        message_id: String,
    },
}

/// Writes the finished mail down; the sender finds it as soon as the transaction is committed.
pub fn post<'a>(
    transaction: &'a mut Transaction,
    id: DeliveryId,
    mail: &'a Mail,
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<(), Failure>> {
    Box::pin(async move { post_all(transaction, &[(id, Outgoing::Written(mail))], now).await })
}

/// Writes many mails down at once.
pub fn post_all<'a>(
    transaction: &'a mut Transaction,
    mails: &'a [(DeliveryId, Outgoing<'a>)],
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<(), Failure>> {
    Box::pin(async move {
        let deliveries: Vec<_> = mails.iter().map(|(id, mail)| delivery(*id, mail, now)).collect::<Result<_, _>>()?;
        Ok(transaction.insert_deliveries(&deliveries).await?)
    })
}

fn delivery(id: DeliveryId, mail: &Outgoing<'_>, now: DateTime<Utc>) -> Result<Delivery, Failure> {
    let (kind, recipient, message_id, mail_json) = match mail {
        Outgoing::Written(mail) => {
            let json = serde_json::to_string(mail).map_err(|source| Failure::Encoding { what: "a mail", source })?;
            (mail.kind, mail.to.clone(), mail.message_id.clone(), json)
        }
        Outgoing::WrittenWhenSent { kind, to, message_id } => (*kind, to.clone(), message_id.clone(), String::new()),
    };
    Ok(Delivery {
        id,
        kind: kind.key().to_owned(),
        recipient,
        message_id,
        mail_json: mail_json.into(),
        state: DeliveryState::Queued,
        bulk: kind.is_bulk(),
        attempts: 0,
        uncertain: 0,
        due_at: Some(now),
        last_attempt_at: None,
        last_reply: None,
        skip_reason: None,
        created_at: now,
        sent_at: None,
    })
}
