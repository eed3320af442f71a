//! What the crate promises, on files that are made here.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails, and the place says why")]

mod hostile;
mod kinds;
mod made;
mod processes;
mod storing;
mod texts;
