//! How we call ourselves to mail servers.

use domain::EmailAddress;
use lettre::transport::smtp::extension::ClientId;
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// What stands behind EHLO (RFC 5321, 4.1.1.1): the full name of a machine, or its address in brackets where it has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HelloName(String);

/// The text is neither a full name nor an address in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a full name of a machine, as host7.example.org, nor its address in brackets, as [192.0.2.7] or [IPv6:2001:db8::7]")]
pub struct InvalidHelloName;

impl HelloName {
    /// The domain of an address: what stands for a machine where nobody has named it.
    pub fn of(address: &EmailAddress) -> Self {
        Self(address.domain().to_owned())
    }

    /// Whether it is an address and no name.
    pub fn is_address(&self) -> bool {
        self.0.starts_with('[')
    }

    /// As lettre says it.
    pub(crate) fn client_id(&self) -> ClientId {
        // An address in its brackets is written as a name is.
        ClientId::Domain(self.0.clone())
    }
}

impl FromStr for HelloName {
    type Err = InvalidHelloName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let name = match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(address) => match address.strip_prefix("IPv6:") {
                Some(address) => address.parse::<Ipv6Addr>().ok().map(|address| format!("[IPv6:{address}]")),
                None => address.parse::<Ipv4Addr>().ok().map(|address| format!("[{address}]")),
            },
            None => is_full_name(text).then(|| text.to_ascii_lowercase()),
        };
        name.map(Self).ok_or(InvalidHelloName)
    }
}

/// Whether the text is a domain name below another one. One that ends in a number is an address without its brackets.
fn is_full_name(text: &str) -> bool {
    let fits = |label: &str| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        !label.is_empty() && label.len() <= 63 && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    let ends_in_a_number = text.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    text.len() <= 253 && text.contains('.') && text.split('.').all(fits) && !ends_in_a_number
}

impl TryFrom<String> for HelloName {
    type Error = InvalidHelloName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<HelloName> for String {
    fn from(name: HelloName) -> Self {
        name.0
    }
}

impl fmt::Display for HelloName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_and_addresses_in_brackets_are_taken_in_one_form() {
        for (text, name, is_address) in [
            (" Host7.Example.org ", "host7.example.org", false),
            ("xn--stdte-kva.example", "xn--stdte-kva.example", false),
            ("[192.0.2.7]", "[192.0.2.7]", true),
            ("[IPv6:2001:DB8:0:0::7]", "[IPv6:2001:db8::7]", true),
        ] {
            let read: HelloName = text.parse().unwrap();
            assert_eq!((read.to_string().as_str(), read.is_address()), (name, is_address));
            assert_eq!(read.client_id().to_string(), name);
        }
    }

    #[test]
    fn what_mail_servers_would_not_take_is_refused() {
        for text in [
            "",
            "host7",
            "192.0.2.7",
            "2001:db8::7",
            "[192.0.2]",
            "[2001:db8::7]",
            "[host7.example.org]",
            "host7..example.org",
            "host7.example.org.",
            "-host7.example.org",
            "host_7.example.org",
            "host7.example.org\r\nRSET",
            "städte.example.org",
        ] {
            assert_eq!(text.parse::<HelloName>(), Err(InvalidHelloName), "{text:?}");
        }
    }
}
