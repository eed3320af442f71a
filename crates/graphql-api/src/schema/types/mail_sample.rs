//! What the network's mails look like.

use async_graphql::SimpleObject;

/// One of the network's mails with made-up data. No address in it is anybody's, and its links open nothing.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct MailSample {
    /// Its name, unique: `registration-of-a-member`.
    name: String,
    /// Which of the network's mails it is: `registration`. Several samples may show one kind.
    kind: String,
    /// In which situation it is sent, in German.
    about: String,
    /// The subject.
    subject: String,
    /// The plain text, lines of at most 76 characters but for addresses of pages.
    text: String,
    /// The same as a page of HTML. It holds styles of its own and is meant to be shown in a frame.
    html: String,
}

impl From<usecases::mail_samples::MailSample> for MailSample {
    fn from(sample: usecases::mail_samples::MailSample) -> Self {
        let usecases::mail_samples::MailSample { name, kind, about, subject, text, html } = sample;
        Self { name, kind: kind.to_owned(), about, subject, text, html }
    }
}
