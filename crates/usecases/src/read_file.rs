//! Download a file.

use crate::{FileBody, Network, Refusal, UseCaseError, file_address};
use domain::ids::FileId;
use futures_util::future::BoxFuture;
use std::ops::Range;
use storage::StoredFile;

/// A file that may be downloaded.
#[derive(Debug, Clone)]
pub struct Download {
    /// What is known of it.
    pub file: StoredFile,
    /// Whether everybody may have it: it is on the published revision of its case.
    pub is_public: bool,
}

/// Finds a file that is public or that this token opens. Cookies and bearer tokens play no part: the address alone decides.
///
/// Refused: not found, whether there is none, it is not public, or the token has expired.
pub fn find<'a>(network: &'a Network, id: FileId, token: Option<&'a str>) -> BoxFuture<'a, Result<Download, UseCaseError>> {
    Box::pin(async move {
        let found = network.store.file(id).await?.filter(|file| file.stored_at.is_some());
        let file = found.ok_or(Refusal::NotFound)?;
        let case = file.case.ok_or(Refusal::NotFound)?;
        let published = network.store.published_case(case).await?;
        let is_public = published.is_some_and(|case| case.content.materials.iter().any(|material| material.file == id));
        if is_public || token.is_some_and(|token| file_address::opens(network, &file, token)) {
            Ok(Download { file, is_public })
        } else {
            Err(Refusal::NotFound.into())
        }
    })
}

/// The bytes of a file, or those of a range that lies within it, as they come.
pub fn body(network: &Network, id: FileId, range: Option<Range<u64>>) -> BoxFuture<'_, Result<FileBody, UseCaseError>> {
    Box::pin(async move { Ok(network.files.read(id, range).await?) })
}
