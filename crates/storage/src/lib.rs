//! The database of Wissensnetz, on SQLite and on PostgreSQL.
//!
//! [`Store`] opens it and reads, [`Transaction`] writes. Both take and return types of the domain; rows and statements stay in here. There
//! is one module for each thing that is kept, with `impl Store` for its reads and `impl Transaction` for its writes:
//!
//! - cases: `published` (from a cache), `published_lists`, `published_titles`, `working`, `revisions`, and their changes in
//!   `new_cases`, `case_writes` and `publish`; what municipalities work on: `focus_areas`;
//! - people: `accounts`, `members`, `advisers`, `deputations`, `standing` (what decides beside the role), `invitations`, `mail_domains`,
//!   `registrations`, what is kept of one person in `personal_data` and `own_contributions`, how it is erased in `contacts` and `traces`, and for
//!   how long it is kept in `retention`; what proves them: `credentials` (access tokens), `sessions`, `sign_in_links`, `pending_sign_ins`,
//!   `second_factors`, `external_identities`;
//! - materials: `files`, what is known of uploaded files and the text within them;
//! - the review: `case_reviews` (who reviews since when), `review_events`, `review_comments`; `case_freshness` (is it still confirmed);
//! - digests: `readers`, `subscriptions`, what became public in a time (`news`), `composing`, `digests`, those composed while a clock was ahead
//!   (`digests_ahead`);
//! - mails: `deliveries` (the queue of mails), `delivery_claims`, `delivery_outcomes`, addresses that they came back from (`suppressions`), domains
//!   that refuse us for what we are (`policy_refusals`), what the sender found out about the server (`mail_notes`), in numbers `mail_runs`;
//! - what members ask each other: `requests`; which of the replies digests tell: `gathered_replies`;
//! - the search's teaching: `synonym_groups`, `search_gaps`;
//! - work: `jobs` (the queue), `job_claims`, `job_outcomes`, what it found out about the search (`search_notes`), what of it and of mails a
//!   wrong clock has put off (`queues_ahead`); and the `audit` log (`audit_log` reads it as a whole; `origin` knows where a request comes from).
//!
//! Of many things one may be none that this version of the program can read: [`read_apart`] keeps it from keeping the others back. What an earlier
//! version wrote under a municipality's key that is retired by now gets its successor's (`retired_keys`).
//!
//! Who may see or change what is decided above; the one rule that lists need in SQL, whose working copies a viewer sees, is written
//! once more in `reach` and compared with the domain's by a test.

mod accounts;
mod advisers;
mod apart;
mod audit;
mod audit_log;
mod case_cache;
mod case_filter;
mod case_freshness;
mod case_reviews;
mod case_row;
mod case_writes;
mod claiming;
mod composing;
mod connect;
mod contacts;
mod credentials;
mod deliveries;
mod delivery_claims;
mod delivery_outcomes;
mod deputations;
mod digests;
mod digests_ahead;
mod entity;
mod error;
mod external_identities;
mod files;
mod focus_areas;
mod freshness;
mod gathered_replies;
mod invitations;
mod job_claims;
mod job_outcomes;
mod jobs;
mod keyset;
mod mail_domains;
mod mail_notes;
mod mail_runs;
mod members;
mod migrate;
mod moment;
mod new_cases;
mod news;
mod origin;
mod own_contributions;
mod pending_sign_ins;
mod personal_data;
#[cfg(test)]
mod plans;
mod policy_refusals;
mod publish;
mod published;
mod published_lists;
mod published_titles;
mod queues_ahead;
mod reach;
mod readers;
mod registrations;
mod requests;
mod retention;
mod retired_keys;
mod review_comments;
mod review_events;
mod revisions;
mod rows;
mod search_gaps;
mod search_notes;
mod second_factors;
mod sessions;
mod sign_in_links;
mod slugs;
mod standing;
mod store;
mod subscriptions;
mod suppressions;
mod synonym_groups;
mod terms;
mod title_key;
mod traces;
mod transaction;
mod window;
mod working;

pub use accounts::{Account, AccountsAmong};
pub use apart::read_apart;
pub use audit::AuditEntry;
pub use audit_log::{AuditFilter, LoggedEntry, Naming};
pub use case_reviews::CaseReview;
pub use composing::{DueReader, DueWork, ReaderMoved};
pub use credentials::AccessToken;
pub use deliveries::{Delivery, DeliveryState, OpenDeliveries};
pub use delivery_claims::{DeliveryClaim, UNREADABLE_WAIT};
pub use delivery_outcomes::DeliveryOutcome;
pub use deputations::Deputation;
pub use digests::{Digest, DigestOutcome};
pub use digests_ahead::ToldAhead;
pub use error::StoreError;
pub use files::{FileText, StoredFile};
pub use invitations::Invitation;
pub use job_claims::{ClaimedJob, JobClaim, Lane};
pub use jobs::{FailedJob, JobProgress, JobStanding, JobState, QueueCounts};
pub use mail_notes::MailNote;
pub use mail_runs::MailCount;
pub use new_cases::NewCase;
pub use news::{News, NewsKind};
pub use origin::{client_address, from_address};
pub use own_contributions::OwnSynonymGroup;
pub use pending_sign_ins::PendingSignIn;
pub use personal_data::{OwnRevision, ProviderName};
pub use policy_refusals::PolicyRefusal;
pub use published_titles::PublishedTitle;
pub use readers::Reader;
pub use registrations::Registration;
pub use requests::{NetworkRequest, RequestReply};
pub use retention::{Activity, IdleAccount, IdleBounds};
pub use review_comments::ReviewComment;
pub use review_events::ReviewEvent;
pub use revisions::RevisionInfo;
pub use search_gaps::{GapCounts, SearchGap};
pub use search_notes::SearchNote;
pub use second_factors::SecondFactor;
pub use sessions::{Session, SessionUse};
pub use sign_in_links::SignInLink;
pub use standing::Standing;
pub use store::{Backend, Store, StoreOptions};
pub use subscriptions::Subscription;
pub use suppressions::{HardBounce, Suppression};
pub use transaction::Transaction;
pub use window::{Page, Position, Window};
