//! Probes: whether the process lives, and whether it can do its work.

use crate::write_probe::WriteProbe;
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    routing::get,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::{sync::Arc, time::Duration};
use storage::{OpenDeliveries, QueueCounts};
use usecases::Network;

/// How long a part may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a probe finds holds at that moment: no cache answers in the place of the process.
type NotKept = [(HeaderName, HeaderValue); 1];

/// What the probes ask.
struct Asked {
    network: Arc<Network>,
    writing: WriteProbe,
}

/// `/healthz` and `/readyz`.
pub(crate) fn router(network: Arc<Network>) -> Router {
    let asked = Asked { network, writing: WriteProbe::default() };
    Router::new().route("/healthz", get(async || (not_kept(), "ok\n"))).route("/readyz", get(ready)).with_state(Arc::new(asked))
}

fn not_kept() -> NotKept {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]
}

/// What `/readyz` answers. Without the database nothing works (503). Without the search everything else does, and what is there can be read
/// where the database takes no changes: 200, `degraded`, so that nobody takes the instance out of service for it. Words of closed lists only,
/// nothing of the inside.
#[derive(Debug, Serialize)]
struct Readiness {
    status: &'static str,
    /// `ok`, `read_only` (it answers, but does not take changes) or `unavailable`.
    database: &'static str,
    /// `ok`, `behind` (it answers, but does not take changes) or `unavailable`.
    search: &'static str,
    /// What is wrong, part by part.
    problems: Vec<Problem>,
    jobs: Option<Jobs>,
    mails: Option<Mails>,
}

