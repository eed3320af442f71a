//! The providers of an instance, and the conversation with them.

mod discovery;
mod error;
mod settings;

pub use error::ProviderError;
pub use settings::ProviderSettings;

use crate::flow::{Answer, Flow};
use discovery::{Client, Provider};
use domain::{Clock, EmailAddress, with_causes};
use error::{known_refusal, refused};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, CsrfToken, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RequestTokenError, Scope, TokenResponse,
    core::{CoreAuthenticationFlow, CoreIdTokenClaims, CoreTokenResponse, CoreUserInfoClaims},
};
use std::{fmt, sync::Arc, time::Duration};
use url::Url;

/// How long one request to a provider may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(8);

/// Whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider, as it names itself.
    pub issuer: String,
    /// The person, as the provider names them.
    pub subject: String,
    /// Their address, if the provider says that it has verified it.
    pub verified_email: Option<EmailAddress>,
}

/// The providers of an instance; none, if the operator named none.
#[derive(Default)]
pub struct Providers {
    known: Vec<Provider>,
    http: reqwest::Client,
    clock: Option<Arc<dyn Clock>>,
}

impl fmt::Debug for Providers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.known.iter().map(|provider| &provider.settings)).finish()
    }
}

impl Providers {
    /// These providers; none of them is asked for anything yet.
    pub fn new(providers: Vec<ProviderSettings>, clock: Arc<dyn Clock>) -> Result<Self, ProviderError> {
        // A redirect could lead to an address within the operator's network.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(REQUEST_TIMEOUT).build();
        let http = http.map_err(|error| ProviderError::Unavailable(with_causes(&error)))?;
        let known = providers.into_iter().map(Provider::new).collect();
        Ok(Self { known, http, clock: Some(clock) })
    }

    /// Key and label of each provider, in the operator's order.
    pub fn list(&self) -> impl Iterator<Item = (&str, &str)> {
        self.known.iter().map(|provider| (provider.settings.key.as_str(), provider.settings.label.as_str()))
    }

    /// Where to send the browser for this flow.
    pub async fn authorize_url(&self, flow: &Flow) -> Result<Url, ProviderError> {
        let client = self.provider(&flow.provider)?.client(&self.http, None).await?;
        let (state, nonce) = (flow.state.clone(), flow.nonce.clone());
        let request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(flow.verifier.clone())));
        Ok(request.url().0)
    }

    /// Whom the provider vouches for, after the browser came back with this answer.
    ///
    /// Checked are: the state, the issuer in the answer if there is one; then of the token its signature by a key of the provider, issuer,
    /// audience, time, nonce, and the hash that ties it to the access token.
    pub async fn identity(&self, flow: &Flow, answer: &Answer) -> Result<Identity, ProviderError> {
        let provider = self.provider(&flow.provider)?;
        // The two are compared as secrets: in a time that says nothing.
        if CsrfToken::new(answer.state.clone()) != CsrfToken::new(flow.state.clone()) {
            return Err(refused("the state is another"));
        }
        if answer.issuer.as_ref().is_some_and(|issuer| *issuer != provider.settings.issuer) {
            return Err(refused("another issuer answered"));
        }
        let code = match (&answer.code, &answer.error) {
            (Some(code), None) => AuthorizationCode::new(code.clone()),
            (_, Some(error)) => return Err(refused(known_refusal(error))),
            (None, None) => return Err(refused("no code came back")),
        };
        let client = provider.client(&self.http, None).await?;
        let request = client.exchange_code(code).map_err(|error| ProviderError::Unavailable(error.to_string()))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()));
        let tokens = request.request_async(&self.http).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(response) => ProviderError::Refused(response.to_string()),
            error => ProviderError::Unavailable(with_causes(&error)),
        })?;
        let (client, claims) = self.claims(provider, client, &tokens, &Nonce::new(flow.nonce.clone())).await?;
        let verified_email = match verified(claims.email().map(|email| email.as_str()), claims.email_verified()) {
            Some(email) => Some(email),
            None => self.email_from_user_info(&client, &tokens, &claims).await,
        };
        Ok(Identity { issuer: claims.issuer().to_string(), subject: claims.subject().to_string(), verified_email })
    }

    /// The claims of the token, checked. Where no known key fits the signature, the provider may have new ones: it is asked once more.
    async fn claims(
        &self,
        provider: &Provider,
        client: Arc<Client>,
        tokens: &CoreTokenResponse,
        nonce: &Nonce,
    ) -> Result<(Arc<Client>, CoreIdTokenClaims), ProviderError> {
        match self.checked(&client, tokens, nonce) {
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let client = provider.client(&self.http, Some(&client)).await?;
                let claims = self.checked(&client, tokens, nonce).map_err(|error| ProviderError::Refused(with_causes(&error)))?;
                Ok((client, claims))
            }
            Err(error) => Err(ProviderError::Refused(with_causes(&error))),
            Ok(claims) => Ok((client, claims)),
        }
    }

    fn checked(&self, client: &Client, tokens: &CoreTokenResponse, nonce: &Nonce) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
        let other = |text: &str| ClaimsVerificationError::Other(text.to_owned());
        let token = tokens.id_token().ok_or_else(|| other("no ID token came back"))?;
        let clock = self.clock.clone().ok_or_else(|| other("there is no clock"))?;
        let verifier = client.id_token_verifier().set_time_fn(move || clock.now());
        let claims = token.claims(&verifier, nonce)?;
        if let Some(expected) = claims.access_token_hash() {
            let signed_with = (token.signing_alg(), token.signing_key(&verifier));
            let (Ok(algorithm), Ok(key)) = signed_with else { return Err(other("its access token's hash cannot be checked")) };
            let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
            if !actual.is_ok_and(|actual| actual == *expected) {
                return Err(other("it belongs to another access token"));
            }
        }
        Ok(claims.clone())
    }

    /// Many providers put the address not into the token but into what they tell who holds the access token.
    async fn email_from_user_info(&self, client: &Client, tokens: &CoreTokenResponse, claims: &CoreIdTokenClaims) -> Option<EmailAddress> {
        let request = client.user_info(tokens.access_token().to_owned(), Some(claims.subject().clone())).ok()?;
        match request.request_async(&self.http).await {
            Ok(info) => {
                let info: CoreUserInfoClaims = info;
                verified(info.email().map(|email| email.as_str()), info.email_verified())
            }
            Err(error) => {
                tracing::warn!(error = %with_causes(&error), "a provider did not tell an address");
                None
            }
        }
    }

    fn provider(&self, key: &str) -> Result<&Provider, ProviderError> {
        self.known.iter().find(|provider| provider.settings.key == key).ok_or(ProviderError::Unknown)
    }
}

fn verified(email: Option<&str>, is_verified: Option<bool>) -> Option<EmailAddress> {
    email.filter(|_| is_verified == Some(true))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_counts_only_if_the_provider_says_that_it_is_verified() {
        assert!(verified(Some("a@example.org"), Some(true)).is_some());
        for (email, is_verified) in
            [(Some("a@example.org"), None), (Some("a@example.org"), Some(false)), (Some("a"), Some(true)), (None, Some(true))]
        {
            assert_eq!(verified(email, is_verified), None);
        }
    }
}
