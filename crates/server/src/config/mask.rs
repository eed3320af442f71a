//! Settings that are secret, wholly or in part.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;
use url::Url;

/// A setting that is not printed. Of an address only the password is hidden, wherever it stands, so that `wissensnetz config` still says which
/// server is meant.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// The setting itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    fn masked(&self) -> String {
        match Url::parse(&self.0) {
            Ok(url) if url.has_host() || url.scheme() == "sqlite" => without_password(url),
            _ => "***".to_owned(),
        }
    }
}

/// An address of which the password, if it has one, is not printed.
#[derive(Clone)]
pub(crate) struct Address(Url);

impl Address {
    /// The address itself.
    pub(crate) fn reveal(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&without_password(self.0.clone()))
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&without_password(self.0.clone()))
    }
}

impl<'de> Deserialize<'de> for Address {
    /// What is no address is not repeated by the error: it may have a password as well.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = String::deserialize(deserializer)?;
        Url::parse(&given).map(Self).map_err(|error| D::Error::custom(format!("is no address: {error}")))
    }
}

/// The address with its password hidden, wherever it stands.
fn without_password(mut url: Url) -> String {
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return "***".to_owned();
    }
    hide_in_query(&mut url);
    url.to_string()
}

/// Hides a password that is a parameter, as addresses of PostgreSQL may have it.
fn hide_in_query(url: &mut Url) {
    let parameters: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if parameters.iter().any(|(name, _)| name == "password") {
        let hidden = parameters.iter().map(|(name, value)| (name.as_str(), if name == "password" { "***" } else { value.as_str() }));
        url.query_pairs_mut().clear().extend_pairs(hidden);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.masked())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.masked())
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// A key of digits alone reaches us from the environment as a number; it is meant as text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Given {
            Text(String),
            Number(u64),
            Negative(i64),
            Decimal(f64),
            Switch(bool),
        }
        Ok(Self(match Given::deserialize(deserializer)? {
            Given::Text(text) => text,
            Given::Number(number) => number.to_string(),
            Given::Negative(number) => number.to_string(),
            Given::Decimal(number) => number.to_string(),
            Given::Switch(switch) => switch.to_string(),
        }))
    }
}

/// The settings as TOML; secrets write themselves masked.
pub(super) fn to_toml(settings: &super::Settings) -> String {
    toml::to_string(settings).unwrap_or_else(|error| format!("# cannot be written as TOML: {error}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_only_the_password_is_hidden() {
        assert_eq!(format!("{:?}", Secret("postgres://app:geheim@db:5432/w".to_owned())), "postgres://app:***@db:5432/w");
        let as_parameter = Secret("postgres://db:5432/w?user=app&password=geheim&sslmode=require".to_owned());
        assert_eq!(format!("{as_parameter:?}"), "postgres://db:5432/w?user=app&password=***&sslmode=require");
        let plain = Secret("postgres://db/w?options=-c%20a%3Db".to_owned());
        assert_eq!(format!("{plain:?}"), "postgres://db/w?options=-c%20a%3Db");
        assert_eq!(format!("{:?}", Secret("geheim".to_owned())), "***");
    }

    #[test]
    fn what_is_no_address_is_told_without_its_password() {
        let wrong = toml::Value::String("https://proxy:geheim@suche.example.org:port".to_owned());
        let error = wrong.try_into::<Address>().unwrap_err().to_string();
        assert!(error.contains("is no address: invalid port number") && !error.contains("geheim"), "{error}");
    }
}
