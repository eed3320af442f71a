//! Texts that are kept from being printed.

use std::fmt;

/// A text that gives whoever has it a right, or that was written to one person: a token of a link, what tokens are signed with, a mail.
///
/// Its `Debug` does not show it and there is no `Display`, so that it does not get into a log by way of what it is part of. Whoever must write it
/// out asks for [`Hidden::reveal`], which is easy to search for in a review.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The text itself, to be handed to those whom it is for, never to a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_text_is_shown_to_whoever_asks_for_it_alone() {
        let token = Hidden::from("0123456789abcdef");
        assert_eq!((token.reveal(), Hidden::default().reveal()), ("0123456789abcdef", ""));
        assert_eq!(format!("{:?} {:?}", token, Some(Hidden::from(String::new()))), "… Some(…)");
        assert_eq!(format!("{token:#?}"), "…");
    }
}
