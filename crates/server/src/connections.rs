//! Connections: what `axum::serve` does, over HTTP/1.1 alone, and limits for how long a client may take to say what it wants and to take what
//! it asked for, and how long it may keep the server from its end.
//!
//! `axum::serve` gives its connections no timer, and hyper keeps no limit without one: whoever sent headers drop by drop, or nothing, held a
//! connection for good. For HTTP/2 hyper has no such limit at all, and nobody needs it here: browsers speak it over TLS alone, which ends at
//! the reverse proxy.
//!
//! Whether a client takes anything, the system alone knows: between it and what is written here lie buffers of some megabytes, and a body that
//! waits for room in them is not even polled.

use axum::{
    Extension, Router,
    extract::ConnectInfo,
    http::{StatusCode, header},
    response::Response,
    serve::Listener,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use std::{net::SocketAddr, pin::pin, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::{Layer, util::MapResponseLayer};

/// How long a client is waited for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Until it has sent the head of a request, counted from the moment that it could begin to: a connection on which nothing is asked for so
    /// long is closed, too.
    pub(crate) head: Duration,
    /// Until it takes any more of an answer that waits for it.
    pub(crate) silence: Duration,
    /// Until the request that had begun when the server was to stop is answered, with all that it sends and takes for that.
    pub(crate) stop: Duration,
}

impl Patience {
    /// What is usual. Nobody new is served during a stop, so that one is short: about as long as the largest file that is taken by default (20 MB) needs
    /// on a line of ten megabits a second. So all that a stop waits for, but for mails, is over before a container is killed (`stop_grace_period`).
    pub(crate) const USUAL: Self = Self { head: Duration::from_secs(30), silence: Duration::from_mins(1), stop: Duration::from_secs(15) };
}

/// Serves until `stop` is cancelled and the requests that had begun are answered. Clients who are too slow for that are hung up on.
pub(crate) async fn serve(mut listener: TcpListener, router: Router, stop: CancellationToken, patience: Patience) {
    let (open, hang_up) = (TaskTracker::new(), CancellationToken::new());
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = stop.cancelled() => break,
        };
        open.spawn(converse(stream, peer, router.clone(), stop.clone(), hang_up.clone(), patience));
    }
    // Whoever comes now is to be refused, and not to wait for the others.
    drop(listener);
    open.close();
    if timeout(patience.stop, open.wait()).await.is_err() {
        let (connections, seconds) = (open.len(), patience.stop.as_secs());
        tracing::warn!(connections, seconds, "connections on which a request had not ended were closed, for the server is to stop");
        hang_up.cancel();
        open.wait().await;
    }
}

/// Answers on one connection until either side has had enough. After `stop` a request that has begun is answered still, until `hang_up`.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    stop: CancellationToken,
    hang_up: CancellationToken,
    patience: Patience,
) {
    end_after_silence(&stream, patience.silence);
    let service = Extension(ConnectInfo(peer)).layer(router);
    let service = MapResponseLayer::new(without_false_length).layer(service);
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.head);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)));
    let mut is_ending = false;
    loop {
        tokio::select! {
            outcome = connection.as_mut() => {
                if let Err(error) = outcome {
                    tracing::trace!(%error, "a connection broke off");
                }
                break;
            }
            () = stop.cancelled(), if !is_ending => {
                is_ending = true;
                connection.as_mut().graceful_shutdown();
            }
            () = hang_up.cancelled(), if is_ending => break,
        }
    }
}

