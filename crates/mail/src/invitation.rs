//! The mail that invites somebody to the network.

use crate::{
    clean::one_line,
    context::MailContext,
    error::MailError,
    german,
    letter::{Envelope, letter},
    mail::{Mail, MailKind},
    render::{Footer, templates},
};
use chrono::{DateTime, Utc};
use domain::EmailAddress;
use url::Url;

#[path = "../templates/invitation/samples.rs"]
pub(crate) mod samples;

/// What an invitation says.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    /// Who is invited.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The page with the button that accepts.
    pub accept_url: Url,
    /// The role, in German: `Autor:in`.
    pub role: String,
    /// The municipality; none for the agency.
    pub place: Option<String>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show; text from elsewhere is in one line.
struct View {
    footer: Footer,
    /// "für Burgenlandkreis".
    place: String,
    role: String,
    url: String,
    last_day: String,
}

templates!("invitation", "invitation/subject.txt", "invitation/text.txt", "invitation/mail.html");

/// Writes an invitation.
pub fn invitation(context: &MailContext, mail: InvitationMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        place: mail.place.map_or_else(|| "Agentur".to_owned(), |place| one_line(&place)),
        role: one_line(&mail.role),
        url: mail.accept_url.into(),
        last_day: german::day_of(mail.expires_at),
    };
    let envelope = Envelope { kind: MailKind::Invitation, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
