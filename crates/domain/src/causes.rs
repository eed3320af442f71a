//! Errors as the log writes them.

use std::error::Error;

/// An error and what caused it, one behind the other. What the text ends with already is not said once more: some errors repeat their cause, others
/// leave that to their reader.
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.ends_with(&said) {
            text.extend([": ", &said]);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Error as Inner;

    #[derive(Debug, thiserror::Error)]
    enum Outer {
        #[error("silent")]
        Silent(#[source] Inner),
        #[error("talkative: {0}")]
        Talkative(#[source] Inner),
    }

    #[test]
    fn every_cause_is_said_once() {
        let inner = Inner.to_string();
        assert_eq!(with_causes(&Outer::Silent(Inner)), format!("silent: {inner}"));
        assert_eq!(with_causes(&Outer::Talkative(Inner)), format!("talkative: {inner}"));
        assert_eq!(with_causes(&Inner), inner);
    }
}
