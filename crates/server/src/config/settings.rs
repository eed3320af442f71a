//! The settings as types, and the rules between them.

use super::{
    files::FileSettings,
    limits::LimitSettings,
    mail::MailSettings,
    mask::{Address, Secret},
    retention::RetentionSettings,
    sign_in::SignInConfig,
};
use domain::freshness::FreshnessPlan;
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::PathBuf};
use url::{Host, Url};
use web::Operator;

/// All settings; `config/default.toml` says what each means.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) public_url: Option<Url>,
    pub(crate) instance_name: String,
    pub(crate) data_dir: PathBuf,
    pub(crate) session_hours: u32,
    pub(crate) operator: Operator,
    pub(crate) database: DatabaseSettings,
    pub(crate) search: SearchSettings,
    pub(crate) sign_in: SignInConfig,
    pub(crate) mail: MailSettings,
    pub(crate) files: FileSettings,
    pub(crate) digest: DigestSettings,
    pub(crate) retention: RetentionSettings,
    pub(crate) limits: LimitSettings,
    pub(crate) freshness: FreshnessSettings,
    pub(crate) jobs: JobSettings,
    pub(crate) log: LogSettings,
    pub(crate) clock: ClockSettings,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatabaseSettings {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<Secret>,
    pub(crate) max_connections: u32,
    pub(crate) timeout_seconds: u64,
    pub(crate) migrate_on_start: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum SearchSettings {
    Embedded {},
    Meilisearch {
        url: Address,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<Secret>,
        #[serde(default = "default_index_prefix")]
        index_prefix: String,
        #[serde(default = "default_search_timeout")]
        timeout_seconds: u64,
    },
}

impl SearchSettings {
    /// Whether an answer is waited for, and not for ever.
    fn is_waited_for(&self) -> bool {
        match self {
            Self::Embedded {} => true,
            Self::Meilisearch { timeout_seconds, .. } => (1..=3600).contains(timeout_seconds),
        }
    }
}

fn default_index_prefix() -> String {
    "wissensnetz".to_owned()
}

fn default_search_timeout() -> u64 {
    5
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DigestSettings {
    pub(crate) immediate_minutes: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names of the settings say their unit")]
pub(crate) struct FreshnessSettings {
    pub(crate) reminder_days: [u32; 2],
    pub(crate) unconfirmed_days: u32,
    pub(crate) archive_days: u32,
}

impl FreshnessSettings {
    /// The settings as the network takes them.
    pub(crate) fn plan(&self) -> FreshnessPlan {
        let Self { reminder_days, unconfirmed_days, archive_days } = self.clone();
        FreshnessPlan { reminder_days, unconfirmed_days, archive_days }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobSettings {
    pub(crate) in_serve: bool,
    pub(crate) poll_milliseconds: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogSettings {
    pub(crate) filter: String,
    pub(crate) format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockSettings {
    pub(crate) offset: i64,
}

/// Whether an address has nothing but scheme, host and port.
fn is_origin(url: &Url) -> bool {
    let has_more = url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some();
    url.path() == "/" && !has_more
}

impl Settings {
    /// The rules that types cannot say; the text names the setting.
    pub(super) fn check(&self) -> Result<(), String> {
        let rules = [
            (
                self.public_url.as_ref().is_none_or(|url| matches!(url.scheme(), "http" | "https")),
                "public_url: must begin with http:// or https://".to_owned(),
            ),
            (
                self.public_url.as_ref().is_none_or(is_origin),
                "public_url: must name scheme and host alone, such as https://wissensnetz.example.org: pages lead to each other from the root on"
                    .to_owned(),
            ),
            (
                mail::Sender::is_name(&self.instance_name),
                "instance_name: must be one line, with single spaces between its words".to_owned(),
            ),
            ((1..=720).contains(&self.session_hours), format!("session_hours: {} is not within 1 to 720", self.session_hours)),
            (
                (1..=60).contains(&self.digest.immediate_minutes) && 60 % self.digest.immediate_minutes == 0,
                format!("digest.immediate_minutes: {} does not divide 60", self.digest.immediate_minutes),
            ),
            (
                self.freshness.plan().is_in_order(),
                "freshness: reminder_days, unconfirmed_days and archive_days must each be more than the one before, from 1 on".to_owned(),
            ),
            (self.freshness.archive_days <= 3650, format!("freshness.archive_days: {} is more than 3650", self.freshness.archive_days)),
            (self.search.is_waited_for(), "search.timeout_seconds: must be within 1 to 3600".to_owned()),
            (
                (1..=200).contains(&self.database.max_connections),
                format!("database.max_connections: {} is not within 1 to 200", self.database.max_connections),
            ),
            (
                (1..=60).contains(&self.database.timeout_seconds),
                format!("database.timeout_seconds: {} is not within 1 to 60", self.database.timeout_seconds),
            ),
            (
                (50..=60_000).contains(&self.jobs.poll_milliseconds),
                format!("jobs.poll_milliseconds: {} is not within 50 to 60000", self.jobs.poll_milliseconds),
            ),
            (
                self.jobs.in_serve || !matches!(self.search, SearchSettings::Embedded {}),
                "jobs.in_serve: false is not possible with search.kind = \"embedded\": that index belongs to one process, so \
                 `wissensnetz work` could bring nothing into the index that `serve` searches; set jobs.in_serve = true, or \
                 search.kind = \"meilisearch\""
                    .to_owned(),
            ),
            (
                self.database
                    .url
                    .as_ref()
                    .is_none_or(|url| ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.reveal().starts_with(scheme))),
                "database.url: must begin with sqlite:// or postgres://".to_owned(),
            ),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, text)| Err(text))?;
        self.files.check()?;
        self.limits.check()?;
        self.retention.check()?;
        self.mail.check()?;
        self.sign_in.check()
    }

    /// Whether people may reach this instance by way of a proxy on this machine that is not declared as one: to the limits all who come from
    /// this machine are one caller then.
    pub(crate) fn is_proxy_undeclared(&self) -> bool {
        let is_public = self.public_url.as_ref().is_some_and(|url| match url.host() {
            Some(Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => !address.is_loopback(),
            Some(Host::Ipv6(address)) => !address.is_loopback(),
            None => false,
        });
        is_public && self.limits.trusted_proxies.is_empty()
    }

    /// Where people reach this instance.
    pub(crate) fn public_url(&self) -> Result<Url, url::ParseError> {
        self.public_url.clone().map_or_else(|| Url::parse(&format!("http://{}", self.listen)), Ok)
    }

    /// Where the database is.
    pub(crate) fn database_url(&self) -> String {
        match &self.database.url {
            Some(url) => url.reveal().to_owned(),
            None => format!("sqlite://{}", self.data_dir.join("wissensnetz.db").display()),
        }
    }

    /// Where mails are written to.
    pub(crate) fn mail_dir(&self) -> PathBuf {
        self.mail.dir.clone().unwrap_or_else(|| self.data_dir.join("mails"))
    }

    /// Where files are kept.
    pub(crate) fn file_dir(&self) -> PathBuf {
        self.files.dir.clone().unwrap_or_else(|| self.data_dir.join("files"))
    }

    /// The settings as TOML, secrets masked.
    pub(crate) fn masked(&self) -> String {
        super::mask::to_toml(self)
    }
}
