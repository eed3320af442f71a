//! Restricted Markdown as HTML: paragraphs, lists, emphasis, links and small headings.

use ammonia::Builder;
use comrak::Options;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// What may stand in the result. Tables, images and raw HTML are not among it, whatever the parser makes of a text.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(["p", "ul", "ol", "li", "em", "strong", "a", "br", "h3", "h4"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"))
        .clean_content_tags(HashSet::from(["script", "style"]));
    builder
});

/// Turns a text into HTML that is safe to put into a page.
///
/// Two locks on the door: the parser leaves raw HTML out, and what it makes is reduced to a short list of elements.
pub(crate) fn to_html(text: &str) -> String {
    let mut options = Options::default();
    options.render.escape = true;
    CLEANER.clean(&comrak::markdown_to_html(text, &options)).to_string()
}

#[cfg(test)]
mod attacks;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_emphasis_and_links_are_kept() {
        let html = to_html("Erst *so*.\n\n- **eins**\n- [zwei](https://example.org/a)\n");
        assert_eq!(
            html,
            "<p>Erst <em>so</em>.</p>\n<ul>\n<li><strong>eins</strong></li>\n\
             <li><a href=\"https://example.org/a\" rel=\"nofollow noopener noreferrer\">zwei</a></li>\n</ul>\n"
        );
    }

    #[test]
    fn nothing_runs_and_nothing_is_loaded() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![Bild](https://example.org/bild.png)",
            "[klick](javascript:alert(1))",
            "[klick](JaVaScRiPt:alert(1))",
            "[klick](data:text/html,x)",
            "<a href=\"https://example.org\" onclick=\"x\">x</a>",
            "<iframe src=\"https://example.org\"></iframe>",
            "[a](<https://example.org\" onmouseover=\"x>)",
        ] {
            let html = to_html(text);
            // Of every element that is left: nothing but what a paragraph or a plain link is made of.
            for element in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
                let plain_link = element.starts_with("a href=\"https://") && element.ends_with("\" rel=\"nofollow noopener noreferrer\"");
                let is_harmless = matches!(element, "p" | "/p" | "a rel=\"nofollow noopener noreferrer\"" | "/a") || plain_link;
                assert!(is_harmless && element.matches('"').count() <= 4, "{text:?} became {html:?}");
            }
        }
    }
}
