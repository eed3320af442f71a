//! Who may do what: one table of role × action × relation. Whoever stands in several relations to something may do whatever any of them
//! allows.

mod action;
mod people;
mod role;
mod table;
mod viewer;

pub use action::{Action, Relation};
pub use role::Role;
pub use table::allows;
pub use viewer::{Member, Relations, Viewer};
