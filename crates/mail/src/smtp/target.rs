//! Which server, how secured, and with which credentials, all from one URL.

use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, TlsParameters},
};
use percent_encoding::percent_decode_str;
use std::fmt;
use url::{Host, Url};

/// The URL of a mail server cannot be used. The messages never repeat it: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum InvalidSmtpUrl {
    /// It is no URL at all.
    #[error("not a URL of the form smtp://user:password@host:port")]
    Syntax(#[source] url::ParseError),
    /// It starts with something else.
    #[error("a mail server's URL starts with smtp://, smtps:// or smtp+starttls://")]
    Scheme,
    /// It names no server.
    #[error("the mail server's URL names no host")]
    Host,
    /// It holds more than a server and its credentials.
    #[error("the mail server's URL ends after host and port")]
    Surplus,
    /// User without password or the other way round, or one that is not percent-encoded UTF-8.
    #[error("the mail server's URL needs both user and password, percent-encoded, or neither")]
    Credentials,
    /// The additional certificates cannot be read.
    #[error("the additional certificates are not in PEM")]
    Roots(#[source] lettre::transport::smtp::Error),
    /// No certificate could ever match this host.
    #[error("TLS cannot be used with the mail server's host name")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// How the connection is secured.
#[derive(Clone)]
pub(super) enum Security {
    /// Not at all.
    Plain,
    /// By STARTTLS; a server that does not offer it gets no mail.
    StartTls(TlsParameters),
    /// From the first octet.
    Implicit(TlsParameters),
}

/// A mail server.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
}

impl Target {
    /// The server of a URL. `roots`: certificates in PEM that are trusted beside those of the public authorities.
    pub(super) fn parse(text: &str, roots: Option<&[u8]>) -> Result<Self, InvalidSmtpUrl> {
        let url = Url::parse(text).map_err(InvalidSmtpUrl::Syntax)?;
        let host = match url.host().ok_or(InvalidSmtpUrl::Host)? {
            Host::Ipv6(address) => address.to_string(),
            host => host.to_string(),
        };
        let tls = || {
            let mut parameters = TlsParameters::builder(host.clone());
            if let Some(pem) = roots {
                parameters = parameters.add_root_certificate(Certificate::from_pem(pem).map_err(InvalidSmtpUrl::Roots)?);
            }
            parameters.build().map_err(InvalidSmtpUrl::Tls)
        };
        let (security, port) = match url.scheme() {
            "smtp" => (Security::Plain, 25),
            "smtps" => (Security::Implicit(tls()?), 465),
            "smtp+starttls" => (Security::StartTls(tls()?), 587),
            _ => return Err(InvalidSmtpUrl::Scheme),
        };
        if host.is_empty() {
            return Err(InvalidSmtpUrl::Host);
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidSmtpUrl::Surplus);
        }
        Ok(Self { port: url.port().unwrap_or(port), credentials: credentials(&url)?, host, security })
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, InvalidSmtpUrl> {
    let decoded = |text| percent_decode_str(text).decode_utf8().map_err(|_| InvalidSmtpUrl::Credentials);
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(InvalidSmtpUrl::Credentials),
        (user, Some(password)) => Ok(Some(Credentials::new(decoded(user)?.into_owned(), decoded(password)?.into_owned()))),
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The colons of an IPv6 address would run into that of the port.
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(formatter, "{host}:{}", self.port)
    }
}

impl fmt::Debug for Target {
    /// Host, port and whether there are credentials, never which.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = if self.credentials.is_some() { " with credentials" } else { "" };
        write!(formatter, "Target({self}{credentials})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_decides_security_and_port() {
        for (url, shown) in [
            ("smtp://mail.example.org", "mail.example.org:25"),
            ("smtps://mail.example.org/", "mail.example.org:465"),
            ("smtp+starttls://mail.example.org", "mail.example.org:587"),
            ("smtp://127.0.0.1:2525", "127.0.0.1:2525"),
            ("smtp://[::1]:2525", "[::1]:2525"),
        ] {
            let target = Target::parse(url, None).unwrap();
            assert_eq!(target.to_string(), shown);
            let secured = !matches!(target.security, Security::Plain);
            assert_eq!(secured, !url.starts_with("smtp:"), "{url}");
        }
    }

    #[test]
    fn credentials_are_decoded_and_never_printed() {
        let target = Target::parse("smtp://netz%40example.org:p%C3%A4ss%2Fwo+rt@mail.example.org", None).unwrap();
        assert_eq!(target.credentials, Some(Credentials::new("netz@example.org".into(), "päss/wo+rt".into())));
        assert_eq!(format!("{target:?}"), "Target(mail.example.org:25 with credentials)");
    }

    #[test]
    fn what_is_no_mail_server_is_refused_without_repeating_it() {
        for url in [
            "mail.example.org:25",
            "http://geheim:geheim@mail.example.org",
            "smtp://geheim@mail.example.org",
            "smtp://:geheim@mail.example.org",
            "smtp://geheim:%ff@mail.example.org",
            "smtp://mail.example.org/geheim",
            "smtp://mail.example.org?geheim",
            "smtp:geheim",
            "smtp://geheim:geheim@mail.example.org:99999",
        ] {
            let error = Target::parse(url, None).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("geheim"), "{url}: {error:?}");
        }
    }
}
