//! Connections that wait for the next mail.

use super::conversation::Conversation;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::Instant,
};

/// How many connections there are at once, at most; servers commonly allow one client 20 or more.
const MAX_CONNECTIONS: usize = 8;

/// How long a connection is kept without being used; servers commonly wait for a minute or longer.
const MAX_IDLE: Duration = Duration::from_secs(30);

/// How many mails go over one connection; servers commonly cut off after 100 or more.
const MAX_MAILS: u32 = 100;

/// The connections of one transport.
pub(super) struct Pool {
    /// The kept connections and since when they lie idle, the last used one on top.
    idle: Mutex<Vec<(Instant, Conversation)>>,
    permits: Semaphore,
}

impl Default for Pool {
    fn default() -> Self {
        Self { idle: Mutex::default(), permits: Semaphore::new(MAX_CONNECTIONS) }
    }
}

impl Pool {
    /// Waits until there may be one more connection, kept ones that are not in use not counted. Hold it while using one.
    pub(super) async fn permit(&self) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed, so there is always a permit.
        self.permits.acquire().await.ok()
    }

    /// A kept connection that is probably still good.
    pub(super) fn take(&self) -> Option<Conversation> {
        let mut idle = self.idle();
        idle.retain(|(since, _)| since.elapsed() < MAX_IDLE);
        idle.pop().map(|(_, conversation)| conversation)
    }

    /// Keeps a connection on which no mail is under way, or closes it if it has carried enough.
    pub(super) async fn put_back(&self, conversation: Conversation) {
        if conversation.mails < MAX_MAILS {
            self.idle().push((Instant::now(), conversation));
        } else {
            conversation.close().await;
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Instant, Conversation)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
