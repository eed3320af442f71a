//! Where the present request comes from.
//!
//! The address travels with the request's task and not through every signature: only limits and the audit need it, and whatever does not
//! come by the network (commands, jobs, tests) has none.

use std::net::IpAddr;

tokio::task_local! {
    static ADDRESS: Option<IpAddr>;
}

/// Runs a request that comes from this address.
pub async fn from_address<F: Future>(address: Option<IpAddr>, request: F) -> F::Output {
    ADDRESS.scope(address, request).await
}

/// The address that the present request comes from, if it comes by the network.
pub fn address() -> Option<IpAddr> {
    ADDRESS.try_with(|address| *address).ok().flatten()
}
