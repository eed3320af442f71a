//! One file per thing a person can do: check who asks and what for, store it, write down the work that follows; in one transaction.
//!
//! Nothing here waits for the search or for a mail server except the search itself: what follows from a change is a row of the work
//! queue, written in the same transaction as the change, and done by the crate `jobs`.
//!
//! What other crates await returns a boxed future and is no `async fn`, whose body each of them would compile once more.

pub mod access_tokens;
pub mod add_material;
pub mod archive_case;
pub mod ask_freshness;
pub mod audit_log;
pub mod autosave_case;
pub mod bounces;
pub mod caller;
pub mod claim_review;
pub mod client;
pub mod comment_on_case;
pub mod confirm_case;
pub mod confirm_subscription;
pub mod consent_proof;
pub mod content_stamp;
pub mod create_case;
pub mod criteria_text;
pub mod deliver;
pub mod digest_preview;
pub mod erase_account;
pub mod erase_case;
pub mod export_cases;
pub mod export_my_data;
pub mod failed_searches;
pub mod file_address;
pub mod file_texts;
pub mod find_cases;
pub mod focus_areas;
pub mod free_review;
pub mod hand_over_review;
pub mod import_cases;
pub mod list_cases;
pub mod mail_runs;
pub mod mail_samples;
pub mod outcome;
pub mod people;
pub mod policy_refusals;
pub mod publish_case;
pub mod rate_limit;
pub mod read_case;
pub mod read_file;
pub mod read_review;
pub mod read_subscription;
pub mod reader;
pub mod release_review;
pub mod remind_review;
pub mod remove_material;
pub mod request_changes;
pub mod requests;
pub mod retention;
pub mod rights;
pub mod roll_back_case;
pub mod search_gaps;
pub mod second_factor;
pub mod secret;
pub mod send_test_mail;
pub mod sessions;
pub mod sign_in;
pub mod sign_in_by_provider;
pub mod sign_in_link;
pub mod sign_in_settings;
pub mod similar_cases;
pub mod skip_reason;
pub mod submit_case;
pub mod subscribe;
pub mod suggest;
pub mod synonyms;
pub mod tokens;
pub mod unsubscribe;
pub mod update_case;
pub mod update_material;
pub mod upload_file;
pub mod wishes;
pub mod withdraw_case;

mod access;
mod begin_session;
mod idempotency;
mod network;
mod review_log;

pub use begin_session::SignedIn;
pub use caller::{Caller, Proof};
pub use client::Client;
pub use content_stamp::content_stamp;
pub use files::{Body as FileBody, FileError, Unfit};
pub use network::{Network, NetworkSettings};
pub use outcome::{Failure, Refusal, UseCaseError};
pub use search_indexer::{
    Effect, FacetCount, Facets, Highlighter, Highlights, IndexState, SearchOrder, Suggestion, TermSuggestion, TitleSuggestion, TypedSearch,
    analysis::without_signs, understanding,
};
pub use sign_in_settings::{SealKey, SignInSettings};
pub use skip_reason::SkipReason;
pub use storage::{
    AccessToken, Account, AuditEntry, AuditFilter, CaseReview, DeliveryState, Deputation, Invitation, LoggedEntry, NetworkRequest, Page,
    PolicyRefusal, Position, Reader, Registration, RequestReply, ReviewComment, ReviewEvent, RevisionInfo, SearchGap, Session, StoredFile,
    Subscription, Window, client_address, from_address,
};
