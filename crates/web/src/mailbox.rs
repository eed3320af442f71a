//! The mails of a demo instance, as the website shows them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Where the website finds the mails that were written to files instead of being sent.
#[async_trait]
pub trait Mailbox: Send + Sync {
    /// All mails, the latest first. What cannot be read is left out.
    async fn list(&self) -> Vec<MailSummary>;

    /// One mail, if there is one with this id.
    async fn read(&self, id: &str) -> Option<MailContent>;
}

/// A mail in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSummary {
    /// Its id within the mailbox.
    pub id: String,
    /// Whom it is for, as its header says.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// When it was written, where its header says so.
    pub date: Option<DateTime<Utc>>,
}

/// A mail to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailContent {
    /// Whom it is from, as its header says.
    pub from: String,
    /// Whom it is for, as its header says.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// When it was written, where its header says so.
    pub date: Option<DateTime<Utc>>,
    /// The text part; empty if it has none.
    pub text: String,
    /// The HTML part as it was written; empty if it has none.
    pub html: String,
    /// All headers with their decoded values, in order.
    pub headers: Vec<(String, String)>,
}
