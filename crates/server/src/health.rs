//! Probes: whether the process lives, and whether it can do its work.

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde::Serialize;
use std::{sync::Arc, time::Duration};
use usecases::Network;

/// How long a part may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/healthz` and `/readyz`.
pub(crate) fn router(network: Arc<Network>) -> Router {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready)).with_state(network)
}

/// What `/readyz` answers. Without the database nothing works (503); without the search everything else does (200, `degraded`).
#[derive(Debug, Serialize)]
struct Readiness {
    status: &'static str,
    database: &'static str,
    search: &'static str,
    jobs: Option<Jobs>,
}

#[derive(Debug, Serialize)]
struct Jobs {
    waiting: u64,
    failed: u64,
}

async fn ready(State(network): State<Arc<Network>>) -> (StatusCode, Json<Readiness>) {
    let (database, search) = tokio::join!(
        tokio::time::timeout(PATIENCE, network.store.queue_counts(network.clock.now())),
        tokio::time::timeout(PATIENCE, can_search(&network))
    );
    let jobs = database.ok().and_then(Result::ok).map(|counts| Jobs { waiting: counts.waiting, failed: counts.failed });
    let search_answers = matches!(search, Ok(true));
    let word = |answers| if answers { "ok" } else { "unavailable" };
    let (code, status) = match (&jobs, search_answers) {
        (None, _) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        (Some(_), false) => (StatusCode::OK, "degraded"),
        (Some(_), true) => (StatusCode::OK, "ready"),
    };
    (code, Json(Readiness { status, database: word(jobs.is_some()), search: word(search_answers), jobs }))
}

/// Whether the engine answers and has an index that need not be built first.
async fn can_search(network: &Network) -> bool {
    network.search.ready().await.is_ok() && matches!(network.search.needs_rebuild().await, Ok(false))
}
