//! What the work queue does, with the real database, search and mails; the clock is moved by hand.

mod digests;
mod faults;
mod indexing;
