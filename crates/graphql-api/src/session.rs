//! What one request works with: who asks, the network, and loaders that live as long as the request.

use crate::{errors::ApiError, loaders::Loaders};
use async_graphql::Context;
use domain::{ErrorCode, Viewer};
use std::sync::Arc;
use usecases::{
    Caller, Network, UseCaseError,
    find_cases::Matching,
    rate_limit::{self, Limited},
};

/// The present request. Resolvers reach everything through it.
pub(crate) struct Session {
    /// The network.
    pub(crate) network: Arc<Network>,
    /// Who asks.
    pub(crate) viewer: Viewer,
    /// The same with what they showed.
    pub(crate) caller: Caller,
    /// Loaders for this viewer alone, so that nothing loaded for one is ever shown to another.
    pub(crate) loaders: Loaders,
    /// Finds the request in the log.
    pub(crate) trace: Arc<str>,
}

/// What finds a request in the log from now on.
pub(crate) fn new_trace(network: &Network) -> Arc<str> {
    network.ids.next().simple().to_string().into()
}

impl Session {
    /// The session of a request.
    pub(crate) fn new(network: Arc<Network>, caller: Caller) -> Self {
        let viewer = caller.viewer.clone();
        let trace = new_trace(&network);
        let loaders = Loaders::new(&network, &viewer, &trace);
        Self { network, viewer, caller, loaders, trace }
    }

    /// The session that the resolver runs in.
    pub(crate) fn of<'a>(context: &Context<'a>) -> Result<&'a Self, ApiError> {
        context.data_opt().ok_or_else(|| ApiError::new(ErrorCode::Internal))
    }

    /// Counts one of these for whoever asks; refused if that was too often.
    pub(crate) fn limit(&self, what: Limited) -> Result<(), ApiError> {
        rate_limit::check(&self.network, what, &self.viewer).map_err(|refusal| ApiError::of_refusal(&refusal))
    }

    /// Counts a search for whoever asks, as many times as it weighs; refused if that was too often.
    pub(crate) fn limit_search(&self, matching: Matching) -> Result<(), ApiError> {
        rate_limit::check_search(&self.network, matching, &self.viewer).map_err(|refusal| ApiError::of_refusal(&refusal))
    }

    /// Tells a use case's failure to the log and gives what the client may know of it.
    pub(crate) fn error(&self, error: UseCaseError) -> ApiError {
        ApiError::of_use_case(error, &self.trace)
    }
}
