//! A provider as the operator describes it.

use std::fmt;
use url::Url;

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
