//! What the operator decided about signing in.

use chrono::TimeDelta;
use domain::Role;
use ring::{
    aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
};
use std::{fmt, sync::Arc};

/// What the operator decided about signing in.
#[derive(Debug, Clone)]
pub struct SignInSettings {
    /// After how many hours without use a session ends.
    pub idle_hours: u32,
    /// The longest life of an access token that its holder makes, in days.
    pub token_max_days: u32,
    /// The roles that must have a second factor.
    pub second_factor_roles: Vec<Role>,
    /// What the secrets of second factors are sealed with in the database; without one they stand there as they are.
    pub seal_key: Option<SealKey>,
}

impl Default for SignInSettings {
    /// Sessions end after 8 hours without use, tokens after a year; no role must have a second factor.
    fn default() -> Self {
        Self { idle_hours: 8, token_max_days: 365, second_factor_roles: Vec::new(), seal_key: None }
    }
}

impl SignInSettings {
    /// Whether accounts of this role must have a second factor.
    pub fn requires_second_factor(&self, role: Role) -> bool {
        self.second_factor_roles.contains(&role)
    }

    /// After how long without use a session ends.
    pub fn idle(&self) -> TimeDelta {
        TimeDelta::hours(i64::from(self.idle_hours))
    }
}

/// The key that secrets are sealed with. Its `Debug` does not show it.
#[derive(Clone)]
pub struct SealKey(pub(crate) Arc<LessSafeKey>);

impl SealKey {
    /// The key that is derived from the operator's secret (HKDF with SHA-256, for this purpose alone).
    pub fn derive(secret: &str) -> Option<Self> {
        let derived = Salt::new(HKDF_SHA256, b"wissensnetz").extract(secret.as_bytes());
        let info: [&[u8]; 1] = [b"second factor"];
        let key = derived.expand(&info, &CHACHA20_POLY1305).ok()?;
        Some(Self(Arc::new(LessSafeKey::new(UnboundKey::from(key)))))
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealKey(…)")
    }
}
