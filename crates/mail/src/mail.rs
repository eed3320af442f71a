//! A mail as it is kept until it is delivered.

use chrono::{DateTime, Utc};
use domain::EmailAddress;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which of the network's mails this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// Asks the owner of an address to confirm a subscription.
    Confirmation,
    /// Tells of new cases.
    Digest,
    /// Invites somebody to the network.
    Invitation,
    /// Asks whoever registered to confirm the address.
    Registration,
    /// Warns that an unused account is about to be deleted.
    Inactivity,
    /// Tells those who write and review a case of a step on its way.
    Review,
    /// Asks whether what a case says still holds.
    Freshness,
    /// Brings a link to sign in with.
    SignIn,
    /// Tells somebody that their second factor was taken away.
    SecondFactorReset,
    /// Tells of a deputation that is named or ended.
    Deputation,
    /// Tells of a question those who may know an answer.
    Request,
    /// Tells whoever asked a question of an answer.
    RequestReply,
    /// Goes from an editor to themselves, to see whether mails arrive.
    Test,
}

impl MailKind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::Confirmation,
        Self::Digest,
        Self::Invitation,
        Self::Registration,
        Self::Inactivity,
        Self::Review,
        Self::Freshness,
        Self::SignIn,
        Self::SecondFactorReset,
        Self::Deputation,
        Self::Request,
        Self::RequestReply,
        Self::Test,
    ];

    /// The kind as the database and the start of a Message-ID write it; never changes.
    pub fn key(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Digest => "digest",
            Self::Invitation => "invitation",
            Self::Registration => "registration",
            Self::Inactivity => "inactivity",
            Self::Review => "review",
            Self::Freshness => "freshness",
            Self::SignIn => "sign_in",
            Self::SecondFactorReset => "second_factor_reset",
            Self::Deputation => "deputation",
            Self::Request => "request",
            Self::RequestReply => "request_reply",
            Self::Test => "test",
        }
    }

    /// Whether one text goes to many readers, who did not just ask for this very mail.
    pub fn is_bulk(self) -> bool {
        self == Self::Digest
    }
}

/// What tells a mail program that a mail comes from a list, and how to leave it (RFC 2919, 2369, 8058).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHeaders {
    /// The list's identifier, of the form of a domain name, always the same: `praxisbeispiele.wissensnetz.example.org`.
    pub list_id: String,
    /// The list's name as people read it; one line.
    pub list_name: String,
    /// The address that ends the subscription when it is posted to. ASCII, at most 900 characters; mail programs are told of one click only if
    /// it is https.
    pub unsubscribe_url: String,
}

impl fmt::Debug for ListHeaders {
    /// Leaves out the link, which acts for the reader.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ListHeaders").field("list_id", &self.list_id).finish_non_exhaustive()
    }
}

/// A mail, rendered and addressed, that only lacks its sender.
///
/// It is stored as JSON with its delivery. Whatever its fields hold, no transport lets it carry headers other than its own: text
/// that does not fit a header is refused as [`crate::SendError::Invalid`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Which mail it is.
    pub kind: MailKind,
    /// The Message-ID with its angle brackets, `<kind.uuid@instance-domain>`, the same in every attempt.
    pub message_id: String,
    /// Who gets it.
    pub to: EmailAddress,
    /// The subject; one line.
    pub subject: String,
    /// The plain text, lines of at most 76 characters but for long addresses of pages.
    pub text: String,
    /// The same as a page of HTML.
    pub html: String,
    /// The Message-ID of the mail that this one belongs to in a conversation, with its angle brackets.
    #[serde(default)]
    pub in_reply_to: Option<String>,
    /// Set if it belongs to a list.
    pub list: Option<ListHeaders>,
    /// When it was written; becomes its Date.
    pub created_at: DateTime<Utc>,
}

impl fmt::Debug for Mail {
    /// Leaves out the texts: their links act for the reader, whoever follows them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Mail")
            .field("kind", &self.kind)
            .field("message_id", &self.message_id)
            .field("to", &self.to)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}
