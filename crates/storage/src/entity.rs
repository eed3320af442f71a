//! The tables as sea-orm knows them. They stay private to this crate: what leaves it are types of the domain.

pub(crate) mod access_token;
pub(crate) mod account;
pub(crate) mod audit_entry;
pub(crate) mod case_review;
pub(crate) mod case_revision;
pub(crate) mod case_term;
pub(crate) mod content_stamp;
pub(crate) mod delivery;
pub(crate) mod digest;
pub(crate) mod external_identity;
pub(crate) mod freshness_token;
pub(crate) mod job;
pub(crate) mod material_file;
pub(crate) mod pending_sign_in;
pub(crate) mod practice_case;
pub(crate) mod recovery_code;
pub(crate) mod review_comment;
pub(crate) mod review_event;
pub(crate) mod search_gap;
pub(crate) mod search_note;
pub(crate) mod second_factor;
pub(crate) mod session;
pub(crate) mod sign_in_link;
pub(crate) mod subscription;
pub(crate) mod synonym_group;
