//! What digests would hold: the outcome of a dry run.

use crate::digest_period::Frequency;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many readers, and how many wishes, a dry run lists at most; its numbers count all of them.
pub const MOST_NAMED: usize = 50;

/// What the digests of a period would hold, if they were composed now. Nobody's address is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestPreview {
    /// The first moment of the period.
    pub from: DateTime<Utc>,
    /// The first moment after it.
    pub until: DateTime<Utc>,
    /// Whether subscriptions of one frequency alone were looked at.
    pub frequency: Option<Frequency>,
    /// When the dry run was made.
    pub made_at: DateTime<Utc>,
    /// How many readers have an active subscription of that kind.
    pub readers: u64,
    /// How many of them have paused beyond the period.
    pub paused: u64,
    /// How many of the others get no mail, because mails to their addresses came back.
    #[serde(default)]
    pub suppressed: u64,
    /// How many of the rest would get a mail.
    pub mails: u64,
    /// How many sections these mails would have.
    pub sections: u64,
    /// How many subscriptions would have nothing to tell.
    pub empty: u64,
    /// What is wished for, the wish of most readers first, at most [`MOST_NAMED`].
    pub wishes: Vec<PreviewWish>,
    /// Who would get what, at most [`MOST_NAMED`].
    pub recipients: Vec<PreviewRecipient>,
    /// The mail of one of them, if there is one.
    pub example: Option<PreviewExample>,
}

/// What some subscriptions ask for, and what they would be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewWish {
    /// What is wished for, in German.
    pub about: String,
    /// How many subscriptions have it.
    pub subscriptions: u64,
    /// How many cases fit.
    pub cases: u64,
}

/// A reader, and what they would get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRecipient {
    /// The address, all but its first letter and its domain hidden.
    pub masked: String,
    /// How many sections the mail would have.
    pub sections: u64,
    /// How many cases it would tell of, each counted once.
    pub cases: u64,
}

/// A mail as it would be sent. Its links are those of nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewExample {
    /// Who would get it, masked.
    pub masked: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}
