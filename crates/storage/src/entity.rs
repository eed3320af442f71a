//! The tables as sea-orm knows them. They stay private to this crate: what leaves it are types of the domain.

pub(crate) mod access_token;
pub(crate) mod account;
pub(crate) mod account_activity;
pub(crate) mod advised_municipality;
pub(crate) mod audit_entry;
pub(crate) mod case_revision;
pub(crate) mod case_term;
pub(crate) mod content_stamp;
pub(crate) mod delivery;
pub(crate) mod deputation;
pub(crate) mod digest;
pub(crate) mod external_identity;
pub(crate) mod invitation;
pub(crate) mod job;
pub(crate) mod mail_domain;
pub(crate) mod pending_sign_in;
pub(crate) mod practice_case;
pub(crate) mod recovery_code;
pub(crate) mod registration;
pub(crate) mod search_gap;
pub(crate) mod search_note;
pub(crate) mod second_factor;
pub(crate) mod session;
pub(crate) mod sign_in_link;
pub(crate) mod subscription;
pub(crate) mod synonym_group;
