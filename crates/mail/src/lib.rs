//! Every mail of Wissensnetz, and the ways it leaves the house.
//!
//! A mail is made in two steps, and between them it lies in a row of the database. First one function for each kind of mail ([`digest()`],
//! [`confirmation()`], [`review()`] and so on) fills the templates and gives a [`Mail`], which is kept as it will be read. Then a [`MailTransport`] turns
//! it into a message (RFC 5322) and hands it over, in as many attempts as it takes; every attempt sends the same message with the same Message-ID.

mod bounce;
mod clean;
mod compose;
mod confirmation;
mod context;
mod deputation;
mod digest;
mod dkim;
mod dns;
pub mod doctor;
mod error;
mod files;
mod freshness;
mod german;
mod hello;
mod inactivity;
mod invitation;
mod letter;
mod mail;
mod memory;
mod phrase;
mod postmark;
mod registration;
mod render;
mod request;
mod request_reply;
mod review;
mod samples;
mod second_factor_reset;
mod sender;
mod sign_in_link;
mod smtp;
mod test_mail;
mod transport;
mod verp;
mod wrap;

pub use bounce::{BounceReport, BouncedRecipient, MAX_BOUNCE, Verdict, is_policy, read_bounce, refusal};
pub use confirmation::{ConfirmationMail, confirmation};
pub use context::MailContext;
pub use deputation::{DeputationMail, DeputationNotice, deputation};
pub use digest::{
    AnsweredQuestion, DigestItem, DigestMail, DigestReply, DigestSection, MAX_ITEMS, MAX_MAIL_ITEMS, RepliesSection, SectionKind, digest,
    items_per_section,
};
pub use dkim::{Dkim, InvalidDkimKey};
pub use dns::{Dns, NoAnswer};
pub use error::MailError;
pub use files::{FilesError, FilesTransport, StoredMail, StoredMailContent};
pub use freshness::{FreshnessMail, FreshnessRound, freshness};
pub use hello::{HelloName, InvalidHelloName};
pub use inactivity::{InactivityMail, inactivity};
pub use invitation::{InvitationMail, invitation};
pub use mail::{ListHeaders, Mail, MailKind};
pub use memory::MemoryTransport;
pub use postmark::Postmark;
pub use registration::{RegistrationMail, registration};
pub use request::{RequestMail, RequestReason, request};
pub use request_reply::{RequestReplyMail, request_reply};
pub use review::{ReviewMail, ReviewNotice, review};
pub use samples::{Sample, samples};
pub use second_factor_reset::{SecondFactorResetMail, second_factor_reset};
pub use sender::Sender;
pub use sign_in_link::{SignInLinkMail, sign_in_link};
pub use smtp::{CONTENT_TIMEOUT, Connections, InvalidSmtpUrl, SmtpTransport};
pub use test_mail::{TestMail, test};
pub use transport::{MailTransport, Receipt, SendError, Threshold};
pub use verp::{InvalidReturnPath, ReturnPath};
