//! Show how far a long command has come.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// A bar on a terminal; elsewhere (in a log, in CI) a line at every tenth of the way.
pub(crate) struct Progress {
    bar: ProgressBar,
    what: &'static str,
    total: u64,
    done: u64,
    is_terminal: bool,
}

impl Progress {
    /// The beginning of `total` steps; `what` names them in German, after a number of them: `Praxisbeispielen importiert`.
    pub(crate) fn new(what: &'static str, total: u64) -> Self {
        let bar = ProgressBar::new(total);
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {human_pos} von {human_len} {msg}, noch {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        Self { bar, what, total, done: 0, is_terminal: std::io::stderr().is_terminal() }
    }

    /// So many steps have been done in all.
    pub(crate) fn set(&mut self, done: u64) {
        let tenth = |done: u64| (done * 10).checked_div(self.total).unwrap_or(10);
        if !self.is_terminal && tenth(done) > tenth(self.done) {
            eprintln!("{done} von {} {}", self.total, self.what);
        }
        self.done = done;
        self.bar.set_position(done);
    }

    /// Some more steps have been done.
    pub(crate) fn add(&mut self, steps: u64) {
        self.set(self.done + steps);
    }

    /// Removes the bar, so that what is printed next stands alone.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
