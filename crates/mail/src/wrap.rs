//! Lines of a width that every mail program shows as they are.

/// The widest line of the text part, in characters (RFC 3676 recommends at most 78).
pub(crate) const WIDTH: usize = 76;

/// Breaks lines longer than [`WIDTH`] between words.
///
/// Continued lines keep the indentation of the first, and step past its list mark (`- `, `1. `). A word is never broken, so that
/// addresses of pages stay whole, however long they are. Lines end without white space, the text ends with one line break, and
/// no two empty lines follow each other.
pub(crate) fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / WIDTH);
    let mut empty_before = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && empty_before {
            continue;
        }
        empty_before = line.is_empty();
        wrap_line(line, &mut wrapped);
    }
    wrapped.truncate(wrapped.trim_end().len());
    wrapped.push('\n');
    wrapped
}

fn wrap_line(line: &str, into: &mut String) {
    let content = line.trim_start_matches(' ');
    let indent = line.len() - content.len();
    let hanging = indent + list_mark(content);
    into.extend(std::iter::repeat_n(' ', indent));
    let mut column = indent;
    for (number, word) in content.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let width = word.chars().count();
        if number > 0 && column + 1 + width > WIDTH && column > hanging {
            into.push('\n');
            into.extend(std::iter::repeat_n(' ', hanging));
            column = hanging;
        } else if number > 0 {
            into.push(' ');
            column += 1;
        }
        into.push_str(word);
        column += width;
    }
    into.push('\n');
}

/// How far a list mark at the start of the text reaches, with the space after it; 0 if there is none.
fn list_mark(content: &str) -> usize {
    if content.starts_with("- ") {
        return 2;
    }
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) && content[digits..].starts_with(". ") { digits + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_between_words_and_keep_their_indentation() {
        let text = format!("   {}\n", "wörter ".repeat(30));
        let wrapped = wrap(&text);
        assert!(wrapped.lines().count() > 2);
        assert!(wrapped.lines().all(|line| line.starts_with("   wörter") && line.chars().count() <= WIDTH && !line.ends_with(' ')));
    }

    #[test]
    fn continued_lines_step_past_a_list_mark() {
        for mark in ["- ", "1. ", "12. "] {
            let wrapped = wrap(&format!("{mark}{}", "wort ".repeat(20)));
            let second = wrapped.lines().nth(1).unwrap();
            assert!(second.starts_with(&format!("{}wort", " ".repeat(mark.len()))), "{wrapped}");
        }
    }

    #[test]
    fn an_address_of_a_page_is_never_broken() {
        let url = format!("https://wissensnetz.example.org/{}", "a-b/".repeat(40));
        let wrapped = wrap(&format!("Weitere Praxisbeispiele finden Sie auf der folgenden Seite: {url} und dort"));
        assert!(wrapped.lines().any(|line| line == url), "{wrapped}");
    }

    #[test]
    fn empty_lines_do_not_pile_up() {
        assert_eq!(wrap("\n\na\n\n \n\nb  \n\n"), "a\n\nb\n");
    }
}
