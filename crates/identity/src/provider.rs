//! The providers of an instance, and the conversation with them.

use crate::flow::{Answer, Flow};
use domain::{Clock, EmailAddress};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims},
};
use std::{error::Error, fmt, sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::Instant};
use url::Url;

/// How long one request to a provider may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(8);

/// How long a provider's addresses and keys are kept.
const KEEP: Duration = Duration::from_hours(1);

/// How long a provider that could not be asked is left alone: meanwhile everybody hears at once that it is away.
const REST: Duration = Duration::from_secs(30);

/// With what a provider may refuse: RFC 6749, 4.1.2.1, and OpenID Connect Core, 3.1.2.6. The visitor's browser brings it back, so anything
/// else can stand there, a whole line for the log included.
const REFUSALS: [&str; 16] = [
    "access_denied",
    "account_selection_required",
    "consent_required",
    "interaction_required",
    "invalid_request",
    "invalid_request_object",
    "invalid_request_uri",
    "invalid_scope",
    "login_required",
    "registration_not_supported",
    "request_not_supported",
    "request_uri_not_supported",
    "server_error",
    "temporarily_unavailable",
    "unauthorized_client",
    "unsupported_response_type",
];

/// A provider as the operator describes it. Its `Debug` leaves the secret out.
#[derive(Clone)]
pub struct ProviderSettings {
    /// What it is called in addresses here.
    pub key: String,
    /// What its button says.
    pub label: String,
    /// Its issuer, to the letter as it names itself.
    pub issuer: String,
    /// What it calls this instance.
    pub client_id: String,
    /// What this instance proves itself with, if it is not a public client.
    pub client_secret: Option<String>,
    /// Where it sends the browser back to.
    pub redirect_url: Url,
}

impl fmt::Debug for ProviderSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ProviderSettings").field("key", &self.key).field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

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

/// Why nobody was identified. The texts are for the log.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ProviderError {
    /// There is no such provider.
    #[error("there is no such provider")]
    Unknown,
    /// The provider does not answer, or not as the protocol says.
    #[error("the provider cannot be used: {0}")]
    Unavailable(String),
    /// The provider, the person, or a check here says no.
    #[error("the sign-in was refused: {0}")]
    Refused(String),
}

/// What the protocol's library calls a client whose addresses were discovered.
type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

struct Provider {
    settings: ProviderSettings,
    /// Whoever asks while it is being asked waits for the one answer.
    told: Mutex<Told>,
}

/// What came of asking a provider for its addresses and keys.
#[derive(Default)]
struct Told {
    /// What it said of itself, and when.
    client: Option<(Arc<Client>, Instant)>,
    /// Why it could not be asked since then, and when that was.
    failure: Option<(ProviderError, Instant)>,
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
        let known = providers.into_iter().map(|settings| Provider { settings, told: Mutex::default() }).collect();
        Ok(Self { known, http, clock: Some(clock) })
    }

    /// Key and label of each provider, in the operator's order.
    pub fn list(&self) -> impl Iterator<Item = (&str, &str)> {
        self.known.iter().map(|provider| (provider.settings.key.as_str(), provider.settings.label.as_str()))
    }

    /// Where to send the browser for this flow.
    pub async fn authorize_url(&self, flow: &Flow) -> Result<Url, ProviderError> {
        let client = self.client(self.provider(&flow.provider)?, None).await?;
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
        let client = self.client(provider, None).await?;
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
                let client = self.client(provider, Some(&client)).await?;
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

    /// What is known of the provider, found out if it is not known, too old, or is `stale`. What is too old is better than nothing.
    async fn client(&self, provider: &Provider, stale: Option<&Arc<Client>>) -> Result<Arc<Client>, ProviderError> {
        let mut told = provider.told.lock().await;
        if let Some((client, since)) = &told.client
            && since.elapsed() < KEEP
            && !stale.is_some_and(|stale| Arc::ptr_eq(stale, client))
        {
            return Ok(client.clone());
        }
        // Whoever waited here for somebody else's try does not wait for another one.
        let recent = told.failure.as_ref().filter(|(_, at)| at.elapsed() < REST).map(|(error, _)| error.clone());
        let outcome = match recent {
            Some(error) => Err(error),
            None => discover(&provider.settings, &self.http).await.inspect_err(|error| {
                tracing::warn!(provider = provider.settings.key, %error, "a provider could not be asked");
                told.failure = Some((error.clone(), Instant::now()));
            }),
        };
        match (outcome, &told.client) {
            (Ok(client), _) => {
                let client = Arc::new(client);
                *told = Told { client: Some((client.clone(), Instant::now())), failure: None };
                Ok(client)
            }
            (Err(_), Some((client, _))) if stale.is_none() => Ok(client.clone()),
            (Err(error), _) => Err(error),
        }
    }
}

