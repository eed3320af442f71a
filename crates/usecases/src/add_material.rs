//! Put an uploaded file on a case: the second half.

use crate::{Network, Refusal, UseCaseError, access, update_case};
use domain::{
    CaseView, Job, Rule, Viewer, Violation,
    case::Stage,
    ids::{CaseId, FileId, RevisionId},
    material::Material,
    vocabulary::Licence,
};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::sync::Arc;
use storage::{StoredFile, Transaction};

/// What people are told of the file.
#[derive(Debug, Clone)]
pub struct NewMaterial {
    /// The uploaded file.
    pub file: FileId,
    /// What people read.
    pub title: String,
    /// What a picture shows, for those who do not see it.
    pub alternative_text: Option<String>,
    /// On which terms others may use the file. Needed: a file may well be under another licence than the text, and only who puts it on the
    /// case knows.
    pub licence: Option<Licence>,
}

/// Adds the file to the working copy, as a new revision; what is public stays as it is until the next publication.
///
/// Refused: unauthenticated, not found, forbidden, conflict, invalid state, invalid (the file is none that the member uploaded, or one of
/// another case; title, licence or alternative text are missing; the case has too many).
pub fn add<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: Option<i32>,
    new: NewMaterial,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        // It adds to the text as it is; that nobody changed it since is checked as for any other change.
        let (case, next, mut content) = update_case::changed(&mut transaction, viewer, id, version, |_| {}).await?;
        let member = access::member(viewer)?;
        let file = usable_file(&mut transaction, viewer, &case, new.file).await?;
        let place = content.materials.len();
        content.materials.push(Material {
            file: file.id,
            title: new.title,
            alternative_text: new.alternative_text.filter(|text| !text.trim().is_empty()),
            licence: new.licence.unwrap_or_default(),
            name: file.name.clone(),
            kind: file.kind,
            size: file.size,
            sha256: file.sha256.clone(),
        });
        let mut violations = content.check(Stage::Draft);
        if new.licence.is_none() {
            violations.push(Violation::new(format!("materials[{place}].licence"), Rule::Required));
        }
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        let now = network.clock.now();
        let revision = RevisionId(network.ids.next());
        let case = transaction.save_revision(id, revision, &content, Some(member.account), now, next).await?;
        if file.case.is_none() {
            transaction.attach_file(file.id, id, now).await?;
            network.enqueue(&mut transaction, &Job::ReadFile { file: file.id }, now).await?;
        }
        let detail = json!({ "revision": case.revision, "file": file.id, "sha256": file.sha256 });
        access::audit(network, &mut transaction, viewer, "case.material_added", id, detail, now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

/// A file that the member uploaded and that is on no case yet, or one that was on this case before.
async fn usable_file(transaction: &mut Transaction, viewer: &Viewer, case: &CaseView, id: FileId) -> Result<StoredFile, UseCaseError> {
    let account = viewer.member().map(|member| member.account);
    let found = transaction.file_for_update(id).await?.filter(|file| match file.case {
        Some(owner) => owner == case.id,
        None => file.uploaded_by.is_some() && file.uploaded_by == account,
    });
    let unknown = || Violation::new("file", Rule::Unknown { list: "Ihre hochgeladenen Dateien", given: id.to_string() });
    let file = found.filter(|file| file.stored_at.is_some()).ok_or_else(|| Refusal::Invalid(vec![unknown()]))?;
    if case.content.materials.iter().any(|material| material.file == id) {
        let twice = Violation::new("file", Rule::Duplicate { given: file.name });
        return Err(Refusal::Invalid(vec![twice]).into());
    }
    Ok(file)
}
