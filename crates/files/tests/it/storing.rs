//! Keeping files in a folder. The same against S3 is part of the end-to-end tests.

use crate::made::pdf;
use domain::ids::FileId;
use files::{FileError, FileStore, Received, Spool};
use futures_util::TryStreamExt;
use std::ops::Range;
use tempfile::TempDir;
use uuid::Uuid;

async fn received(bytes: &[u8]) -> Received {
    let mut spool = Spool::new(100_000_000).await.unwrap();
    spool.write(bytes).await.unwrap().unwrap();
    spool.finish().await.unwrap().unwrap()
}

async fn bytes_of(store: &FileStore, id: FileId, range: Option<Range<u64>>) -> Vec<u8> {
    let body = store.read(id, range).await.unwrap();
    let parts: Vec<_> = body.bytes.try_collect().await.unwrap();
    parts.concat()
}

#[tokio::test]
async fn what_is_kept_is_read_as_a_whole_and_in_parts() {
    let folder = TempDir::new().unwrap();
    let store = FileStore::folder(&folder.path().join("materialien")).unwrap();
    // More than the parts that are written at once.
    let large = [pdf(&["Text"]), vec![b' '; 12_345_678]].concat();
    let id = FileId(Uuid::from_u128(0x1234));
    store.keep(id, received(&large).await).await.unwrap();
    assert!(bytes_of(&store, id, None).await == large);
    assert_eq!(bytes_of(&store, id, Some(1..4)).await, b"PDF");
    let body = store.read(id, Some(5..8)).await.unwrap();
    assert_eq!((body.size, body.range), (large.len() as u64, 5..8));
    assert_eq!(store.read_whole(id).await.unwrap().len(), large.len());
}

#[tokio::test]
async fn what_is_deleted_or_was_never_there_is_missing() {
    let folder = TempDir::new().unwrap();
    let store = FileStore::folder(folder.path()).unwrap();
    let id = FileId(Uuid::from_u128(7));
    store.keep(id, received(&pdf(&["Text"])).await).await.unwrap();
    store.delete(id).await.unwrap();
    store.delete(id).await.unwrap();
    assert!(matches!(store.read(id, None).await, Err(FileError::Missing(missing)) if missing == id));
    assert!(matches!(store.read_whole(id).await, Err(FileError::Missing(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no empty folder is left");
}
