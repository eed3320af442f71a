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
use tokio::{io::AsyncReadExt, time::timeout};

/// How many bytes are on their way at once; S3 takes parts of 5 MiB and more, except the last.
const PART: usize = 5 * 1024 * 1024;

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
        let mut file = received.file;
        let mut upload = WriteMultipart::new_with_chunk_size(self.answer(self.inner.put_multipart(&self.path(id))).await?, PART);
        loop {
            let mut part = BytesMut::with_capacity(64 * 1024);
            if file.read_buf(&mut part).await? == 0 {
                break;
            }
            self.answer(upload.wait_for_capacity(1)).await?;
            upload.put(part.freeze());
        }
        self.answer(upload.finish()).await?;
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
        let found = self.answer(self.inner.get(&self.path(id))).await.map_err(|error| missing(id, error))?;
        self.answer(found.bytes()).await
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
mod tests {
    use super::*;
    use futures_util::TryStreamExt;
    use tokio::{io::AsyncWriteExt, net::TcpListener, time};
    use uuid::Uuid;

    const FILE: FileId = FileId(Uuid::from_u128(7));

    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nETag: \"e\"\r\nLast-Modified: Tue, 01 Sep 2026 00:00:00 GMT\r\n\r\n";

    /// An S3 store that gives the first half of its file at once, and the second after this pause.
    async fn hesitant(pause: Duration) -> FileStore {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut client, _) = listener.accept().await.unwrap();
            let mut asked = [0; 4_096];
            assert!(client.read(&mut asked).await.unwrap() > 0);
            client.write_all(&[HEAD, b"erste "].concat()).await.unwrap();
            time::sleep(pause).await;
            client.write_all(b"zweite").await.unwrap();
        });
        let (access_key, secret_key) = ("schluessel".to_owned(), "geheimnis".to_owned());
        let place = S3Options {
            endpoint,
            region: "eu-central-1".to_owned(),
            bucket: "materialien".to_owned(),
            prefix: String::new(),
            access_key,
            secret_key,
        };
        FileStore::s3(&place).unwrap()
    }

    #[tokio::test]
    async fn whoever_downloads_slowly_gets_all_of_it() {
        let store = hesitant(Duration::from_secs(1)).await;
        let mut bytes = store.read(FILE, None).await.unwrap().bytes;
        let mut downloaded = bytes.next().await.unwrap().unwrap().to_vec();
        // The line is slow: for longer than a store may take for anything, nobody asks for the rest.
        time::pause();
        time::advance(2 * PATIENCE).await;
        time::resume();
        while let Some(some) = bytes.next().await {
            downloaded.extend(some.unwrap());
        }
        assert_eq!(downloaded, b"erste zweite");
    }

    #[tokio::test]
    async fn a_store_that_falls_silent_is_not_waited_for() {
        let store = FileStore { patience: Duration::from_millis(200), ..hesitant(Duration::from_hours(1)).await };
        let outcome = store.read(FILE, None).await.unwrap().bytes.try_collect::<Vec<_>>().await;
        assert!(matches!(outcome, Err(FileError::Silent)), "{outcome:?}");
    }
}
