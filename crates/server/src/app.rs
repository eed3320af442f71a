//! The HTTP server: the API, the website and the probes behind one set of layers.

use crate::{
    config::{Settings, TrustedProxies},
    headers, health, refusals,
};
use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, State},
    http::{HeaderMap, HeaderValue, Request, StatusCode, Version, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tower_http::{
    catch_panic::CatchPanicLayer,
    classify::ServerErrorsFailureClass,
    compression::CompressionLayer,
    timeout::{RequestBodyDeadlineLayer, TimeoutLayer},
    trace::TraceLayer,
};
use usecases::{Network, rate_limit};

/// The longest that the body of a request may take to come in.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The longest that a request may take, with its body.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(45);

/// The largest body that any route takes; routes that need less say so themselves.
const BODY_LIMIT: usize = 512 * 1024;

/// All routes.
pub(crate) fn router(network: &Arc<Network>, api: &graphql_api::Api, website: web::Routes, settings: &Settings) -> Router {
    let edge = Edge { proxies: settings.limits.trusted_proxies.clone(), is_proxy_undeclared: settings.is_proxy_undeclared() };
    let is_https = network.settings.public_url.scheme() == "https";
    let routes = Router::new()
        .merge(health::router(network.clone()))
        .merge(api.router())
        .merge(website.pages)
        .layer(CompressionLayer::new().gzip(true))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    in_time(routes, BODY_TIMEOUT, REQUEST_TIMEOUT)
        // Files come and go as streams: they have limits of their own.
        .merge(api.file_router())
        .merge(website.uploads)
        .layer(CatchPanicLayer::custom(refusals::panicked))
        .layer(from_fn(for_one_host))
        .layer(from_fn(refusals::explain))
        .layer(from_fn_with_state(is_https, headers::secure))
        .layer(from_fn_with_state(Arc::new(edge), from_client))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(log_failure))
}

/// Says which request failed. What is answered with 503 for want of something, such as the search, is told where that began and ended, and not once
/// more for each request; what took too long is told here alone.
fn log_failure(failure: ServerErrorsFailureClass, latency: Duration, _: &tracing::Span) {
    match failure {
        ServerErrorsFailureClass::StatusCode(status) if status == StatusCode::SERVICE_UNAVAILABLE && latency < REQUEST_TIMEOUT => {
            tracing::debug!(%status, ?latency, "response failed");
        }
        failure => tracing::error!(classification = %failure, ?latency, "response failed"),
    }
}

/// Gives a body so long to come in, and the whole so long. Whoever reads a body that came too slowly answers 408; what takes too long all the
/// same is work of ours, and 503.
fn in_time(routes: Router, body: Duration, whole: Duration) -> Router {
    routes.layer(RequestBodyDeadlineLayer::new(body)).layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, whole))
}

/// Refuses a request that names several hosts, of which a proxy may take another one, and one of HTTP/1.1 that names none, as RFC 9112 (3.2) has every
/// server do.
async fn for_one_host(request: axum::extract::Request, next: Next) -> Response {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(request).await
}

/// What the log says of a request: the route, never the address itself, for addresses hold tokens and what people search for.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), route)
}

/// What is known of those who bring requests.
struct Edge {
    proxies: TrustedProxies,
    is_proxy_undeclared: bool,
}

/// Notes where the request comes from, for whatever it leads to. Only what comes from this machine without any proxy is not counted by its
/// address: behind a proxy that is not declared as one, everybody is one caller.
async fn from_client(State(edge): State<Arc<Edge>>, request: axum::extract::Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let forwarded = request.headers().get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes);
    let address = peer.map(|peer| edge.proxies.client(peer, forwarded));
    let is_local = peer.is_some_and(|peer| peer.to_canonical().is_loopback());
    let is_own = is_local && !edge.is_proxy_undeclared && !is_forwarded(request.headers());
    let answer = usecases::from_address(address, next.run(request));
    if is_own { rate_limit::of_this_machine(answer).await } else { answer.await }
}

