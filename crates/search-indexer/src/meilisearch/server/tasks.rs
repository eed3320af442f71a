//! What the server does after it has answered.

use super::{NAME, Server, rejected};
use crate::SearchError;
use meilisearch_sdk::{
    request::{HttpClient, Method},
    task_info::TaskInfo,
};
use serde::Deserialize;
use std::time::Duration;
use tokio::time::Instant;

/// How long a task is waited for. The queue may hold a whole rebuild of another process.
const TASK_TIMEOUT: Duration = Duration::from_mins(5);
/// A task is looked at again after a part of the time that it has taken so far, so that its end shows soon after, and within these bounds.
const PART_OF_THE_TIME: u32 = 8;
const SOONEST_LOOK: Duration = Duration::from_millis(4);
const LATEST_LOOK: Duration = Duration::from_millis(100);

/// A task that the server has accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::meilisearch) struct Ticket(u32);

#[derive(Deserialize)]
struct TaskState {
    status: String,
    error: Option<TaskError>,
}

#[derive(Deserialize)]
struct TaskError {
    code: String,
    message: String,
}

/// What the server says to something that it will do.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Accepted {
    task_uid: u32,
}

impl Accepted {
    /// The task.
    pub(super) fn ticket(&self) -> Ticket {
        Ticket(self.task_uid)
    }
}

impl Server {
    /// Waits until a task is done; a task that failed or was cancelled is an error.
    pub(in crate::meilisearch) async fn wait(&self, what: &str, Ticket(uid): Ticket) -> Result<(), SearchError> {
        let url = format!("{}/tasks/{uid}", self.options.url);
        let is_done = || async {
            let task = self.call(what, self.http.request::<(), (), TaskState>(&url, Method::Get { query: () }, 200)).await?;
            match task.status.as_str() {
                "succeeded" => Ok(true),
                "enqueued" | "processing" => Ok(false),
                status => {
                    let error = task.error.unwrap_or(TaskError { code: status.to_owned(), message: format!("task {uid} was {status}") });
                    Err(rejected(what, &error.code, &error.message))
                }
            }
        };
        self.wait_until(&format!("{what} (task {uid})"), is_done).await
    }

    /// Asks again and again whether something is done, for as long as a task is waited for; what fails to answer ends it.
    pub(super) async fn wait_until<Answer>(&self, what: &str, is_done: impl Fn() -> Answer) -> Result<(), SearchError>
    where
        Answer: Future<Output = Result<bool, SearchError>>,
    {
        let done = async {
            let started = Instant::now();
            while !is_done().await? {
                tokio::time::sleep((started.elapsed() / PART_OF_THE_TIME).clamp(SOONEST_LOOK, LATEST_LOOK)).await;
            }
            self.state.look_again().await;
            Ok(())
        };
        let timeout = |_| SearchError::Timeout { engine: NAME, what: what.to_owned(), after: TASK_TIMEOUT };
        tokio::time::timeout(TASK_TIMEOUT, done).await.map_err(timeout)?
    }
}

/// The task that a call has made.
pub(super) fn ticket(task: &TaskInfo) -> Ticket {
    Ticket(task.get_task_uid())
}
