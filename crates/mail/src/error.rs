//! Why a mail could not be written.

/// A mail could not be written.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A template failed.
    #[error("the template {template} of the mail {mail} failed")]
    Template {
        /// The mail, by its folder.
        mail: &'static str,
        /// The file in it.
        template: &'static str,
        /// What askama says.
        #[source]
        source: askama::Error,
    },
    /// A digest with neither a case nor a number of further ones: an empty mail is not sent.
    #[error("a digest needs something to tell")]
    Empty,
    /// The made-up data that a mail is shown with is not valid.
    #[error("a sample cannot be made: {what}")]
    Sample {
        /// What is wrong.
        what: &'static str,
    },
    /// The message is so long that mail programs would cut it off.
    #[error("the mail {mail} has up to {bytes} bytes as it is sent, more than {max}")]
    TooLong {
        /// The mail, by its folder.
        mail: &'static str,
        /// How long it is at most, with headers and signature.
        bytes: usize,
        /// How long it may be.
        max: usize,
    },
}