/// Whether a proxy brought the request. One that says nothing of itself cannot be told from a program on this machine by its headers.
fn is_forwarded(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "forwarded", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connections::{
        self,
        tests::{LITTLE, heard},
    };
    use axum::{
        body::Body,
        routing::{get, post},
    };
    use tokio::net::TcpListener;
    use tokio_util::sync::CancellationToken;

    async fn read(body: Body) -> StatusCode {
        match graphql_api::read_body(body, 100).await {
            Ok(_) => StatusCode::OK,
            Err(code) => StatusCode::from_u16(code.http_status()).unwrap(),
        }
    }

    #[tokio::test]
    async fn a_request_names_one_host_and_an_old_one_may_name_none() {
        let app = Router::new().route("/", get(async || StatusCode::OK)).layer(from_fn(for_one_host));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = tokio::spawn(connections::serve(listener, app, stop.clone(), LITTLE));
        for (version, hosts, expected) in [
            ("1.1", "Host: localhost\r\n", "HTTP/1.1 200 OK\r\n"),
            ("1.1", "", "HTTP/1.1 400 Bad Request\r\n"),
            ("1.1", "Host: localhost\r\nHost: elsewhere\r\n", "HTTP/1.1 400 Bad Request\r\n"),
            ("1.0", "", "HTTP/1.0 200 OK\r\n"),
            ("1.0", "Host: localhost\r\nHost: elsewhere\r\n", "HTTP/1.0 400 Bad Request\r\n"),
        ] {
            let said = format!("GET / HTTP/{version}\r\n{hosts}\r\n");
            let heard = tokio::task::spawn_blocking(move || heard(address, said.as_bytes())).await.unwrap().unwrap();
            assert!(heard.starts_with(expected), "{version} {hosts}: {heard}");
        }
        stop.cancel();
        server.await.unwrap();
    }

    #[tokio::test]
    async fn a_body_with_broken_chunks_is_told_from_one_that_is_too_long() {
        let app = Router::new().route("/read", post(read));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = tokio::spawn(connections::serve(listener, app, stop.clone(), LITTLE));
        let long = format!("65\r\n{}\r\n0\r\n\r\n", "x".repeat(0x65));
        for (body, expected) in [
            ("2\r\nab\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\n"),
            ("ZZ\r\nab", "HTTP/1.1 400 Bad Request\r\n"),
            ("2\r\nabc\r\n0\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"),
            (long.as_str(), "HTTP/1.1 413 Payload Too Large\r\n"),
        ] {
            let said = format!("POST /read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
            let heard = tokio::task::spawn_blocking(move || heard(address, said.as_bytes())).await.unwrap().unwrap();
            assert!(heard.starts_with(expected), "{body}: {heard}");
        }
        stop.cancel();
        server.await.unwrap();
    }

    #[tokio::test]
    async fn a_slow_body_is_told_from_slow_work_of_ours() {
        let routes = Router::new().route("/read", post(read)).route("/work", post(std::future::pending::<StatusCode>));
        let app = in_time(routes, Duration::from_millis(200), Duration::from_secs(1)).layer(from_fn_with_state(false, headers::secure));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = tokio::spawn(connections::serve(listener, app, stop.clone(), LITTLE));
        for (path, body, expected, is_closed) in [
            ("/read", "ab", "HTTP/1.1 408 Request Timeout\r\n", true),
            ("/read", "abcd", "HTTP/1.1 200 OK\r\n", false),
            ("/work", "abcd", "HTTP/1.1 503 Service Unavailable\r\n", false),
        ] {
            let said = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n{body}");
            let heard = tokio::task::spawn_blocking(move || heard(address, said.as_bytes())).await.unwrap().unwrap();
            assert!(heard.starts_with(expected), "{path} {body}: {heard}");
            assert_eq!(heard.contains("\r\nconnection: close\r\n"), is_closed, "{path} {body}: {heard}");
        }
        stop.cancel();
        server.await.unwrap();
    }
}
