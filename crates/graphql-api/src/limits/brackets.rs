//! How deep a document's brackets lie within each other, counted before it is parsed.
//!
//! The library (7.2.1) reads lists and objects within values by recursion that it bounds by nothing: two kilobytes of `[` are more than the stack of
//! a thread, and that ends the process. So this counts in the text, and takes it apart as the parser does: where a string ends decides which brackets
//! are ones.

/// How many brackets of any kind lie one within the other at most; what stands in strings and comments is none. Nothing where a string has no end:
/// then a parser may take the rest of the document for anything.
pub(super) fn depth(document: &str) -> Option<usize> {
    let mut rest = document.as_bytes();
    let (mut open, mut deepest) = (0_usize, 0);
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'(' | b'[' | b'{' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            b'#' => rest = after_comment(after),
            b'"' => rest = after_string(after)?,
            _ => {}
        }
    }
    Some(deepest)
}

/// What follows a comment, from the end of its line on.
fn after_comment(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
    &text[end..]
}

/// What follows a string of which the first quotation mark was read.
fn after_string(text: &[u8]) -> Option<&[u8]> {
    if let Some(block) = text.strip_prefix(b"\"\"") {
        return after_block_string(block);
    }
    let mut bytes = text.iter().enumerate();
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(&text[place + 1..]),
            b'\\' => _ = bytes.next(),
            b'\n' | b'\r' => return None,
            _ => {}
        }
    }
    None
}

/// What follows a string between three quotation marks each, of which the first three were read. A backslash makes three such marks part of it.
fn after_block_string(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        let end = text.windows(3).position(|three| three == b"\"\"\"")?;
        let is_escaped = text[..end].ends_with(b"\\");
        text = &text[end + 3..];
        if !is_escaped {
            return Some(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    #[test]
    fn brackets_of_all_kinds_count_and_those_in_strings_and_comments_do_not() {
        for (document, expected) in [
            ("{ a }", 1),
            ("{ a(x: [{ y: [1] }]) { b } c { d } }", 5),
            ("{ a(x: \"[[[{{{(((\") }", 2),
            ("{ a(x: \"\\\"[[[\", y: [\"\\\\\"]) }", 3),
            ("{ a(x: \"\", y: []) }", 3),
            ("{ a # [[[ \"\n b(x: []) } # {{{", 3),
            ("{ a(x: \"\"\" [[[ \" \"\" # \\\"\"\" ((( \"\"\", y: []) }", 3),
            ("{ a(x: \"\"\"\\\\\"\"\" [ \"\"\") }", 2),
            ("{ a(x: \"\"\"\"\"\", y: [[]]) }", 4),
            ("]]] { a }", 1),
        ] {
            assert_eq!(depth(document), Some(expected), "{document}");
        }
    }

    #[test]
    fn a_string_without_an_end_hides_no_brackets() {
        for document in ["{ a(x: \"", "{ a(x: \"\n[[[\") }", "{ a(x: \"\\\") }", "{ a(x: [\"\"\"b\"[[[]]]]) }", "{ a(x: \"\"\"\\\"\"\") }"]
        {
            assert_eq!(depth(document), None, "{document}");
        }
        // The parser falls back to an empty string here and goes on with what stands behind it.
        assert!(parse_query("{ a(x: [\"\"\"b\"[[[]]]]) }").is_ok());
    }
}
