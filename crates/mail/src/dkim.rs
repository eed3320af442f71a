//! The signature on every mail (DKIM, RFC 6376; with Ed25519 keys RFC 8463), "relaxed" for headers and body.
//!
//! What the libraries have does not fit: lettre signs with the crate `rsa`, takes no PKCS#8, and several times slower than openssl; mail-auth
//! cannot be had without a resolver, DNSSEC and a TLS of its own, some forty crates. What is left to do is little, because all messages are
//! of our own making: ASCII, with CRLF. AWS-LC signs; two verifiers that nobody here wrote check every kind of mail in the tests.

mod canonical;
mod key;

pub use key::InvalidDkimKey;

use crate::transport::SendError;
use base64::{Engine, engine::general_purpose::STANDARD};
use key::Key;
use std::fmt;

/// The headers that are signed, as the signature names them. One that a mail lacks is signed as missing, so that nobody adds it on the way.
const SIGNED: [&str; 16] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "reply-to",
    "in-reply-to",
    "references",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "x-auto-response-suppress",
    "precedence",
];

/// Those that mail programs show: they are signed once more as missing, so that nobody adds a second one that is shown instead.
const SHOWN: [&str; 5] = ["from", "to", "subject", "date", "reply-to"];

/// How many characters of base64 stand on one line of the header.
const LINE: usize = 72;

/// A key that signs mails of one domain.
pub struct Dkim {
    key: Key,
    domain: String,
    selector: String,
}

impl Dkim {
    /// The key from a PEM file: PKCS#8 (as openssl 3 writes it) or, for RSA, PKCS#1.
    pub fn new(pem: &[u8], domain: &str, selector: &str) -> Result<Self, InvalidDkimKey> {
        Ok(Self { key: Key::read(pem)?, domain: name(domain)?, selector: name(selector)? })
    }

    /// Where the public key belongs in DNS: `selector._domainkey.domain`.
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// What belongs there, as a TXT record: `v=DKIM1; k=rsa; p=…`.
    pub fn record(&self) -> String {
        format!("v=DKIM1; k={}; p={}", self.key.kind(), STANDARD.encode(self.key.published()))
    }

    /// Whether a TXT record publishes this key. Of an RSA key both forms are in use, with and without what kind of key it is.
    pub fn is_published_by(&self, record: &str) -> bool {
        let tag = |wanted: &str| {
            record.split(';').filter_map(|tag| tag.split_once('=')).find(|(name, _)| name.trim() == wanted).map(|(_, value)| value)
        };
        let published: String = tag("p").unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
        let kind_fits = tag("k").is_none_or(|kind| kind.trim() == self.key.kind());
        let bytes = STANDARD.decode(published).unwrap_or_default();
        kind_fits && !bytes.is_empty() && (bytes == self.key.published() || bytes == self.key.public())
    }

    /// The domain that is signed for.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The message with its signature before it.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SendError> {
        let (headers, body) = canonical::parts(message);
        let body_hash = STANDARD.encode(canonical::hash(&canonical::body(body)));
        let mut names = SIGNED.to_vec();
        names.extend(SHOWN.iter().filter(|name| headers.iter().any(|header| header.name == **name)));
        let mut data = Vec::new();
        let mut seen = Vec::new();
        for name in &names {
            // The second time there is none left; verifiers take a header that is not there for nothing at all.
            if !seen.contains(name)
                && let Some(header) = headers.iter().rev().find(|header| header.name == *name)
            {
                data.extend_from_slice(&header.canonical());
                data.extend_from_slice(b"\r\n");
            }
            seen.push(name);
        }
        let unsigned = self.header(&names, &body_hash);
        data.extend_from_slice(&canonical::header(unsigned.as_bytes()).canonical());
        let signature = self
            .key
            .sign(&data)
            .ok_or_else(|| SendError::Unreachable { reason: String::from("signing the mail failed"), uncertain: false })?;
        let mut signed = unsigned.into_bytes();
        signed.extend_from_slice(folded(&STANDARD.encode(signature)).as_bytes());
        signed.extend_from_slice(b"\r\n");
        signed.extend_from_slice(message);
        Ok(signed)
    }

    /// The header up to where the signature comes. It bears no time, so that every attempt at a mail sends the same octets.
    fn header(&self, names: &[&str], body_hash: &str) -> String {
        let mut lines = vec![String::new()];
        for name in names {
            let line = lines.last_mut().map(|line| line.len()).unwrap_or_default();
            if line > 0 && line + name.len() > LINE {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(name);
                line.push(':');
            }
        }
        let names = lines.join("\r\n ");
        let (kind, domain, selector) = (self.key.algorithm(), &self.domain, &self.selector);
        let names = names.trim_end_matches(':');
        format!("DKIM-Signature: v=1; a={kind}; c=relaxed/relaxed;\r\n d={domain}; s={selector};\r\n h={names};\r\n bh={body_hash};\r\n b=")
    }
}

