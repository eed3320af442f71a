//! One sign-in at a provider: what is sent along and must come back unchanged.

/// One sign-in at a provider, from the moment that the browser is sent there. It lives in a cookie of that browser: the provider's answer is accepted
/// in that browser alone, and only if it fits.
#[derive(Clone, PartialEq, Eq)]
pub struct Flow {
    /// The provider's key. It holds no full stop, which parts the values in the cookie.
    pub provider: String,
    /// Random; comes back in the address. Keeps others from finishing a sign-in that they began in somebody else's browser.
    pub state: String,
    /// Random; comes back in the signed token. Keeps a token of another sign-in from being put in.
    pub nonce: String,
    /// Random, at least 43 characters; proves that who redeems the code is who asked for it (PKCE, RFC 7636).
    pub verifier: String,
}

impl Flow {
    /// The flow as its cookie holds it.
    pub fn to_cookie(&self) -> String {
        [&self.provider, &self.state, &self.nonce, &self.verifier].map(String::as_str).join(".")
    }

    /// Reads what [`Flow::to_cookie`] wrote.
    pub fn from_cookie(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let flow = Self { provider: parts.next()?, state: parts.next()?, nonce: parts.next()?, verifier: parts.next()? };
        let is_whole = parts.next().is_none() && [&flow.state, &flow.nonce, &flow.verifier].iter().all(|part| part.len() >= 43);
        is_whole.then_some(flow)
    }
}

impl std::fmt::Debug for Flow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Flow").field("provider", &self.provider).finish_non_exhaustive()
    }
}

/// What the browser brings back from a provider, as it stands in the address.
#[derive(Clone, Default)]
pub struct Answer {
    /// The state that was sent.
    pub state: String,
    /// The code to be redeemed for a token.
    pub code: Option<String>,
    /// Who answers (RFC 9207), if the provider says so.
    pub issuer: Option<String>,
    /// Why there is no code: `access_denied`.
    pub error: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_reads_back_from_its_cookie_and_a_part_of_one_does_not() {
        let flow = Flow { provider: "haus".into(), state: "s".repeat(48), nonce: "n".repeat(48), verifier: "v".repeat(48) };
        let cookie = flow.to_cookie();
        assert_eq!(Flow::from_cookie(&cookie), Some(flow.clone()));
        for other in ["", "haus", "haus...", &cookie[..cookie.len() - 6], &format!("{cookie}.x")] {
            assert_eq!(Flow::from_cookie(other), None, "{other}");
        }
        assert!(!format!("{flow:?}").contains("vvv"));
    }
}
