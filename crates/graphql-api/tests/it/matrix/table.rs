//! The table: a line for every field of the schema that may hide something. All others are in [`super::guarded`] and [`super::open`].

mod cases;
mod people;
mod readers;
mod upkeep;

use super::probe::Probe;

/// The lines, in the order in which they are tried. A field may have several.
pub(super) fn entries() -> impl Iterator<Item = &'static (&'static str, Probe)> {
    [cases::ENTRIES, people::ENTRIES, readers::ENTRIES, upkeep::ENTRIES].into_iter().flatten()
}
