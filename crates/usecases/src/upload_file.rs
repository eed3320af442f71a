//! Upload a file: the first half of putting it on a case.

use crate::{
    Network, Refusal, UseCaseError, access,
    rate_limit::{self, Limited},
    secret::Token,
};
use bytes::Bytes;
use domain::{
    Rule, Viewer, Violation,
    ids::FileId,
    material::shown_name,
    permission::{Action, Relation},
};
use files::{Received, Spool, Unfit};
use futures_util::{Stream, StreamExt};
use storage::StoredFile;

/// How many files one account may have uploaded that are on no case yet.
const MOST_LOOSE: usize = 50;

/// Takes a file in, chunk by chunk, and keeps it. Until it is put on a case only its uploader can do anything with it, and it is deleted
/// after a day.
///
/// Refused: unauthenticated, forbidden (whoever may begin no case), too many (files that are on no case), unfit (size, kind, what `chunks`
/// ends with).
pub async fn upload<S>(network: &Network, viewer: &Viewer, name: &str, mut chunks: S) -> Result<StoredFile, UseCaseError>
where
    S: Stream<Item = Result<Bytes, Unfit>> + Send + Unpin,
{
    let member = access::member(viewer)?;
    if !member.may(Action::Create, Relation::Own) {
        return Err(Refusal::Forbidden.into());
    }
    rate_limit::check(network, Limited::Upload, viewer)?;
    let given = usize::try_from(network.store.count_loose_files(member.account).await?).unwrap_or(usize::MAX).saturating_add(1);
    if given > MOST_LOOSE {
        let rule = Rule::TooMany { max: MOST_LOOSE, given };
        return Err(Refusal::Invalid(vec![Violation::new("file", rule)]).into());
    }
    let mut spool = Spool::new(network.settings.file_bytes).await?;
    while let Some(chunk) = chunks.next().await {
        let bytes = chunk.map_err(Refusal::Unfit)?;
        spool.write(&bytes).await?.map_err(Refusal::Unfit)?;
    }
    let received = spool.finish().await?.map_err(Refusal::Unfit)?;
    keep(network, viewer, name, received).await
}

/// Writes the file down before its bytes are stored, so that whatever happens the clean-up finds them.
async fn keep(network: &Network, viewer: &Viewer, name: &str, received: Received) -> Result<StoredFile, UseCaseError> {
    let mut file = StoredFile {
        id: FileId(network.ids.next()),
        case: None,
        uploaded_by: viewer.member().map(|member| member.account),
        uploaded_at: network.clock.now(),
        stored_at: None,
        name: shown_name(name),
        kind: received.kind,
        size: received.size,
        sha256: received.sha256.clone(),
        secret: Token::new(network.secrets.as_ref(), "")?.reveal().into(),
    };
    let mut transaction = network.store.begin().await?;
    access::hold(&mut transaction, viewer).await?;
    transaction.insert_file(&file).await?;
    transaction.commit().await?;
    network.files.keep(file.id, received).await?;
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    access::hold(&mut transaction, viewer).await?;
    transaction.file_is_stored(file.id, now).await?;
    access::audit_file(network, &mut transaction, viewer, "file.uploaded", &file, now).await?;
    network.commit(transaction).await?;
    file.stored_at = Some(now);
    Ok(file)
}
