//! The website of Wissensnetz: server-rendered pages that work without JavaScript.
//!
//! The website is a client of the GraphQL API in the same process and has no way around it: what a page shows comes from the document
//! beside it, which is checked against the schema when this crate is compiled. Only the demo's sign-in and sign-out, which the API does not
//! have, speak to the use cases.

mod assets;
mod client;
mod errors;
mod fields;
mod format;
mod frame;
mod headers;
mod mailbox;
mod origin;
mod pages;
mod respond;
mod routes;
mod search_state;
mod session_cookie;
mod types;
mod visitor;
mod website;

pub use mailbox::{MailContent, MailSummary, Mailbox};
pub use routes::router;
pub use website::{WebOptions, Website};
