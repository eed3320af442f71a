//! From which network a request comes, for the audit log and for proofs of consent.

use axum::{
    extract::{ConnectInfo, Request},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use std::net::{IpAddr, SocketAddr};
use usecases::client;

/// Tells what a request causes where it comes from; the address itself goes no further than this.
pub(crate) async fn note(request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let network = peer.map(|peer| client::network(behind_proxy(peer, request.headers())));
    usecases::from_network(network, next.run(request)).await
}

/// The address behind a reverse proxy on this machine or in its private network: what it wrote last into `X-Forwarded-For`. From anywhere
/// else the header is whatever the sender likes.
fn behind_proxy(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_near = match peer.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    };
    let last = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let told = last.and_then(|text| text.rsplit(',').next()).and_then(|text| text.trim().parse().ok());
    told.filter(|_| is_near).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_nearby_says_where_a_request_comes_from() {
        let told = |peer: &str, forwarded: &str| {
            let headers = [("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())].into_iter().collect();
            behind_proxy(peer.parse().unwrap(), &headers).to_string()
        };
        assert_eq!(told("127.0.0.1", "203.0.113.9, 198.51.100.7"), "198.51.100.7");
        assert_eq!(told("172.18.0.2", "198.51.100.7"), "198.51.100.7");
        assert_eq!(told("203.0.113.9", "198.51.100.7"), "203.0.113.9");
        assert_eq!(told("127.0.0.1", "nonsense"), "127.0.0.1");
    }
}
