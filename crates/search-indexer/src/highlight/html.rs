//! Text as HTML.

use crate::finder::Occurrence;

/// The text escaped, with the occurrences marked. They are in order; what overlaps is marked once.
pub(super) fn marked(text: &str, occurrences: &[Occurrence]) -> String {
    let mut html = String::with_capacity(text.len() + 13 * occurrences.len() + 16);
    let mut at = 0;
    for occurrence in occurrences {
        let range = &occurrence.range;
        if range.start < at {
            continue;
        }
        escape(&text[at..range.start], &mut html);
        html.push_str("<mark>");
        escape(&text[range.clone()], &mut html);
        html.push_str("</mark>");
        at = range.end;
    }
    escape(&text[at..], &mut html);
    html
}

fn escape(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find(['&', '<', '>', '"', '\'']) {
        html.push_str(&rest[..place]);
        html.push_str(match rest.as_bytes()[place] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[place + 1..];
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_inside_marks_and_outside() {
        let text = "a <b> & \"c'";
        let found = [Occurrence { range: 2..5, unit: 0 }, Occurrence { range: 2..5, unit: 1 }];
        assert_eq!(marked(text, &found), "a <mark>&lt;b&gt;</mark> &amp; &quot;c&#39;");
        assert_eq!(marked(text, &[]), "a &lt;b&gt; &amp; &quot;c&#39;");
    }
}
