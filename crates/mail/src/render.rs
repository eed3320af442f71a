//! What the mails have in common when they are rendered.

use crate::{
    clean::{one_line, shorten},
    context::MailContext,
    error::MailError,
};

/// The longest HTML part, in bytes: large providers cut off what is beyond 102 KB, with the link to unsubscribe.
const MAX_HTML: usize = 100_000;

/// The longest subject, in characters; mail programs show some 70 and small screens half of that.
const MAX_SUBJECT: usize = 120;

/// What stands at the end of every mail.
pub(crate) struct Footer {
    /// The instance's name.
    pub(crate) instance: String,
    /// Its start page.
    pub(crate) home: String,
    /// Who is responsible for it.
    pub(crate) imprint: String,
    /// What it does with personal data.
    pub(crate) privacy: String,
}

impl Footer {
    pub(crate) fn new(context: &MailContext) -> Self {
        Self {
            instance: one_line(&context.instance_name),
            home: context.public_url.to_string(),
            imprint: context.page("impressum").into(),
            privacy: context.page("datenschutz").into(),
        }
    }
}

/// The rendered subject as one line of a length that a header holds.
pub(crate) fn subject_line(rendered: &str) -> String {
    shorten(rendered, MAX_SUBJECT)
}

/// The rendered HTML, if it is not too long.
pub(crate) fn checked_html(mail: &'static str, html: String) -> Result<String, MailError> {
    if html.len() <= MAX_HTML { Ok(html) } else { Err(MailError::TooLong { mail, bytes: html.len(), max: MAX_HTML }) }
}

/// Names the template that failed.
pub(crate) fn template_failed(mail: &'static str, template: &'static str) -> impl FnOnce(askama::Error) -> MailError {
    move |source| MailError::Template { mail, template, source }
}
