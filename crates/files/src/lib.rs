//! Files on cases.
//!
//! [`FileStore`] keeps the bytes, in a folder or in an S3-compatible store. [`Spool`] takes an upload in, chunk by chunk, and finds out
//! what it is by its content. [`text::Extractor`] has the text read out of a file, in a process of its own. Who may see a file, and what it is called, is
//! decided above.

mod error;
mod kind;
mod spool;
mod store;
pub mod text;

pub use error::{FileError, Unfit};
pub use spool::{Received, Spool};
pub use store::{Body, FileStore, S3Options};
