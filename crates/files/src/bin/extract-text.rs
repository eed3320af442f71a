//! The process that reads one file, alone: for the tests of this crate. People have it as a part of `wissensnetz`.

use std::process::ExitCode;

fn main() -> ExitCode {
    files::text::child::run(&std::env::args().nth(1).unwrap_or_default())
}
