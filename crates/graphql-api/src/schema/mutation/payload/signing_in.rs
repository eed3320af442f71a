//! What mutations of one's own sessions, access tokens and second factor answer with.

use crate::schema::types::{
    access_token::CreatedAccessToken,
    second_factor::{SecondFactor, SecondFactorSetUp},
};
use async_graphql::ID;

payloads! {
    /// What came of ending a session.
    EndSessionPayload {
        /// The id of the session that is over.
        ended_id: ID
    }
    /// What came of ending all other sessions.
    EndOtherSessionsPayload {
        /// How many were ended.
        ended_count: u64
    }
    /// What came of making an access token.
    CreateAccessTokenPayload {
        /// The new token with what it is made of.
        created: CreatedAccessToken
    }
    /// What came of revoking an access token.
    RevokeAccessTokenPayload {
        /// The id of the token that no longer counts.
        revoked_id: ID
    }
    /// What came of beginning to set up a second factor.
    BeginSecondFactorPayload {
        /// What the authenticator app is to be told.
        set_up: SecondFactorSetUp
    }
    /// What came of confirming a second factor.
    ConfirmSecondFactorPayload {
        /// Ten codes for the day the app is lost, each good once. They are shown this once.
        recovery_codes: Vec<String>
    }
    /// What came of removing the second factor.
    RemoveSecondFactorPayload {
        /// How it stands with the second factor now.
        second_factor: SecondFactor
    }
    /// What came of making new recovery codes.
    RenewRecoveryCodesPayload {
        /// Ten codes for the day the app is lost, each good once, in place of the earlier ones. They are shown this once.
        recovery_codes: Vec<String>
    }
}
