//! Every mail of Wissensnetz, and the ways it leaves the house.
//!
//! A mail is made in two steps that a database row lies between. [`confirmation()`], [`digest()`], [`review()`] and [`freshness()`] fill the
//! templates and give a [`Mail`], which is kept as it will be read. A [`MailTransport`] turns it into a message (RFC 5322) and hands it over, as often
//! as it takes; every attempt gives the same message with the same Message-ID.

mod clean;
mod compose;
mod confirmation;
mod context;
mod digest;
mod error;
mod files;
mod freshness;
mod german;
mod letter;
mod mail;
mod memory;
mod people;
mod phrase;
mod render;
mod review;
mod sender;
mod sign_in_link;
mod smtp;
mod transport;
mod wrap;

pub use confirmation::{ConfirmationMail, UNCONFIRMED_DAYS, confirmation};
pub use context::MailContext;
pub use digest::{DigestItem, DigestMail, MAX_ITEMS, digest};
pub use error::MailError;
pub use files::{FilesError, FilesTransport, StoredMail, StoredMailContent};
pub use freshness::{FreshnessMail, FreshnessRound, freshness};
pub use mail::{ListHeaders, Mail, MailKind};
pub use memory::MemoryTransport;
pub use people::{InactivityMail, InvitationMail, RegistrationMail, inactivity, invitation, registration};
pub use review::{ReviewMail, ReviewNotice, review};
pub use sender::Sender;
pub use sign_in_link::{SignInLinkMail, sign_in_link};
pub use smtp::{InvalidSmtpUrl, SmtpTransport};
pub use transport::{MailTransport, Receipt, SendError};
