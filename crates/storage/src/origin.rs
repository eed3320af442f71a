//! Where the present request comes from.
//!
//! The address travels with the request's task and not through every signature: it is set once, where requests come in, and read where limits
//! are counted and where an audit entry or a consent is written; those keep its network alone. Whatever does not come by the network (commands,
//! jobs, most tests) has none.

use domain::client_network::network;
use std::net::IpAddr;

tokio::task_local! {
    static ADDRESS: Option<IpAddr>;
}

/// Runs a request that comes from this address.
pub async fn from_address<F: Future>(address: Option<IpAddr>, request: F) -> F::Output {
    ADDRESS.scope(address, request).await
}

/// The address that the present request comes from, if it comes by the network. It is for counting and never written down.
pub fn client_address() -> Option<IpAddr> {
    ADDRESS.try_with(|address| *address).ok().flatten()
}

/// The network that the present request comes from (`192.0.2.0/24`, `2001:db8:1::/48`), as far as that is known.
pub(crate) fn current() -> Option<String> {
    client_address().map(network)
}
