//! Change what people are told of a file on a case.

use crate::{Network, Refusal, UseCaseError, update_case};
use domain::{CaseView, Viewer, ids::CaseId, ids::FileId, vocabulary::Licence};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// What is to change; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct MaterialChange {
    /// What people read.
    pub title: Option<String>,
    /// What a picture shows; an empty text takes it away.
    pub alternative_text: Option<String>,
    /// On which terms others may use the file.
    pub licence: Option<Licence>,
}

/// Changes the material in the working copy, as a new revision.
///
/// Refused as a change of the case is; not found if its working copy has no such file.
pub fn update<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: Option<i32>,
    file: FileId,
    change: MaterialChange,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let case = update_case::update(network, viewer, id, version, |content| {
            let Some(material) = content.materials.iter_mut().find(|material| material.file == file) else { return };
            if let Some(title) = change.title {
                material.title = title;
            }
            if let Some(text) = change.alternative_text {
                material.alternative_text = Some(text).filter(|text| !text.trim().is_empty());
            }
            if let Some(licence) = change.licence {
                material.licence = licence;
            }
        });
        let case = case.await?;
        let is_there = case.content.materials.iter().any(|material| material.file == file);
        if is_there { Ok(case) } else { Err(Refusal::NotFound.into()) }
    })
}
