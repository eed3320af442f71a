//! What digests would hold, for editors.

use crate::schema::{enums::Frequency, timestamp::Timestamp};
use async_graphql::SimpleObject;
use domain::digest_preview;
use usecases::digest_preview::LastPreview;

/// The last dry run of digests.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct DigestPreview {
    /// What came of it; null if there was none.
    report: Option<DigestPreviewReport>,
    /// Whether another is under way, whose report will take its place.
    is_running: bool,
}

/// What the digests of a period would hold. Nobody's address is in it.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct DigestPreviewReport {
    /// The first moment of the period.
    from: Timestamp,
    /// The first moment after it.
    until: Timestamp,
    /// Whether subscriptions of one frequency alone were looked at; null for all.
    frequency: Option<Frequency>,
    /// When it was found out.
    made_at: Timestamp,
    /// How many readers have an active subscription of that kind.
    readers: i32,
    /// How many of them have paused beyond the period.
    paused: i32,
    /// How many of the others get no mail, because mails to their addresses came back.
    suppressed: i32,
    /// How many of the rest would get a mail.
    mails: i32,
    /// How many sections these mails would have.
    sections: i32,
    /// How many subscriptions would have nothing to tell.
    empty: i32,
    /// What is wished for, the wish of most readers first, at most 50.
    wishes: Vec<PreviewWish>,
    /// Who would get what, at most 50.
    recipients: Vec<PreviewRecipient>,
    /// The mail of one of them, if there is one.
    example: Option<PreviewExample>,
}

/// A wish, and what it would be told.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct PreviewWish {
    /// What is wished for, in German.
    about: String,
    /// How many subscriptions have it.
    subscriptions: i32,
    /// How many cases fit.
    cases: i32,
}

/// A reader, and what they would get.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct PreviewRecipient {
    /// The address, all but its first letter and its domain hidden.
    masked_email: String,
    /// How many sections the mail would have.
    sections: i32,
    /// How many cases it would tell of, each counted once.
    cases: i32,
}

/// A mail as it would be sent. Its links open nothing.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct PreviewExample {
    /// Who would get it, masked.
    masked_email: String,
    /// The subject.
    subject: String,
    /// The plain text.
    text: String,
    /// The HTML, a page of its own.
    html: String,
}

fn number(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl From<LastPreview> for DigestPreview {
    fn from(last: LastPreview) -> Self {
        Self { report: last.preview.map(Into::into), is_running: last.is_running }
    }
}

impl From<digest_preview::DigestPreview> for DigestPreviewReport {
    fn from(preview: digest_preview::DigestPreview) -> Self {
        let wish = |wish: digest_preview::PreviewWish| PreviewWish {
            about: wish.about,
            subscriptions: number(wish.subscriptions),
            cases: number(wish.cases),
        };
        let recipient = |recipient: digest_preview::PreviewRecipient| PreviewRecipient {
            masked_email: recipient.masked,
            sections: number(recipient.sections),
            cases: number(recipient.cases),
        };
        let example = |example: digest_preview::PreviewExample| PreviewExample {
            masked_email: example.masked,
            subject: example.subject,
            text: example.text,
            html: example.html,
        };
        Self {
            from: Timestamp(preview.from),
            until: Timestamp(preview.until),
            frequency: preview.frequency.map(Frequency::from),
            made_at: Timestamp(preview.made_at),
            readers: number(preview.readers),
            paused: number(preview.paused),
            suppressed: number(preview.suppressed),
            mails: number(preview.mails),
            sections: number(preview.sections),
            empty: number(preview.empty),
            wishes: preview.wishes.into_iter().map(wish).collect(),
            recipients: preview.recipients.into_iter().map(recipient).collect(),
            example: preview.example.map(example),
        }
    }
}
