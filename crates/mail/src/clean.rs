//! Text from elsewhere, made safe for places that hold one line, and for logs.

use domain::german::beginning;

/// The text in one line: every run of white space and control characters becomes one space, direction marks vanish.
///
/// Titles and names come from people and imports; a line break among them could start a header of its own.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_between_words = false;
    for character in text.chars().filter(|character| !turns_text(*character)) {
        if character.is_whitespace() || character.is_control() {
            is_between_words = true;
            continue;
        }
        if is_between_words && !line.is_empty() {
            line.push(' ');
        }
        is_between_words = false;
        line.push(character);
    }
    line
}

/// Whether the text, apart from white space around it, is as [`one_line`] would leave it.
pub(crate) fn is_one_line(text: &str) -> bool {
    one_line(text) == text.trim()
}

/// Whether the character changes the direction in which the text around it is shown, so that it reads as something else.
fn turns_text(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text in one line of at most `max` characters ([`beginning`]). The space before the ellipsis is one like all others of the line.
pub(crate) fn shorten(text: &str, max: usize) -> String {
    one_line(&beginning(&one_line(text), max))
}

/// The longest reply that is kept, in characters.
const MAX_REPLY: usize = 500;

/// What a server said, for the log: one line, not too long, and of mail addresses no more than the domain.
pub(crate) fn reply_text(text: &str) -> String {
    let words: Vec<_> = one_line(text).split(' ').map(mask).collect();
    words.join(" ").chars().take(MAX_REPLY).collect()
}

/// Cuts the name from a mail address in the word, keeping what stands around it: `<a@example.org>:` gives `<…@example.org>:`.
fn mask(word: &str) -> String {
    let mut masked = String::new();
    let mut rest = word;
    while let Some(at) = rest.find('@') {
        let name_from = rest[..at].rfind(|c| "<>(){}[],;:=\"".contains(c)).map_or(0, |opening| opening + 1);
        masked.push_str(&rest[..name_from]);
        masked.push_str("…@");
        rest = &rest[at + 1..];
    }
    masked + rest
}

/// How many characters of somebody's text stand in a mail; the page has all of it.
const EXCERPT: usize = 600;

/// The paragraphs of a text, cut where it is long.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let mut left = EXCERPT;
    let mut paragraphs = Vec::new();
    for paragraph in text.lines().map(one_line).filter(|line| !line.is_empty()) {
        let length = paragraph.chars().count();
        if length <= left {
            left -= length;
            paragraphs.push(paragraph);
        } else {
            paragraphs.push(shorten(&paragraph, left));
            break;
        }
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_and_control_characters_become_single_spaces() {
        assert_eq!(one_line("  Ein\r\nBcc: a\t\u{0}b\u{2028}c  "), "Ein Bcc: a b c");
        assert_eq!(one_line("gut\u{202e}tug"), "guttug");
        assert_eq!(one_line("\u{200f}eins \u{202e} zwei \u{2066}"), "eins zwei", "a mark alone leaves no second space");
    }

    #[test]
    fn what_is_cut_is_in_one_line_with_single_spaces() {
        assert_eq!(shorten(" Ausbildungsbus\nim  Landkreis ", 27), "Ausbildungsbus im Landkreis");
        assert_eq!(shorten("Ausbildungsbus\nim  Landkreis", 26), "Ausbildungsbus im …");
    }

    #[test]
    fn addresses_in_replies_keep_only_their_domain() {
        assert_eq!(
            reply_text("5.1.1 <anna@example.org>:\r\n unknown, <anna@example.org>,b@c.example to=d@e"),
            "5.1.1 <…@example.org>: unknown, <…@example.org>,…@c.example to=…@e"
        );
        assert_eq!(reply_text(&"ä".repeat(900)).chars().count(), 500);
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        assert_eq!(paragraphs("Eins\n\nZwei"), ["Eins", "Zwei"]);
        assert!(paragraphs("").is_empty());
        let long = paragraphs(&format!("kurz\n{}\nnie", "a".repeat(900)));
        assert_eq!(long.len(), 2);
        assert_eq!(long.concat().chars().filter(|letter| letter.is_alphabetic()).count(), EXCERPT - " …".chars().count());
        assert!(long[1].ends_with(" …"));
        assert_eq!(paragraphs(&format!("{}\nmehr", "a".repeat(EXCERPT)))[1], "…", "of what comes next nothing has room");
    }
}
