//! Where the bytes are kept.

use crate::{FileError, Received};
use bytes::{Bytes, BytesMut};
use domain::ids::FileId;
use futures_util::{StreamExt, stream::BoxStream};
use object_store::{
    ClientOptions, GetOptions, GetRange, MultipartUpload, ObjectStore, ObjectStoreExt, RetryConfig, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path,
};
use std::{ops::Range, path::Path as FilePath, sync::Arc, time::Duration};
use tokio::{fs::File, io::AsyncReadExt, time::timeout};

/// How many bytes are on their way at once; S3 takes parts of 5 MiB and more, except the last.
const PART: u64 = 5 * 1024 * 1024;

/// How long a store may leave us waiting: for an answer, a part that it is to keep, the next bytes.
const PATIENCE: Duration = Duration::from_mins(1);

/// Up to when a file on its way out is asked for once more if the store breaks off.
const LONGEST_RETRY: Duration = Duration::from_mins(15);

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
    patience: Duration,
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
        Ok(Self { inner: Arc::new(inner), prefix: Path::default(), name: "folder", patience: PATIENCE })
    }

    /// Keeps files in an S3-compatible store. Nothing is asked of it yet.
    pub fn s3(options: &S3Options) -> Result<Self, FileError> {
        let plain = options.endpoint.starts_with("http://");
        // The client's limit would be for a whole file, which takes as long as whoever downloads it; ours is for the store's silence.
        let client = ClientOptions::new().with_timeout_disabled().with_allow_http(plain);
        let inner = AmazonS3Builder::new()
            .with_client_options(client)
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: LONGEST_RETRY, ..RetryConfig::default() })
            .with_endpoint(options.endpoint.trim_end_matches('/'))
            .with_region(&options.region)
            .with_bucket_name(&options.bucket)
            .with_access_key_id(&options.access_key)
            .with_secret_access_key(&options.secret_key)
            .build()?;
        let prefix = Path::parse(&options.prefix).map_err(|error| FileError::Settings(format!("prefix: {error}")))?;
        Ok(Self { inner: Arc::new(inner), prefix, name: "s3", patience: PATIENCE })
    }

    /// What kind of store it is, for the log.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Keeps an upload under this id. What did not come in whole is not there.
    pub async fn keep(&self, id: FileId, received: Received) -> Result<(), FileError> {
        let mut upload = self.answer(self.inner.put_multipart(&self.path(id))).await?;
        let outcome = self.put_parts(received.file, upload.as_mut()).await;
        // Parts of an upload that nobody ends lie in an S3 store for ever, unseen and paid for.
        if outcome.is_err()
            && let Err(error) = self.answer(upload.abort()).await
        {
            tracing::warn!(file = %id, %error, "the parts of a file that could not be kept could not be deleted");
        }
        outcome
    }

    /// Puts a file into the store part by part, one after the other, and has the store make one object of them.
    async fn put_parts(&self, mut file: File, upload: &mut dyn MultipartUpload) -> Result<(), FileError> {
        loop {
            let mut part = Vec::new();
            if AsyncReadExt::take(&mut file, PART).read_to_end(&mut part).await? == 0 {
                break;
            }
            self.answer(upload.put_part(part.into())).await?;
        }
        self.answer(upload.complete()).await?;
        Ok(())
    }

    /// The bytes of a file, or those of a range, which must lie within it.
    pub async fn read(&self, id: FileId, range: Option<Range<u64>>) -> Result<Body, FileError> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.answer(self.inner.get_opts(&self.path(id), options)).await.map_err(|error| missing(id, error))?;
        let (size, range) = (found.meta.size, found.range.clone());
        Ok(Body { size, range, bytes: without_pauses(found.into_stream(), self.patience) })
    }

    /// All bytes of a file at once, for whoever must look back and forth in it.
    pub async fn read_whole(&self, id: FileId) -> Result<Bytes, FileError> {
        let Body { size, mut bytes, .. } = self.read(id, None).await?;
        let mut whole = BytesMut::with_capacity(usize::try_from(size).unwrap_or_default());
        while let Some(some) = bytes.next().await {
            whole.extend_from_slice(&some?);
        }
        Ok(whole.freeze())
    }

    /// Deletes a file. Deleting what is not there changes nothing.
    pub async fn delete(&self, id: FileId) -> Result<(), FileError> {
        match self.answer(self.inner.delete(&self.path(id))).await {
            Err(FileError::Store(object_store::Error::NotFound { .. })) => Ok(()),
            outcome => outcome,
        }
    }

    /// What the store answers, unless it leaves us waiting for too long.
    async fn answer<T>(&self, asked: impl Future<Output = object_store::Result<T>>) -> Result<T, FileError> {
        let answered = timeout(self.patience, asked).await.map_err(|_| FileError::Silent)?;
        Ok(answered?)
    }

    /// By the last two digits, so that no folder holds all of them: ids of one day begin alike.
    fn path(&self, id: FileId) -> Path {
        let name = id.0.simple().to_string();
        let folder = name[name.len() - 2..].to_owned();
        self.prefix.clone().join(folder).join(name)
    }
}

fn missing(id: FileId, error: FileError) -> FileError {
    match error {
        FileError::Store(object_store::Error::NotFound { .. }) => FileError::Missing(id),
        error => error,
    }
}

/// The bytes as they come; a pause of the store that is too long ends them with an error. How long their reader takes does not count.
fn without_pauses(
    bytes: BoxStream<'static, object_store::Result<Bytes>>,
    longest: Duration,
) -> BoxStream<'static, Result<Bytes, FileError>> {
    let steps = futures_util::stream::unfold(Some(bytes), move |bytes| async move {
        let mut bytes = bytes?;
        match timeout(longest, bytes.next()).await {
            Ok(Some(Ok(some))) => Some((Ok(some), Some(bytes))),
            Ok(Some(Err(error))) => Some((Err(FileError::from(error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(FileError::Silent), None)),
        }
    });
    steps.boxed()
}

impl std::fmt::Debug for FileStore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("FileStore").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
