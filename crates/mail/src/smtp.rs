//! Mails handed to a mail server by SMTP.
//!
//! lettre speaks the protocol; the connections are kept here. Its own pool has no limit of time for a reply, takes a connection
//! back in the middle of a conversation when the waiting is given up, and does not tell whether a failed one was fresh.

mod content;
mod conversation;
mod failure;
mod pool;
mod target;

pub use pool::Connections;
pub use target::InvalidSmtpUrl;

use crate::{
    clean::reply_text,
    compose::{Composed, compose},
    hello::HelloName,
    mail::Mail,
    postmark::Postmark,
    sender::Sender,
    transport::{MailTransport, Receipt, SendError, Threshold},
};
use async_trait::async_trait;
use conversation::{Conversation, Limits, connect};
use failure::{Failure, Stage};
use pool::Pool;
use std::{fmt, time::Duration};
use target::Target;
use tokio::sync::OwnedSemaphorePermit;

/// How long a server may take for the answer to a mail's content: what RFC 5321 (4.5.3.2.6) asks for. Whoever gives up earlier has taken mails
/// delivered twice.
pub const CONTENT_TIMEOUT: Duration = Duration::from_mins(10);

/// Hands mails to one mail server, over connections that are kept and used again.
pub struct SmtpTransport {
    target: Target,
    sender: Sender,
    hello: HelloName,
    postmark: Postmark,
    limits: Limits,
    pool: Pool,
}

impl SmtpTransport {
    /// A transport to the server at `url`; nothing is connected yet.
    ///
    /// The URL is `smtp://` (plain), `smtps://` (TLS from the start) or `smtp+starttls://` (TLS before anything else, or nothing),
    /// with a host, a port if it is not 25, 465 or 587, and a percent-encoded user and password if the server wants them. Of the
    /// URL only host and port are ever printed. `timeout` is how long the server may take for any one answer but that to a
    /// mail's content ([`CONTENT_TIMEOUT`]).
    pub fn new(url: &str, sender: Sender, timeout: Duration) -> Result<Self, InvalidSmtpUrl> {
        Self::trusting(url, sender, timeout, None)
    }

    /// The same, with certificates in PEM that are trusted beside those of the public authorities: that of an authority of one's own house.
    pub fn trusting(url: &str, sender: Sender, timeout: Duration, roots: Option<&[u8]>) -> Result<Self, InvalidSmtpUrl> {
        Ok(Self {
            target: Target::parse(url, roots)?,
            // Servers want a full domain name here, which the name of a machine in a container is not.
            hello: HelloName::of(&sender.from),
            sender,
            postmark: Postmark::default(),
            limits: Limits { answer: timeout, content: CONTENT_TIMEOUT },
            pool: Pool::new(Connections::default()),
        })
    }

    /// The same, with what the instance puts on every mail.
    #[must_use]
    pub fn marked(self, postmark: Postmark) -> Self {
        Self { postmark, ..self }
    }

    /// The same, greeting the server by this name instead of the sender's domain.
    #[must_use]
    pub fn introduced_as(self, hello: HelloName) -> Self {
        Self { hello, ..self }
    }

    /// The same, with another limit for the answer to a mail's content.
    #[must_use]
    pub fn taking(self, content: Duration) -> Self {
        Self { limits: Limits { content, ..self.limits }, ..self }
    }

    /// The same, over as many connections as the server allows.
    #[must_use]
    pub fn over(self, connections: Connections) -> Self {
        Self { pool: Pool::new(connections), ..self }
    }

    async fn connect(&self) -> Result<Conversation, SendError> {
        connect(&self.target, &self.hello, self.limits).await.map_err(|failure| self.error(Stage::Opening, failure))
    }

    /// Sends over this connection, and keeps it if it is still good.
    async fn attempt(
        &self,
        mut conversation: Conversation,
        permit: &mut Option<OwnedSemaphorePermit>,
        message: &Composed,
        threshold: &dyn Threshold,
    ) -> Result<Receipt, (Stage, Failure)> {
        match conversation.transmit(message, threshold).await {
            Ok(reply) => {
                self.pool.put_back(conversation, permit);
                Ok(Receipt { reply: reply_text(&reply) })
            }
            Err((stage, failure)) => {
                if failure.leaves_connection_usable() && conversation.reset().await {
                    self.pool.put_back(conversation, permit);
                }
                Err((stage, failure))
            }
        }
    }

    fn error(&self, stage: Stage, failure: Failure) -> SendError {
        failure.into_error(stage, &self.target.to_string())
    }
}

#[async_trait]
impl MailTransport for SmtpTransport {
    async fn hand_over(&self, mail: &Mail, threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        let message = compose(mail, &self.sender, &self.postmark)?;
        let mut permit = self.pool.permit().await;
        if let Some(conversation) = self.pool.take() {
            match self.attempt(conversation, &mut permit, &message, threshold).await {
                // The server, or something between, had closed a connection that lay idle: that says nothing about this mail.
                Err((stage, failure)) if stage.nothing_sent() && failure.ends_connection() => {
                    tracing::debug!(server = %self.target, "a kept connection had ended; trying a fresh one");
                }
                outcome => return outcome.map_err(|(stage, failure)| self.error(stage, failure)),
            }
        }
        let conversation = self.connect().await?;
        self.attempt(conversation, &mut permit, &message, threshold).await.map_err(|(stage, failure)| self.error(stage, failure))
    }

    async fn ready(&self) -> Result<(), SendError> {
        let mut permit = self.pool.permit().await;
        if let Some(mut conversation) = self.pool.take()
            && conversation.is_alive().await
        {
            self.pool.put_back(conversation, &mut permit);
            return Ok(());
        }
        let conversation = self.connect().await?;
        self.pool.put_back(conversation, &mut permit);
        Ok(())
    }

    fn name(&self) -> &'static str {
        "smtp"
    }
}

impl fmt::Debug for SmtpTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SmtpTransport").field("target", &self.target).field("sender", &self.sender).finish_non_exhaustive()
    }
}
