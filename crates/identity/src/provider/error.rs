//! Why nobody was identified, in words for the log.

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

/// What the log says of an answer's error.
pub(super) fn known_refusal(error: &str) -> &'static str {
    REFUSALS.iter().copied().find(|known| *known == error).unwrap_or("an unknown error")
}

pub(super) fn refused(reason: &str) -> ProviderError {
    ProviderError::Refused(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_names_the_errors_of_the_protocol_and_no_others() {
        assert_eq!(known_refusal("access_denied"), "access_denied");
        assert_eq!(known_refusal("login_required"), "login_required");
        for other in ["", "Access_Denied", "access_denied\nEine Zeile, die niemand schrieb", "jemand@example.org"] {
            assert_eq!(known_refusal(other), "an unknown error");
        }
    }
}
