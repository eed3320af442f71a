//! What of a text that found nothing may be kept: its meaningful words, without anything that points at a person.

use search_indexer::analysis::{Analyser, fold};

/// The most characters that are kept.
const LONGEST: usize = 100;

/// A number of more digits than this is none that a topic has: a telephone number, a customer number, an account.
const MOST_DIGITS: usize = 5;

/// How the names of streets end, folded. With a number behind it that is where somebody lives.
const STREETS: [&str; 9] = ["strasse", "str", "weg", "platz", "gasse", "allee", "ring", "ufer", "damm"];

/// The folded words of a text that says what is missing, with blanks between them. Nothing if none remain.
pub(super) fn of(analyser: &Analyser, text: &str) -> Option<String> {
    let query = analyser.query(&without_addresses(text));
    let mut terms = String::new();
    for word in query.units.iter().flat_map(|unit| &unit.words) {
        if terms.chars().count() + 1 + word.folded.chars().count() > LONGEST {
            break;
        }
        terms.extend([if terms.is_empty() { "" } else { " " }, &word.folded]);
    }
    (!terms.is_empty()).then_some(terms)
}

/// The text without addresses in the net, street addresses and long numbers, those with gaps included.
fn without_addresses(text: &str) -> String {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let numbers = tokens[at..].iter().take_while(|token| is_number(token)).count();
        if numbers > 0 {
            let run = &tokens[at..at + numbers];
            let street = words_of_street(&kept);
            if street > 0 {
                kept.truncate(kept.len() - street);
            } else if run.iter().map(|token| digits(token)).sum::<usize>() <= MOST_DIGITS {
                kept.extend(run);
            }
            at += numbers;
            continue;
        }
        if !is_net_address(tokens[at]) && digits(tokens[at]) <= MOST_DIGITS {
            kept.push(tokens[at]);
        }
        at += 1;
    }
    kept.join(" ")
}

fn digits(token: &str) -> usize {
    token.chars().filter(char::is_ascii_digit).count()
}

/// Whether a token is a number or a part of one: `03443`, `/12`, `(0345)`, `12a`.
fn is_number(token: &str) -> bool {
    digits(token) > 0 && token.chars().filter(|c| c.is_alphabetic()).count() <= 1
}

fn is_net_address(token: &str) -> bool {
    token.contains(['@', '\\']) || token.contains("://") || token.to_ascii_lowercase().starts_with("www.")
}

/// How many of the last tokens name a street; where its kind stands alone (`Lange Str.`), the word before it is part of the name.
fn words_of_street(kept: &[&str]) -> usize {
    let Some(last) = kept.last().map(|token| fold(token.trim_end_matches(['.', ',']))) else { return 0 };
    if STREETS.contains(&last.as_str()) {
        return kept.len().min(2);
    }
    usize::from(STREETS.iter().any(|street| last.ends_with(street)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Option<String> {
        of(Analyser::standard(), text)
    }

    #[test]
    fn meaningful_words_are_kept_folded() {
        assert_eq!(kept("Wer kennt gute Sternwarten für Schüler:innen?").as_deref(), Some("sternwarten schulerinnen"));
        assert_eq!(kept("MINT 2026 \"Sternwarte\"").as_deref(), Some("mint 2026 sternwarte"));
        assert_eq!(kept("wie was und"), None);
        assert_eq!(kept(""), None);
    }

    #[test]
    fn addresses_and_long_numbers_are_not_kept() {
        for text in [
            "Sternwarte leserin@example.org",
            "Sternwarte https://example.org/?name=x",
            "www.example.org Sternwarte",
            "Sternwarte 034430000",
            "Sternwarte 0344 3000 12",
            "Sternwarte (03443) 123-456",
            "Sternwarte +49-3443-12",
            "Sternwarte Lindenstraße 12a",
            "Sternwarte Weiße Str. 5",
            "Sternwarte Marktplatz 5, 06618",
            "DE00123456 Sternwarte",
        ] {
            assert_eq!(kept(text).as_deref(), Some("sternwarte"), "{text}");
        }
        assert_eq!(kept("Sternwarte 15084").as_deref(), Some("sternwarte 15084"));
        assert_eq!(kept("a@b.example 0123456"), None);
    }

    #[test]
    fn no_more_than_a_hundred_characters_are_kept() {
        let long = kept(&"Sternwartenverzeichnis Planetariumskarte ".repeat(4)).unwrap();
        assert!(long.len() <= LONGEST);
        let many: Vec<String> = (0..12).map(|number| format!("Sternwarte{number}")).collect();
        let many = kept(&many.join(" ")).unwrap();
        assert!(many.len() <= LONGEST && many.starts_with("sternwarte0 sternwarte1 "), "{many}");
    }
}
