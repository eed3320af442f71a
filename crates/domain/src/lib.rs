//! What exists in Wissensnetz and what is allowed.
//!
//! Pure types and functions: nothing here reads a clock, a file, a socket or a database. Time and identifiers are handed in.
//! The other crates store, find, send and show what is defined here; a rule of the network stands in this crate and nowhere else.

pub mod case;
pub mod case_filter;
pub mod case_view;
mod causes;
pub mod client_network;
pub mod clock;
pub mod digest_period;
pub mod digest_plan;
pub mod digest_preview;
pub mod email_address;
pub mod error_code;
pub mod freshness;
pub mod german;
mod hexadecimal;
mod hidden;
pub mod holidays;
pub mod ids;
pub mod job;
pub mod mail_domain;
pub mod material;
pub mod municipality;
pub mod permission;
pub mod reach;
pub mod reader;
pub mod review;
pub mod signing_in;
pub mod slug;
pub mod subscription;
pub mod synonym_group;
pub mod violation;
pub mod vocabulary;
pub mod workflow;
pub mod working_days;

pub use case::CaseContent;
pub use case_filter::{CaseFilter, CaseOrder};
pub use case_view::CaseView;
pub use causes::with_causes;
pub use clock::{Clock, IdSource};
pub use email_address::EmailAddress;
pub use error_code::ErrorCode;
pub use hexadecimal::hexadecimal;
pub use hidden::Hidden;
pub use job::Job;
pub use municipality::{Ags, Municipality};
pub use permission::{Role, Viewer};
pub use signing_in::{Scope, Scopes, SignInMethod};
pub use synonym_group::{SynonymGroup, SynonymKind};
pub use violation::{Rule, Violation};
pub use workflow::WorkflowState;
