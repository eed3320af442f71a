//! The loops that claim jobs and run them.

mod indexing;

use crate::{
    apply_synonyms, backoff, check_index, clean_up, compose_digests,
    contained::contained,
    index_cases,
    outcome::Outcome,
    preview_digests, read_file, recover_digests, reindex, scheduler,
    search_trouble::{SearchTrouble, Seen},
    search_watch,
    sender::{Sender, SendingPolicy},
};
use domain::Job;
use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use mail::MailTransport;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use storage::{ClaimedJob, JobClaim, Lane, StoreError};
use tokio::sync::{Mutex, MutexGuard, Notify};
use tokio_util::sync::CancellationToken;
use usecases::{Network, ask_freshness, people, remind_review, requests, sign_in_link};

/// How many jobs are claimed at once. Index jobs of one claim reach the engine as one batch; each batch costs a server as much as some
/// hundred documents.
const CLAIM: u64 = 500;

/// How many jobs of one claim run at the same time.
const CONCURRENT: usize = 8;

/// For how long a claim holds. A worker that dies leaves its jobs to others after this time.
const LEASE: Duration = Duration::from_secs(15);

/// The first wait of a job that could not be done; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// What the operator decided about the work.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// How this worker signs its claims, for the log and the table; no two may sign alike.
    pub name: String,
    /// How often to look for work that another process wrote down, and for periods that ended.
    pub poll: Duration,
    /// The longest wait between two attempts at the same job.
    pub longest_backoff: Duration,
}

/// Runs jobs and hands mails over until it is told to stop. Several may run on one database, in one process or many.
pub struct Worker {
    pub(crate) network: Arc<Network>,
    sender: Sender,
    pub(crate) options: WorkerOptions,
    trouble: SearchTrouble,
    /// Told when there may be something to index.
    index_wake: Notify,
    /// Held by whoever looks for jobs to index and makes them ready: one at a time, to leave the engine on the same machine some of it.
    index_turn: Mutex<()>,
}

impl Worker {
    /// A worker for this network that hands mails to this transport.
    pub fn new(network: Arc<Network>, transport: Arc<dyn MailTransport>, options: WorkerOptions) -> Self {
        let sender = Sender::new(network.clone(), transport, options.name.clone(), options.poll);
        Self { network, sender, options, trouble: SearchTrouble::default(), index_wake: Notify::new(), index_turn: Mutex::new(()) }
    }

    /// The same, sending mails as the operator allows.
    #[must_use]
    pub fn allowed(self, policy: SendingPolicy) -> Self {
        Self { sender: self.sender.allowed(policy), ..self }
    }

