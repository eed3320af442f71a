//! What can go wrong between us and a mail server, and what it means for a mail.

use crate::{clean::reply_text, transport::SendError};
use lettre::transport::smtp;
use std::error::Error;

/// How far a conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connecting, greeting, securing, signing in: nothing about a mail was said.
    Opening,
    /// The sender was named.
    Sender,
    /// The recipient was named, and leave to send the mail was asked for.
    Envelope,
    /// The mail itself was under way.
    Content,
}

impl Stage {
    /// Whether nothing of the mail can have arrived.
    pub(super) fn nothing_sent(self) -> bool {
        self != Self::Content
    }

    /// Whether a refusal with this code is about us: all before a mail is named, for good or for now, and where signing in or encryption is missing
    /// (RFC 4954, RFC 3207). A disabled account (RFC 5248, 525) is ours where the sender is refused; of a recipient's, filters say the same.
    fn is_about_us(self, code: u16) -> bool {
        self == Self::Opening || matches!(code, 530 | 534 | 535 | 538) || self == Self::Sender && code == 525
    }
}

/// A step of the conversation failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The server said no.
    Reply {
        /// Its code, 400 to 599.
        code: u16,
        /// Its text.
        text: String,
    },
    /// The mail may not go out now; the server was told to forget it.
    Held,
    /// No answer, half an answer, or one that makes no sense.
    Broken {
        /// What happened.
        reason: String,
    },
}

impl Failure {
    /// The server did not answer in time.
    pub(super) fn timed_out() -> Self {
        Self::Broken { reason: String::from("no answer in time") }
    }

    /// Whether the server is still there and takes further commands.
    pub(super) fn leaves_connection_usable(&self) -> bool {
        matches!(self, Self::Held) || matches!(self, Self::Reply { code, .. } if *code != 421)
    }

    /// Whether the connection is over, for whatever reason.
    pub(super) fn ends_connection(&self) -> bool {
        !self.leaves_connection_usable()
    }

    /// What the failure means for a mail that was to be sent to `server`.
    pub(super) fn into_error(self, stage: Stage, server: &str) -> SendError {
        match self {
            Self::Held => SendError::Held,
            // Mails wait until somebody has mended the configuration, or the server.
            Self::Reply { code, text } if stage.is_about_us(code) => {
                SendError::Unreachable { reason: format!("{server} refuses us: {code} {}", reply_text(&text)), uncertain: false }
            }
            Self::Reply { code, text } if code < 500 => SendError::Transient { code, reply: reply_text(&text) },
            Self::Reply { code, text } => SendError::Permanent { code, reply: reply_text(&text) },
            Self::Broken { reason } => {
                SendError::Unreachable { reason: format!("{server}: {}", reply_text(&reason)), uncertain: stage == Stage::Content }
            }
        }
    }
}

impl From<smtp::Error> for Failure {
    fn from(error: smtp::Error) -> Self {
        match error.status() {
            Some(code) => Self::Reply { code: code.into(), text: error.source().map(ToString::to_string).unwrap_or_default() },
            None => Self::Broken { reason: error.to_string() },
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Broken { reason: error.to_string() }
    }
}
