//! Which of its two forms an answer takes: what the `Accept` header asks for.

use axum::http::{HeaderMap, header};

/// The form of an answer. They differ in the status that goes with errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `application/json`: 200 for every request that could be read, whatever came of it.
    Json,
    /// `application/graphql-response+json`: 4xx and 5xx where nothing was executed.
    Response,
}

impl Form {
    /// The `Content-Type` of an answer in this form.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Response => "application/graphql-response+json; charset=utf-8",
        }
    }
}

/// The form that the client likes best; nothing if it takes neither. Without a wish, and for `*/*`, it is `application/json`, which
/// clients of old expect.
pub(crate) fn form(headers: &HeaderMap) -> Option<Form> {
    let mut accepts = headers.get_all(header::ACCEPT).iter().peekable();
    if accepts.peek().is_none_or(|value| value.is_empty()) {
        return Some(Form::Json);
    }
    let wishes: Vec<_> = accepts.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(',')).filter_map(Wish::read).collect();
    best(&wishes)
}

/// A range of media types with how much it is liked.
#[derive(Debug, Clone, PartialEq)]
struct Wish {
    range: String,
    quality: f32,
}

impl Wish {
    /// Reads one entry of the header. What cannot be read, or asks for another character set than UTF-8, is no wish of ours.
    fn read(entry: &str) -> Option<Self> {
        let mut parts = entry.split(';').map(str::trim);
        let range = parts.next().filter(|range| !range.is_empty())?.to_ascii_lowercase();
        let mut quality = 1.0;
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            match name.trim().to_ascii_lowercase().as_str() {
                "q" => quality = value.trim().parse().ok().filter(|quality| (0.0..=1.0).contains(quality))?,
                "charset" if !is_utf8(value) => return None,
                _ => {}
            }
        }
        Some(Self { range, quality })
    }
}

/// The most specific range that names the type decides how much it is liked (RFC 9110, 12.5.1).
fn quality(wishes: &[Wish], ranges: &[&str]) -> f32 {
    let named = ranges.iter().find_map(|range| wishes.iter().find(|wish| wish.range == *range));
    named.map_or(0.0, |wish| wish.quality)
}

fn best(wishes: &[Wish]) -> Option<Form> {
    let json = quality(wishes, &["application/json", "application/*", "*/*"]);
    let response = quality(wishes, &["application/graphql-response+json", "application/*", "*/*"]);
    let named = wishes.iter().any(|wish| wish.range == "application/graphql-response+json" && wish.quality > 0.0);
    if response > 0.0 && (response > json || (named && response >= json)) {
        Some(Form::Response)
    } else if json > 0.0 {
        Some(Form::Json)
    } else {
        None
    }
}

/// Whether a character set's name, with or without quotes, is that of UTF-8.
pub(crate) fn is_utf8(charset: &str) -> bool {
    let name = charset.trim().trim_matches('"');
    name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiated(accept: &[&str]) -> Option<Form> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, value.parse().unwrap());
        }
        form(&headers)
    }

    #[test]
    fn without_a_wish_or_with_any_it_is_json() {
        for accept in [&[][..], &[""], &["*/*"], &["application/*"], &["text/html, */*;q=0.1"], &["application/json"]] {
            assert_eq!(negotiated(accept), Some(Form::Json), "{accept:?}");
        }
    }

    #[test]
    fn the_newer_form_is_given_where_it_is_liked_no_less() {
        for accept in [
            &["application/graphql-response+json"][..],
            &["application/graphql-response+json, application/json;q=0.9"],
            &["application/json, application/graphql-response+json"],
            &["*/*;q=0.1", "Application/GraphQL-Response+JSON; charset=UTF-8; q=0.5"],
            &["application/json;q=0, */*"],
        ] {
            assert_eq!(negotiated(accept), Some(Form::Response), "{accept:?}");
        }
        assert_eq!(negotiated(&["application/graphql-response+json;q=0.5, application/json"]), Some(Form::Json));
        assert_eq!(negotiated(&["application/graphql-response+json;q=0.5, */*"]), Some(Form::Json));
    }

    #[test]
    fn what_we_do_not_have_is_not_acceptable() {
        for accept in
            ["text/html", "application/json;q=0", "application/json;charset=utf-16", "*/*;q=0", "application/json;q=7", "nonsense"]
        {
            assert_eq!(negotiated(&[accept]), None, "{accept}");
        }
    }
}