/// Takes from a 304 the length that axum gives every answer without a body: it would say that what the client has is empty (RFC 9110, 8.6).
/// Of answers to GET hyper leaves it out by itself.
fn without_false_length(mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

/// Has the system end a connection whose other end takes nothing of what waits for it, or does not say so, for so long (`TCP_USER_TIMEOUT`).
/// Only Linux knows that; elsewhere, in development, silent clients are waited for.
fn end_after_silence(stream: &TcpStream, silence: Duration) {
    #[cfg(target_os = "linux")]
    {
        let milliseconds = u32::try_from(silence.as_millis()).unwrap_or(u32::MAX);
        if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(stream, milliseconds) {
            tracing::warn!(%error, "a client that takes nothing of an answer will be waited for");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (stream, silence);
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use axum::{
        body::{Body, to_bytes},
        extract::State,
        routing::get,
    };
    use futures_util::stream;
    use std::{
        convert::Infallible,
        io::{Read, Write},
        sync::Arc,
        thread,
    };
    use tokio::{sync::Barrier, task::spawn_blocking, time::sleep};

    /// What tests have time for.
    pub(crate) const LITTLE: Patience =
        Patience { head: Duration::from_millis(200), silence: Duration::from_secs(2), stop: Duration::from_secs(1) };

    /// What HTTP/2 begins with: the client's preface and its settings.
    const HTTP2: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

    /// `GET /` in HTTP/2, the whole head in one frame.
    const HTTP2_WHOLE: &[u8] = b"\0\0\x0e\x01\x05\0\0\0\x01\x82\x86\x84\x41\x09localhost";

    /// The same, but more of the head is announced.
    const HTTP2_BEGUN: &[u8] = b"\0\0\x0e\x01\x01\0\0\0\x03\x82\x86\x84\x41\x09localhost";

    /// What a client hears that says this much and then nothing; an error if it still waits after five seconds.
    pub(crate) fn heard(address: SocketAddr, said: &[u8]) -> std::io::Result<String> {
        let mut stream = std::net::TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(said)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    #[tokio::test]
    async fn whoever_does_not_say_in_time_what_they_want_is_hung_up_on() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() }));
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, router, stop.clone(), LITTLE));
        let client = async |said: Vec<u8>| spawn_blocking(move || heard(address, &said)).await.unwrap().unwrap();
        for begun in ["", "P", "PRI * HTTP/2.0\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\n"] {
            assert!(!client(begun.into()).await.contains("200 OK"), "{begun:?}");
        }
        for more in [&b""[..], HTTP2_BEGUN, HTTP2_WHOLE, &[HTTP2_WHOLE, HTTP2_BEGUN].concat()[..]] {
            let heard = client([HTTP2, more].concat()).await;
            assert!(!heard.contains("127.0.0.1"), "HTTP/2 is not answered, and holds nothing open: {heard:?}");
        }
        let whole = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assert!(client(whole.into()).await.ends_with("127.0.0.1"), "and a connection on which nothing more is asked is closed");
        stop.cancel();
        timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn what_a_client_has_is_not_said_to_be_empty() {
        let router = Router::new().route("/same", get(async || StatusCode::NOT_MODIFIED)).route("/new", get(async || "abc"));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, router, stop.clone(), LITTLE));
        for (method, path, status, length) in [
            ("GET", "/same", "304 Not Modified", None),
            ("HEAD", "/same", "304 Not Modified", None),
            ("GET", "/new", "200 OK", Some("content-length: 3")),
            ("HEAD", "/new", "200 OK", Some("content-length: 3")),
        ] {
            let said = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            let answer = spawn_blocking(move || heard(address, said.as_bytes())).await.unwrap().unwrap();
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{method} {path}: {answer}");
            assert_eq!(answer.lines().find(|line| line.starts_with("content-length")), length, "{method} {path}: {answer}");
        }
        stop.cancel();
        timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
    }

    /// Asks for what never ends, and takes a million bytes of it now and then, for longer than silence may last. Each pause is a small part of
    /// that, so that a busy machine may prolong it many times.
    fn take_slowly(address: SocketAddr) -> std::io::Result<()> {
        let mut stream = std::net::TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
        let mut taken = vec![0; 1_000_000];
        for _ in 0..30 {
            thread::sleep(LITTLE.silence / 20);
            stream.read_exact(&mut taken)?;
        }
        Ok(())
    }

    #[tokio::test]
    #[cfg_attr(not(target_os = "linux"), ignore = "only Linux ends connections for silence")]
    async fn whoever_takes_nothing_of_an_answer_is_hung_up_on() {
        let let_go = CancellationToken::new();
        let held = let_go.clone();
        let endless = get(move || {
            let held = held.clone().drop_guard();
            let chunks = stream::unfold(held, |held| async move { Some((Ok::<_, Infallible>(vec![b'x'; 65_536]), held)) });
            async move { Body::from_stream(chunks) }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, Router::new().route("/", endless), stop.clone(), LITTLE));
        let mut silent = std::net::TcpStream::connect(address).unwrap();
        silent.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        timeout(Duration::from_secs(10), let_go.cancelled()).await.expect("nothing is held for whoever takes nothing");
        spawn_blocking(move || take_slowly(address)).await.unwrap().expect("whoever is merely slow gets more");
        stop.cancel();
        timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
    }

    /// An answer without end, of which something comes all the time.
    async fn endless(State(begun): State<Arc<Barrier>>) -> Body {
        begun.wait().await;
        Body::from_stream(stream::unfold((), |()| async {
            sleep(LITTLE.stop / 50).await;
            Some((Ok::<_, Infallible>("x"), ()))
        }))
    }

    async fn taken_in(State(begun): State<Arc<Barrier>>, body: Body) -> StatusCode {
        begun.wait().await;
        if to_bytes(body, 1_000).await.is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST }
    }

    async fn quick(State(begun): State<Arc<Barrier>>) -> &'static str {
        begun.wait().await;
        sleep(LITTLE.stop / 10).await;
        "answered"
    }

    #[tokio::test]
    async fn a_stop_waits_for_requests_that_have_begun_and_not_for_ever() {
        // The three requests, and this test.
        let begun = Arc::new(Barrier::new(4));
        let router = Router::new().route("/slow", get(endless).post(taken_in)).route("/quick", get(quick)).with_state(begun.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, router, stop.clone(), LITTLE));
        let say = |said: &'static str| spawn_blocking(move || heard(address, said.as_bytes()));
        let download = say("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let upload = say("POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nbegun");
        let answer = say("GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n");
        timeout(Duration::from_secs(5), begun.wait()).await.expect("all three begin");
        stop.cancel();
        timeout(Duration::from_secs(5), server).await.expect("a stop that slow clients do not hold").unwrap();
        assert!(answer.await.unwrap().unwrap().ends_with("answered"), "there was time for that");
        let is_whole = |heard: std::io::Result<String>| heard.is_ok_and(|heard| heard.ends_with("\r\n0\r\n\r\n"));
        assert!(!is_whole(download.await.unwrap()), "what is cut off does not pass for all");
        assert!(!upload.await.unwrap().is_ok_and(|heard| heard.contains(" 200 ")));
    }
}
