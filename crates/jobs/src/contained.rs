//! Keep a panic within the work that it happened in.

use futures_util::FutureExt;
use std::{any::Any, panic::AssertUnwindSafe};

/// What the work comes to, or the words with which it panicked. What it shares with other work is in the database, or behind locks that are
/// taken over from whoever panicked: it may be left behind half done, as by a process that died.
pub(crate) fn contained<T>(work: impl Future<Output = T>) -> impl Future<Output = Result<T, String>> {
    AssertUnwindSafe(work).catch_unwind().map(|outcome| outcome.map_err(|panic| words(panic.as_ref())))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let literal = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    literal.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_its_words_and_everything_else_what_it_is() {
        assert_eq!(contained(async { 7 }).await, Ok(7));
        assert_eq!(contained(async { panic!("as it is") }).await, Err::<(), _>("as it is".to_owned()));
        let number = 7;
        assert_eq!(contained(async { panic!("with {number}") }).await, Err::<(), _>("with 7".to_owned()));
    }
}
