//! The website of Wissensnetz: server-rendered pages that work without JavaScript.
//!
//! The website is a client of the GraphQL API in the same process and has no way around it: what a page shows comes from the document
//! beside it, which is checked against the schema when this crate is compiled. Only what is about cookies that the API does not give, signing in
//! and out above all, what an app was told while a second factor is set up, and the sitemap's question whether anything changed speak to the use
//! cases.

mod assets;
mod client;
mod client_info;
mod conditional;
mod cookies;
mod days;
mod enter;
mod errors;
mod fields;
mod file_form;
mod form_errors;
mod form_token;
mod format;
mod frame;
mod headers;
mod last_step;
mod list_part;
mod mailbox;
mod operator;
mod origin;
mod pages;
mod qr;
mod respond;
mod routes;
mod search_state;
mod trailing_slash;
mod types;
mod visitor;
mod website;

pub use headers::keep_safe;
pub use mailbox::{MailContent, MailSummary, Mailbox};
pub use operator::Operator;
pub use routes::{Routes, router};
pub use website::{SignInProviders, WebOptions, Website};
