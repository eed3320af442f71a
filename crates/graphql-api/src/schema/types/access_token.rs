//! An access token, as its holder sees it.

use crate::{
    errors::ApiError,
    schema::{enums::AccessTokenScope, global_id::GlobalId, timestamp::Timestamp},
    session::Session,
};
use async_graphql::{ID, Object, SimpleObject};
use usecases::access_tokens;

/// An access token of the viewer.
#[derive(Debug, Clone)]
pub(crate) struct AccessToken(pub(crate) usecases::AccessToken);

impl AccessToken {
    /// The viewer's tokens that are good; none for the public.
    pub(crate) async fn own(session: &Session) -> Result<Vec<Self>, ApiError> {
        if session.viewer.member().is_none() {
            return Ok(Vec::new());
        }
        let own = access_tokens::list(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(own.into_iter().map(Self).collect())
    }
}

/// A token with which programs use the API in the viewer's name.
#[Object]
impl AccessToken {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::AccessToken(self.0.id).encode()
    }

    /// What its holder calls it.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// What it is good for.
    async fn scopes(&self) -> Vec<AccessTokenScope> {
        self.0.scopes.list().iter().copied().map(Into::into).collect()
    }

    /// When it was made.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at.into()
    }

    /// Until when it is good; null for ever, which only the command line can make.
    async fn expires_at(&self) -> Option<Timestamp> {
        self.0.expires_at.map(Into::into)
    }

    /// When it was last used, to the minute; null for never.
    async fn last_used_at(&self) -> Option<Timestamp> {
        self.0.last_used_at.map(Into::into)
    }
}

/// A token that was just made.
#[derive(SimpleObject)]
pub(crate) struct CreatedAccessToken {
    /// The token as it is listed from now on.
    pub(crate) access_token: AccessToken,
    /// The token itself, for `Authorization: Bearer …`. It is shown this once.
    pub(crate) secret: String,
}
