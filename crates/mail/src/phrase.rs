//! Names in headers (RFC 5322 phrases), as no library here writes them for List-Id, and the encoded words that they are made of.

/// The longest encoded word, in octets (RFC 2047, 2).
const MAX_WORD: usize = 75;

const OPENING: &str = "=?utf-8?Q?";
const CLOSING: &str = "?=";

/// The name as a phrase: in quotes if it is ASCII, otherwise in encoded words, separated by single spaces on one line.
///
/// The name must hold no control characters; in ASCII they would stand in the header as they are.
pub(crate) fn phrase(name: &str) -> String {
    if name.is_ascii() {
        return format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
    }
    encoded_words(name, MAX_WORD).join(" ")
}

/// The text in encoded words of at most so many octets each, 24 and more. White space between two of them is none of the text's.
pub(crate) fn encoded_words(text: &str, longest: usize) -> Vec<String> {
    let mut words = vec![String::from(OPENING)];
    let mut octets = [0; 4];
    for character in text.chars() {
        let encoded: Vec<_> = character.encode_utf8(&mut octets).bytes().map(encoded).collect();
        let encoded = encoded.concat();
        // A character's octets stay together: RFC 2047, 5 (3).
        if words.last().is_some_and(|word| word.len() + encoded.len() + CLOSING.len() > longest) {
            words.push(String::from(OPENING));
        }
        if let Some(word) = words.last_mut() {
            word.push_str(&encoded);
        }
    }
    words.into_iter().map(|word| word + CLOSING).collect()
}

fn encoded(octet: u8) -> String {
    match octet {
        b' ' => String::from("_"),
        octet if octet.is_ascii_alphanumeric() => char::from(octet).to_string(),
        octet => format!("={octet:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_is_quoted_and_the_rest_encoded() {
        assert_eq!(phrase(r#"Wissensnetz, "neu" \o/"#), r#""Wissensnetz, \"neu\" \\o/""#);
        assert_eq!(phrase("Über uns"), "=?utf-8?Q?=C3=9Cber_uns?=");
    }

    #[test]
    fn long_names_become_several_words_that_keep_characters_whole() {
        let phrase = phrase(&"ä€".repeat(30));
        assert!(phrase.split(' ').count() > 3);
        for word in phrase.split(' ') {
            assert!(word.len() <= MAX_WORD && word.starts_with(OPENING) && word.ends_with(CLOSING), "{word}");
            let octets = word[OPENING.len()..word.len() - CLOSING.len()].split('=').skip(1);
            let octets: Vec<_> = octets.map(|hex| u8::from_str_radix(hex, 16).unwrap()).collect();
            assert!(String::from_utf8(octets).is_ok(), "{word}");
        }
    }
}
