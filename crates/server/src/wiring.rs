//! Wire the parts together as configured.

use crate::{
    clock::{SystemClock, SystemIds},
    closed_search::ClosedSearch,
    config::{ConfigError, MailKind, SearchSettings, Settings},
    reader,
};
use anyhow::Context;
use files::FileStore;
use identity::{ProviderSettings, Providers};
use mail::{Dkim, FilesTransport, MailTransport, Postmark, Sender, SmtpTransport};
use search_indexer::{EmbeddedEngine, MeilisearchEngine, MeilisearchOptions, SearchEngine};
use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt, sync::Arc, time::Duration};
use storage::{Store, StoreOptions};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use usecases::{
    Network, NetworkSettings, failed_searches::FailedSearches, rate_limit::RateLimiter, search_gaps::GapCounter, secret::SystemSecrets,
    sign_in_by_provider::ProviderTrust, suggest::TitleShelf, synonyms::CurrentAnalyser,
};
use web::SignInProviders;

/// How long closing the database may take.
const CLOSING: Duration = Duration::from_secs(5);

/// Whether a command searches or indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// It does: the engine is opened.
    Open,
    /// It does not: the engine is left to whoever runs beside this command.
    Closed,
}

/// Opens the database and the search as configured, and brings the schema up to date where that is wanted.
pub(crate) async fn network(settings: &Settings, search: Search) -> anyhow::Result<Arc<Network>> {
    let store = store(settings).await?;
    if settings.database.migrate_on_start {
        let applied = store.migrate().await.context("the database schema could not be brought up to date")?;
        if applied > 0 {
            tracing::info!(applied, "the database schema was brought up to date");
        }
    } else {
        let pending = store.pending_migrations().await?;
        anyhow::ensure!(pending == 0, "the database lacks {pending} migration(s): run `wissensnetz migrate`");
    }
    let search: Arc<dyn SearchEngine> = match search {
        Search::Open => engine(settings)?,
        Search::Closed => Arc::new(ClosedSearch),
    };
    Ok(Arc::new(Network {
        store,
        search,
        files: files(settings)?,
        extractor: reader::extractor()?,
        clock: Arc::new(SystemClock::ahead_by(settings.clock.offset)),
        ids: Arc::new(SystemIds),
        secrets: Arc::new(SystemSecrets),
        settings: NetworkSettings {
            public_url: settings.public_url()?,
            instance_name: settings.instance_name.clone(),
            immediate_minutes: settings.digest.immediate_minutes,
            session_hours: settings.session_hours,
            retention: settings.retention.for_network(),
            file_bytes: settings.files.max_megabytes * 1_000_000,
            freshness: settings.freshness.plan(),
            sign_in: settings.sign_in.for_network()?,
        },
        wake: Arc::new(Notify::new()),
        analyser: CurrentAnalyser::default(),
        gaps: GapCounter::default(),
        failed_searches: FailedSearches::default(),
        limiter: RateLimiter::new(settings.limits.rates()),
        titles: TitleShelf::default(),
    }))
}

/// The same with the search opened, for processes that run until they are told to stop; nothing if that happens before: opening waits for a database that
/// is slow to answer, and for another process that migrates it. The first process of a container would not even end by a signal that nobody listens to.
pub(crate) async fn network_unless_stopped(stop: &CancellationToken, settings: &Settings) -> anyhow::Result<Option<Arc<Network>>> {
    tokio::select! {
        network = network(settings, Search::Open) => network.map(Some),
        () = stop.cancelled() => Ok(None),
    }
}

/// The database as configured; the data folder is made where the database lies in it.
pub(crate) async fn store(settings: &Settings) -> anyhow::Result<Store> {
    make_data_dir(settings)?;
    let of = &settings.database;
    let options = StoreOptions {
        max_connections: of.max_connections,
        connection_timeout: Duration::from_secs(of.timeout_seconds),
        ..StoreOptions::new(settings.database_url())
    };
    Store::connect(&options).await.context("the database cannot be opened")
}

/// Closes the database at the end of a process that wrote much. SQLite then folds its write-ahead log into the file, so that whoever copies that file
/// alone has everything. What somebody still uses stays open, and the next start reads the log.
pub(crate) async fn close(network: &Network) {
    match tokio::time::timeout(CLOSING, network.store.close()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the database could not be closed"),
        Err(_) => tracing::warn!("the database is still in use and was not closed"),
    }
}

/// Makes the folder, if it is not there, for the service's own user alone: everything that is kept of people is in it.
fn make_data_dir(settings: &Settings) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&settings.data_dir);
    made.with_context(|| format!("configuration: data_dir: the folder {} cannot be made", settings.data_dir.display()))
}

