//! The runner of the work queue, and what each job does.
//!
//! A job is claimed with a lease, run outside any transaction, and then finished, tried again later or given up with a reason that stays
//! visible: each job decides that explicitly, per error. Any number of processes may run workers on one database.

mod apply_synonyms;
mod clean_up;
mod compose_digest;
mod deliver_mail;
mod index_cases;
mod outcome;
mod reindex;
mod scheduler;
mod search_watch;
mod worker;

pub use outcome::Outcome;
pub use search_watch::request_rebuild;
pub use worker::{Worker, WorkerOptions};