/// Asks the provider for its addresses and keys. The library refuses one whose issuer is not to the letter the configured one.
async fn discover(settings: &ProviderSettings, http: &reqwest::Client) -> Result<Client, ProviderError> {
    let unavailable = |error: &dyn Error| ProviderError::Unavailable(with_causes(error));
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| unavailable(&error))?;
    let metadata = CoreProviderMetadata::discover_async(issuer, http).await.map_err(|error| unavailable(&error))?;
    let secret = settings.client_secret.clone().map(ClientSecret::new);
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(settings.client_id.clone()), secret);
    Ok(client.set_redirect_uri(RedirectUrl::from_url(settings.redirect_url.clone())))
}

fn verified(email: Option<&str>, is_verified: Option<bool>) -> Option<EmailAddress> {
    email.filter(|_| is_verified == Some(true))?.parse().ok()
}

/// What the log says of an answer's error.
fn known_refusal(error: &str) -> &'static str {
    REFUSALS.iter().copied().find(|known| *known == error).unwrap_or("an unknown error")
}

fn refused(reason: &str) -> ProviderError {
    ProviderError::Refused(reason.to_owned())
}

/// An error and what caused it, in one line.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{net::TcpListener, time::timeout};

    #[test]
    fn an_address_counts_only_if_the_provider_says_that_it_is_verified() {
        assert!(verified(Some("a@example.org"), Some(true)).is_some());
        for (email, is_verified) in
            [(Some("a@example.org"), None), (Some("a@example.org"), Some(false)), (Some("a"), Some(true)), (None, Some(true))]
        {
            assert_eq!(verified(email, is_verified), None);
        }
    }

    #[test]
    fn the_log_names_the_errors_of_the_protocol_and_no_others() {
        assert_eq!(known_refusal("access_denied"), "access_denied");
        assert_eq!(known_refusal("login_required"), "login_required");
        for other in ["", "Access_Denied", "access_denied\nEine Zeile, die niemand schrieb", "jemand@example.org"] {
            assert_eq!(known_refusal(other), "an unknown error");
        }
    }

    #[tokio::test]
    async fn a_provider_that_could_not_be_asked_is_left_alone_for_a_moment() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let settings = ProviderSettings {
            key: "haus".to_owned(),
            label: "Anmelden im Haus".to_owned(),
            issuer: format!("http://{address}"),
            client_id: "wissensnetz".to_owned(),
            client_secret: None,
            redirect_url: "https://wissensnetz.example.org/anmelden/dienst/haus/rueckkehr".parse().unwrap(),
        };
        let http = reqwest::Client::builder().timeout(REQUEST_TIMEOUT).build().unwrap();
        let providers = Providers { known: vec![Provider { settings, told: Mutex::default() }], http, clock: None };
        let provider = &providers.known[0];
        assert!(matches!(providers.client(provider, None).await, Err(ProviderError::Unavailable(_))));

        let listener = TcpListener::bind(address).await.unwrap();
        let is_asked = async || timeout(Duration::from_millis(200), listener.accept()).await.is_ok();
        let (answer, asked) = tokio::join!(providers.client(provider, None), is_asked());
        assert!(matches!(answer, Err(ProviderError::Unavailable(_))) && !asked, "everybody hears at once what the first heard");
        if let Some((_, at)) = provider.told.lock().await.failure.as_mut() {
            *at = at.checked_sub(REST).unwrap();
        }
        let (answer, asked) = tokio::join!(providers.client(provider, None), is_asked());
        assert!(answer.is_err() && asked, "later it is asked again");
    }
}
