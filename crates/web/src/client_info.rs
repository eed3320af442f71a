//! From where a request comes, as coarsely as a list of sessions shows it.

use axum::extract::{ConnectInfo, FromRequestParts};
use http::{HeaderMap, header, request::Parts};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};
use usecases::Client;

/// From where a request comes.
pub(crate) struct ClientInfo(pub Client);

impl<S: Send + Sync> FromRequestParts<S> for ClientInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(Client::of(user_agent, peer.map(|peer| behind_proxy(peer, &parts.headers)))))
    }
}

/// The address behind a reverse proxy. What a proxy wrote last into `X-Forwarded-For` counts only if the connection comes from this machine
/// or a private network, where a proxy stands; whoever comes from outside could write anything.
fn behind_proxy(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_near = match peer.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    };
    let last = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let told = last.and_then(|list| list.rsplit(',').next()).and_then(|address| address.trim().parse().ok());
    told.filter(|_| is_near).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_proxy_is_believed() {
        let told = |peer: &str, forwarded: &str| {
            let headers = [("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())].into_iter().collect();
            behind_proxy(peer.parse().unwrap(), &headers).to_string()
        };
        assert_eq!(told("127.0.0.1", "198.51.100.9, 192.0.2.7"), "192.0.2.7");
        assert_eq!(told("172.18.0.1", "192.0.2.7"), "192.0.2.7");
        assert_eq!(told("203.0.113.5", "192.0.2.7"), "203.0.113.5");
        assert_eq!(told("127.0.0.1", "unknown"), "127.0.0.1");
    }
}
