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
    /// The kinds that go through all cases, readers or whatever is past its time, or read what others wrote, and may take long. They run beside the
    /// others, so that no mail waits for them.
    pub const LONG_KINDS: &'static [&'static str] = &["reindex", "check_index", "read_file", "preview_digests", "clean_up"];

    /// The kinds that wait for the search engine to take what it is given, or to answer. They run beside the others, so that nothing else waits for an
    /// engine that is busy or hangs.
    pub const INDEX_KINDS: &'static [&'static str] = &["index_case", "apply_synonyms", "route_request"];

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
            // A dry run of one period says nothing of another, so each is a job of its own.
            Self::PreviewDigests { from, until, frequency } => {
                let frequency = frequency.map_or("", Frequency::key);
                format!("preview_digests:{}:{}:{frequency}", from.timestamp(), until.timestamp())
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn what_runs_beside_the_others_is_known_and_runs_in_one_lane() {
        let lanes = [Job::LONG_KINDS, Job::INDEX_KINDS, Job::DIGEST_KINDS].concat();
        for kind in &lanes {
            let outcome = serde_json::from_value::<Job>(serde_json::json!({ "kind": kind }));
            // Some kinds lack their case here; one that is misspelt is no kind at all.
            assert!(outcome.map_or_else(|error| error.to_string().starts_with("missing field"), |job| job.kind() == *kind), "{kind}");
        }
        assert_eq!(lanes.iter().collect::<HashSet<_>>().len(), lanes.len());
    }

    #[test]
    fn the_kind_is_written_as_the_payload_writes_it() {
        let id = uuid::Uuid::from_u128(1);
        let (from, until) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH);
        for job in [
            Job::IndexCase { case: CaseId(id) },
            Job::Reindex,
            Job::CheckIndex { repair: true },
            Job::ApplySynonyms,
            Job::ComposeDigests,
            Job::RecoverDigests,
            Job::PreviewDigests { from, until, frequency: None },
            Job::ReadFile { file: FileId(id) },
            Job::RemindReview { case: CaseId(id) },
            Job::AskFreshness { case: CaseId(id) },
            Job::SendSignInLink { link: SignInLinkId(id) },
            Job::SendRegistration { registration: RegistrationId(id) },
            Job::RouteRequest { request: RequestId(id) },
            Job::TellReplies,
            Job::CleanUp,
        ] {
            assert_eq!(serde_json::to_value(&job).unwrap()["kind"], job.kind());
            assert!(job.key().starts_with(job.kind()), "{job:?}");
        }
    }

    #[test]
    fn a_dry_run_does_not_pass_for_that_of_another_period() {
        let day = |day: i64| DateTime::from_timestamp(day * 86_400, 0).unwrap();
        let keys = [(1, 2, None), (1, 3, None), (2, 3, None), (1, 2, Some(Frequency::Daily))]
            .map(|(from, until, frequency)| Job::PreviewDigests { from: day(from), until: day(until), frequency }.key());
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "{keys:?}");
    }
}
