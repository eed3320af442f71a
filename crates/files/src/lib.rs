//! Files on cases.
//!
//! [`Spool`] takes an upload in, chunk by chunk, and finds out by its content what kind of file it is. [`FileStore`] keeps the bytes, in a folder or in
//! an S3-compatible store. [`text::Extractor`] has the text read out of a file by a process of its own. Who may see a file, and what it is called, is
//! decided in the crates above.

mod error;
mod kind;
mod spool;
mod store;
pub mod text;

pub use error::{FileError, Unfit};
pub use spool::{Received, Spool};
pub use store::{Body, FileStore, S3Options};
