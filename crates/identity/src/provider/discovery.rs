//! What a provider says of itself, its addresses and keys: asked for when it is needed, kept, and not asked for in vain again and again.

use super::{error::ProviderError, settings::ProviderSettings};
use domain::with_causes;
use openidconnect::{
    ClientId, ClientSecret, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, RedirectUrl,
    core::{CoreClient, CoreProviderMetadata},
};
use std::{error::Error, sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::Instant};

/// How long a provider's addresses and keys are kept.
const KEEP: Duration = Duration::from_hours(1);

/// How long a provider that could not be asked is left alone: meanwhile everybody hears at once that it is away.
const REST: Duration = Duration::from_secs(30);

/// What the protocol's library calls a client whose addresses were discovered.
pub(super) type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// A provider with what it said of itself.
pub(super) struct Provider {
    pub(super) settings: ProviderSettings,
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

impl Provider {
    /// It is not asked for anything yet.
    pub(super) fn new(settings: ProviderSettings) -> Self {
        Self { settings, told: Mutex::default() }
    }

    /// What is known of the provider, found out if it is not known, too old, or is `stale`. What is too old is better than nothing.
    pub(super) async fn client(&self, http: &reqwest::Client, stale: Option<&Arc<Client>>) -> Result<Arc<Client>, ProviderError> {
        let mut told = self.told.lock().await;
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
            None => discover(&self.settings, http).await.inspect_err(|error| {
                tracing::warn!(provider = self.settings.key, %error, "a provider could not be asked");
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{net::TcpListener, time::timeout};

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
        let http = reqwest::Client::builder().timeout(Duration::from_secs(8)).build().unwrap();
        let provider = Provider::new(settings);
        assert!(matches!(provider.client(&http, None).await, Err(ProviderError::Unavailable(_))));

        let listener = TcpListener::bind(address).await.unwrap();
        let is_asked = async || timeout(Duration::from_millis(200), listener.accept()).await.is_ok();
        let (answer, asked) = tokio::join!(provider.client(&http, None), is_asked());
        assert!(matches!(answer, Err(ProviderError::Unavailable(_))) && !asked, "everybody hears at once what the first heard");
        if let Some((_, at)) = provider.told.lock().await.failure.as_mut() {
            *at = at.checked_sub(REST).unwrap();
        }
        let (answer, asked) = tokio::join!(provider.client(&http, None), is_asked());
        assert!(answer.is_err() && asked, "later it is asked again");
    }
}
