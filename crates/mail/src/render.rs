//! What the mails have in common when they are rendered.

use crate::{
    clean::{one_line, shorten},
    context::MailContext,
    error::MailError,
    wrap::wrap,
};
use askama::Template;
use encodify::qp;

/// The longest message, in bytes as it is sent: large providers cut off what is beyond 102 KB, with the link to unsubscribe.
const MAX_MESSAGE: usize = 100_000;

/// What of it is kept for headers, signature and boundaries. The longest that they can be is some 8 kB (RSA keys of 4096 bits, list headers
/// of a full line, a subject of letters that take the most room), 2 kB on a common day.
const MAX_AROUND: usize = 10_000;

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

/// What comes of a mail's templates.
pub(crate) struct Rendered {
    /// One line, of a length that a header holds.
    pub(crate) subject: String,
    /// Wrapped.
    pub(crate) text: String,
    /// With the text not too long for a message.
    pub(crate) html: String,
}

/// Gives a mail's `View` the three templates of its folder, which all know it as `view`, and the function that renders them.
///
/// It serves modules beside this file only: askama names the template files to the compiler relative to the file in which the macro stands, the
/// compiler reads them relative to the file in which it is called.
macro_rules! templates {
    ($mail:literal, $subject:literal, $text:literal, $html:literal) => {
        #[derive(askama::Template)]
        #[template(path = $subject)]
        struct Subject<'a> {
            view: &'a View,
        }

        #[derive(askama::Template)]
        #[template(path = $text)]
        struct Text<'a> {
            view: &'a View,
        }

        #[derive(askama::Template)]
        #[template(path = $html)]
        struct Html<'a> {
            view: &'a View,
        }

        impl View {
            fn rendered(&self) -> Result<$crate::render::Rendered, $crate::error::MailError> {
                $crate::render::rendered($mail, &Subject { view: self }, &Text { view: self }, &Html { view: self })
            }
        }
    };
}
pub(crate) use templates;

/// Renders the templates of this mail.
pub(crate) fn rendered(
    mail: &'static str,
    subject: &impl Template,
    text: &impl Template,
    html: &impl Template,
) -> Result<Rendered, MailError> {
    let failed = |template| move |source| MailError::Template { mail, template, source };
    let subject = subject.render().map_err(failed("subject.txt"))?;
    let text = text.render().map_err(failed("text.txt"))?;
    let text = wrap(&text);
    let html = html.render().map_err(failed("mail.html"))?;
    // Only counted: the parts are encoded once, when the mail is sent.
    let bytes = MAX_AROUND + qp::BODY.encoded_len(&text) + qp::BODY.encoded_len(&html);
    if bytes > MAX_MESSAGE {
        return Err(MailError::TooLong { mail, bytes, max: MAX_MESSAGE });
    }
    Ok(Rendered { subject: shorten(&subject, MAX_SUBJECT), text, html })
}
