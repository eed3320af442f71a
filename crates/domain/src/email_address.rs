//! Mail addresses, kept from being printed.

use crate::{Rule, Violation};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The longest address that SMTP carries, in octets (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets).
pub const MAX_LENGTH: usize = 254;

/// A mail address in its normal form: surrounding space cut, the whole in lower case.
///
/// Its `Debug` shows no more than the domain and there is no `Display`: addresses are personal data and stay out of logs.
/// Whoever must write one out asks for [`EmailAddress::reveal`], which is easy to search for in a review.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// The text given is no mail address that a mail could be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address of the form name@domain")]
pub struct InvalidEmailAddress;

impl EmailAddress {
    /// The address that somebody typed into the field `email`, or what is wrong with it.
    pub fn typed(text: &str) -> Result<Self, Violation> {
        text.parse::<Self>().map_err(|_| {
            let given = text.trim();
            let rule =
                if given.is_empty() { Rule::Required } else { Rule::malformed("eine E-Mail-Adresse wie bildung@kreis.example.org", given) };
            Violation::new("email", rule)
        })
    }

    /// The address as text, to be written into a mail's envelope, a form or an export, never into a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The address with all but its first letter and its domain hidden, for those who look after mails: `l…@example.org`.
    pub fn masked(&self) -> String {
        self.0.chars().take(1).chain(['…', '@']).chain(self.domain().chars()).collect()
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmailAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Only what is ASCII: the Kelvin sign would become a `k`, and somebody else's address.
        let address = text.trim().to_ascii_lowercase();
        let (local, domain) = address.rsplit_once('@').ok_or(InvalidEmailAddress)?;
        let local_fits = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
        if local_fits && domain_fits(domain) && address.len() <= MAX_LENGTH { Ok(Self(address)) } else { Err(InvalidEmailAddress) }
    }
}

fn domain_fits(domain: &str) -> bool {
    domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmailAddress;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EmailAddress(…@{})", self.domain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_its_normal_form_and_never_printed() {
        let address: EmailAddress = "  Bildungsbuero@Burgenlandkreis.Example.org ".parse().unwrap();
        assert_eq!(address.reveal(), "bildungsbuero@burgenlandkreis.example.org");
        assert_eq!(format!("{address:?}"), "EmailAddress(…@burgenlandkreis.example.org)");
        assert_eq!(address.masked(), "b…@burgenlandkreis.example.org");
    }

    #[test]
    fn what_is_wrong_with_a_typed_address_is_said_of_its_field() {
        assert_eq!(EmailAddress::typed(" Bildung@Kreis.Example.Org ").unwrap().reveal(), "bildung@kreis.example.org");
        assert_eq!(EmailAddress::typed(" ").unwrap_err(), Violation::new("email", Rule::Required));
        let Violation { field, rule: Rule::Malformed { given, .. } } = EmailAddress::typed(&format!(" {}", "x".repeat(1_000))).unwrap_err()
        else {
            panic!("malformed");
        };
        assert_eq!((field.as_str(), given.chars().count()), ("email", 100), "no more than its beginning is repeated");
    }

    #[test]
    fn no_letter_of_another_script_becomes_one_of_another_s_address() {
        for text in
            ["\u{212a}oordination@example.org", "koordination@\u{212a}reis.example.org", "b\u{130}ldung@example.org", "ſtadt@example.org"]
        {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_no_mail_server_would_take_is_refused() {
        for text in
            ["", "a", "@example.org", "a@", "a b@example.org", "a@example", "a@-x.org", "a..b@x.org", "a@x..org", "a@x.org\r\nBcc: b@x.org"]
        {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
    }
}
