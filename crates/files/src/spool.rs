//! An upload on its way in: a temporary file without a name, so that nothing is left of it whatever happens.

use crate::{FileError, Unfit, kind};
use domain::{hexadecimal, material::FileKind};
use sha2::{Digest, Sha256};
use std::io::Seek;
use tokio::{fs::File, io::AsyncWriteExt};

/// Takes an upload in, chunk by chunk; holds none of it in memory.
pub struct Spool {
    file: File,
    digest: Sha256,
    size: u64,
    most: u64,
}

/// An upload that has come in whole.
#[derive(Debug)]
pub struct Received {
    /// What it is.
    pub kind: FileKind,
    /// How many bytes it has.
    pub size: u64,
    /// SHA-256 of its bytes in 64 hexadecimal digits.
    pub sha256: String,
    pub(crate) file: File,
}

impl Spool {
    /// An empty one that takes at most `most` bytes.
    pub async fn new(most: u64) -> Result<Self, FileError> {
        let file = tokio::task::spawn_blocking(tempfile::tempfile).await.map_err(std::io::Error::other)??;
        Ok(Self { file: File::from_std(file), digest: Sha256::new(), size: 0, most })
    }

    /// Takes the next bytes.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<Result<(), Unfit>, FileError> {
        self.size += bytes.len() as u64;
        if self.size > self.most {
            return Ok(Err(Unfit::TooLarge { most: self.most }));
        }
        self.digest.update(bytes);
        self.file.write_all(bytes).await?;
        Ok(Ok(()))
    }

    /// Ends the upload and finds out what it is.
    pub async fn finish(mut self) -> Result<Result<Received, Unfit>, FileError> {
        self.file.flush().await?;
        if self.size == 0 {
            return Ok(Err(Unfit::Empty));
        }
        let mut file = self.file.into_std().await;
        let looked = tokio::task::spawn_blocking(move || -> std::io::Result<_> {
            let kind = kind::of(&mut file)?;
            file.rewind()?;
            Ok((kind, file))
        });
        let (kind, file) = looked.await.map_err(std::io::Error::other)??;
        let sha256 = hexadecimal(&self.digest.finalize());
        let received = kind.map(|kind| Received { kind, size: self.size, sha256, file: File::from_std(file) });
        Ok(received.ok_or(Unfit::UnknownKind))
    }
}
