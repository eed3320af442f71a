//! What only whoever runs an instance can say on the pages that the law asks for.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use url::Url;

/// Who runs the instance. What is not given is marked on the pages as missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Operator {
    /// The body that runs it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where that body is.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Who represents it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub represented_by: Option<String>,
    /// Mail address and telephone, for everything.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The authority that supervises it, where there is one.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<String>,
    /// The data protection officer, with how to reach them.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub data_protection_officer: Option<String>,
    /// The authority that complaints about data protection go to.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub data_protection_authority: Option<String>,
    /// What the server before this one logs of visits, and when that is deleted.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub server_logs: Option<String>,
    /// Whom to turn to where the report of a barrier was not answered.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub enforcement_body: Option<String>,
    /// The date of the accessibility statement, and how it was assessed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub accessibility_assessment: Option<String>,
    /// Where to report weaknesses of the instance: an address with `mailto:`, `https:` or `tel:`, as RFC 9116 has them.
    #[serde(deserialize_with = "contact", skip_serializing_if = "Option::is_none")]
    pub security_contact: Option<Url>,
}

impl Operator {
    /// Whether everything is given that the imprint must say.
    pub(crate) fn fills_imprint(&self) -> bool {
        self.name.is_some() && self.address.is_some() && self.represented_by.is_some() && self.contact.is_some()
    }

    /// Whether everything is given that the notice on data protection must say.
    pub(crate) fn fills_privacy(&self) -> bool {
        let is_known = self.name.is_some() && self.address.is_some() && self.contact.is_some();
        is_known && self.data_protection_officer.is_some() && self.data_protection_authority.is_some() && self.server_logs.is_some()
    }

    /// Whether everything is given that the accessibility statement must say.
    pub(crate) fn fills_accessibility(&self) -> bool {
        self.contact.is_some() && self.enforcement_body.is_some() && self.accessibility_assessment.is_some()
    }
}

/// A variable that is set to nothing gives nothing.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// The same for an address that somebody is reached at.
fn contact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    let Some(text) = given(deserializer)? else { return Ok(None) };
    let reaches_somebody = |url: &Url| match url.scheme() {
        "mailto" => url.path().contains('@'),
        "tel" => !url.path().is_empty(),
        scheme => scheme == "https",
    };
    match Url::parse(&text) {
        Ok(url) if reaches_somebody(&url) && !text.contains(char::is_whitespace) => Ok(Some(url)),
        _ => Err(D::Error::custom("is to be an address with mailto:, https: or tel:")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weaknesses_are_reported_to_an_address_that_somebody_is_reached_at() {
        let read = |text: &str| serde_json::from_value::<Operator>(serde_json::json!({ "security_contact": text }));
        for fits in ["mailto:sicherheit@agentur.example.org", "https://agentur.example.org/sicherheit", "tel:+49-341-000"] {
            assert_eq!(read(fits).unwrap().security_contact.as_ref().map(Url::as_str), Some(fits));
        }
        assert_eq!(read(" ").unwrap().security_contact, None);
        for other in [
            "sicherheit@agentur.example.org",
            "mailto:",
            "mailto:sicherheit",
            "mailto:a@b.example, c@d.example",
            "tel:",
            "http://agentur.example.org/",
            "javascript:alert(1)",
        ] {
            assert!(read(other).is_err(), "{other}");
        }
    }
}
