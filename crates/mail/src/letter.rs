//! A letter: what mails to one person have in common, who just did something or has to know something.

use crate::{
    error::MailError,
    mail::{Mail, MailKind},
    render::rendered,
};
use askama::Template;
use chrono::{DateTime, Utc};
use domain::EmailAddress;

/// What stands on the envelope.
pub(crate) struct Envelope {
    /// Which mail it is.
    pub(crate) kind: MailKind,
    /// Who gets it.
    pub(crate) to: EmailAddress,
    /// The Message-ID.
    pub(crate) message_id: String,
    /// When it is written.
    pub(crate) created_at: DateTime<Utc>,
}

/// Puts the letter of this folder of templates into its envelope.
pub(crate) fn letter(
    name: &'static str,
    envelope: Envelope,
    subject: &impl Template,
    text: &impl Template,
    html: &impl Template,
) -> Result<Mail, MailError> {
    let (subject, text, html) = rendered(name, subject, text, html)?;
    Ok(Mail {
        in_reply_to: None,
        kind: envelope.kind,
        message_id: envelope.message_id,
        to: envelope.to,
        subject,
        text,
        html,
        list: None,
        created_at: envelope.created_at,
    })
}
