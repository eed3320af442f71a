//! What a form or an address carries: names with values, of which a name may come more than once.

use crate::{errors::PageError, form_token::FORM_LIMIT, website::Website};
use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
};
use domain::ErrorCode;
use http::{HeaderMap, header::CONTENT_TYPE, request::Parts};
use std::{convert::Infallible, sync::Arc};
use url::form_urlencoded;

/// Names with values, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `name=value&…`. Nothing that can be written there is an error.
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Reads the body of a request that a form caused.
    pub(crate) async fn of_form(headers: &HeaderMap, body: Body) -> Result<Self, PageError> {
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(ErrorCode::UnsupportedMediaType.into());
        }
        let bytes = graphql_api::read_body(body, FORM_LIMIT).await.map_err(PageError::from)?;
        Ok(Self::parse(&bytes))
    }

    /// Fields with these names and values, to begin a form with.
    pub(crate) fn from_pairs(pairs: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The first value of this name with surrounding space cut; empty if there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The first value of this name, unless it is empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// The [`number`] that this name has.
    pub(crate) fn number(&self, name: &str) -> i64 {
        number(self.get(name))
    }

    /// The version of what is changed that the form was made from. A form that does not say it is refused as a conflict: nothing has the version 0.
    pub(crate) fn version(&self) -> i64 {
        self.get("fassung").parse::<i32>().map(i64::from).unwrap_or_default()
    }

    /// All values of this name, in order, with surrounding space cut.
    pub(crate) fn all<'a, 'b>(&'a self, name: &'b str) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// The lines of this name's first value, with surrounding space cut and without empty ones: a list, one entry a line.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        self.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// All names with their values as they came, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What reads like text that somebody wrote, and not like a choice, a number or a token.
    pub(crate) fn texts(&self) -> Vec<String> {
        let is_text = |value: &&str| value.contains(char::is_whitespace) && value.contains(char::is_alphabetic);
        self.pairs().map(|(_, value)| value.trim()).filter(is_text).map(str::to_owned).collect()
    }

    /// The fields but for those of this name.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self
    }

    /// Whether this name has this value.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|given| given == value)
    }

    /// Gives this name a value, if it has none yet.
    pub(crate) fn set_default(&mut self, name: &str, value: &str) {
        if self.get(name).is_empty() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }
}

/// The whole number that was typed, as far as the API takes it. Anything else becomes one that every limit refuses.
pub(crate) fn number(typed: &str) -> i64 {
    typed.parse::<i32>().map_or(-1, i64::from)
}

impl From<Vec<(String, String)>> for Fields {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
}

/// The fields in a page's address.
pub(crate) struct QueryFields(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for QueryFields {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Fields::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

/// The fields of a form that was sent with POST. `form_token` has read them; where it lets a request through unread (programs with a bearer
/// token), they are read here.
pub(crate) struct FormFields(pub Fields);

impl FromRequest<Arc<Website>> for FormFields {
    type Rejection = PageError;

    async fn from_request(request: Request, _: &Arc<Website>) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        match parts.extensions.remove::<Fields>() {
            Some(fields) => Ok(Self(fields)),
            None => Fields::of_form(&parts.headers, body).await.map(Self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_come_more_than_once() {
        let fields = Fields::parse(b"land=SACHSEN&q=+Kita+%26+Schule+&land=THUERINGEN&leer=");
        assert_eq!(fields.get("q"), "Kita & Schule");
        assert_eq!(fields.all("land").collect::<Vec<_>>(), ["SACHSEN", "THUERINGEN"]);
        assert_eq!((fields.given("leer"), fields.given("fehlt")), (None, None));
    }

    #[test]
    fn texts_are_told_from_choices_numbers_and_tokens() {
        let fields = Fields::parse(b"text=+Kita+%26+Schule+&land=SACHSEN&code=123+456&gelesen=15084+15088&formular=a.b&leer=+");
        assert_eq!(fields.texts(), ["Kita & Schule"]);
    }

    #[test]
    fn a_form_that_does_not_say_what_it_was_made_from_was_made_from_nothing() {
        for (form, version) in [("fassung=3", 3), ("fassung=", 0), ("fassung=neu", 0), ("fassung=2147483648", 0), ("", 0)] {
            assert_eq!(Fields::parse(form.as_bytes()).version(), version, "{form}");
        }
    }

    #[test]
    fn a_number_is_one_that_the_api_takes_or_one_that_it_refuses() {
        let fields = Fields::parse(b"stunde=+18+&viel=2147483648&mehr=99999999999999999999&wort=mittags");
        assert_eq!(["stunde", "viel", "mehr", "wort", "fehlt"].map(|name| fields.number(name)), [18, -1, -1, -1, -1]);
    }
}
