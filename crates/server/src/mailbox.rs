//! The demo's mailbox: the mails that were written to files, for the website.

use async_trait::async_trait;
use mail::{FilesError, FilesTransport};
use std::sync::Arc;
use web::{MailContent, MailSummary, Mailbox};

/// Reads what the files transport wrote.
pub(crate) struct FilesMailbox(pub(crate) Arc<FilesTransport>);

#[async_trait]
impl Mailbox for FilesMailbox {
    async fn list(&self) -> Vec<MailSummary> {
        let files = self.0.clone();
        let mails = blocking(move || files.list()).await.unwrap_or_default();
        mails.into_iter().map(|mail| MailSummary { id: mail.id, to: mail.to, subject: mail.subject, date: mail.date }).collect()
    }

    async fn read(&self, id: &str) -> Option<MailContent> {
        let (files, id) = (self.0.clone(), id.to_owned());
        let mail = blocking(move || files.read(&id)).await??;
        Some(MailContent {
            subject: mail.subject,
            from: mail.from,
            to: mail.to,
            date: mail.date,
            text: mail.text,
            html: mail.html,
            headers: mail.headers,
        })
    }
}

/// Reads files where waiting for the disk holds nobody up; what cannot be read is said in the log.
async fn blocking<T: Send + 'static>(read: impl FnOnce() -> Result<T, FilesError> + Send + 'static) -> Option<T> {
    match tokio::task::spawn_blocking(read).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(error)) => {
            tracing::error!(%error, "a mail cannot be read");
            None
        }
        Err(error) => {
            tracing::error!(%error, "reading mails ended early");
            None
        }
    }
}
