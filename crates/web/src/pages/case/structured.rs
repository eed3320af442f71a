//! What search engines and other programs read of a case: schema.org's Article as JSON-LD.

use super::{Shown, documents::case::Text};
use domain::vocabulary::{Licence, Vocabulary};
use serde_json::{Map, Value, json};

/// The case as JSON-LD, safe to stand within a `script` element: nothing in it can end the element.
pub(super) fn json_ld(case: &Shown, text: &Text, instance: &str) -> String {
    let mut article = Map::new();
    let mut set = |key: &str, value: Value| {
        article.insert(key.to_owned(), value);
    };
    set("@context", json!("https://schema.org"));
    set("@type", json!("Article"));
    set("headline", json!(text.title));
    set("description", json!(text.teaser));
    set("url", json!(case.url));
    set("inLanguage", json!("de"));
    set("about", text.fields_of_action.iter().map(|field| field.label().to_owned()).collect());
    set("publisher", json!({"@type": "Organization", "name": instance}));
    if let Some(place) = &text.place_name {
        set("author", json!({"@type": "GovernmentOrganization", "name": place}));
    }
    if let Some(municipality) = &text.municipality {
        let key = json!({"@type": "PropertyValue", "propertyID": "AGS", "value": municipality.ags});
        set("spatialCoverage", json!({"@type": "AdministrativeArea", "name": municipality.display_name, "identifier": key}));
    }
    if let Some(published_at) = case.published_at {
        set("datePublished", json!(published_at.to_rfc3339()));
    }
    set("dateModified", json!(case.revision_published_at.unwrap_or(case.updated_at).to_rfc3339()));
    if let Some(licence) = licence_url(text.licence) {
        set("license", json!(licence));
    }
    escape(&Value::Object(article).to_string())
}

/// Where a licence's own text stands, if it is one.
pub(super) fn licence_url(licence: Licence) -> Option<&'static str> {
    match licence {
        Licence::CcBy40 => Some("https://creativecommons.org/licenses/by/4.0/deed.de"),
        Licence::CcBySa40 => Some("https://creativecommons.org/licenses/by-sa/4.0/deed.de"),
        Licence::DlDeBy20 => Some("https://www.govdata.de/dl-de/by-2-0"),
        Licence::Cc010 => Some("https://creativecommons.org/publicdomain/zero/1.0/deed.de"),
        Licence::LinkOnly => None,
    }
}

/// Writes the signs that mean something to HTML as JSON's escapes; within JSON they stand in texts only.
fn escape(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_end_the_script_element() {
        let escaped = escape(&json!({"headline": "</script><script>alert(1)</script> & <!--"}).to_string());
        assert!(!escaped.contains(['<', '>', '&']), "{escaped}");
        let read: Value = serde_json::from_str(&escaped).unwrap();
        assert_eq!(read["headline"], "</script><script>alert(1)</script> & <!--");
    }
}
