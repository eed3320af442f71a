//! The pages, one folder each: its GraphQL document, its template, its handler.

pub(crate) mod access_tokens;
pub(crate) mod account;
pub(crate) mod arrival;
pub(crate) mod case;
pub(crate) mod case_form;
pub(crate) mod edit_case;
pub(crate) mod freshness;
pub(crate) mod mailbox;
pub(crate) mod new_case;
pub(crate) mod notices;
pub(crate) mod own_cases;
pub(crate) mod provider;
pub(crate) mod register;
pub(crate) mod search;
pub(crate) mod second_factor;
pub(crate) mod second_step;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_in_link;
pub(crate) mod start;
pub(crate) mod subscribe;
pub(crate) mod token_pages;
