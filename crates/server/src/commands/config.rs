//! `wissensnetz config`

use crate::config::{REFERENCE, Settings};

/// What to print.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Print the commented reference of all settings with their defaults instead
    #[arg(long)]
    pub(crate) reference: bool,
}

/// Prints every setting with its default and what it means.
#[expect(clippy::print_stdout, reason = "printing is what this command is for")]
pub(crate) fn print_reference() {
    print!("{REFERENCE}");
}

/// Prints the settings in force, secrets masked.
#[expect(clippy::print_stdout, reason = "printing is what this command is for")]
pub(crate) fn print_settings(settings: &Settings) {
    print!("{}", settings.masked());
}
