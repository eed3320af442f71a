//! Keys that sign, from the files that people have them in.

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls_pki_types::{PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, pem::PemObject};

/// The identifier of RSA keys (1.2.840.113549.1.1.1) with its empty parameters, as DER.
const RSA_ALGORITHM: [u8; 15] = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The identifier of Ed25519 keys (1.3.101.112).
const ED25519_ALGORITHM: [u8; 5] = [0x06, 0x03, 0x2b, 0x65, 0x70];

/// A key cannot be used to sign mails. The messages say what to do, and nothing of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDkimKey {
    /// The file is no PEM file with a private key.
    #[error("no private key in PEM; make one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out dkim.pem")]
    NoKey,
    /// It is the key's public half.
    #[error("this is the public key; the private one is needed, which the public one was made from")]
    Public,
    /// It has a pass phrase.
    #[error("the key has a pass phrase; write it without one: openssl pkey -in KEY -out dkim.pem")]
    Encrypted,
    /// It is of a kind that DKIM does not know.
    #[error("DKIM knows RSA and Ed25519; make a new key: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out dkim.pem")]
    Kind,
    /// It is too short, or not a key at all.
    #[error("the key cannot be used: RSA needs 2048 to 8192 bits; openssl pkey -in KEY -noout -text says what it is")]
    Unusable,
    /// Domain or selector cannot stand in the signature.
    #[error("domain and selector are names as DNS writes them: letters, digits, hyphens, dots")]
    Name,
}

/// A private key.
pub(super) enum Key {
    Rsa { pair: Box<RsaKeyPair>, random: SystemRandom },
    Ed25519(Box<Ed25519KeyPair>),
}

impl Key {
    /// The key in a PEM file.
    pub(super) fn read(pem: &[u8]) -> Result<Self, InvalidDkimKey> {
        refuse_others(&String::from_utf8_lossy(pem))?;
        if let Ok(der) = PrivatePkcs1KeyDer::from_pem_slice(pem) {
            return rsa(RsaKeyPair::from_der(der.secret_pkcs1_der()).ok());
        }
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| InvalidDkimKey::NoKey)?;
        let der = der.secret_pkcs8_der();
        if names(der, &RSA_ALGORITHM) {
            rsa(RsaKeyPair::from_pkcs8(der).ok())
        } else if names(der, &ED25519_ALGORITHM) {
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map_err(|_| InvalidDkimKey::Unusable)?;
            Ok(Self::Ed25519(Box::new(pair)))
        } else {
            Err(InvalidDkimKey::Kind)
        }
    }

    /// The signature of a text; nothing if the library fails.
    pub(super) fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Rsa { pair, random } => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, random, text, &mut signature).ok()?;
                Some(signature)
            }
            // RFC 8463, 3: it is the hash that is signed.
            Self::Ed25519(pair) => Some(pair.sign(digest::digest(&digest::SHA256, text).as_ref()).as_ref().to_vec()),
        }
    }

    /// The kind as records write it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => "rsa",
            Self::Ed25519(_) => "ed25519",
        }
    }

    /// The kind as signatures write it.
    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => "rsa-sha256",
            Self::Ed25519(_) => "ed25519-sha256",
        }
    }

    /// The public key as such.
    pub(super) fn public(&self) -> &[u8] {
        match self {
            Self::Rsa { pair, .. } => pair.public_key().as_ref(),
            Self::Ed25519(pair) => pair.public_key().as_ref(),
        }
    }

    /// The public key as records hold it: of RSA with what kind of key it is (SubjectPublicKeyInfo; RFC 5280, 4.1).
    pub(super) fn published(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(_) => self.public().to_vec(),
            Self::Rsa { .. } => {
                let mut bits = vec![0];
                bits.extend_from_slice(self.public());
                let mut inner = RSA_ALGORITHM.to_vec();
                inner.extend(tagged(0x03, &bits));
                tagged(0x30, &inner)
            }
        }
    }
}

fn refuse_others(pem: &str) -> Result<(), InvalidDkimKey> {
    if pem.contains("ENCRYPTED") {
        Err(InvalidDkimKey::Encrypted)
    } else if pem.contains("PUBLIC KEY-----") && !pem.contains("PRIVATE KEY-----") {
        Err(InvalidDkimKey::Public)
    } else if ["EC", "OPENSSH", "DSA"].iter().any(|kind| pem.contains(&format!("BEGIN {kind} PRIVATE KEY"))) {
        Err(InvalidDkimKey::Kind)
    } else {
        Ok(())
    }
}

fn rsa(pair: Option<RsaKeyPair>) -> Result<Key, InvalidDkimKey> {
    let pair = pair.ok_or(InvalidDkimKey::Unusable)?;
    Ok(Key::Rsa { pair: Box::new(pair), random: SystemRandom::new() })
}

/// Whether a PKCS#8 key is of this kind; that stands near its beginning.
fn names(der: &[u8], algorithm: &[u8]) -> bool {
    der[..der.len().min(40)].windows(algorithm.len()).any(|window| window == algorithm)
}

/// A value of DER: tag, length, content.
fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let length: Vec<u8> = content.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let mut value = vec![tag];
    match length.as_slice() {
        [] => value.push(0),
        [short] if *short < 0x80 => value.push(*short),
        long => {
            value.push(0x80 | u8::try_from(long.len()).unwrap_or(0));
            value.extend_from_slice(long);
        }
    }
    value.extend_from_slice(content);
    value
}
