//! Tokens: long random texts that stand for a right. Whoever holds one has the right; the database keeps only its hash.

use crate::outcome::Failure;
use domain::hexadecimal;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

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

/// What only a holder of the secret can write under a text: its HMAC-SHA256 in hexadecimal digits. The text says what for, so that no
/// signature counts for anything else.
pub fn signature(secret: &str, text: &str) -> String {
    hexadecimal(&signer(secret, text).finalize().into_bytes())
}

/// Whether this is the signature of a holder of the secret under this text; how long that takes tells nothing.
pub fn is_signature(secret: &str, text: &str, given: &str) -> bool {
    let digit_pairs = (0..given.len()).step_by(2).map(|at| u8::from_str_radix(given.get(at..at + 2)?, 16).ok());
    digit_pairs.collect::<Option<Vec<u8>>>().is_some_and(|bytes| signer(secret, text).verify_slice(&bytes).is_ok())
}

fn signer(secret: &str, text: &str) -> Hmac<Sha256> {
    let key = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    let mut signer = key.unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    signer.update(text.as_bytes());
    signer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_counts_for_one_secret_and_one_text_alone() {
        let given = signature("secret", "form:1");
        assert!(is_signature("secret", "form:1", &given));
        assert!(!is_signature("other", "form:1", &given) && !is_signature("secret", "form:2", &given));
        for wrong in ["", "zz", "é", &given[..62], &given.to_uppercase().replace('A', "B"), &format!("{given}00")] {
            assert!(!is_signature("secret", "form:1", wrong), "{wrong}");
        }
    }
}