    /// Works until `stop` is cancelled; jobs that have begun are brought to their end first, except those that may take minutes: they begin
    /// anew elsewhere. The future is boxed, so that the crates that await it do not compile all jobs once more, as with an `async fn`.
    pub fn run(&self, stop: CancellationToken) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let watch = search_watch::run(&self.network, &self.trouble, &stop);
            let index = Box::pin(self.work_on_the_index(&stop));
            let [long, digests] = [Lane::Long, Lane::Digests].map(|lane| Box::pin(self.work_one_by_one(lane, &stop)));
            tokio::join!(self.work(&stop), index, long, digests, Box::pin(watch), Box::pin(self.sender.run(&stop)));
        })
    }

    async fn work(&self, stop: &CancellationToken) {
        let mut schedule = scheduler::Scheduler::default();
        while !stop.is_cancelled() {
            if let Err(error) = schedule.tick(&self.network).await {
                tracing::error!(%error, "due work could not be written down");
            }
            match self.run_lane(Lane::Quick, CLAIM).await {
                Ok(0) => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = self.network.wake.notified() => self.index_wake.notify_one(),
                        () = tokio::time::sleep(self.options.poll) => {}
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, "the work queue cannot be read");
                    pause(stop, Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// One job of this lane after the other, so that no mail and no index job waits behind them.
    async fn work_one_by_one(&self, lane: Lane, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.claim(lane, 1).await.map(|mut jobs| jobs.pop()) {
                Ok(Some(job)) => self.run_until(&job, stop).await,
                Ok(None) => pause(stop, self.options.poll).await,
                // The other lane has said so.
                Err(_) => pause(stop, Duration::from_secs(1)).await,
            }
        }
    }

    async fn run_until(&self, job: &ClaimedJob, stop: &CancellationToken) {
        let (claims, began) = ([job.claim()], Instant::now());
        tokio::select! {
            outcome = self.run_one(job) => self.settle(job, outcome, began).await,
            () = self.keep_leases(&claims) => {}
            () = stop.cancelled() => {
                let now = self.network.clock.now();
                if let Err(error) = self.network.store.retry(job.claim(), now, "the worker was stopped").await {
                    tracing::error!(kind = job.job.kind(), job = %job.id, %error, "a job could not be put back");
                }
            }
        }
    }

    /// Writes down the jobs that have become due by now. [`Worker::run`] does so by itself; tests that move the clock call it.
    pub async fn write_down_what_is_due(&self) -> Result<(), StoreError> {
        scheduler::Scheduler::default().tick(&self.network).await
    }

    /// Claims what is due, runs it, hands over the mails that are due, and returns how many jobs and mails that were. [`Worker::run`] does so
    /// by itself.
    pub async fn run_some(&self) -> Result<usize, StoreError> {
        let jobs = self.run_lane(Lane::All, CLAIM).await?;
        Ok(jobs + self.sender.drain(&CancellationToken::new()).await?)
    }

    async fn run_lane(&self, lane: Lane, limit: u64) -> Result<usize, StoreError> {
        let claimed = self.claim(lane, limit).await?;
        let count = claimed.len();
        if count > 0 {
            self.run_claimed(claimed, None).await;
        }
        Ok(count)
    }

    async fn claim(&self, lane: Lane, limit: u64) -> Result<Vec<ClaimedJob>, StoreError> {
        self.network.store.claim_of(lane, &self.options.name, limit, self.network.clock.now(), LEASE).await
    }

    async fn run_claimed(&self, claimed: Vec<ClaimedJob>, turn: Option<MutexGuard<'_, ()>>) {
        let claims: Vec<_> = claimed.iter().map(ClaimedJob::claim).collect();
        tokio::select! {
            () = self.run_all(claimed, turn) => {}
            () = self.keep_leases(&claims) => {}
        }
    }

    /// Prolongs the claims while the jobs run. Never ends by itself.
    async fn keep_leases(&self, claims: &[JobClaim]) {
        loop {
            tokio::time::sleep(LEASE / 3).await;
            let until = self.network.clock.now() + LEASE;
            if let Err(error) = self.network.store.extend_lease(claims, until).await {
                tracing::warn!(%error, jobs = claims.len(), "a lease could not be prolonged");
            }
        }
    }

    async fn run_all(&self, claimed: Vec<ClaimedJob>, turn: Option<MutexGuard<'_, ()>>) {
        let (index, others): (Vec<_>, Vec<_>) = claimed.into_iter().partition(|job| matches!(job.job, Job::IndexCase { .. }));
        let rest = async {
            let mut running = FuturesUnordered::new();
            for job in others {
                if running.len() == CONCURRENT {
                    running.next().await;
                }
                running.push(self.run_and_settle(job));
            }
            while running.next().await.is_some() {}
        };
        tokio::join!(self.index(&index, turn), rest);
    }

    async fn run_and_settle(&self, job: ClaimedJob) {
        let began = Instant::now();
        let outcome = self.run_one(&job).await;
        self.settle(&job, outcome, began).await;
    }

    /// What came of a job, even if it panics: whoever runs jobs goes on with the others.
    async fn run_one(&self, job: &ClaimedJob) -> Outcome {
        contained(Box::pin(self.do_job(job))).await.unwrap_or_else(|words| Outcome::panicked(&words))
    }

    async fn do_job(&self, job: &ClaimedJob) -> Outcome {
        match &job.job {
            Job::IndexCase { case } => index_cases::run(&self.network, &[*case], ()).await.pop().unwrap_or(Outcome::Done),
            Job::Reindex => reindex::run(&self.network, job.id).await,
            Job::CheckIndex { repair } => check_index::run(&self.network, job.id, *repair).await,
            Job::ApplySynonyms => apply_synonyms::run(&self.network).await,
            Job::ComposeDigests => Box::pin(compose_digests::run(&self.network)).await,
            Job::RecoverDigests => recover_digests::run(&self.network).await,
            Job::PreviewDigests { from, until, frequency } => {
                Box::pin(preview_digests::run(&self.network, *from, *until, *frequency)).await
            }
            Job::ReadFile { file } => read_file::run(&self.network, *file).await,
            Job::RemindReview { case } => remind_review::remind(&self.network, *case).await.into(),
            Job::AskFreshness { case } => ask_freshness::step(&self.network, *case).await.into(),
            Job::SendSignInLink { link } => sign_in_link::send(&self.network, *link).await.into(),
            Job::SendRegistration { registration } => people::send_registration(&self.network, *registration).await.into(),
            Job::RouteRequest { request } => requests::route(&self.network, *request).await.into(),
            Job::TellReplies => requests::tell_left(&self.network).await.map_or_else(Outcome::tried_again, |()| Outcome::Done),
            Job::CleanUp => clean_up::run(&self.network).await,
        }
    }

    /// Tells of the search's trouble that jobs which began at this moment met with, each kind once.
    async fn meet_trouble(&self, outcomes: &[Outcome], began: Instant) {
        let mut met = Vec::new();
        for outcome in outcomes {
            if let Outcome::SearchInTrouble { trouble, reason } = outcome
                && !met.contains(trouble)
            {
                met.push(*trouble);
                self.trouble.met(&self.network, *trouble, reason, began).await;
            }
        }
    }

    async fn settle(&self, job: &ClaimedJob, outcome: Outcome, began: Instant) {
        if matches!(outcome, Outcome::Done) {
            self.watch_success(job, began).await;
        }
        self.meet_trouble(std::slice::from_ref(&outcome), began).await;
        self.write_down(job, outcome).await;
    }

    /// Writes down what came of a job. Should that fail, its lease ends and the job runs again: every job bears being run twice.
    async fn write_down(&self, job: &ClaimedJob, outcome: Outcome) {
        let (store, now) = (&self.network.store, self.network.clock.now());
        let (kind, claim) = (job.job.kind(), job.claim());
        let wait = backoff::wait(FIRST_WAIT, job.attempts, self.options.longest_backoff);
        let written = match outcome {
            Outcome::Done => store.finish(&[claim]).await.map(|finished| finished > 0),
            Outcome::SearchInTrouble { reason, .. } => store.retry(claim, now + wait, &reason).await,
            Outcome::Retry { reason } => {
                tracing::warn!(kind, job = %job.id, attempts = job.attempts, wait_seconds = wait.num_seconds(), %reason, "a job is put off");
                store.retry(claim, now + wait, &reason).await
            }
            Outcome::GiveUp { reason } => {
                tracing::error!(kind, job = %job.id, attempts = job.attempts, %reason, "a job is given up");
                store.give_up(claim, &reason, now).await
            }
        };
        match written {
            Ok(true) => {}
            Ok(false) => say_taken_over(kind, 1),
            Err(error) => tracing::error!(kind, job = %job.id, %error, "the outcome of a job could not be written down"),
        }
    }

    /// A change of the index that succeeded shows that trouble is over; then what may have been missed is looked for. Handing over synonyms changes
    /// the index of one engine and nothing of the other, so it shows something only where it failed before.
    async fn watch_success(&self, job: &ClaimedJob, began: Instant) {
        let has_changed = match job.job {
            Job::IndexCase { .. } | Job::Reindex => true,
            Job::ApplySynonyms => job.attempts > 1,
            _ => false,
        };
        if has_changed
            && self.trouble.works(&self.network, Seen::TakesChanges, began).await
            && let Err(error) = check_index::request_check(&self.network, true).await
        {
            tracing::error!(%error, "the comparison of index and database could not be written down");
        }
    }
}

/// Jobs ran for longer than they were held, and somebody else has claimed them since: what becomes of them is not for this worker to say.
fn say_taken_over(kind: &str, jobs: u64) {
    tracing::warn!(kind, jobs, "a lease ended before the work: another worker has taken over, and what came of it here does not count");
}

pub(crate) async fn pause(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}