/// Base64 on lines of a header.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % LINE == 0 {
            folded.push_str("\r\n ");
        }
        folded.push(c);
    }
    folded
}

impl fmt::Debug for Dkim {
    /// Leaves out the key.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Dkim").field("record_name", &self.record_name()).finish_non_exhaustive()
    }
}

fn name(text: &str) -> Result<String, InvalidDkimKey> {
    let fits = |label: &str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        !label.is_empty() && label.len() <= 63 && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    if text.len() <= 200 && text.split('.').all(fits) { Ok(text.to_ascii_lowercase()) } else { Err(InvalidDkimKey::Name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::{
        encoding::AsDer,
        rand::SystemRandom,
        rsa::KeySize,
        signature::{Ed25519KeyPair, RsaKeyPair},
    };

    fn pem(label: &str, der: &[u8]) -> Vec<u8> {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", folded(&STANDARD.encode(der)).replace("\r\n ", "\n")).into_bytes()
    }

    fn ed25519() -> Vec<u8> {
        pem("PRIVATE KEY", Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap().as_ref())
    }

    fn rsa() -> Vec<u8> {
        let key: aws_lc_rs::encoding::Pkcs8V1Der<'_> = RsaKeyPair::generate(KeySize::Rsa2048).unwrap().as_der().unwrap();
        pem("PRIVATE KEY", key.as_ref())
    }

    #[test]
    fn a_record_is_known_again_however_it_is_written_and_another_s_is_not() {
        for key in [rsa(), ed25519()] {
            let dkim = Dkim::new(&key, "Example.org", "netz2026").unwrap();
            assert_eq!(dkim.record_name(), "netz2026._domainkey.example.org");
            let record = dkim.record();
            let bare = format!("p={}", STANDARD.encode(dkim.key.public()));
            for written in [&record, &record.replace("; ", ";"), &record.replace("p=", "t=s; p= "), &bare] {
                assert!(dkim.is_published_by(written) || (written == &bare && dkim.key.kind() == "ed25519"), "{written}");
            }
            let other = Dkim::new(&ed25519(), "example.org", "netz2026").unwrap();
            assert!(!dkim.is_published_by(&other.record()) && !dkim.is_published_by("v=DKIM1; p=") && !dkim.is_published_by(""));
            assert!(!format!("{dkim:?}").contains(&STANDARD.encode(&key)[..20]));
        }
    }

    #[test]
    fn keys_that_cannot_sign_are_refused_with_what_to_do() {
        let refused = |pem: &[u8]| Dkim::new(pem, "example.org", "a").unwrap_err();
        assert_eq!(refused(b"nothing"), InvalidDkimKey::NoKey);
        assert_eq!(refused(&pem("PUBLIC KEY", b"x")), InvalidDkimKey::Public);
        assert_eq!(refused(&pem("ENCRYPTED PRIVATE KEY", b"x")), InvalidDkimKey::Encrypted);
        assert_eq!(refused(&pem("EC PRIVATE KEY", b"x")), InvalidDkimKey::Kind);
        assert_eq!(refused(&pem("PRIVATE KEY", b"x")), InvalidDkimKey::Kind);
        assert_eq!(refused(&pem("RSA PRIVATE KEY", b"x")), InvalidDkimKey::Unusable);
        assert!(refused(&pem("ENCRYPTED PRIVATE KEY", b"x")).to_string().contains("openssl pkey"));
        for name in ["", "a b", "-a", "a..b", "a;b=c"] {
            assert_eq!(Dkim::new(&ed25519(), name, "a").unwrap_err(), InvalidDkimKey::Name, "{name}");
        }
    }

    #[test]
    fn every_attempt_gives_the_same_octets_and_no_line_is_too_long() {
        let dkim = Dkim::new(&rsa(), "example.org", "netz2026").unwrap();
        let message = b"From: a@example.org\r\nSubject: Hallo\r\n Welt\r\n\r\nText\r\n";
        let signed = dkim.sign(message).unwrap();
        assert_eq!(signed, dkim.sign(message).unwrap());
        assert!(
            signed.ends_with(message) && signed.starts_with(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=example.org;")
        );
        assert!(signed.split(|byte| *byte == b'\n').all(|line| line.len() <= 78));
    }
}
