//! Where mails that cannot be delivered return to: an address that names the delivery and proves that we made it (VERP). Where readers write to
//! leave is an address of the same mailbox, with another code.

use domain::{EmailAddress, hexadecimal};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use uuid::Uuid;

/// How many octets of the code stand in the address: 80 bits, so that the local part stays within its 64 characters.
const CODE: usize = 10;

/// What parts the mailbox's own name from the delivery; mail servers know it as the mark of a sub-address (RFC 5233).
const MARK: char = '+';

/// What an address is for. Each gives other codes, so that none can be made from the others.
const RETURN_PATH: &[u8] = b"return path:";
const LEAVING: &[u8] = b"leaving:";

/// The return path of all mails.
#[derive(Clone)]
pub struct ReturnPath {
    local: String,
    domain: String,
    key: Hmac<Sha256>,
}

/// The mailbox that mails return to cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReturnPath {
    /// The part before the at sign is too long to have a delivery added.
    #[error("the part of the address before the at sign has at most 10 characters and no plus sign, for example bounce@example.org")]
    Local,
    /// The secret is too easy to guess.
    #[error("the secret needs at least 32 characters, for example the output of: openssl rand -hex 32")]
    Secret,
}

impl ReturnPath {
    /// Mails return to sub-addresses of this mailbox. Whoever knows the secret can make addresses that count as ours.
    pub fn new(mailbox: &EmailAddress, secret: &str) -> Result<Self, InvalidReturnPath> {
        let (local, domain) = mailbox.reveal().rsplit_once('@').ok_or(InvalidReturnPath::Local)?;
        if local.contains(MARK) || local.len() + 1 + 32 + 1 + 2 * CODE > 64 {
            return Err(InvalidReturnPath::Local);
        }
        if secret.len() < 32 {
            return Err(InvalidReturnPath::Secret);
        }
        let key = Hmac::new_from_slice(secret.as_bytes()).map_err(|_| InvalidReturnPath::Secret)?;
        Ok(Self { local: local.to_ascii_lowercase(), domain: domain.to_ascii_lowercase(), key })
    }

    /// Where the mail with this Message-ID returns to; nothing if the Message-ID holds no delivery.
    pub(crate) fn of_message(&self, message_id: &str) -> Option<String> {
        delivery_in(message_id).map(|delivery| self.address(delivery))
    }

    /// Where the reader of the mail with this Message-ID writes to leave; nothing if the Message-ID holds no delivery.
    pub(crate) fn leaving_of_message(&self, message_id: &str) -> Option<String> {
        delivery_in(message_id).map(|delivery| self.leaving_address(delivery))
    }

    /// Where this delivery returns to: `bounce+<delivery>.<code>@domain`.
    pub fn address(&self, delivery: Uuid) -> String {
        self.address_for(RETURN_PATH, delivery)
    }

    /// The delivery that a return path names, if we made it. Mail servers may change upper and lower case.
    pub fn delivery(&self, address: &str) -> Option<Uuid> {
        self.named(RETURN_PATH, address)
    }

    /// Where the reader of this delivery writes to leave; of the same form.
    pub fn leaving_address(&self, delivery: Uuid) -> String {
        self.address_for(LEAVING, delivery)
    }

    /// The delivery whose reader leaves by a mail to this address, if we made it.
    pub fn left_delivery(&self, address: &str) -> Option<Uuid> {
        self.named(LEAVING, address)
    }

    fn address_for(&self, purpose: &[u8], delivery: Uuid) -> String {
        let code = hexadecimal(&self.code(purpose, delivery).finalize().into_bytes()[..CODE]);
        format!("{}{MARK}{}.{code}@{}", self.local, delivery.simple(), self.domain)
    }

    fn named(&self, purpose: &[u8], address: &str) -> Option<Uuid> {
        let address = address.trim().trim_matches(['<', '>']).to_ascii_lowercase();
        let (local, domain) = address.rsplit_once('@')?;
        let (delivery, code) = local.strip_prefix(self.local.as_str())?.strip_prefix(MARK)?.split_once('.')?;
        let delivery = Uuid::try_parse(delivery).ok()?;
        let code = octets(code).filter(|code| code.len() == CODE)?;
        (domain == self.domain && self.code(purpose, delivery).verify_truncated_left(&code).is_ok()).then_some(delivery)
    }

    fn code(&self, purpose: &[u8], delivery: Uuid) -> Hmac<Sha256> {
        let mut code = self.key.clone();
        code.update(purpose);
        code.update(delivery.as_bytes());
        code
    }
}

/// The delivery in a Message-ID of ours: `<kind.uuid@domain>`.
pub(crate) fn delivery_in(message_id: &str) -> Option<Uuid> {
    let (left, _) = message_id.trim().trim_start_matches('<').split_once('@')?;
    Uuid::try_parse(left.rsplit_once('.')?.1).ok()
}

fn octets(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

impl fmt::Debug for ReturnPath {
    /// Leaves out the secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ReturnPath").field("domain", &self.domain).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn path(secret: &str) -> ReturnPath {
        ReturnPath::new(&"Bounce@wissensnetz.example.org".parse().unwrap(), secret).unwrap()
    }

    #[test]
    fn an_address_names_its_delivery_and_nobody_else_can_make_one() {
        let delivery: Uuid = "0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f".parse().unwrap();
        let address = path(SECRET).of_message("<digest.0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f@wissensnetz.example.org>").unwrap();
        assert!(address.rsplit_once('@').unwrap().0.len() <= 64, "{address}");
        assert_eq!(path(SECRET).delivery(&address), Some(delivery));
        assert_eq!(path(SECRET).delivery(&format!("<{}>", address.to_uppercase())), Some(delivery));
        assert_eq!(path("another secret, of enough characters").delivery(&address), None);
        for changed in [
            address.replacen("0190", "0191", 1),
            address.replace(".example", ".Beispiel"),
            address.replace('+', "-"),
            address.replace('@', "00@"),
            address.replacen('.', ".é", 1),
            String::new(),
        ] {
            assert_eq!(path(SECRET).delivery(&changed), None, "{changed}");
        }
        assert!(!format!("{:?}", path(SECRET)).contains("0123"));
        let leaving = path(SECRET).leaving_address(delivery);
        assert!(leaving.len() == address.len() && leaving != address, "{leaving}");
        assert_eq!((path(SECRET).left_delivery(&leaving.to_uppercase()), path(SECRET).delivery(&leaving)), (Some(delivery), None));
        assert_eq!(path(SECRET).left_delivery(&address), None, "whoever sees a return path cannot end anything by it");
    }

    #[test]
    fn mailboxes_and_secrets_that_cannot_serve_are_refused() {
        let new = |mailbox: &str, secret| ReturnPath::new(&mailbox.parse().unwrap(), secret).map(|_| ());
        assert_eq!(new("a+b@example.org", SECRET), Err(InvalidReturnPath::Local));
        assert_eq!(new("undeliverable@example.org", SECRET), Err(InvalidReturnPath::Local));
        assert_eq!(new("bounce@example.org", "short"), Err(InvalidReturnPath::Secret));
        assert_eq!(path(SECRET).of_message("<0190@example.org>"), None);
    }
}
