//! A browser session, as its holder sees it.

use crate::{
    errors::ApiError,
    schema::{enums::SignInMethod, global_id::GlobalId, timestamp::Timestamp},
    session::Session,
};
use async_graphql::{ID, Object};
use usecases::sessions;

/// A browser session of the viewer.
#[derive(Debug, Clone)]
pub(crate) struct BrowserSession {
    pub(crate) session: usecases::Session,
    is_current: bool,
}

impl BrowserSession {
    /// The viewer's sessions; none for the public.
    pub(crate) async fn own(session: &Session) -> Result<Vec<Self>, ApiError> {
        if session.viewer.member().is_none() {
            return Ok(Vec::new());
        }
        let own = sessions::list(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        let current = session.caller.session();
        Ok(own.into_iter().map(|session| Self { is_current: current == Some(session.id), session }).collect())
    }
}

/// A browser in which the viewer is signed in.
#[Object]
impl BrowserSession {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::Session(self.session.id).encode()
    }

    /// When it began.
    async fn created_at(&self) -> Timestamp {
        self.session.created_at.into()
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Timestamp {
        self.session.last_used_at.into()
    }

    /// When it ends at the latest; without use it ends earlier.
    async fn expires_at(&self) -> Timestamp {
        self.session.expires_at.into()
    }

    /// By what it began.
    async fn method(&self) -> SignInMethod {
        self.session.method.into()
    }

    /// What kind of browser it is, coarsely: `Firefox, Windows`. Null if the browser did not say.
    async fn device(&self) -> Option<&str> {
        self.session.device.as_deref()
    }

    /// The network that it began from, never the full address: `192.0.2.0/24`. Null if that was not known.
    async fn network(&self) -> Option<&str> {
        self.session.network.as_deref()
    }

    /// Whether this request was made in it.
    async fn is_current(&self) -> bool {
        self.is_current
    }
}
