//! Connections: what `axum::serve` does, and a limit for how long a client may take to say what it wants.
//!
//! `axum::serve` gives its connections no timer, and hyper keeps no limit without one: whoever sent headers drop by drop, or nothing, held a
//! connection for good.

use axum::{Extension, Router, extract::ConnectInfo, serve::Listener};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use std::{
    future::pending,
    net::SocketAddr,
    pin::pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::{Layer, Service};

/// How long a client may take for the head of a request, counted from the moment that it could begin to send it: a connection on which
/// nothing is asked for so long is closed, too.
pub(crate) const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Serves until `stop` is cancelled and the requests that had begun are answered.
pub(crate) async fn serve(mut listener: TcpListener, router: Router, stop: CancellationToken, head_timeout: Duration) {
    let open = TaskTracker::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = stop.cancelled() => break,
        };
        open.spawn(converse(stream, peer, router.clone(), stop.clone(), head_timeout));
    }
    // Whoever comes now is to be refused, and not to wait for the others.
    drop(listener);
    open.close();
    open.wait().await;
}

/// Answers on one connection until either side has had enough.
async fn converse(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken, head_timeout: Duration) {
    let asked = CancellationToken::new();
    let service = Noting { inner: Extension(ConnectInfo(peer)).layer(router), asked: asked.clone() };
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head_timeout);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)));
    let mut silence = pin!(silence(asked, head_timeout));
    let mut is_ending = false;
    loop {
        tokio::select! {
            outcome = connection.as_mut() => {
                if let Err(error) = outcome {
                    tracing::trace!(%error, "a connection broke off");
                }
                break;
            }
            () = silence.as_mut() => break,
            () = stop.cancelled(), if !is_ending => {
                is_ending = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Ends if nothing is asked in time. The limit of hyper's HTTP/1 does not hold before it is clear which HTTP a client speaks.
async fn silence(asked: CancellationToken, head_timeout: Duration) {
    if timeout(head_timeout, asked.cancelled()).await.is_ok() {
        pending::<()>().await;
    }
}

/// Notes that something was asked.
#[derive(Clone)]
struct Noting<S> {
    inner: S,
    asked: CancellationToken,
}

impl<S: Service<R>, R> Service<R> for Noting<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        self.asked.cancel();
        self.inner.call(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::io::{Read, Write};

    /// What a client hears that says this much and then nothing; an error if it still waits after five seconds.
    fn heard(address: SocketAddr, said: &str) -> std::io::Result<String> {
        let mut stream = std::net::TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(said.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    #[tokio::test]
    async fn whoever_does_not_say_in_time_what_they_want_is_hung_up_on() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() }));
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, router, stop.clone(), Duration::from_millis(200)));
        let client = async |said: &'static str| tokio::task::spawn_blocking(move || heard(address, said)).await.unwrap().unwrap();
        for begun in ["", "P", "PRI * HTTP/2.0\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\n"] {
            assert!(!client(begun).await.contains("200 OK"), "{begun:?}");
        }
        let whole = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assert!(client(whole).await.ends_with("127.0.0.1"), "and a connection on which nothing more is asked is closed");
        stop.cancel();
        timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
    }
}
