//! From which network a request comes, for what is written down with it.
//!
//! It belongs to the request and to nothing that a use case decides, so it is set once, where requests come in, and read where an audit entry
//! or a consent is written. What nobody asked for by a request, jobs and commands, comes from nowhere.

tokio::task_local! {
    static NETWORK: Option<String>;
}

/// Runs what a request causes. `network` is an address cut to its network (`192.0.2.0/24`, `2001:db8:1::/48`), never a whole one.
pub async fn from_network<F: Future>(network: Option<String>, request: F) -> F::Output {
    NETWORK.scope(network, request).await
}

/// Where the present request comes from, as far as that is known.
pub(crate) fn current() -> Option<String> {
    NETWORK.try_with(Clone::clone).ok().flatten()
}
