//! Read the text out of a file, for the search.

use crate::outcome::Outcome;
use domain::{
    Job,
    ids::{FileId, JobId},
    with_causes,
};
use files::FileError;
use storage::{FileText, StoreError, StoredFile};
use usecases::Network;

/// Whatever the file is like, the job comes to its end: what could not be read keeps the reason beside the file. Only a store that does
/// not answer, or a reader that cannot be had at present, puts it off.
pub(crate) async fn run(network: &Network, file: FileId) -> Outcome {
    let found = match network.store.file(file).await {
        Ok(Some(found)) => found,
        Ok(None) => return Outcome::Done,
        Err(error) => return error.into(),
    };
    let text = match read(network, &found).await {
        Ok(text) => text,
        Err(put_off) => return put_off,
    };
    if let FileText::Failed(reason) = &text {
        tracing::warn!(%file, kind = found.kind.key(), %reason, "a file has no text for the search");
    }
    keep(network, &found, &text).await.into()
}

async fn read(network: &Network, file: &StoredFile) -> Result<FileText, Outcome> {
    if file.kind.is_picture() {
        return Ok(FileText::None);
    }
    let bytes = match network.files.read_whole(file.id).await {
        Ok(bytes) => bytes,
        Err(error @ FileError::Missing(_)) => return Ok(FileText::Failed(error.to_string())),
        Err(error) => return Err(Outcome::Retry { reason: with_causes(&error) }),
    };
    match network.extractor.read(file.kind, bytes).await {
        Ok(Some(text)) => Ok(FileText::Read(text)),
        Ok(None) => Ok(FileText::None),
        Err(error) if error.is_passing() => Err(Outcome::Retry { reason: error.to_string() }),
        Err(error) => Ok(FileText::Failed(error.to_string())),
    }
}

async fn keep(network: &Network, file: &StoredFile, text: &FileText) -> Result<(), StoreError> {
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    transaction.set_file_text(file.id, text).await?;
    if let (Some(case), FileText::Read(_)) = (file.case, text) {
        transaction.enqueue(JobId(network.ids.next()), &Job::IndexCase { case }, now, now).await?;
    }
    transaction.commit().await?;
    network.wake.notify_one();
    Ok(())
}
