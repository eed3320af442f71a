//! The work that is done apart from the request that caused it.

use crate::ids::{CaseId, DeliveryId, FileId, SignInLinkId, SubscriptionId};
use serde::{Deserialize, Serialize};

/// One piece of work. It says *what* is to be looked at, never what was true when it was written down: whoever runs it reads afresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Bring the search's picture of a case in line with the database.
    IndexCase {
        /// The case.
        case: CaseId,
    },
    /// Build the search index anew beside the old one and swap.
    Reindex,
    /// Compare the search index with the database, both ways.
    CheckIndex {
        /// Whether what differs is to be indexed again.
        repair: bool,
    },
    /// Hand the synonym groups in force to the search engine, which may keep a copy.
    ApplySynonyms,
    /// Compose what is due for a subscription.
    ComposeDigest {
        /// The subscription.
        subscription: SubscriptionId,
    },
    /// Read the text out of a file, for the search.
    ReadFile {
        /// The file.
        file: FileId,
    },
    /// Hand a mail to the mail server.
    DeliverMail {
        /// The mail.
        delivery: DeliveryId,
    },
    /// Remind those who review that a submission waits.
    RemindReview {
        /// The case.
        case: CaseId,
    },
    /// Take the next step of asking whether a published case still holds: ask, remind, mark, archive.
    AskFreshness {
        /// The case.
        case: CaseId,
    },
    /// Write the mail with a link to sign in, if there is an account for its address.
    SendSignInLink {
        /// The link.
        link: SignInLinkId,
    },
    /// Delete what is past its time: unconfirmed subscriptions, finished jobs, sent mails' texts, expired sessions.
    CleanUp,
}

impl Job {
    /// The kinds that go through all cases, or read what others wrote, and may take long. They run beside the others, so that no mail waits for them.
    pub const LONG_KINDS: &'static [&'static str] = &["reindex", "check_index", "read_file"];

    /// The kind as the database and logs write it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::IndexCase { .. } => "index_case",
            Self::Reindex => "reindex",
            Self::CheckIndex { .. } => "check_index",
            Self::ApplySynonyms => "apply_synonyms",
            Self::ComposeDigest { .. } => "compose_digest",
            Self::ReadFile { .. } => "read_file",
            Self::DeliverMail { .. } => "deliver_mail",
            Self::RemindReview { .. } => "remind_review",
            Self::AskFreshness { .. } => "ask_freshness",
            Self::SendSignInLink { .. } => "send_sign_in_link",
            Self::CleanUp => "clean_up",
        }
    }

    /// Jobs with the same key that are still waiting are one job: the later of them sees everything that the earlier would have.
    pub fn key(&self) -> String {
        match self {
            Self::IndexCase { case } => format!("index_case:{case}"),
            Self::Reindex => "reindex".to_owned(),
            Self::CheckIndex { repair: false } => "check_index".to_owned(),
            Self::CheckIndex { repair: true } => "check_index:repair".to_owned(),
            Self::ApplySynonyms => "apply_synonyms".to_owned(),
            Self::ComposeDigest { subscription } => format!("compose_digest:{subscription}"),
            Self::ReadFile { file } => format!("read_file:{file}"),
            Self::DeliverMail { delivery } => format!("deliver_mail:{delivery}"),
            Self::RemindReview { case } => format!("remind_review:{case}"),
            Self::AskFreshness { case } => format!("ask_freshness:{case}"),
            Self::SendSignInLink { link } => format!("send_sign_in_link:{link}"),
            Self::CleanUp => "clean_up".to_owned(),
        }
    }
}