fn engine(settings: &Settings) -> anyhow::Result<Arc<dyn SearchEngine>> {
    Ok(match &settings.search {
        SearchSettings::Embedded {} => {
            Arc::new(EmbeddedEngine::open(&settings.data_dir.join("search")).context("the embedded search cannot be opened")?)
        }
        SearchSettings::Meilisearch { url, key, index_prefix, timeout_seconds } => Arc::new(
            MeilisearchEngine::connect(MeilisearchOptions {
                url: url.reveal().trim_end_matches('/').to_owned(),
                key: key.as_ref().map(|key| key.reveal().to_owned()),
                index_prefix: index_prefix.clone(),
                timeout: Duration::from_secs(*timeout_seconds),
            })
            .context("configuration: search")?,
        ),
    })
}

fn files(settings: &Settings) -> anyhow::Result<FileStore> {
    if let Some(options) = settings.files.s3().map_err(ConfigError::Value)? {
        return FileStore::s3(&options).context("configuration: files");
    }
    let dir = settings.file_dir();
    FileStore::folder(&dir).with_context(|| format!("configuration: files.dir: the folder {} cannot be made", dir.display()))
}

/// The OpenID Connect providers as configured. None of them is asked for anything yet: one that is away stops no start.
pub(crate) fn providers(settings: &Settings, network: &Network) -> anyhow::Result<SignInProviders> {
    let configured = &settings.sign_in.providers;
    let described = configured.iter().map(|(key, provider)| ProviderSettings {
        key: key.clone(),
        label: provider.label.clone().unwrap_or_else(|| format!("Anmelden mit {key}")),
        issuer: provider.issuer.clone(),
        client_id: provider.client_id.clone(),
        client_secret: provider.client_secret.as_ref().map(|secret| secret.reveal().to_owned()),
        redirect_url: network.settings.page(&format!("/anmelden/dienst/{key}/rueckkehr")),
    });
    let providers = Providers::new(described.collect(), network.clock.clone()).context("configuration: sign_in.providers")?;
    let trust = configured.iter().map(|(key, provider)| {
        (key.clone(), ProviderTrust { links_by_email: provider.link_by_email, makes_readers: provider.create_readers })
    });
    Ok(SignInProviders { known: providers, trust: trust.collect() })
}

/// How mails leave: the transport, and the folder's reader where they are written to files.
pub(crate) struct MailWiring {
    pub(crate) transport: Arc<dyn MailTransport>,
    pub(crate) files: Option<Arc<FilesTransport>>,
}

/// The mail transport as configured.
pub(crate) fn mail(settings: &Settings) -> anyhow::Result<MailWiring> {
    let sender =
        Sender { from: settings.mail.from.clone(), name: settings.instance_name.clone(), reply_to: settings.mail.reply_to.clone() };
    match settings.mail.kind {
        MailKind::Files => {
            let dir = settings.mail_dir();
            std::fs::create_dir_all(&dir)
                .with_context(|| format!("configuration: mail.dir: the folder {} cannot be made", dir.display()))?;
            let files = Arc::new(FilesTransport::new(&dir, sender).marked(postmark(settings)?));
            Ok(MailWiring { transport: files.clone(), files: Some(files) })
        }
        MailKind::Smtp => {
            let url = settings.mail.url.as_ref().context("configuration: mail.url: is needed with mail.kind = \"smtp\"")?;
            let timeout = Duration::from_secs(settings.mail.timeout_seconds);
            let read = |file: &std::path::PathBuf| {
                std::fs::read(file).with_context(|| format!("configuration: mail.ca_file: {} cannot be read", file.display()))
            };
            let roots = settings.mail.ca_file.as_ref().map(read).transpose()?;
            let transport = SmtpTransport::trusting(url.reveal(), sender, timeout, roots.as_deref())
                .context("configuration: mail.url")?
                .introduced_as(settings.mail.hello_name())
                .taking(Duration::from_secs(settings.mail.content_timeout_seconds))
                .over(settings.mail.connections())
                .marked(postmark(settings)?);
            Ok(MailWiring { transport: Arc::new(transport), files: None })
        }
    }
}

/// What the instance puts on every mail, as configured.
pub(crate) fn postmark(settings: &Settings) -> anyhow::Result<Postmark> {
    Ok(Postmark {
        dkim: dkim(settings)?.map(Arc::new),
        returns: settings.mail.returns().context("configuration: mail.bounces")?,
        unsubscribe_mailbox: settings.mail.leaving_mailbox().cloned(),
    })
}

/// The key that signs mails, if there is one.
pub(crate) fn dkim(settings: &Settings) -> anyhow::Result<Option<Dkim>> {
    let (Some(dkim), Some(domain)) = (&settings.mail.dkim, settings.mail.dkim_domain()) else { return Ok(None) };
    let file = dkim.key_file.display();
    let pem = std::fs::read(&dkim.key_file).with_context(|| format!("configuration: mail.dkim.key_file: {file} cannot be read"))?;
    Dkim::new(&pem, domain, &dkim.selector).with_context(|| format!("configuration: mail.dkim: {file}")).map(Some)
}
