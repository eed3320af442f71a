//! One connection to a mail server, and what is said over it.

use super::{
    content::Content,
    failure::{Failure, Stage},
    target::{Security, Target},
};
use crate::{compose::Composed, hello::HelloName, transport::Threshold};
use lettre::transport::smtp::{
    authentication::Mechanism,
    client::AsyncSmtpConnection,
    commands::{Data, Ehlo, Mail, Noop, Quit, Rcpt, Rset},
    extension::ClientId,
    response::Response,
};
use std::{fmt::Display, time::Duration};
use tokio::net::TcpStream;

/// How long a server may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// For any answer but one.
    pub(super) answer: Duration,
    /// For the answer to a mail's content, which many give only once they have looked for viruses.
    pub(super) content: Duration,
}

/// An open connection, between two mails or within one. Dropping it closes it.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    limits: Limits,
    /// Whether the server takes commands before it has answered the one before (RFC 2920).
    pipelining: bool,
    /// Whether nothing more may be said: the server ended it, or an answer did not come and would be taken for the next one.
    is_over: bool,
    /// How many mails it carried.
    pub(super) mails: u32,
}

/// Opens a connection and makes it ready for a mail: secured and signed in, as the target says. `name` is how we call ourselves.
pub(super) async fn connect(target: &Target, name: &HelloName, limits: Limits) -> Result<Conversation, Failure> {
    let hello = name.client_id();
    let timeout = limits.answer;
    let mut connection = within(timeout, open(target, &hello, timeout)).await?;
    if let Security::StartTls(parameters) = &target.security {
        within(timeout, connection.starttls(parameters.clone(), &hello)).await?;
    }
    // lettre keeps of the server's extensions those that it uses itself; so the server is asked once more, as it may be at any time (RFC 5321, 4.1.4). One
    // that refuses to say it again stays as it was.
    let pipelining = match within(timeout, connection.command(Ehlo::new(hello))).await {
        Ok(extensions) => extensions.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING")),
        Err(failure) if failure.leaves_connection_usable() => false,
        Err(failure) => return Err(failure),
    };
    if let Some(credentials) = &target.credentials {
        within(timeout, connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials)).await?;
    }
    Ok(Conversation { connection, limits, pipelining, is_over: false, mails: 0 })
}

async fn open(target: &Target, hello: &ClientId, timeout: Duration) -> Result<AsyncSmtpConnection, Failure> {
    let address = (target.host.as_str(), target.port);
    if let Security::Implicit(parameters) = &target.security {
        let parameters = Some(parameters.clone());
        return Ok(AsyncSmtpConnection::connect_tokio1(address, Some(timeout), hello, parameters, None).await?);
    }
    let stream = TcpStream::connect(address).await?;
    // With Nagle's algorithm the last piece of a mail would wait, up to 40 ms, until the pieces before it are acknowledged.
    stream.set_nodelay(true)?;
    Ok(AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello).await?)
}

/// The answer, if it comes in time. A conversation that was given up in the middle must not be used again.
async fn within<T, E>(timeout: Duration, step: impl Future<Output = Result<T, E>>) -> Result<T, Failure>
where
    Failure: From<E>,
{
    Ok(tokio::time::timeout(timeout, step).await.map_err(|_| Failure::timed_out())??)
}

impl Conversation {
    /// Sends one message; gives the server's reply, `250 queued as …`, or how far it came and what failed.
    pub(super) async fn transmit(&mut self, message: &Composed, threshold: &dyn Threshold) -> Result<String, (Stage, Failure)> {
        self.envelope(message, threshold).await?;
        let sending = self.connection.command(Content(&message.text));
        let reply = within(self.limits.content, sending).await.map_err(|failure| (Stage::Content, failure))?;
        self.mails += 1;
        Ok(format!("{} {}", reply.code(), reply.message().collect::<Vec<_>>().join(" ")))
    }

    async fn envelope(&mut self, message: &Composed, threshold: &dyn Threshold) -> Result<(), (Stage, Failure)> {
        let (from, to) = (Mail::new(Some(message.from.clone()), Vec::new()), Rcpt::new(message.to.clone(), Vec::new()));
        let later = |failure| (Stage::Envelope, failure);
        if self.pipelining {
            self.both(from, to).await?;
        } else {
            self.command(from).await.map_err(|failure| (Stage::Sender, failure))?;
            self.command(to).await.map_err(later)?;
        }
        // Before DATA, because after the answer to it there is no way back but to cut the line.
        if !threshold.pass().await {
            return Err(later(Failure::Held));
        }
        let reply = self.command(Data).await.map_err(later)?;
        // Any other success means that the answers are not those to our commands; the mail would be read as commands.
        if reply.has_code(354) { Ok(()) } else { Err(later(Failure::Broken { reason: format!("{} is no answer to DATA", reply.code()) })) }
    }

    /// Names sender and recipient at once. Both answers are read, so that the second is not taken for that to a later command. Where both are
    /// refusals, the first says what is wrong with the mail; the second may end the connection all the same.
    async fn both(&mut self, sender: impl Display, recipient: impl Display) -> Result<(), (Stage, Failure)> {
        let first = self.command(format!("{sender}{recipient}")).await.map(|_| ());
        if first.as_ref().is_err_and(Failure::ends_connection) {
            return first.map_err(|failure| (Stage::Sender, failure));
        }
        let second = within(self.limits.answer, self.connection.read_response()).await.map(|_| ());
        self.is_over = second.as_ref().is_err_and(Failure::ends_connection);
        first.map_err(|failure| (Stage::Sender, failure)).and(second.map_err(|failure| (Stage::Envelope, failure)))
    }

    /// Makes the server forget a mail that it refused; tells whether it did.
    pub(super) async fn reset(&mut self) -> bool {
        !self.is_over && self.command(Rset).await.is_ok()
    }

    /// Whether the server still answers.
    pub(super) async fn is_alive(&mut self) -> bool {
        self.command(Noop).await.is_ok()
    }

    /// Takes leave of the server.
    pub(super) async fn close(mut self) {
        // Whether the server says farewell makes no difference any more.
        let _ = self.command(Quit).await;
    }

    async fn command(&mut self, command: impl Display) -> Result<Response, Failure> {
        within(self.limits.answer, self.connection.command(command)).await
    }
}
