//! Stores that do not do what they should.

use super::*;
use crate::Spool;
use futures_util::TryStreamExt;
use tokio::{
    io::AsyncWriteExt,
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time,
};
use uuid::Uuid;

const FILE: FileId = FileId(Uuid::from_u128(7));

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nETag: \"e\"\r\nLast-Modified: Tue, 01 Sep 2026 00:00:00 GMT\r\n\r\n";

/// The store that answers here.
fn at(listener: &TcpListener) -> FileStore {
    let text = str::to_owned;
    let place = S3Options {
        endpoint: format!("http://{}", listener.local_addr().unwrap()),
        region: text("eu-central-1"),
        bucket: text("materialien"),
        prefix: String::new(),
        access_key: text("schluessel"),
        secret_key: text("geheimnis"),
    };
    FileStore::s3(&place).unwrap()
}

/// An S3 store that gives the first half of its file at once, and each half of the rest after this pause.
async fn hesitant(pause: Duration) -> FileStore {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let store = at(&listener);
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut asked = [0; 4_096];
        assert!(client.read(&mut asked).await.unwrap() > 0);
        client.write_all(&[HEAD, b"erste "].concat()).await.unwrap();
        for some in [b"zwe", b"ite"] {
            time::sleep(pause).await;
            client.write_all(some).await.unwrap();
        }
    });
    store
}

/// An S3 store that begins uploads and takes no part of them, and the first line of every request to it.
async fn unwilling() -> (FileStore, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let store = at(&listener);
    let (tell, told) = unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            let mut asked = [0; 4_096];
            let length = client.read(&mut asked).await.unwrap();
            let line = String::from_utf8_lossy(&asked[..length]).lines().next().unwrap_or_default().to_owned();
            let begun = "<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>";
            let (status, body) = match line.split(' ').next() {
                Some("POST") => ("200 OK", begun),
                Some("DELETE") => ("204 No Content", ""),
                _ => ("403 Forbidden", ""),
            };
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
            tell.send(line).unwrap();
            client.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (store, told)
}

async fn upload() -> Received {
    let mut spool = Spool::new(100).await.unwrap();
    spool.write(b"%PDF-1.7").await.unwrap().unwrap();
    spool.finish().await.unwrap().unwrap()
}

#[tokio::test]
async fn of_a_file_that_cannot_be_kept_no_parts_are_left() {
    let (store, mut told) = unwilling().await;
    assert!(matches!(store.keep(FILE, upload().await).await, Err(FileError::Store(_))));
    let mut lines = Vec::new();
    told.recv_many(&mut lines, 100).await;
    let last = lines.last().unwrap();
    assert!(lines[0].starts_with("POST") && last.starts_with("DELETE") && last.contains("uploadId=7"), "{lines:?}");
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

#[tokio::test]
async fn a_store_that_is_merely_slow_is_waited_for() {
    let store = FileStore { patience: Duration::from_millis(1_500), ..hesitant(Duration::from_millis(800)).await };
    assert_eq!(store.read_whole(FILE).await.unwrap(), &b"erste zweite"[..], "the pauses together are longer than the patience");
}
