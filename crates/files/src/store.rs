//! Where the bytes are kept.

use crate::{FileError, Received};
use bytes::{Bytes, BytesMut};
use domain::ids::FileId;
use futures_util::{StreamExt, stream::BoxStream};
use object_store::{
    ClientOptions, GetOptions, GetRange, ObjectStore, ObjectStoreExt, RetryConfig, WriteMultipart, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path,
};
use std::{ops::Range, path::Path as FilePath, sync::Arc, time::Duration};
use tokio::io::AsyncReadExt;

/// How many bytes are on their way at once; S3 takes parts of 5 MiB and more, except the last.
const PART: usize = 5 * 1024 * 1024;

/// How long a store may take for one request.
const TIMEOUT: Duration = Duration::from_mins(1);

/// An S3-compatible store.
#[derive(Clone)]
pub struct S3Options {
    /// Where it answers: `https://s3.example.org`.
    pub endpoint: String,
    /// Its region; stores that have none take any.
    pub region: String,
    /// The bucket, which must be there.
    pub bucket: String,
    /// What the names of all objects begin with, without a slash at the end; may be empty.
    pub prefix: String,
    /// The access key's id.
    pub access_key: String,
    /// The access key's secret.
    pub secret_key: String,
}

/// The store of all uploaded files, by id. A clone is the same store.
#[derive(Clone)]
pub struct FileStore {
    inner: Arc<dyn ObjectStore>,
    prefix: Path,
    name: &'static str,
}

/// The bytes of a file, or a part of them, as they come.
pub struct Body {
    /// How many bytes the whole file has.
    pub size: u64,
    /// Which of them these are.
    pub range: Range<u64>,
    /// The bytes.
    pub bytes: BoxStream<'static, Result<Bytes, FileError>>,
}

impl FileStore {
    /// Keeps files in a folder, which is made if it is not there.
    pub fn folder(path: &FilePath) -> Result<Self, FileError> {
        std::fs::create_dir_all(path)?;
        let inner = LocalFileSystem::new_with_prefix(path)?.with_automatic_cleanup(true);
        Ok(Self { inner: Arc::new(inner), prefix: Path::default(), name: "folder" })
    }

    /// Keeps files in an S3-compatible store. Nothing is asked of it yet.
    pub fn s3(options: &S3Options) -> Result<Self, FileError> {
        let plain = options.endpoint.starts_with("http://");
        let client = ClientOptions::new().with_timeout(TIMEOUT).with_allow_http(plain);
        let inner = AmazonS3Builder::new()
            .with_client_options(client)
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: TIMEOUT, ..RetryConfig::default() })
            .with_endpoint(options.endpoint.trim_end_matches('/'))
            .with_region(&options.region)
            .with_bucket_name(&options.bucket)
            .with_access_key_id(&options.access_key)
            .with_secret_access_key(&options.secret_key)
            .build()?;
        let prefix = Path::parse(&options.prefix).map_err(|error| FileError::Settings(format!("prefix: {error}")))?;
        Ok(Self { inner: Arc::new(inner), prefix, name: "s3" })
    }

    /// What kind of store it is, for the log.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Keeps an upload under this id. What did not come in whole is not there.
    pub async fn keep(&self, id: FileId, received: Received) -> Result<(), FileError> {
        let mut file = received.file;
        let mut upload = WriteMultipart::new_with_chunk_size(self.inner.put_multipart(&self.path(id)).await?, PART);
        loop {
            let mut part = BytesMut::with_capacity(64 * 1024);
            if file.read_buf(&mut part).await? == 0 {
                break;
            }
            upload.wait_for_capacity(1).await?;
            upload.put(part.freeze());
        }
        upload.finish().await?;
        Ok(())
    }

    /// The bytes of a file, or those of a range, which must lie within it.
    pub async fn read(&self, id: FileId, range: Option<Range<u64>>) -> Result<Body, FileError> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.inner.get_opts(&self.path(id), options).await.map_err(|error| missing(id, error))?;
        let (size, range) = (found.meta.size, found.range.clone());
        Ok(Body { size, range, bytes: found.into_stream().map(|bytes| bytes.map_err(FileError::from)).boxed() })
    }

    /// All bytes of a file at once, for whoever must look back and forth in it.
    pub async fn read_whole(&self, id: FileId) -> Result<Bytes, FileError> {
        let found = self.inner.get(&self.path(id)).await.map_err(|error| missing(id, error))?;
        Ok(found.bytes().await?)
    }

    /// Deletes a file. Deleting what is not there changes nothing.
    pub async fn delete(&self, id: FileId) -> Result<(), FileError> {
        match self.inner.delete(&self.path(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// By the last two digits, so that no folder holds all of them: ids of one day begin alike.
    fn path(&self, id: FileId) -> Path {
        let name = id.0.simple().to_string();
        let folder = name[name.len() - 2..].to_owned();
        self.prefix.clone().join(folder).join(name)
    }
}

fn missing(id: FileId, error: object_store::Error) -> FileError {
    match error {
        object_store::Error::NotFound { .. } => FileError::Missing(id),
        error => error.into(),
    }
}

impl std::fmt::Debug for FileStore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("FileStore").field("name", &self.name).finish_non_exhaustive()
    }
}
