//! A whole network on temporary files, for the tests of the other crates: SQLite, the embedded search, mails kept in memory, a clock that
//! stands still until a test moves it, and identifiers that count.
//!
//! Nothing here is a stand-in for a part of the product: database, search, jobs and mails are the real ones.

mod cases;
mod parts;
mod samples;

pub use cases::Stand;
pub use parts::{CountingIds, CountingSecrets, Mailroom, MovableClock};
pub use samples::{complete_case, draft_case, pdf};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Ags, CaseContent, CaseView, Role, Viewer,
    freshness::FreshnessPlan,
    ids::{AccountId, CaseId, SuppressionId},
    permission::Member,
    review::Checklist,
};
use files::text::{Extractor, Limits};
use jobs::{Worker, WorkerOptions};
use mail::Mail;
use search_indexer::{EmbeddedEngine, SearchEngine};
use std::{sync::Arc, time::Duration};
use storage::{HardBounce, Store, StoreOptions};
use tempfile::TempDir;
use tokio::sync::Notify;
use usecases::{
    Caller, Network, NetworkSettings, SignInSettings, bounces::SUPPRESS_AFTER, failed_searches::FailedSearches, rate_limit::RateLimiter,
    retention::RetentionSettings, search_gaps::GapCounter, sign_in, suggest::TitleShelf, synonyms::CurrentAnalyser,
};

