//! The work that is done apart from the request that caused it.

use crate::{
    digest_period::Frequency,
    ids::{CaseId, FileId, RegistrationId, RequestId, SignInLinkId},
};
use chrono::{DateTime, Utc};
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
    /// Compose the digests of all readers who are due.
    ComposeDigests,
    /// Look for readers who should have been due and are not.
    RecoverDigests,
    /// Find out what the digests of a period would hold, without composing any.
    PreviewDigests {
        /// The first moment of the period.
        from: DateTime<Utc>,
        /// The first moment after it.
        until: DateTime<Utc>,
        /// Whether subscriptions of one frequency alone are looked at.
        frequency: Option<Frequency>,
    },
    /// Read the text out of a file, for the search.
    ReadFile {
        /// The file.
        file: FileId,
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
    /// Write the mail to whoever asked for an account, if the municipality lets their address in.
    SendRegistration {
        /// The wish.
        registration: RegistrationId,
    },
    /// Tell those who may know an answer of a question to the network.
    RouteRequest {
        /// The question.
        request: RequestId,
    },
    /// Tell by mails of their own the replies that were to be gathered by subscriptions which have ended since.
    TellReplies,
    /// Delete what is past its time: unconfirmed subscriptions, jobs that were given up, old mails, expired sessions.
    CleanUp,
}

impl Job {
    /// The kinds that go through all cases or readers, or read what others wrote, and may take long. They run beside the others, so that no
    /// mail waits for them.
    pub const LONG_KINDS: &'static [&'static str] = &["reindex", "check_index", "read_file", "preview_digests"];

    /// The kinds that wait for the search engine to take what it is given. They run beside the others, so that nothing else waits for an engine that
    /// is busy or hangs.
    pub const INDEX_KINDS: &'static [&'static str] = &["index_case", "apply_synonyms"];

    /// The kinds that digests wait for. They run beside all others, so that no digest is late because an index is made anew.
    pub const DIGEST_KINDS: &'static [&'static str] = &["compose_digests", "recover_digests"];

    /// The kind as the database and logs write it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::IndexCase { .. } => "index_case",
            Self::Reindex => "reindex",
            Self::CheckIndex { .. } => "check_index",
            Self::ApplySynonyms => "apply_synonyms",
            Self::ComposeDigests => "compose_digests",
            Self::RecoverDigests => "recover_digests",
            Self::PreviewDigests { .. } => "preview_digests",
            Self::ReadFile { .. } => "read_file",
            Self::RemindReview { .. } => "remind_review",
            Self::AskFreshness { .. } => "ask_freshness",
            Self::SendSignInLink { .. } => "send_sign_in_link",
            Self::SendRegistration { .. } => "send_registration",
            Self::RouteRequest { .. } => "route_request",
            Self::TellReplies => "tell_replies",
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
            Self::ComposeDigests => "compose_digests".to_owned(),
            Self::RecoverDigests => "recover_digests".to_owned(),
            Self::PreviewDigests { .. } => "preview_digests".to_owned(),
            Self::ReadFile { file } => format!("read_file:{file}"),
            Self::RemindReview { case } => format!("remind_review:{case}"),
            Self::AskFreshness { case } => format!("ask_freshness:{case}"),
            Self::SendSignInLink { link } => format!("send_sign_in_link:{link}"),
            Self::SendRegistration { registration } => format!("send_registration:{registration}"),
            Self::RouteRequest { request } => format!("route_request:{request}"),
            Self::TellReplies => "tell_replies".to_owned(),
            Self::CleanUp => "clean_up".to_owned(),
        }
    }
}
