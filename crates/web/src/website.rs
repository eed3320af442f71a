//! What the pages work with, and what their operator decides.

use crate::{assets, mailbox::Mailbox, operator::Operator, pages::sitemap};
use graphql_api::Api;
use identity::Providers;
use std::{collections::BTreeMap, sync::Arc};
use url::Url;
use usecases::{Network, retention::RetentionSettings, sign_in_by_provider::ProviderTrust};

/// What the operator decides about the website.
pub struct WebOptions {
    /// Where people reach this instance. With `https` the session cookie is bound to the host and to encrypted connections.
    pub public_url: Url,
    /// What the instance calls itself: `Wissensnetz`.
    pub instance_name: String,
    /// Who runs the instance, for the pages that the law asks for.
    pub operator: Operator,
    /// Whether this is a demo: opens the sign-in by one click, without any proof of who one is, and the mailbox.
    pub is_demo: bool,
    /// The mails that were written to files, to be read on the website. Served on demo instances alone.
    pub mailbox: Option<Arc<dyn Mailbox>>,
    /// The network, for sign-in and sign-out, and for the periods that pages tell; everything else goes through the API.
    pub network: Arc<Network>,
    /// The OpenID Connect providers that people can sign in at.
    pub providers: SignInProviders,
}

/// The OpenID Connect providers, and what the operator trusts each with.
#[derive(Debug, Default)]
pub struct SignInProviders {
    /// The providers.
    pub known: Providers,
    /// By key; a provider that is not named here is trusted with nothing.
    pub trust: BTreeMap<String, ProviderTrust>,
}

impl SignInProviders {
    pub(crate) fn trust(&self, key: &str) -> ProviderTrust {
        self.trust.get(key).copied().unwrap_or_default()
    }
}

/// The website: a client of the API in the same process.
pub struct Website {
    pub(crate) api: Api,
    pub(crate) options: WebOptions,
    pub(crate) style_href: String,
    pub(crate) script_href: String,
    pub(crate) autosave_href: String,
    pub(crate) sitemap: sitemap::Shelf,
}

impl Website {
    /// A website over this API.
    pub fn new(api: Api, options: WebOptions) -> Self {
        Self {
            api,
            options,
            style_href: assets::style_href(),
            script_href: assets::script_href(),
            autosave_href: assets::autosave_href(),
            sitemap: sitemap::Shelf::default(),
        }
    }

    /// How long what is kept, for pages that tell.
    pub(crate) fn retention(&self) -> RetentionSettings {
        self.options.network.settings.retention
    }

    /// The absolute address of a page; `path` begins with a slash.
    pub(crate) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.options.public_url.as_str().trim_end_matches('/'))
    }
}