fn worker_named(name: &str, network: &Arc<Network>, mails: &Arc<Mailroom>) -> Worker {
    let options = WorkerOptions { name: name.to_owned(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
    Worker::new(network.clone(), mails.clone(), options)
}

/// An embedded search in this folder, whose index has been built and has nothing in it.
///
/// # Panics
/// If the machine cannot make temporary files.
pub async fn embedded_search(dir: &TempDir) -> EmbeddedEngine {
    let engine = EmbeddedEngine::open(&dir.path().join("search")).expect("an embedded index");
    engine.start_rebuild().await.expect("a rebuild").finish(0).await.expect("an index of nothing");
    engine
}

/// A network of its own for one test; its files go with it.
pub struct TestNetwork {
    /// The network, as the server would hand it to its parts.
    pub network: Arc<Network>,
    /// Its clock.
    pub clock: Arc<MovableClock>,
    /// What was "sent".
    pub mails: Arc<Mailroom>,
    worker: Worker,
    database_url: String,
    _dir: TempDir,
}

impl TestNetwork {
    /// A new, empty network. Its clock says 2026-03-17 10:00 UTC, a Tuesday.
    ///
    /// # Panics
    /// If the machine cannot make temporary files.
    pub async fn new() -> Self {
        Self::signing_in(SignInSettings::default()).await
    }

    /// The same where the operator decided this about signing in.
    ///
    /// # Panics
    /// If the machine cannot make temporary files.
    pub async fn signing_in(settings: SignInSettings) -> Self {
        Self::deciding(settings, RetentionSettings::default()).await
    }

    /// The same where the operator decided this about how long what is kept.
    ///
    /// # Panics
    /// If the machine cannot make temporary files.
    pub async fn keeping(retention: RetentionSettings) -> Self {
        Self::deciding(SignInSettings::default(), retention).await
    }

    async fn deciding(sign_in: SignInSettings, retention: RetentionSettings) -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        let engine = embedded_search(&dir).await;
        let url = format!("sqlite://{}", dir.path().join("test.db").display());
        Self::made_of(dir, &url, Arc::new(engine), sign_in, retention).await
    }

    /// A new network on this database, which must be empty, and this search.
    ///
    /// # Panics
    /// If the database cannot be opened or migrated.
    pub async fn with(dir: TempDir, database_url: &str, search: Arc<dyn SearchEngine>) -> Self {
        Self::made_of(dir, database_url, search, SignInSettings::default(), RetentionSettings::default()).await
    }

    async fn made_of(
        dir: TempDir,
        database_url: &str,
        search: Arc<dyn SearchEngine>,
        sign_in: SignInSettings,
        retention: RetentionSettings,
    ) -> Self {
        let options = StoreOptions { max_connections: 4, ..StoreOptions::new(database_url) };
        let store = Store::connect(&options).await.expect("a database");
        store.migrate().await.expect("a schema");
        let clock = Arc::new(MovableClock::default());
        let network = Arc::new(Network {
            store,
            search,
            files: files::FileStore::folder(&dir.path().join("files")).expect("a folder for files"),
            extractor: Extractor::InProcess(Limits::default()),
            clock: clock.clone(),
            ids: Arc::new(CountingIds::default()),
            secrets: Arc::new(CountingSecrets::default()),
            settings: NetworkSettings {
                public_url: "https://wissensnetz.example.org".parse().expect("an address"),
                instance_name: "Wissensnetz".to_owned(),
                immediate_minutes: 15,
                session_hours: 12,
                retention,
                file_bytes: 1_000_000,
                freshness: FreshnessPlan::default(),
                sign_in,
            },
            wake: Arc::new(Notify::new()),
            analyser: CurrentAnalyser::default(),
            gaps: GapCounter::default(),
            failed_searches: FailedSearches::default(),
            limiter: RateLimiter::default(),
            titles: TitleShelf::default(),
        });
        let mails = Arc::new(Mailroom::default());
        let worker = worker_named("test", &network, &mails);
        Self { network, clock, mails, worker, database_url: database_url.to_owned(), _dir: dir }
    }

    /// Where its database is, for statements past the store.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// Moves the clock forward, writes down what has become due, and runs jobs until none is due any more.
    ///
    /// # Panics
    /// If the work queue cannot be read.
    pub async fn pass(&self, time: TimeDelta) {
        self.clock.advance(time);
        self.run_jobs().await;
    }

    /// Runs jobs until none is due any more.
    ///
    /// # Panics
    /// If the work queue cannot be read.
    pub async fn run_jobs(&self) {
        self.run_jobs_with(&self.worker).await;
    }

    /// One more worker, which signs its claims with this name, as another process would.
    pub fn another_worker(&self, name: &str) -> Worker {
        worker_named(name, &self.network, &self.mails)
    }

    /// Has this worker run jobs until none is due any more.
    ///
    /// # Panics
    /// If the work queue cannot be read.
    pub async fn run_jobs_with(&self, worker: &Worker) {
        worker.write_down_what_is_due().await.expect("the schedule");
        while worker.run_some().await.expect("the work queue") > 0 {}
    }

    /// What time it is in this network.
    pub fn now(&self) -> DateTime<Utc> {
        domain::Clock::now(self.clock.as_ref())
    }

    /// The mails sent so far, the earliest first.
    pub fn sent(&self) -> Vec<Mail> {
        self.mails.sent()
    }

    /// Makes an account `<role>-<ags or agentur>@example.org` if there is none yet, and returns its holder.
    ///
    /// # Panics
    /// If the key is none of the network, or the database fails.
    pub async fn member(&self, role: Role, ags: Option<&str>) -> Viewer {
        self.member_named(&format!("{}-{}", role.key(), ags.unwrap_or("agentur")), role, ags).await
    }

    /// Makes an account `<name>@example.org` if there is none yet, and returns its holder.
    ///
    /// # Panics
    /// If the key is none of the network, or the database fails.
    pub async fn member_named(&self, name: &str, role: Role, ags: Option<&str>) -> Viewer {
        let email = format!("{name}@example.org").parse().expect("an address");
        let municipality: Option<Ags> = ags.map(|ags| ags.parse().expect("a key of the network"));
        let mut transaction = self.network.store.begin().await.expect("a transaction");
        let id = AccountId(self.network.ids.next());
        let account = transaction.upsert_account(&email, role, municipality.as_ref(), id, self.now()).await.expect("an account");
        transaction.commit().await.expect("a commit");
        Viewer::Member(Member::new(account.id, role, municipality))
    }

    /// Makes the agency's adviser of these municipalities.
    ///
    /// # Panics
    /// If a key is none of the network, or the database fails.
    pub async fn adviser(&self, municipalities: &[&str]) -> Viewer {
        let Viewer::Member(member) = self.member(Role::Adviser, None).await else { unreachable!("members are members") };
        let advises: Vec<Ags> = municipalities.iter().map(|ags| ags.parse().expect("a key of the network")).collect();
        let mut transaction = self.network.store.begin().await.expect("a transaction");
        transaction.set_advised(member.account, &advises).await.expect("a list");
        transaction.commit().await.expect("a commit");
        Viewer::Member(Member { advises, ..member })
    }

    /// Signs a member in, in a new browser session.
    ///
    /// # Panics
    /// If the viewer has no account, or the database fails.
    pub async fn session(&self, viewer: &Viewer) -> Caller {
        let account = viewer.member().expect("a member").account;
        let token =
            sign_in::demo_sign_in(&self.network, account, &usecases::Client::default()).await.expect("a session").expect("an account");
        sign_in::caller_by_session(&self.network, token.reveal()).await.expect("the database").expect("a session that is good")
    }

    /// Has as many mails to this address come back for good as it takes until it gets no more.
    ///
    /// # Panics
    /// If it is no address, or the database fails.
    pub async fn suppress(&self, address: &str) {
        let address = address.parse().expect("an address");
        let bounce = HardBounce { status: "5.1.1", reason: "no such mailbox", suppress_after: SUPPRESS_AFTER };
        let mut transaction = self.network.store.begin().await.expect("a transaction");
        for _ in 0..SUPPRESS_AFTER {
            let id = SuppressionId(self.network.ids.next());
            transaction.count_bounce(id, &address, bounce, self.now()).await.expect("a count");
        }
        transaction.commit().await.expect("a commit");
    }

    /// A second reviewer: nobody publishes what they began.
    ///
    /// # Panics
    /// If the database fails.
    pub async fn other_reviewer(&self) -> Viewer {
        self.member_named("reviewer-zweite", Role::Reviewer, None).await
    }

    /// Begins and hands in a case as a reviewer, publishes it as another, and has it indexed.
    ///
    /// # Panics
    /// If the content is not complete, or the database fails.
    pub async fn publish(&self, content: CaseContent) -> Arc<CaseView> {
        let case = self.publish_without_jobs(content).await;
        self.run_jobs().await;
        case
    }

    /// The same, but what follows from it stays to be done.
    ///
    /// # Panics
    /// If the content is not complete, or the database fails.
    pub async fn publish_without_jobs(&self, content: CaseContent) -> Arc<CaseView> {
        let reviewer = self.member(Role::Reviewer, None).await;
        let case = usecases::create_case::create(&self.network, &reviewer, content, None).await.expect("a draft");
        self.approve(&reviewer, case.id).await
    }

    /// The version that a case's working copy has, for those who decide about what stands there now.
    ///
    /// # Panics
    /// If there is no such case, or the database fails.
    pub async fn version_of(&self, case: CaseId) -> i32 {
        self.network.store.working_case(case).await.expect("the database").expect("the case").version
    }

    /// Hands a case in and has the other reviewer publish it; what follows from it stays to be done.
    ///
    /// # Panics
    /// If the content is not complete, or `by` may not hand it in.
    pub async fn approve(&self, by: &Viewer, case: CaseId) -> Arc<CaseView> {
        let read = self.version_of(case).await;
        let handed_in = usecases::submit_case::submit(&self.network, by, case, read).await.expect("a case that can be handed in");
        let (other, list) = (self.other_reviewer().await, Checklist::confirmed());
        usecases::publish_case::publish(&self.network, &other, case, &list, handed_in.version).await.expect("a complete case")
    }
}
