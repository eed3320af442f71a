//! The second factor, as its holder sees it.

use crate::schema::timestamp::Timestamp;
use async_graphql::{Object, SimpleObject};
use usecases::second_factor::{SetUp, Standing};

/// How it stands with the viewer's second factor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SecondFactor(pub(crate) Standing);

/// How it stands with the second factor: codes of an authenticator app (TOTP, RFC 6238).
#[Object]
impl SecondFactor {
    /// Whether signing in asks for a code.
    async fn is_active(&self) -> bool {
        self.0.since.is_some()
    }

    /// Since when it does.
    async fn active_since(&self) -> Option<Timestamp> {
        self.0.since.map(Into::into)
    }

    /// How many recovery codes are left.
    async fn recovery_codes_left(&self) -> usize {
        self.0.recovery_codes_left
    }

    /// Whether the viewer must have one: by their role, or because they stand in for a coordinator.
    async fn is_required(&self) -> bool {
        self.0.is_required
    }
}

/// What an authenticator app is to be told.
#[derive(SimpleObject)]
pub(crate) struct SecondFactorSetUp {
    /// The secret in base 32, to be typed in.
    secret: String,
    /// The same as the content of a QR code: `otpauth://totp/…`.
    otpauth_uri: String,
}

impl From<SetUp> for SecondFactorSetUp {
    fn from(set_up: SetUp) -> Self {
        Self { secret: set_up.secret, otpauth_uri: set_up.uri }
    }
}
