//! The types of answers.

pub(crate) mod access_token;
pub(crate) mod account;
pub(crate) mod audit_log;
pub(crate) mod browser_session;
pub(crate) mod case_connection;
pub(crate) mod case_parts;
pub(crate) mod case_search;
pub(crate) mod case_story;
pub(crate) mod facets;
pub(crate) mod interpretation;
pub(crate) mod member;
pub(crate) mod municipality;
pub(crate) mod municipality_connection;
pub(crate) mod network_entry;
pub(crate) mod node;
pub(crate) mod practice_case;
pub(crate) mod search_gap;
pub(crate) mod second_factor;
pub(crate) mod subscription;
pub(crate) mod suggestion;
pub(crate) mod synonym_group;
pub(crate) mod user_error;
pub(crate) mod viewer;
pub(crate) mod vocabulary;
pub(crate) mod without_filter;
