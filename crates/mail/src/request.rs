//! The mails about questions to the network: to those who may know an answer, and to whoever asked.

use crate::{
    clean::one_line,
    context::MailContext,
    error::MailError,
    letter::{Letter, letter},
    mail::{Mail, MailKind},
};
use chrono::{DateTime, Utc};
use domain::EmailAddress;
use url::Url;

/// How many characters of a description or a reply stand in a mail; the page has all of it.
const EXCERPT: usize = 600;

/// What the mail to those who may know an answer says.
#[derive(Debug, Clone)]
pub struct RequestMail {
    /// Who is told.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The question.
    pub question: String,
    /// What else is worth knowing; may be empty.
    pub details: String,
    /// Who asks: a municipality or a role.
    pub from: String,
    /// The municipality whose cases fit; none for the agency.
    pub place: Option<String>,
    /// The question's page, where replies are written.
    pub request_url: Url,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// Writes the mail to those who may know an answer.
pub fn request(context: &MailContext, mail: RequestMail) -> Result<Mail, MailError> {
    let why = mail.place.map_or_else(
        || "Sie erhalten diese E-Mail, weil Sie zur Redaktion gehören.".to_owned(),
        |place| format!("Sie erhalten diese E-Mail, weil Praxisbeispiele aus {place} zu dieser Frage passen."),
    );
    let mut before = vec![format!("{} fragt das Netzwerk:", mail.from), format!("„{}“", mail.question)];
    before.extend(excerpt(&mail.details));
    letter(
        context,
        Letter {
            kind: MailKind::Request,
            to: mail.to,
            message_id: mail.message_id,
            created_at: mail.created_at,
            subject: format!("Frage an das Netzwerk: {}", mail.question),
            title: "Wissen Sie etwas dazu?",
            before,
            button: "Frage ansehen und antworten",
            url: mail.request_url,
            after: vec![why],
        },
    )
}

/// What the mail to whoever asked says.
#[derive(Debug, Clone)]
pub struct RequestReplyMail {
    /// Who asked.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The question.
    pub question: String,
    /// Who answers: a municipality or a role.
    pub from: String,
    /// The reply.
    pub body: String,
    /// The question's page.
    pub request_url: Url,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// Writes the mail to whoever asked.
pub fn request_reply(context: &MailContext, mail: RequestReplyMail) -> Result<Mail, MailError> {
    let mut before = vec![format!("{} hat auf Ihre Frage „{}“ geantwortet:", mail.from, mail.question)];
    before.extend(excerpt(&mail.body));
    letter(
        context,
        Letter {
            kind: MailKind::RequestReply,
            to: mail.to,
            message_id: mail.message_id,
            created_at: mail.created_at,
            subject: format!("Antwort auf Ihre Frage: {}", mail.question),
            title: "Antwort auf Ihre Frage",
            before,
            button: "Antwort ansehen",
            url: mail.request_url,
            after: vec!["Hat sich Ihre Frage erledigt? Auf der Seite können Sie sie schließen.".to_owned()],
        },
    )
}

/// The paragraphs of a text, cut where it is long.
fn excerpt(text: &str) -> Vec<String> {
    let mut left = EXCERPT;
    let mut paragraphs = Vec::new();
    for paragraph in text.lines().map(one_line).filter(|line| !line.is_empty()) {
        let length = paragraph.chars().count();
        if length <= left {
            left -= length;
            paragraphs.push(paragraph);
        } else {
            paragraphs.push(format!("{} …", paragraph.chars().take(left).collect::<String>().trim_end()));
            break;
        }
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        assert_eq!(excerpt("Eins\n\nZwei"), ["Eins", "Zwei"]);
        assert!(excerpt("").is_empty());
        let long = excerpt(&format!("kurz\n{}\nnie", "a".repeat(900)));
        assert_eq!(long.len(), 2);
        assert_eq!(long.concat().chars().filter(|letter| letter.is_alphabetic()).count(), EXCERPT);
        assert!(long[1].ends_with(" …"));
    }
}
