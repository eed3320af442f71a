//! Every mail with made-up data: for tests, for looking at them, and for the editors' preview.
//!
//! Each mail is a folder of `templates`: subject, text, HTML, and `samples.rs` with what it is shown with. All names and addresses there are
//! made up; the links begin with the instance's own address and hold a token that opens nothing.

use crate::{
    confirmation,
    context::MailContext,
    deputation, digest,
    error::MailError,
    freshness, inactivity, invitation,
    mail::{Mail, MailKind},
    registration, request, request_reply, review, second_factor_reset, sign_in_link, test_mail,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::EmailAddress;
use url::Url;

/// The address that made-up mails go to. The domain is reserved for examples (RFC 2606).
const READER: &str = "bildungsbuero@landkreis.example.org";

/// A token that nobody was ever given.
const TOKEN: &str = "3hX9vQ2LrT7mZk4WcY8sNd5BfG6JpA1u";

/// When made-up mails are written: 1 December 2026, 7:00 in Germany, in seconds since 1970.
const WRITTEN_AT: i64 = 1_796_104_800;

/// A mail with made-up data.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its name in addresses and of files, unique: `registration-of-a-member`.
    pub name: String,
    /// Which mail it is and in which situation it is sent, in German.
    pub about: String,
    /// The mail.
    pub mail: Mail,
}

/// All mails in all their variants, kind by kind.
pub fn samples(context: &MailContext) -> Result<Vec<Sample>, MailError> {
    let to = READER.parse().map_err(|_| MailError::Sample { what: "the reader's address" })?;
    let written_at = DateTime::from_timestamp(WRITTEN_AT, 0).ok_or(MailError::Sample { what: "the time of writing" })?;
    let making = Making { context, to, written_at };
    let mut all = Vec::new();
    for kind in MailKind::ALL {
        all.extend(of_kind(*kind, &making)?);
    }
    Ok(all)
}

/// The samples of one kind. A kind without any does not compile.
fn of_kind(kind: MailKind, making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    match kind {
        MailKind::Confirmation => confirmation::samples::samples(making),
        MailKind::Digest => digest::samples::samples(making),
        MailKind::Invitation => invitation::samples::samples(making),
        MailKind::Registration => registration::samples::samples(making),
        MailKind::Inactivity => inactivity::samples::samples(making),
        MailKind::Review => review::samples::samples(making),
        MailKind::Freshness => freshness::samples::samples(making),
        MailKind::SignIn => sign_in_link::samples::samples(making),
        MailKind::SecondFactorReset => second_factor_reset::samples::samples(making),
        MailKind::Deputation => deputation::samples::samples(making),
        MailKind::Request => request::samples::samples(making),
        MailKind::RequestReply => request_reply::samples::samples(making),
        MailKind::Test => test_mail::samples::samples(making),
    }
}

/// What made-up mails are made with.
pub(crate) struct Making<'a> {
    /// The instance.
    pub(crate) context: &'a MailContext,
    /// Who gets them.
    pub(crate) to: EmailAddress,
    /// When they are written.
    pub(crate) written_at: DateTime<Utc>,
}

impl Making<'_> {
    /// A sample of this name.
    #[expect(clippy::unused_self, reason = "the folders read better with one thing to make samples with")]
    pub(crate) fn sample(&self, name: impl Into<String>, about: impl Into<String>, mail: Mail) -> Sample {
        Sample { name: name.into(), about: about.into(), mail }
    }

    /// A Message-ID of this kind.
    pub(crate) fn message_id(&self, kind: MailKind) -> String {
        format!("<{}.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@{}>", kind.key(), self.context.domain())
    }

    /// A moment that many days after the mail is written; before it, if negative.
    pub(crate) fn days(&self, days: i64) -> DateTime<Utc> {
        self.written_at + TimeDelta::days(days)
    }

    /// A page of the instance, by the parts of its path.
    pub(crate) fn page(&self, path: &[&str]) -> Url {
        let mut url = self.context.page("");
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// A page of the instance whose address ends with a token.
    pub(crate) fn page_of_token(&self, path: &[&str]) -> Url {
        self.page(&[path, &[TOKEN]].concat())
    }

    /// A page of the instance with a token in its query.
    pub(crate) fn page_with_token(&self, path: &[&str]) -> Url {
        let mut url = self.page(path);
        url.query_pairs_mut().append_pair("token", TOKEN);
        url
    }
}
