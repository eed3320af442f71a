//! Whoever asks, with what they showed.

use domain::{Scope, Scopes, Viewer, ids::SessionId};

/// Whoever asks, with what they showed: a viewer says what may be seen and done, the proof what of it this request may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who asks.
    pub viewer: Viewer,
    /// By what that is known.
    pub proof: Proof,
}

/// By what it is known who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Nothing was shown; or whoever called in this process had found out before.
    Given,
    /// An access token.
    Token(Scopes),
    /// A browser session.
    Session(SessionId),
}

impl Caller {
    /// Whether this request may do what needs this scope. Only tokens are bound to scopes.
    pub fn may(&self, scope: Scope) -> bool {
        match &self.proof {
            Proof::Given | Proof::Session(_) => true,
            Proof::Token(scopes) => scopes.contain(scope),
        }
    }

    /// The browser session that was shown.
    pub fn session(&self) -> Option<SessionId> {
        match self.proof {
            Proof::Session(id) => Some(id),
            Proof::Given | Proof::Token(_) => None,
        }
    }

    /// Whether an access token was shown. A token cannot make another or do anything else about signing in, or one that leaked would
    /// outlive its end.
    pub fn is_by_token(&self) -> bool {
        matches!(self.proof, Proof::Token(_))
    }
}

impl From<Viewer> for Caller {
    fn from(viewer: Viewer) -> Self {
        Self { viewer, proof: Proof::Given }
    }
}

impl From<&Viewer> for Caller {
    fn from(viewer: &Viewer) -> Self {
        viewer.clone().into()
    }
}

impl From<&Self> for Caller {
    fn from(caller: &Self) -> Self {
        caller.clone()
    }
}
