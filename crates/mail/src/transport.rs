//! How a mail leaves, whatever carries it.

use crate::mail::Mail;
use async_trait::async_trait;

/// The answer of whoever took a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The answer in one line, without mail addresses: a server's code and text, or the name of a file.
    pub reply: String,
}

/// A mail was not taken.
///
/// Replies are kept as the server wrote them, in one line of at most 500 characters, with the names cut from mail addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nobody is there, does not answer in time, or does not let us in; it says nothing about this mail.
    #[error("no mail can be handed over: {reason}")]
    Unreachable {
        /// What happened.
        reason: String,
        /// Whether the whole mail was sent and only the answer is missing, so that it may have been taken nevertheless.
        uncertain: bool,
    },
    /// The server refuses the mail for now (a code from 400 to 499).
    #[error("the mail server refuses for now: {code} {reply}")]
    Transient {
        /// The code of the reply.
        code: u16,
        /// Its text.
        reply: String,
    },
    /// The server refuses the mail for good (a code from 500 to 599).
    #[error("the mail server refuses: {code} {reply}")]
    Permanent {
        /// The code of the reply.
        code: u16,
        /// Its text.
        reply: String,
    },
    /// The threshold was closed: nothing of the mail was sent, and the transport is not to blame.
    #[error("the mail may not be sent now: its claim has ended or could not be written down")]
    Held,
    /// The mail cannot be written as a message; it was not sent and never will be.
    #[error("the mail cannot be sent: {reason}")]
    Invalid {
        /// What is wrong with it.
        reason: String,
    },
}

impl SendError {
    /// Whether another attempt is useless.
    pub fn is_permanent(&self) -> bool {
        matches!(self, Self::Permanent { .. } | Self::Invalid { .. })
    }

    /// Whether the mail may have been delivered although no answer came.
    pub fn is_uncertain(&self) -> bool {
        matches!(self, Self::Unreachable { uncertain: true, .. })
    }
}

/// Asked right before the content of a mail goes out. From then until the answer comes nobody can know whether the mail was taken. Whoever wants to
/// find such mails after a crash records here that they are on their way.
#[async_trait]
pub trait Threshold: Send + Sync {
    /// Whether the content may go out.
    async fn pass(&self) -> bool;
}

/// A threshold that everything passes, for mails of which no record is kept.
struct OpenThreshold;

#[async_trait]
impl Threshold for OpenThreshold {
    async fn pass(&self) -> bool {
        true
    }
}

/// Something that takes mails and sees to it that they arrive.
#[async_trait]
pub trait MailTransport: Send + Sync {
    /// Hands over one mail. `Ok` means that it is someone else's care from now on.
    ///
    /// A transport that may lose the answer asks the threshold right before the content goes out, and sends nothing that may not pass. A transport
    /// that can take the same mail twice without harm need not ask.
    async fn hand_over(&self, mail: &Mail, threshold: &dyn Threshold) -> Result<Receipt, SendError>;

    /// Hands over one mail of which no record is kept.
    async fn send(&self, mail: &Mail) -> Result<Receipt, SendError> {
        self.hand_over(mail, &OpenThreshold).await
    }

    /// Whether mails could be handed over now; cheap enough to be asked every few seconds.
    async fn ready(&self) -> Result<(), SendError>;

    /// The transport's name, as the configuration writes it.
    fn name(&self) -> &'static str;
}
