//! Groups of words that editors teach the search, beside those that the network starts with.

use crate::{Rule, Violation, ids::SynonymGroupId};
use chrono::{DateTime, Utc};

/// The least and the greatest number of words and phrases of a group.
pub const PHRASES: std::ops::RangeInclusive<usize> = 2..=20;

/// The least and the greatest number of characters of one of them.
pub const PHRASE_LENGTH: std::ops::RangeInclusive<usize> = 2..=80;

/// How the words of a group belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SynonymKind {
    /// Each means the others: a case with one of them is found by any other as if it had that.
    Synonym,
    /// They are about the same: a case with one of them is found by another, but behind those that have it.
    Related,
}

impl SynonymKind {
    /// Both kinds.
    pub const ALL: &'static [Self] = &[Self::Synonym, Self::Related];

    /// The kind as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Synonym => "synonym",
            Self::Related => "related",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }
}

/// A group that editors made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynonymGroup {
    /// Its id.
    pub id: SynonymGroupId,
    /// How its words belong together.
    pub kind: SynonymKind,
    /// Its words and short phrases, as people write them.
    pub phrases: Vec<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Counts the changes, from 1.
    pub version: i32,
}

/// Phrases without blanks around them and with single blanks within.
pub fn tidied(phrases: &[String]) -> Vec<String> {
    phrases.iter().map(|phrase| phrase.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// What is wrong with the number and the lengths of a group's phrases. What they mean to the search is not looked at.
pub fn check_lengths(phrases: &[String]) -> Vec<Violation> {
    let given = phrases.len();
    let mut violations = Vec::new();
    if given < *PHRASES.start() {
        violations.push(Violation::new("phrases", Rule::TooFew { min: *PHRASES.start(), given }));
    }
    if given > *PHRASES.end() {
        return vec![Violation::new("phrases", Rule::TooMany { max: *PHRASES.end(), given })];
    }
    for (place, phrase) in phrases.iter().enumerate() {
        let (min, max, given) = (*PHRASE_LENGTH.start(), *PHRASE_LENGTH.end(), phrase.chars().count());
        let rule = match given {
            0 => Rule::Required,
            given if given < min => Rule::TooShort { min, given },
            given if given > max => Rule::TooLong { max, given },
            _ => continue,
        };
        violations.push(Violation::new(format!("phrases[{place}]"), rule));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lengths_have_bounds() {
        let check = |phrases: &[&str]| {
            let phrases: Vec<String> = phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
            check_lengths(&tidied(&phrases))
                .iter()
                .map(|violation| (violation.field.clone(), violation.code().as_str()))
                .collect::<Vec<_>>()
        };
        let long = "x".repeat(81);
        assert_eq!(check(&["Kita", " Krippe  und   Hort "]), []);
        assert_eq!(check(&["Kita"]), [("phrases".to_owned(), "TOO_FEW")]);
        assert_eq!(check(&[""; 21]), [("phrases".to_owned(), "TOO_MANY")]);
        let entries = check(&["Kita", " ", "x", &long]);
        let field = |place: usize| format!("phrases[{place}]");
        assert_eq!(entries, [(field(1), "REQUIRED"), (field(2), "TOO_SHORT"), (field(3), "TOO_LONG")]);
    }

    #[test]
    fn a_kind_reads_back_from_its_key() {
        assert!(SynonymKind::ALL.iter().all(|kind| SynonymKind::from_key(kind.key()) == Some(*kind)));
        assert_eq!(SynonymKind::from_key("antonym"), None);
    }
}
