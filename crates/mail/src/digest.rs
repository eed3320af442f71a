//! The mail that tells of new cases.

use crate::{
    clean::{one_line, shorten},
    context::MailContext,
    error::MailError,
    german,
    mail::{ListHeaders, Mail, MailKind},
    render::{Footer, rendered},
};
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{EmailAddress, digest_period::Frequency};
use url::Url;

/// How many cases a digest shows at most; the others are behind its link to more.
pub const MAX_ITEMS: usize = 20;

/// How much of the first title the subject holds, in characters.
const MAX_SUBJECT_TITLE: usize = 60;

const NAME: &str = "digest";

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
    /// The day on which it became public.
    pub published_on: NaiveDate,
}

/// What a digest says.
#[derive(Debug, Clone)]
pub struct DigestMail {
    /// The reader.
    pub to: EmailAddress,
    /// The Message-ID, `<digest.uuid@instance-domain>`.
    pub message_id: String,
    /// How often this reader gets digests.
    pub frequency: Frequency,
    /// The first moment of the window that it reports on.
    pub window_start: DateTime<Utc>,
    /// The first moment after that window.
    pub window_end: DateTime<Utc>,
    /// The cases, the most fitting first; those beyond [`MAX_ITEMS`] are counted to `more`.
    pub items: Vec<DigestItem>,
    /// How many further cases there are.
    pub more: usize,
    /// The page that lists all of them.
    pub more_url: Url,
    /// Ends the subscription: by a POST at once, by a visit after a click on a button.
    pub unsubscribe_url: Url,
    /// The page where the choice is changed.
    pub manage_url: Url,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show; text from elsewhere is in one line.
struct View {
    footer: Footer,
    /// What kind of overview it is.
    heading: &'static str,
    /// "3 neue Praxisbeispiele".
    count: String,
    /// The first title, with an ellipsis if it is not the only one.
    topic: String,
    period: String,
    frequency: &'static str,
    items: Vec<ItemView>,
    /// "2 weitere Praxisbeispiele"; empty if there are none.
    more: String,
    more_url: String,
    unsubscribe_url: String,
    manage_url: String,
}

struct ItemView {
    title: String,
    teaser: String,
    place: String,
    url: String,
    /// Empty if none is given.
    reasons: String,
    published_on: String,
}

#[derive(Template)]
#[template(path = "digest/subject.txt")]
struct Subject<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "digest/text.txt")]
struct Text<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "digest/mail.html")]
struct Html<'a> {
    view: &'a View,
}

/// Writes a digest; one without a case is an error, for it must not be sent.
pub fn digest(context: &MailContext, mail: DigestMail) -> Result<Mail, MailError> {
    let view = view(context, &mail)?;
    let (subject, text, html) = rendered(NAME, &Subject { view: &view }, &Text { view: &view }, &Html { view: &view })?;
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
            unsubscribe_mailto: None,
        }),
        created_at: mail.created_at,
    })
}

fn view(context: &MailContext, mail: &DigestMail) -> Result<View, MailError> {
    let first = mail.items.first().ok_or(MailError::Empty)?;
    let total = mail.items.len() + mail.more;
    let shown = mail.items.len().min(MAX_ITEMS);
    let topic = shorten(&first.title, MAX_SUBJECT_TITLE);
    Ok(View {
        footer: Footer::new(context),
        heading: heading(mail.frequency),
        count: counted(total, "neues Praxisbeispiel", "neue Praxisbeispiele"),
        topic: if total == 1 || topic.ends_with('…') { topic } else { topic + " …" },
        period: german::span(mail.window_start, mail.window_end),
        frequency: mail.frequency.label(),
        items: mail.items.iter().take(shown).map(item).collect(),
        more: if total > shown { counted(total - shown, "weiteres Praxisbeispiel", "weitere Praxisbeispiele") } else { String::new() },
        more_url: mail.more_url.to_string(),
        unsubscribe_url: mail.unsubscribe_url.to_string(),
        manage_url: mail.manage_url.to_string(),
    })
}

fn item(item: &DigestItem) -> ItemView {
    ItemView {
        title: one_line(&item.title),
        teaser: one_line(&item.teaser),
        place: one_line(&item.place),
        url: item.url.to_string(),
        reasons: item.reasons.iter().map(|reason| one_line(reason)).collect::<Vec<_>>().join("; "),
        published_on: german::day(item.published_on),
    }
}

fn heading(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Immediate => "Neu veröffentlicht",
        Frequency::Daily => "Ihre Tagesübersicht",
        Frequency::Weekly => "Ihre Wochenübersicht",
        Frequency::Monthly => "Ihre Monatsübersicht",
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
