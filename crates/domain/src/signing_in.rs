//! How people sign in, and what their access tokens allow.

/// How the holder of a session signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignInMethod {
    /// A link in a mail.
    Link,
    /// An OpenID Connect provider.
    Provider,
    /// One click, on demo instances alone.
    Demo,
}

impl SignInMethod {
    /// All methods.
    pub const ALL: &'static [Self] = &[Self::Link, Self::Provider, Self::Demo];

    /// The method as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Provider => "provider",
            Self::Demo => "demo",
        }
    }

    /// The method with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.key() == key)
    }

    /// What people read, in German.
    pub fn label(self) -> &'static str {
        match self {
            Self::Link => "Link per E-Mail",
            Self::Provider => "Anmeldedienst",
            Self::Demo => "Vorführung",
        }
    }
}

/// One thing that an access token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Ask for what the account may see.
    Read,
    /// Change what the account may change.
    Write,
}

impl Scope {
    /// All scopes.
    pub const ALL: &'static [Self] = &[Self::Read, Self::Write];

    /// The scope as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// What people read, in German.
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "Lesen",
            Self::Write => "Ändern",
        }
    }
}

/// What an access token allows: one scope or more, none of them twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Everything that there is.
    pub fn all() -> Self {
        Self(Scope::ALL.to_vec())
    }

    /// These scopes, each once; nothing if there is none among them.
    pub fn new(scopes: &[Scope]) -> Option<Self> {
        let chosen: Vec<Scope> = Scope::ALL.iter().copied().filter(|scope| scopes.contains(scope)).collect();
        (!chosen.is_empty()).then_some(Self(chosen))
    }

    /// Reads what [`Scopes::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        let scopes: Option<Vec<Scope>> = key.split(' ').map(|word| Scope::ALL.iter().copied().find(|scope| scope.key() == word)).collect();
        Self::new(&scopes?)
    }

    /// The scopes as the database writes them: `read write`.
    pub fn key(&self) -> String {
        self.0.iter().map(|scope| scope.key()).collect::<Vec<_>>().join(" ")
    }

    /// Whether this scope is among them.
    pub fn contain(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// The scopes, in the order of [`Scope::ALL`].
    pub fn list(&self) -> &[Scope] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_written_and_read_back_and_none_is_no_set_of_scopes() {
        for scopes in [&[Scope::Read][..], &[Scope::Write], &[Scope::Write, Scope::Read, Scope::Write]] {
            let set = Scopes::new(scopes).unwrap();
            assert_eq!(Scopes::from_key(&set.key()), Some(set));
        }
        assert_eq!(Scopes::all().key(), "read write");
        assert_eq!(Scopes::new(&[]), None);
        assert_eq!((Scopes::from_key(""), Scopes::from_key("read admin")), (None, None));
    }

    #[test]
    fn methods_are_found_by_their_key() {
        assert!(SignInMethod::ALL.iter().all(|method| SignInMethod::from_key(method.key()) == Some(*method)));
    }
}
