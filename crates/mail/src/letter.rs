//! A letter: what mails to one person have in common, who just did something or has to know something.

use crate::{
    mail::{Mail, MailKind},
    render::Rendered,
};
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

/// Puts what was rendered into its envelope.
pub(crate) fn letter(envelope: Envelope, rendered: Rendered) -> Mail {
    Mail {
        in_reply_to: None,
        kind: envelope.kind,
        message_id: envelope.message_id,
        to: envelope.to,
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        list: None,
        created_at: envelope.created_at,
    }
}
