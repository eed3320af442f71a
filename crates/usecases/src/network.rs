//! What every use case works with.

use crate::{
    failed_searches::FailedSearches, rate_limit::RateLimiter, retention::RetentionSettings, search_gaps::GapCounter, secret::SecretSource,
    sign_in_settings::SignInSettings, suggest::TitleShelf, synonyms::CurrentAnalyser,
};
use chrono::{DateTime, Utc};
use domain::{Clock, IdSource, Job, freshness::FreshnessPlan, ids::JobId};
use mail::{MailContext, MailKind};
use search_indexer::SearchEngine;
use std::sync::Arc;
use storage::{StoreError, Transaction};
use tokio::sync::Notify;
use url::Url;
use uuid::Uuid;

/// The running network: its database, its search, its clock and what its operator decided. Shared by everybody who serves it.
pub struct Network {
    /// The database.
    pub store: storage::Store,
    /// The search.
    pub search: Arc<dyn SearchEngine>,
    /// The files on cases.
    pub files: files::FileStore,
    /// Who reads the text out of them.
    pub extractor: files::text::Extractor,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where new identifiers come from.
    pub ids: Arc<dyn IdSource>,
    /// Where tokens come from.
    pub secrets: Arc<dyn SecretSource>,
    /// What the operator decided.
    pub settings: NetworkSettings,
    /// Told whenever new work was written down, so that a runner in the same process need not wait for its next look.
    pub wake: Arc<Notify>,
    /// What this process knows of the synonyms in force; empty to begin with.
    pub analyser: CurrentAnalyser,
    /// Searches in vain that are not written down yet; empty to begin with.
    pub gaps: GapCounter,
    /// Searches that the engine did not answer; none to begin with.
    pub failed_searches: FailedSearches,
    /// How often who may do what; nothing counted to begin with.
    pub limiter: RateLimiter,
    /// The titles that suggestions come from.
    pub titles: TitleShelf,
}

/// What the operator decided about the network.
#[derive(Debug, Clone)]
pub struct NetworkSettings {
    /// Where people reach this instance, without a trailing path.
    pub public_url: Url,
    /// What the instance calls itself: `Wissensnetz`.
    pub instance_name: String,
    /// How long new cases are gathered for those who asked to be told at once, in minutes, 1 to 60.
    pub immediate_minutes: u32,
    /// How long a browser session lasts at most, in hours.
    pub session_hours: u32,
    /// How long what is kept.
    pub retention: RetentionSettings,
    /// The largest file that may be uploaded, in bytes.
    pub file_bytes: u64,
    /// How long to wait between asking whether a case still holds, reminding, and archiving it.
    pub freshness: FreshnessPlan,
    /// How people sign in.
    pub sign_in: SignInSettings,
}

impl NetworkSettings {
    /// The address of a page of this instance; `path` begins with a slash.
    pub fn page(&self, path: &str) -> Url {
        let mut url = self.public_url.clone();
        url.set_path(&format!("{}{path}", self.public_url.path().trim_end_matches('/')));
        url.set_query(None);
        url
    }

    /// The same, with the token that opens it.
    pub fn page_with_token(&self, path: &str, token: &str) -> Url {
        let mut url = self.page(path);
        url.query_pairs_mut().append_pair("token", token);
        url
    }

    /// What mails need to know of this instance.
    pub fn mail_context(&self) -> MailContext {
        MailContext { public_url: self.public_url.clone(), instance_name: self.instance_name.clone() }
    }

    /// The identity of a mail (RFC 5322, 3.6.4), the same for every attempt to deliver it.
    pub fn message_id(&self, kind: MailKind, id: Uuid) -> String {
        format!("<{}.{id}@{}>", kind.key(), self.public_url.host_str().unwrap_or("localhost"))
    }

    /// The address of a case's page.
    pub fn case_page(&self, slug: &str) -> Url {
        self.page(&format!("/faelle/{slug}"))
    }

    /// The address of the page where a case is worked on, reviewed and talked about.
    pub fn case_work_page(&self, slug: &str) -> Url {
        self.page(&format!("/faelle/{slug}/bearbeiten"))
    }
}

impl Network {
    /// Writes work down in the transaction that causes it.
    pub(crate) async fn enqueue(&self, transaction: &mut Transaction, job: &Job, now: DateTime<Utc>) -> Result<(), StoreError> {
        transaction.enqueue(JobId(self.ids.next()), job, now, now).await
    }

    /// Commits, and wakes the runner in this process.
    pub(crate) async fn commit(&self, transaction: Transaction) -> Result<(), StoreError> {
        transaction.commit().await?;
        self.wake.notify_one();
        Ok(())
    }
}
