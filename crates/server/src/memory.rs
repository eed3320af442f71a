//! Have the allocator give back the memory that nobody needs any more.

use std::{env, os::unix::process::CommandExt, process::Command};

/// How long mimalloc keeps freed memory, in milliseconds, before it returns it to the system. By default a second, and then it waits for a
/// thread to pass by that frees more: after a rebuild of the index nobody does, and 50 MB and more stay for good. Measured with 10,000
/// cases, returning it at once costs no throughput.
const PURGE_DELAY: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "0");

/// Whether mimalloc asks the system for pages of 2 MB, of which a single object that is still used keeps the whole.
const HUGE_PAGES: (&str, &str) = ("MIMALLOC_ALLOW_THP", "0");

/// Begins this process once more with the allocator's settings, unless the operator has made some.
///
/// The allocator reads them from the environment before any code of ours runs, and knows no other way without unsafe code. The process keeps
/// its id. Where it cannot begin again, everything works with more memory.
pub(crate) fn begin_frugally() {
    if env::var_os(PURGE_DELAY.0).is_some() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        let mut arguments = env::args_os();
        let mut again = Command::new(program);
        if let Some(name) = arguments.next() {
            again.arg0(name);
        }
        // Returns only if it failed.
        let _ = again.args(arguments).envs([PURGE_DELAY, HUGE_PAGES]).exec();
    }
}
