//! Reads a GraphQL request from an HTTP request.

use super::{body, negotiate::is_utf8};
use crate::errors::ApiError;
use async_graphql::{Request, Variables};
use axum::{
    body::{Body, Bytes},
    extract::Query,
    http::{HeaderMap, HeaderValue, Uri, header},
};
use domain::ErrorCode;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What clients that ask for a document by its hash (Apollo's automatic persisted queries) must read in order to send it whole: some know the
/// code, others this text alone.
const NOT_PERSISTED: &str = "PersistedQueryNotSupported";

/// What a request asks to have executed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Parameters {
    /// The GraphQL document.
    pub(crate) query: String,
    /// Which of its operations.
    pub(crate) operation_name: Option<String>,
    /// The values of its variables.
    pub(crate) variables: Option<Value>,
}

/// The parameters as a URL has them; the objects are JSON.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UrlParameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl Parameters {
    /// The request as the library takes it.
    pub(crate) fn into_request(self) -> Request {
        let mut request = Request::new(self.query).variables(self.variables.map(Variables::from_json).unwrap_or_default());
        request.operation_name = self.operation_name;
        request
    }

    /// Reads the parameters of a GET request.
    pub(crate) fn from_url(uri: &Uri) -> Result<Self, ApiError> {
        let Query(given) =
            Query::<UrlParameters>::try_from_uri(uri).map_err(|_| malformed("Die Adresse enthält keine lesbaren Parameter."))?;
        let mut object = Map::new();
        for (name, text) in [("query", given.query), ("operationName", given.operation_name)] {
            object.extend(text.map(|text| (name.to_owned(), Value::String(text))));
        }
        for (name, text) in [("variables", given.variables), ("extensions", given.extensions)] {
            // Clients that write every parameter send an empty text for what they do not have.
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                let value = serde_json::from_str(&text).map_err(|_| malformed(&format!("{name}: Es wird ein JSON-Objekt erwartet.")))?;
                object.insert(name.to_owned(), value);
            }
        }
        object.retain(|name, value| name != "operationName" || value.as_str() != Some(""));
        Self::from_object(object)
    }

    /// Reads the parameters of a POST request's body.
    pub(crate) fn from_body(body: &[u8]) -> Result<Self, ApiError> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => Self::from_object(object),
            Ok(Value::Array(_)) => Err(malformed("Mehrere Anfragen in einer werden nicht angenommen; bitte senden Sie jede einzeln.")),
            Ok(_) | Err(_) => Err(malformed("Der Inhalt ist kein JSON-Objekt mit dem Schlüssel query.")),
        }
    }

    fn from_object(mut object: Map<String, Value>) -> Result<Self, ApiError> {
        let query = match object.remove("query") {
            Some(Value::String(query)) => query,
            Some(_) => return Err(malformed("query: Es wird ein Text erwartet.")),
            None if asks_by_hash(&object) => return Err(ApiError::with_message(ErrorCode::PersistedQueryNotSupported, NOT_PERSISTED)),
            None => return Err(malformed("query: Diese Angabe fehlt.")),
        };
        let operation_name = match object.remove("operationName") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return Err(malformed("operationName: Es wird ein Text erwartet.")),
        };
        let variables = object_or_null(&mut object, "variables")?;
        // No extension of the protocol is known here; what is sent is checked for its form and otherwise ignored.
        object_or_null(&mut object, "extensions")?;
        Ok(Self { query, operation_name, variables })
    }
}

fn asks_by_hash(object: &Map<String, Value>) -> bool {
    object.get("extensions").and_then(|extensions| extensions.get("persistedQuery")).is_some_and(Value::is_object)
}

fn object_or_null(object: &mut Map<String, Value>, name: &str) -> Result<Option<Value>, ApiError> {
    match object.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value @ Value::Object(_)) => Ok(Some(value)),
        Some(_) => Err(malformed(&format!("{name}: Es wird ein JSON-Objekt erwartet."))),
    }
}

fn malformed(message: &str) -> ApiError {
    ApiError::with_message(ErrorCode::BadRequest, format!("{} {message}", ErrorCode::BadRequest.message()))
}

/// Refuses a body that is not declared as JSON in UTF-8. Other types are what a foreign website can send without asking first.
pub(crate) fn check_content_type(headers: &HeaderMap) -> Result<(), ApiError> {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next().and_then(|value| value.to_str().ok()), values.next()) else {
        return Err(not_json());
    };
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let charset_fits = parts
        .filter_map(|part| part.split_once('='))
        .all(|(name, charset)| !name.trim().eq_ignore_ascii_case("charset") || is_utf8(charset));
    if is_json && charset_fits { Ok(()) } else { Err(not_json()) }
}

