//! Months, as cases state when they began and ended.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A month of a year, written `2024-09`. Years from 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    year: u16,
    month: u8,
}

/// The text is no month of the form `YYYY-MM` between 1900 and 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month of the form YYYY-MM")]
pub struct InvalidYearMonth;

/// The German names of the months, from January on.
pub const MONTHS: [&str; 12] =
    ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

impl YearMonth {
    /// What people read: `September 2024`.
    pub fn label(self) -> String {
        format!("{} {}", MONTHS[usize::from(self.month) - 1], self.year)
    }
}

impl FromStr for YearMonth {
    type Err = InvalidYearMonth;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, month) = text.split_once('-').ok_or(InvalidYearMonth)?;
        let digits = year.len() == 4 && month.len() == 2 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match (year.parse(), month.parse()) {
            (Ok(year @ 1900..=2199), Ok(month @ 1..=12)) if digits => Ok(Self { year, month }),
            _ => Err(InvalidYearMonth),
        }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl TryFrom<String> for YearMonth {
    type Error = InvalidYearMonth;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_back_and_nonsense_is_refused() {
        let month: YearMonth = "2024-09".parse().unwrap();
        assert_eq!((month.to_string(), month.label()), ("2024-09".to_owned(), "September 2024".to_owned()));
        for text in ["2024", "2024-13", "2024-00", "24-09", "2024-9", "2024-09-01", "+024-09"] {
            assert!(text.parse::<YearMonth>().is_err(), "{text}");
        }
    }
}
