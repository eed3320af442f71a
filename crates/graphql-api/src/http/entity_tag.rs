//! The tag of an answer, by which whoever has that answer is not sent it again (RFC 9110, sections 8.8.3 and 13).

use axum::http::{HeaderMap, header};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The tag of an answer with this content. Weak, because what is sent may be compressed on its way.
pub fn entity_tag(content: &(impl Hash + ?Sized)) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Whether a request names this tag among those that it has, or by a star any; nothing if it says of none that it has it.
pub fn names_tag(request: &HeaderMap, tag: &str) -> Option<bool> {
    let mut given = request.get_all(header::IF_NONE_MATCH).iter().peekable();
    given.peek()?;
    let mut tags = given.filter_map(|tags| tags.to_str().ok()).flat_map(|tags| tags.split(','));
    Some(tags.any(|given| given.trim() == "*" || strong(given) == strong(tag)))
}

/// A tag as it is compared here: weak and strong are alike.
fn strong(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(lines: &[&str]) -> Option<bool> {
        let mut request = HeaderMap::new();
        for line in lines {
            request.append(header::IF_NONE_MATCH, line.parse().unwrap());
        }
        names_tag(&request, "W/\"a\"")
    }

    #[test]
    fn a_tag_is_named_alone_in_a_list_on_a_further_line_or_by_a_star() {
        for known in [&["W/\"a\""][..], &["\"a\""], &["\"x\" , W/\"a\""], &["\"x\"", "\"a\""], &["*"]] {
            assert_eq!(has(known), Some(true), "{known:?}");
        }
        assert_eq!([has(&["\"x\""]), has(&["a"]), has(&[""]), has(&[])], [Some(false), Some(false), Some(false), None]);
    }

    #[test]
    fn what_differs_has_another_tag() {
        assert_eq!(entity_tag("a"), entity_tag(&"a".to_owned()));
        assert_ne!(entity_tag("a"), entity_tag("b"));
    }
}
