//! Take a file off a case.

use crate::{Network, UseCaseError, update_case};
use domain::{
    CaseView, Viewer,
    ids::{CaseId, FileId},
};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Takes the file off the working copy, as a new revision; earlier revisions keep it, and so does what is public until the next
/// publication. Taking off what is not there changes nothing. Refused as a change of the case is.
pub fn remove<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: Option<i32>,
    file: FileId,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        update_case::update(network, viewer, id, version, |content| content.materials.retain(|material| material.file != file)).await
    })
}
