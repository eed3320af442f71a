//! Tokens: long random texts that stand for a right. Whoever holds one has the right; the database keeps only its hash.

use crate::outcome::Failure;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Where tokens come from.
///
/// Implementations: [`SystemSecrets`], and a predictable one in tests.
pub trait SecretSource: Send + Sync {
    /// 24 random bytes (192 bits), enough that guessing is hopeless without any rate limit.
    fn random(&self) -> Result<[u8; 24], Failure>;
}

/// The operating system's random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSecrets;

impl SecretSource for SystemSecrets {
    fn random(&self) -> Result<[u8; 24], Failure> {
        let mut bytes = [0; 24];
        getrandom::fill(&mut bytes).map_err(|_| Failure::Randomness)?;
        Ok(bytes)
    }
}

/// A token as its holder gets it, once: 48 hexadecimal digits, behind `prefix`. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new token; the prefix says to people and secret scanners what it is for.
    pub fn new(source: &dyn SecretSource, prefix: &str) -> Result<Self, Failure> {
        Ok(Self(prefix.to_owned() + &hexadecimal(&source.random()?)))
    }

    /// The token that somebody sent, if it has the form of those that begin with this prefix.
    pub fn read(text: &str, prefix: &str) -> Option<Self> {
        let digits = text.strip_prefix(prefix)?;
        (digits.len() == 48 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| Self(text.to_owned()))
    }

    /// The token itself, to be handed to its holder and to nobody else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps of it.
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// SHA-256 of a token in hexadecimal digits. Tokens are random and long, so a slow hash as for passwords would protect nothing more.
pub fn hash(token: &str) -> String {
    hexadecimal(&Sha256::digest(token))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