/// Says where to send what is no JSON as well: clients that upload files send them as a form, with the operation.
fn not_json() -> ApiError {
    let code = ErrorCode::UnsupportedMediaType;
    ApiError::with_message(code, format!("{} Möglich ist application/json in UTF-8; Dateien nimmt POST /dateien an.", code.message()))
}

/// Whether a body is declared as compressed, or coded in some other way.
pub(crate) fn is_coded(headers: &HeaderMap) -> bool {
    let is_coding = |coding: &HeaderValue| !coding.is_empty() && !coding.as_bytes().eq_ignore_ascii_case(b"identity");
    headers.get_all(header::CONTENT_ENCODING).iter().any(is_coding)
}

/// Reads a body of at most `limit` bytes.
pub(crate) async fn read_body(body: Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, ApiError> {
    let too_large = || ApiError::with_message(ErrorCode::PayloadTooLarge, format!("Die Anfrage ist zu groß; möglich sind {limit} Bytes."));
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()).and_then(|text| text.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    // A length that was not declared shows only here.
    let read = body::read_body(body, limit).await;
    read.map_err(|code| if code == ErrorCode::PayloadTooLarge { too_large() } else { ApiError::new(code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> Option<&'static str> {
        Parameters::from_body(body.as_bytes()).err().map(|error| error.code().as_str())
    }

    #[test]
    fn null_is_as_good_as_left_out_and_unknown_keys_are_ignored() {
        let body = br#"{"query":"{a}","variables":null,"operationName":null,"extensions":null,"id":7}"#;
        assert_eq!(Parameters::from_body(body).unwrap(), Parameters { query: "{a}".into(), ..Parameters::default() });
    }

    #[test]
    fn wrong_types_lists_and_broken_json_are_refused() {
        for body in [
            "",
            "{",
            "7",
            r#"[{"query":"{a}"}]"#,
            r"{}",
            r#"{"query":7}"#,
            r#"{"query":"{a}","variables":"x"}"#,
            r#"{"query":"{a}","variables":["x"]}"#,
            r#"{"query":"{a}","operationName":0}"#,
            r#"{"query":"{a}","extensions":false}"#,
        ] {
            assert_eq!(code(body), Some("BAD_REQUEST"), "{body}");
        }
        assert!(Parameters::from_body(b"{\"query\":\"\xff\"}").is_err());
    }

    #[test]
    fn who_asks_by_a_hash_is_told_to_send_the_document() {
        let hash = r#"{"persistedQuery":{"version":1,"sha256Hash":"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}"#;
        let by_post = Parameters::from_body(format!(r#"{{"operationName":"Q","extensions":{hash}}}"#).as_bytes()).unwrap_err();
        let uri = format!("/graphql?extensions={}", hash.replace('"', "%22").replace('{', "%7B").replace('}', "%7D"));
        let by_get = Parameters::from_url(&uri.parse().unwrap()).unwrap_err();
        for error in [by_post, by_get] {
            assert_eq!((error.code(), error.to_string().as_str()), (ErrorCode::PersistedQueryNotSupported, "PersistedQueryNotSupported"));
        }
        assert!(Parameters::from_body(format!(r#"{{"query":"{{a}}","extensions":{hash}}}"#).as_bytes()).is_ok());
        assert_eq!(code(r#"{"extensions":{"persistedQuery":7}}"#), Some("BAD_REQUEST"));
    }

    #[test]
    fn a_body_is_coded_unless_its_coding_is_none() {
        let is_coded = |coding: &str| is_coded(&[(header::CONTENT_ENCODING, coding.parse().unwrap())].into_iter().collect());
        assert!(!is_coded("") && !is_coded("identity") && !is_coded("Identity"));
        assert!(is_coded("gzip") && is_coded("br") && is_coded("identity, gzip"));
    }

    #[test]
    fn a_url_holds_its_variables_as_json() {
        let read = |query: &str| Parameters::from_url(&format!("/graphql?{query}").parse().unwrap());
        let read_well = read("query=%7Ba%7D&variables=%7B%22x%22%3A1%7D&operationName=&extensions=").unwrap();
        assert_eq!(read_well.variables, Some(serde_json::json!({"x": 1})));
        assert_eq!(read_well.operation_name, None);
        for query in ["", "query=a&variables=x", "query=a&variables=[1]", "query=a&query=b"] {
            assert!(read(query).is_err(), "{query}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        let check = |value: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.extend(value.map(|value| (header::CONTENT_TYPE, value.parse().unwrap())));
            check_content_type(&headers).is_ok()
        };
        for fits in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""] {
            assert!(check(Some(fits)), "{fits}");
        }
        for other in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=latin1",
            "application/jsonx",
        ] {
            assert!(!check(Some(other)), "{other}");
        }
        assert!(!check(None));
    }
}
