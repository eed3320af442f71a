//! What the mails have in common when they are rendered.

use crate::{
    clean::{one_line, shorten},
    context::MailContext,
    error::MailError,
    wrap::wrap,
};
use askama::Template;

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

/// Subject, text and HTML of a mail: the subject one line of a length that a header holds, the text wrapped, the HTML not too long.
pub(crate) fn rendered(
    mail: &'static str,
    subject: &impl Template,
    text: &impl Template,
    html: &impl Template,
) -> Result<(String, String, String), MailError> {
    let failed = |template| move |source| MailError::Template { mail, template, source };
    let subject = subject.render().map_err(failed("subject.txt"))?;
    let text = text.render().map_err(failed("text.txt"))?;
    let html = html.render().map_err(failed("mail.html"))?;
    if html.len() > MAX_HTML {
        return Err(MailError::TooLong { mail, bytes: html.len(), max: MAX_HTML });
    }
    Ok((shorten(&subject, MAX_SUBJECT), wrap(&text), html))
}
