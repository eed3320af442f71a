//! See what the network's mails look like.

use crate::{Failure, Network, UseCaseError, access};
use domain::{Viewer, permission::Action};

/// A mail with made-up data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSample {
    /// Its name, unique: `registration-of-a-member`.
    pub name: String,
    /// Which of the network's mails it is: `registration`. Several samples may show one kind.
    pub kind: &'static str,
    /// In which situation it is sent, in German.
    pub about: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as a page of HTML.
    pub html: String,
}

/// All mails of this instance in all their variants, with made-up data; nobody's address is among them. Refused: unauthenticated, forbidden.
pub fn list(network: &Network, viewer: &Viewer) -> Result<Vec<MailSample>, UseCaseError> {
    access::member_for(viewer, Action::PreviewMails)?;
    let samples = mail::samples(&network.settings.mail_context()).map_err(Failure::from)?;
    Ok(samples.into_iter().map(MailSample::from).collect())
}

impl From<mail::Sample> for MailSample {
    fn from(sample: mail::Sample) -> Self {
        let mail::Sample { name, about, mail } = sample;
        Self { name, kind: mail.kind.key(), about, subject: mail.subject, text: mail.text, html: mail.html }
    }
}
