//! The runner of the work queue, and what each job does.
//!
//! The index of the search follows the database: `index_cases` does what a change caused, `reindex` builds all anew, `check_index`
//! compares both ways, every night and after trouble, and `search_watch` sees to it that there is an index at all.
//!
//! Mails are no jobs: they have a queue of their own, and `sender` empties it.
//!
//! A job is claimed with a lease, run outside any transaction, and then finished, tried again later or given up with a reason that stays
//! visible: each job decides that explicitly, per error; one that panics is tried again. Any number of processes may run workers on one
//! database.

mod apply_synonyms;
mod backoff;
mod check_index;
mod clean_up;
mod compose_digests;
mod contained;
mod digest_findings;
mod digest_links;
mod digest_mail;
mod digest_replies;
mod digest_sections;
mod index_cases;
mod outcome;
mod preview_digests;
mod read_file;
mod recover_digests;
mod recover_queues;
mod reindex;
mod scheduler;
mod search_trouble;
mod search_watch;
mod sender;
mod worker;

pub use check_index::{CheckReport, Difference, DifferenceKind, check_report, request_check};
pub use outcome::Outcome;
pub use preview_digests::preview as preview_digests;
pub use search_trouble::noted as noted_trouble;
pub use search_watch::request_rebuild;
pub use sender::{MailTrouble, SendingPolicy, noted_mail_trouble, say_policy_refusal};
pub use worker::{Worker, WorkerOptions};

/// Has the digests of all readers who are due composed now; returns the job that does it.
pub async fn request_digests(network: &usecases::Network) -> Result<domain::ids::JobId, storage::StoreError> {
    search_watch::request(network, &domain::Job::ComposeDigests).await
}
