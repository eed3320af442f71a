//! The settings of mails.

use super::mask::Secret;
use domain::EmailAddress;
use jobs::SendingPolicy;
use mail::{Connections, HelloName, InvalidReturnPath, ReturnPath};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailSettings {
    pub(crate) kind: MailKind,
    pub(crate) from: EmailAddress,
    /// A staffed mailbox. People answer mails, and are not to be answered by nobody; needed once mails go out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reply_to: Option<EmailAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dir: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<Secret>,
    /// Certificates in PEM that are trusted beside those of the public authorities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ca_file: Option<PathBuf>,
    /// By which name mail servers are greeted. Left out: the domain of `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hello_name: Option<HelloName>,
    #[serde(default = "default_timeout")]
    pub(crate) timeout_seconds: u64,
    #[serde(default = "default_content_timeout")]
    pub(crate) content_timeout_seconds: u64,
    #[serde(default = "default_connections")]
    connections: usize,
    #[serde(default = "default_mails_per_connection")]
    mails_per_connection: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    per_second: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    domain_connections: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    domain_per_minute: Option<u32>,
    #[serde(default = "default_pause_after")]
    pause_after: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unsubscribe_mailbox: Option<EmailAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dkim: Option<DkimSettings>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) bounces: Option<BounceSettings>,
}

/// The signature on every mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DkimSettings {
    /// The private key, in PEM.
    pub(crate) key_file: PathBuf,
    pub(crate) selector: String,
    /// Left out: the domain of `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) domain: Option<String>,
}

/// Mails that come back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BounceSettings {
    pub(crate) address: EmailAddress,
    pub(crate) secret: Secret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) maildir: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MailKind {
    Files,
    Smtp,
}

fn default_timeout() -> u64 {
    30
}

fn default_content_timeout() -> u64 {
    mail::CONTENT_TIMEOUT.as_secs()
}

fn default_connections() -> usize {
    Connections::default().at_once
}

fn default_mails_per_connection() -> u32 {
    Connections::default().mails_each
}

fn default_pause_after() -> u32 {
    SendingPolicy::default().pause_after
}

impl MailSettings {
    /// The rules that types cannot say; the text names the setting.
    pub(super) fn check(&self) -> Result<(), String> {
        let by_smtp = self.kind == MailKind::Smtp;
        let rules = [
            (!by_smtp || self.url.is_some(), "mail.url: is needed with mail.kind = \"smtp\""),
            (!by_smtp || self.reply_to.is_some(), "mail.reply_to: is needed with mail.kind = \"smtp\": a mailbox that somebody reads"),
            ((1..=3600).contains(&self.timeout_seconds), "mail.timeout_seconds: must be within 1 to 3600"),
            ((1..=3600).contains(&self.content_timeout_seconds), "mail.content_timeout_seconds: must be within 1 to 3600"),
            ((1..=200).contains(&self.connections), "mail.connections: must be within 1 to 200"),
            (self.mails_per_connection >= 1, "mail.mails_per_connection: must be at least 1"),
            (self.per_second != Some(0), "mail.per_second: must be at least 1, or left out"),
            (self.domain_connections != Some(0), "mail.domain_connections: must be at least 1, or left out"),
            (self.domain_per_minute != Some(0), "mail.domain_per_minute: must be at least 1, or left out"),
            (self.pause_after >= 1, "mail.pause_after: must be at least 1"),
            (!self.leaves_to_machines(), "mail.unsubscribe_mailbox: is read by people, so it cannot be mail.bounces.address"),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, text)| Err(text.to_owned()))?;
        self.returns().map(|_| ()).map_err(|error| format!("mail.bounces: {error}"))
    }

    /// Whether mails that ask to end subscriptions would come where nobody reads them.
    fn leaves_to_machines(&self) -> bool {
        let returns = self.bounces.as_ref().map(|bounces| &bounces.address);
        returns.is_some_and(|address| self.unsubscribe_mailbox.as_ref() == Some(address))
    }

    /// The mailbox that readers are told to write to who want to leave by a mail, where no machine reads such mails: people answer either.
    pub(crate) fn leaving_mailbox(&self) -> Option<&EmailAddress> {
        self.unsubscribe_mailbox.as_ref().or(self.reply_to.as_ref())
    }

    /// By which name mail servers are greeted.
    pub(crate) fn hello_name(&self) -> HelloName {
        self.hello_name.clone().unwrap_or_else(|| HelloName::of(&self.from))
    }

    /// Where mails return to that cannot be delivered, if they are to be counted.
    pub(crate) fn returns(&self) -> Result<Option<ReturnPath>, InvalidReturnPath> {
        self.bounces.as_ref().map(|bounces| ReturnPath::new(&bounces.address, bounces.secret.reveal())).transpose()
    }

    /// The domain that mails are signed for.
    pub(crate) fn dkim_domain(&self) -> Option<&str> {
        self.dkim.as_ref().map(|dkim| dkim.domain.as_deref().unwrap_or_else(|| self.from.domain()))
    }

    /// What the mail server allows us.
    pub(crate) fn connections(&self) -> Connections {
        Connections { at_once: self.connections, mails_each: self.mails_per_connection }
    }

    /// How much is sent at once and how fast. Twice as many mails as connections are under way, so that none waits for the database.
    pub(crate) fn policy(&self) -> SendingPolicy {
        SendingPolicy {
            at_once: self.connections * 2,
            per_second: self.per_second,
            at_once_per_domain: self.domain_connections,
            per_minute_per_domain: self.domain_per_minute,
            pause_after: self.pause_after,
            ..SendingPolicy::default()
        }
    }
}