#[derive(Debug, Serialize)]
struct Problem {
    part: &'static str,
    reason: &'static str,
    /// Since when, if a worker has noted it or this process has found it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize)]
struct Jobs {
    waiting: u64,
    running: u64,
    failed: u64,
}

#[derive(Debug, Serialize)]
struct Mails {
    queued: u64,
    sending: u64,
    deferred: u64,
    uncertain: u64,
}

/// What came of asking the database: the queues, and what the workers have noted of the search.
#[derive(Debug, Clone, Copy, Default)]
struct FromDatabase {
    jobs: QueueCounts,
    mails: OpenDeliveries,
    mail: Option<(&'static str, DateTime<Utc>)>,
    search: Option<(&'static str, DateTime<Utc>)>,
    /// Why it takes no changes.
    refusal: Option<(&'static str, DateTime<Utc>)>,
}

async fn ready(State(asked): State<Arc<Asked>>) -> (StatusCode, NotKept, Json<Readiness>) {
    let network = &asked.network;
    let (database, refusal, search) = tokio::join!(
        tokio::time::timeout(PATIENCE, ask_database(network)),
        asked.writing.refusal(network),
        tokio::time::timeout(PATIENCE, ask_search(network))
    );
    let database = database.ok().flatten().map(|found| FromDatabase { refusal, ..found });
    let readiness = readiness(database, search.unwrap_or(Err("no_answer")));
    let code = if readiness.jobs.is_some() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, not_kept(), Json(readiness))
}

async fn ask_database(network: &Network) -> Option<FromDatabase> {
    let jobs = network.store.queue_counts(network.clock.now()).await.ok()?;
    let mails = network.store.open_deliveries().await.ok()?;
    let trouble = jobs::noted_trouble(network).await.ok()?;
    let mail = jobs::noted_mail_trouble(network).await.ok()?;
    let paused = mail.paused_since.map(|since| ("refused_in_a_row", since));
    let mail = paused.or(mail.policy_refusal.map(|since| ("policy_refusal", since)));
    Some(FromDatabase { jobs, mails, mail, search: trouble.map(|(trouble, since)| (trouble.key(), since)), refusal: None })
}

/// Whether the engine answers and has an index that need not be built first, or the word for why not.
async fn ask_search(network: &Network) -> Result<(), &'static str> {
    network.search.ready().await.map_err(|error| error.trouble().key())?;
    match network.search.needs_rebuild().await {
        Ok(false) => Ok(()),
        Ok(true) => Err("index_not_built"),
        Err(error) => Err(error.trouble().key()),
    }
}

fn readiness(database: Option<FromDatabase>, search: Result<(), &'static str>) -> Readiness {
    let mut problems = Vec::new();
    let noted = database.and_then(|database| database.search);
    let refusal = database.and_then(|database| database.refusal);
    if database.is_none() {
        problems.push(Problem { part: "database", reason: "unreachable", since: None });
    }
    if let Some((reason, since)) = refusal {
        problems.push(Problem { part: "database", reason, since: Some(since) });
    }
    if let Err(reason) = search {
        let since = noted.filter(|(noted, _)| *noted == reason).map(|(_, since)| since);
        problems.push(Problem { part: "search", reason, since });
    }
    if let Some((reason, since)) = noted
        && search != Err(reason)
    {
        problems.push(Problem { part: "search_index", reason, since: Some(since) });
    }
    if let Some((reason, since)) = database.and_then(|database| database.mail) {
        problems.push(Problem { part: "mail", reason, since: Some(since) });
    }
    let status = match (&database, problems.is_empty()) {
        (None, _) => "unavailable",
        (Some(_), false) => "degraded",
        (Some(_), true) => "ready",
    };
    let answers = match (&database, refusal) {
        (None, _) => "unavailable",
        (Some(_), Some(_)) => "read_only",
        (Some(_), None) => "ok",
    };
    let search = match (search, noted) {
        (Err(_), _) => "unavailable",
        (Ok(()), Some(_)) => "behind",
        (Ok(()), None) => "ok",
    };
    Readiness {
        status,
        database: answers,
        search,
        problems,
        jobs: database.map(|FromDatabase { jobs, .. }| Jobs { waiting: jobs.waiting, running: jobs.running, failed: jobs.failed }),
        mails: database.map(|FromDatabase { mails, .. }| Mails {
            queued: mails.queued,
            sending: mails.sending,
            deferred: mails.deferred,
            uncertain: mails.uncertain,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(database: Option<FromDatabase>, search: Result<(), &'static str>) -> String {
        let Readiness { status, database, search, problems, .. } = readiness(database, search);
        let problems: Vec<_> = problems.iter().map(|problem| format!("{}:{}", problem.part, problem.reason)).collect();
        format!("{status} {database} {search} {}", problems.join(" ")).trim_end().to_owned()
    }

    #[test]
    fn only_a_missing_database_makes_it_unavailable() {
        let well = FromDatabase::default();
        let noted = |reason| Some(FromDatabase { search: Some((reason, DateTime::UNIX_EPOCH)), ..well });
        assert_eq!(summary(Some(well), Ok(())), "ready ok ok");
        assert_eq!(summary(Some(well), Err("key_refused")), "degraded ok unavailable search:key_refused");
        assert_eq!(summary(noted("key_refused"), Err("key_refused")), "degraded ok unavailable search:key_refused");
        assert_eq!(summary(noted("disk_full"), Ok(())), "degraded ok behind search_index:disk_full");
        let both = "degraded ok unavailable search:index_not_built search_index:disk_full";
        assert_eq!(summary(noted("disk_full"), Err("index_not_built")), both);
        let mail = FromDatabase { mail: Some(("refused_in_a_row", DateTime::UNIX_EPOCH)), ..well };
        assert_eq!(summary(Some(mail), Ok(())), "degraded ok ok mail:refused_in_a_row");
        let full = FromDatabase { refusal: Some(("disk_full", DateTime::UNIX_EPOCH)), ..well };
        assert_eq!(summary(Some(full), Ok(())), "degraded read_only ok database:disk_full");
        let all = "unavailable unavailable unavailable database:unreachable search:no_answer";
        assert_eq!(summary(None, Err("no_answer")), all);
    }
}
