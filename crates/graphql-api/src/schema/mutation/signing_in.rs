//! Mutations of what is about signing in: sessions, access tokens, the second factor. They need a session: an access token is refused.

use super::payload::{
    BeginSecondFactorPayload, ConfirmSecondFactorPayload, CreateAccessTokenPayload, EndOtherSessionsPayload, EndSessionPayload,
    RemoveSecondFactorPayload, RenewRecoveryCodesPayload, RevokeAccessTokenPayload, outcome,
};
use crate::{
    cookie::{cookie_header, session_cookie_name},
    errors::ApiError,
    schema::{
        enums::AccessTokenScope,
        global_id::GlobalId,
        types::{
            access_token::{AccessToken, CreatedAccessToken},
            second_factor::SecondFactor,
        },
    },
    session::Session,
};
use async_graphql::{Context, ID, InputObject, Object};
use axum::http::header::SET_COOKIE;
use usecases::{
    Refusal,
    access_tokens::{self, AccessTokenRequest},
    second_factor,
    secret::Token,
    sessions,
};

/// An access token that is to be made.
#[derive(InputObject)]
struct AccessTokenInput {
    /// What it is for: 1 to 100 characters.
    label: String,
    /// What it is to be good for: at least one.
    scopes: Vec<AccessTokenScope>,
    /// How long it is to be good, in days: from 1 to `viewer.accessTokenMaxDays`.
    valid_days: i32,
}

/// Gives the browser its session's new cookie with the answer, if it got one. What was done before it is lost to no error that comes after:
/// headers go with every answer.
fn give_cookie(context: &Context<'_>, session: &Session, cookie: Option<&Token>) -> Result<(), ApiError> {
    if let Some(cookie) = cookie {
        let settings = &session.network.settings;
        let header = cookie_header(settings, session_cookie_name(settings), cookie.reveal(), None);
        context.append_http_header(SET_COOKIE, header.map_err(|error| ApiError::internal(&session.trace, &error))?);
    }
    Ok(())
}

/// The mutations about signing in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SigningInMutation;

#[Object]
impl SigningInMutation {
    /// Ends one of the viewer's sessions. Not possible with an access token.
    async fn end_session(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The session's id.")] id: ID,
    ) -> Result<EndSessionPayload, ApiError> {
        let session = Session::of(context)?;
        let ended = match GlobalId::session(&id) {
            Some(id) => sessions::end(&session.network, &session.caller, id).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(outcome(session, ended.map(|id| GlobalId::Session(id).encode()))?.into())
    }

    /// Ends all of the viewer's sessions but the one in which this is asked. Not possible with an access token.
    async fn end_other_sessions(&self, context: &Context<'_>) -> Result<EndOtherSessionsPayload, ApiError> {
        let session = Session::of(context)?;
        let ended = sessions::end_others(&session.network, &session.caller).await;
        Ok(outcome(session, ended)?.into())
    }

    /// Makes an access token. Not possible with an access token, nor in a browser session that began more than 15 minutes ago.
    async fn create_access_token(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token.")] input: AccessTokenInput,
        #[graphql(desc = "A name for this wish, 1 to 255 characters, best a random UUID. Whoever asks for the same under the same name \
                          once more, as where an answer was lost, gets the same token with another secret, and the one before counts no \
                          more; once it was used, that is refused as a DUPLICATE.")]
        idempotency_key: Option<String>,
    ) -> Result<CreateAccessTokenPayload, ApiError> {
        let session = Session::of(context)?;
        let scopes = input.scopes.into_iter().map(Into::into).collect();
        // Less than none is as little as none, and refused as such.
        let valid_days = u32::try_from(input.valid_days).unwrap_or_default();
        let request = AccessTokenRequest { label: input.label, scopes, valid_days, key: idempotency_key };
        let created = access_tokens::create(&session.network, &session.caller, &request).await;
        let shown =
            created.map(|(token, secret)| CreatedAccessToken { access_token: AccessToken(token), secret: secret.reveal().to_owned() });
        Ok(outcome(session, shown)?.into())
    }

    /// Ends one of the viewer's access tokens. Not possible with an access token.
    async fn revoke_access_token(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token's id.")] id: ID,
    ) -> Result<RevokeAccessTokenPayload, ApiError> {
        let session = Session::of(context)?;
        let revoked = match GlobalId::access_token(&id) {
            Some(id) => access_tokens::revoke(&session.network, &session.caller, id).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(outcome(session, revoked.map(|id| GlobalId::AccessToken(id).encode()))?.into())
    }

    /// Begins to set up a second factor: makes a secret for an authenticator app. It counts once `confirmSecondFactor` was called with a code
    /// of it. Not possible with an access token, nor in a browser session that began more than 15 minutes ago.
    async fn begin_second_factor(&self, context: &Context<'_>) -> Result<BeginSecondFactorPayload, ApiError> {
        let session = Session::of(context)?;
        let begun = second_factor::begin(&session.network, &session.caller).await;
        Ok(outcome(session, begun.map(Into::into))?.into())
    }

    /// Makes the secret of `beginSecondFactor` count. All other sessions of the viewer end, and the one in which this is asked gets another
    /// cookie with the answer. Not possible with an access token.
    async fn confirm_second_factor(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A code of the authenticator app.", secret)] code: String,
    ) -> Result<ConfirmSecondFactorPayload, ApiError> {
        let session = Session::of(context)?;
        let confirmed = second_factor::confirm(&session.network, &session.caller, &code).await;
        if let Ok((cookie, _)) = &confirmed {
            give_cookie(context, session, cookie.as_ref())?;
        }
        Ok(outcome(session, confirmed.map(|(_, codes)| codes))?.into())
    }

    /// Removes the viewer's second factor, unless their role must have one. The session in which this is asked gets another cookie with the
    /// answer. Not possible with an access token.
    async fn remove_second_factor(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A code of the authenticator app, or a recovery code.", secret)] code: String,
    ) -> Result<RemoveSecondFactorPayload, ApiError> {
        let session = Session::of(context)?;
        let standing = match second_factor::remove(&session.network, &session.caller, &code).await {
            Ok(cookie) => {
                give_cookie(context, session, cookie.as_ref())?;
                second_factor::standing(&session.network, &session.viewer).await
            }
            Err(error) => Err(error),
        };
        Ok(outcome(session, standing.map(SecondFactor))?.into())
    }

    /// Makes new recovery codes in place of those that the viewer has. Not possible with an access token.
    async fn renew_recovery_codes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "A code of the authenticator app, or a recovery code.", secret)] code: String,
    ) -> Result<RenewRecoveryCodesPayload, ApiError> {
        let session = Session::of(context)?;
        let codes = second_factor::renew_recovery_codes(&session.network, &session.caller, &code).await;
        Ok(outcome(session, codes)?.into())
    }
}
