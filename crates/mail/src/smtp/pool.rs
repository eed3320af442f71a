//! Connections that wait for the next mail.

use super::conversation::Conversation;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

/// How long a connection is kept without being used; servers commonly wait for a minute or longer.
const MAX_IDLE: Duration = Duration::from_secs(30);

/// What a server allows one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// How many connections there are at once, at most, at least 1; servers commonly allow 20 or more.
    pub at_once: usize,
    /// How many mails go over one of them, at least 1; servers commonly cut off after 100 or more.
    pub mails_each: u32,
}

impl Default for Connections {
    fn default() -> Self {
        Self { at_once: 8, mails_each: 100 }
    }
}

/// The connections of one transport.
pub(super) struct Pool {
    /// The kept connections and since when they lie idle, the last used one on top.
    idle: Mutex<Vec<(Instant, Conversation)>>,
    permits: Arc<Semaphore>,
    mails_each: u32,
}

impl Pool {
    pub(super) fn new(connections: Connections) -> Self {
        let permits = Arc::new(Semaphore::new(connections.at_once.max(1)));
        Self { idle: Mutex::default(), permits, mails_each: connections.mails_each }
    }

    /// Waits until one more connection may be used; those that lie idle do not count. To be held as long as the connection is used.
    pub(super) async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed, so there is always a permit.
        Arc::clone(&self.permits).acquire_owned().await.ok()
    }

    /// A kept connection that is probably still good.
    pub(super) fn take(&self) -> Option<Conversation> {
        let mut idle = self.idle();
        idle.retain(|(since, _)| since.elapsed() < MAX_IDLE);
        idle.pop().map(|(_, conversation)| conversation)
    }

    /// Keeps a connection on which no mail is under way, or closes it if it has carried enough.
    pub(super) fn put_back(&self, conversation: Conversation, permit: &mut Option<OwnedSemaphorePermit>) {
        if conversation.mails < self.mails_each {
            self.idle().push((Instant::now(), conversation));
            return;
        }
        // What became of a mail must not wait for the server's farewell; as long as that takes, the connection counts.
        let permit = permit.take();
        tokio::spawn(async move {
            conversation.close().await;
            drop(permit);
        });
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Instant, Conversation)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
