//! The mail that tells of new cases, and of replies to the reader's own questions if they have them gathered.

mod view;

use crate::{
    context::MailContext,
    error::MailError,
    mail::{ListHeaders, Mail, MailKind},
    render::Rendered,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{EmailAddress, digest_period::Frequency};
use url::Url;
use view::rendered;

#[path = "../templates/digest/samples.rs"]
pub(crate) mod samples;

/// How many cases a section shows at most; the others are behind its link to more.
pub const MAX_ITEMS: usize = 10;

/// How many cases a whole mail shows at most, so that no provider cuts it off.
pub const MAX_MAIL_ITEMS: usize = 20;

/// One case in a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestItem {
    /// The case's title.
    pub title: String,
    /// What it is about, in a few sentences; may be empty.
    pub teaser: String,
    /// The municipality and its Land.
    pub place: String,
    /// The case's page.
    pub url: Url,
    /// Why it is in this reader's mail: "Handlungsfeld Übergang Schule–Beruf".
    pub reasons: Vec<String>,
    /// The day on which what the section tells became public: the case, or its new version.
    pub published_on: NaiveDate,
}

/// What a section tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// Cases that became public for the first time.
    New,
    /// Substantial new versions of cases that readers may know.
    Renewed,
}

/// What one subscription has to tell.
#[derive(Debug, Clone)]
pub struct DigestSection {
    /// What it tells.
    pub kind: SectionKind,
    /// What the subscription is about, one line for each criterion: "Suche: Netzwerkanalyse".
    pub about: Vec<String>,
    /// Whether it follows one case and tells of its new versions alone.
    pub follows_case: bool,
    /// How often it tells.
    pub frequency: Frequency,
    /// The first moment of the window that it reports on.
    pub window_start: DateTime<Utc>,
    /// The first moment after that window.
    pub window_end: DateTime<Utc>,
    /// The cases, the most fitting first; those beyond [`MAX_ITEMS`] are counted to `more`. None where the best are told in other sections.
    pub items: Vec<DigestItem>,
    /// How many further cases its page lists.
    pub more: usize,
    /// The pages of those of the further cases that are in the mail's other sections.
    pub elsewhere: Vec<Url>,
    /// The page that lists exactly what the section is about.
    pub more_url: Url,
    /// The page on which this subscription alone is ended.
    pub leave_url: Url,
}

/// What there is to tell of replies to the reader's own questions.
#[derive(Debug, Clone)]
pub struct RepliesSection {
    /// How often it tells.
    pub frequency: Frequency,
    /// The questions that were answered, each once. Of their replies a mail shows [`MAX_MAIL_ITEMS`], or fewer where these would make it too long,
    /// and counts the others.
    pub questions: Vec<AnsweredQuestion>,
    /// The page that lists what members ask.
    pub list_url: Url,
    /// The page on which this subscription alone is ended.
    pub leave_url: Url,
}

/// A question of the reader with what is new.
#[derive(Debug, Clone)]
pub struct AnsweredQuestion {
    /// The question.
    pub question: String,
    /// Its page.
    pub url: Url,
    /// The new replies, the first one first.
    pub replies: Vec<DigestReply>,
}

/// A reply to a question of the reader.
#[derive(Debug, Clone)]
pub struct DigestReply {
    /// Who answers: a municipality or a role.
    pub from: String,
    /// What they say, of which an excerpt is shown.
    pub body: String,
    /// The day on which they did.
    pub written_on: NaiveDate,
}

/// What a digest says.
#[derive(Debug, Clone)]
pub struct DigestMail {
    /// The reader.
    pub to: EmailAddress,
    /// The Message-ID, `<digest.uuid@instance-domain>`.
    pub message_id: String,
    /// What there is to tell of replies, before the cases; sections without any are left out.
    pub replies: Vec<RepliesSection>,
    /// What there is to tell of cases, each once; sections with neither a case nor further ones are left out. A section shows no more cases than
    /// [`items_per_section`], or fewer where these would make the mail too long, and counts the others.
    pub sections: Vec<DigestSection>,
    /// Whether titles alone are named.
    pub titles_only: bool,
    /// Ends everything that goes to the reader: by a POST at once, by a visit after a click on a button.
    pub unsubscribe_url: Url,
    /// The page where everything that goes to the reader is changed.
    pub manage_url: Url,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// How many cases each section shows at most in a mail in which so many sections show any.
pub fn items_per_section(sections: usize) -> usize {
    share(MAX_MAIL_ITEMS, sections)
}

/// How many of so many cases are each section's.
fn share(cases: usize, sections: usize) -> usize {
    (cases / sections.max(1)).clamp(1, MAX_ITEMS)
}

/// Writes a digest; one that has nothing to tell is an error, for it must not be sent.
pub fn digest(context: &MailContext, mail: DigestMail) -> Result<Mail, MailError> {
    let (view, Rendered { subject, text, html }) = rendered(context, &mail)?;
    Ok(Mail {
        kind: MailKind::Digest,
        message_id: mail.message_id,
        to: mail.to,
        subject,
        text,
        html,
        in_reply_to: None,
        list: Some(ListHeaders {
            // Not the frequency's: who changes it shall not lose the rules of their mail program.
            list_id: format!("praxisbeispiele.{}", context.domain()),
            list_name: format!("{}: neue Praxisbeispiele", view.footer.instance),
            unsubscribe_url: mail.unsubscribe_url.into(),
        }),
        created_at: mail.created_at,
    })
}
