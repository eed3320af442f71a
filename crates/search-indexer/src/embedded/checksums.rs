//! Whether the files of an index are as they were written.
//!
//! The library can check them itself, but through a mapping of the whole file, and then the whole index stays in the memory of this
//! process from its start on. Here they are read once in small blocks.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::Arc,
};
use tantivy::{
    HasLen, Index, TantivyError,
    directory::{FileSlice, OwnedBytes, footer::Footer},
};

/// How much is read at once.
const BLOCK: usize = 64 * 1024;

/// How far from its end a file is looked at for its footer, which has about a hundred bytes.
const FOOTER_WITHIN: u64 = 4 * 1024;

/// Reads every file of the index's segments, and says what is wrong with the first that is not as it was written. One that is missing is
/// found by opening the index.
pub(super) fn check(index: &Index, folder: &Path) -> Result<(), String> {
    let meta = index.load_metas().map_err(|error| format!("its list of segments cannot be read: {error}"))?;
    let segments: HashSet<String> = meta.segments.iter().map(|segment| segment.id().uuid_string()).collect();
    let entries = fs::read_dir(folder).map_err(|error| format!("its folder cannot be read: {error}"))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_needed = name.split('.').next().is_some_and(|segment| segments.contains(segment));
        if is_needed && !is_whole(&entry.path()).map_err(|error| format!("{name} cannot be read: {error}"))? {
            return Err(format!("the checksum of {name} is wrong"));
        }
    }
    Ok(())
}

fn is_whole(path: &Path) -> Result<bool, TantivyError> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let (footer, footer_length) = read_footer(&mut file, length)?;
    file.seek(SeekFrom::Start(0))?;
    let mut body = file.take(length - footer_length);
    let mut checksum = crc32fast::Hasher::new();
    let mut block = vec![0; BLOCK];
    loop {
        match body.read(&mut block)? {
            0 => return Ok(checksum.finalize() == footer.crc),
            read => checksum.update(&block[..read]),
        }
    }
}

fn read_footer(file: &mut File, length: u64) -> io::Result<(Footer, u64)> {
    let end = length.min(FOOTER_WITHIN);
    file.seek(SeekFrom::Start(length - end))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    let (footer, before) = Footer::extract_footer(FileSlice::new(Arc::new(OwnedBytes::new(bytes))))?;
    Ok((footer, read - before.len() as u64))
}
