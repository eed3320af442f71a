//! The settings of signing in.

use super::mask::Secret;
use anyhow::Context;
use domain::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::{Host, Url};
use usecases::{SealKey, SignInSettings};

/// How long the operator's secret must be, in characters.
const SHORTEST_SECRET: usize = 32;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInConfig {
    pub(crate) session_idle_hours: u32,
    pub(crate) token_max_days: u32,
    pub(crate) second_factor_roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secret_key: Option<Secret>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) providers: BTreeMap<String, ProviderConfig>,
}

/// An OpenID Connect provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderConfig {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_secret: Option<Secret>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
    #[serde(default)]
    pub(crate) link_by_email: bool,
    #[serde(default)]
    pub(crate) create_readers: bool,
}

impl SignInConfig {
    /// The rules that types cannot say; the text names the setting.
    pub(super) fn check(&self) -> Result<(), String> {
        if !(1..=720).contains(&self.session_idle_hours) {
            return Err(format!("sign_in.session_idle_hours: {} is not within 1 to 720", self.session_idle_hours));
        }
        if !(1..=3650).contains(&self.token_max_days) {
            return Err(format!("sign_in.token_max_days: {} is not within 1 to 3650", self.token_max_days));
        }
        if let Some(unknown) = self.second_factor_roles.iter().find(|key| Role::from_key(key).is_none()) {
            return Err(format!("sign_in.second_factor_roles: {unknown:?} is no role"));
        }
        if self.secret_key.as_ref().is_some_and(|key| key.reveal().chars().count() < SHORTEST_SECRET) {
            return Err(format!("sign_in.secret_key: is shorter than {SHORTEST_SECRET} characters"));
        }
        self.providers.iter().try_for_each(|(key, provider)| provider.check(key))
    }

    /// What the use cases need of it.
    pub(crate) fn for_network(&self) -> anyhow::Result<SignInSettings> {
        let key = self.secret_key.as_ref().map(|secret| SealKey::derive(secret.reveal()).context("sign_in.secret_key: cannot be used"));
        Ok(SignInSettings {
            idle_hours: self.session_idle_hours,
            token_max_days: self.token_max_days,
            second_factor_roles: self.second_factor_roles.iter().filter_map(|key| Role::from_key(key)).collect(),
            seal_key: key.transpose()?,
        })
    }
}

impl ProviderConfig {
    fn check(&self, key: &str) -> Result<(), String> {
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            return Err(format!("sign_in.providers: the key {key:?} has other characters than a to z and 0 to 9"));
        }
        let issuer = Url::parse(&self.issuer).map_err(|error| format!("sign_in.providers.{key}.issuer: {error}"))?;
        let is_here = match issuer.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if issuer.scheme() != "https" && !(issuer.scheme() == "http" && is_here) {
            return Err(format!("sign_in.providers.{key}.issuer: must begin with https://"));
        }
        if self.client_id.is_empty() {
            return Err(format!("sign_in.providers.{key}.client_id: is empty"));
        }
        Ok(())
    }
}
