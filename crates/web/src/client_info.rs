//! From where a request comes, as coarsely as a list of sessions shows it.

use axum::extract::FromRequestParts;
use http::{header, request::Parts};
use std::convert::Infallible;
use usecases::{Client, client_address};

/// From where a request comes. Which proxies are believed about the address is for the server's configuration to say.
pub(crate) struct ClientInfo(pub Client);

impl<S: Send + Sync> FromRequestParts<S> for ClientInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(Client::of(user_agent, client_address())))
    }
}
