//! The addresses that files are downloaded from. Those of files that are not public hold a right that expires.

use crate::{Network, UseCaseError, secret};
use chrono::TimeDelta;
use domain::{
    ids::FileId,
    material::{Material, safe_name},
};
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use storage::StoredFile;
use url::Url;

/// Where files are downloaded from.
pub const PATH: &str = "/dateien";

/// How long an address of a file that is not public works.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// The address of a file on a text of a case, for a viewer who sees this text: a plain one if it `is_public`, which is what everybody sees,
/// otherwise one with a token that opens this one file for an hour, without cookies. That needs the file as it is [`stored`]; nothing if it
/// is gone.
pub fn of(network: &Network, is_public: bool, material: &Material, stored: Option<&StoredFile>) -> Option<Url> {
    let url = network.settings.page(&format!("{PATH}/{}/{}", material.file, safe_name(&material.name, material.kind)));
    if is_public { Some(url) } else { stored.map(|file| with_token(network, url, file)) }
}

/// The files with these ids, for whoever sees a case that they are on; those that are gone are left out.
pub fn stored<'a>(network: &'a Network, ids: &'a [FileId]) -> BoxFuture<'a, Result<HashMap<FileId, StoredFile>, UseCaseError>> {
    Box::pin(async move { Ok(network.store.files_with_ids(ids).await?) })
}

/// The address of a file for whoever uploaded it: it works for an hour, whatever the file is on. Nothing where there is nothing to download:
/// a file that is on no case, or that never came in whole.
pub(crate) fn of_own(network: &Network, file: &StoredFile) -> Option<Url> {
    file.stored_at.and(file.case)?;
    let url = network.settings.page(&format!("{PATH}/{}/{}", file.id, safe_name(&file.name, file.kind)));
    Some(with_token(network, url, file))
}

/// The address with a token that opens this file from now on for [`LIFETIME`].
fn with_token(network: &Network, mut url: Url, file: &StoredFile) -> Url {
    let expires = (network.clock.now() + LIFETIME).timestamp();
    url.query_pairs_mut()
        .append_pair("token", &format!("{expires}.{}", secret::signature(file.secret.reveal(), &signed_text(file, expires))));
    url
}

/// Whether this token opens this file now.
pub(crate) fn opens(network: &Network, file: &StoredFile, token: &str) -> bool {
    let Some((expires, signature)) = token.split_once('.') else { return false };
    let Ok(expires) = expires.parse::<i64>() else { return false };
    let is_ours = secret::is_signature(file.secret.reveal(), &signed_text(file, expires), signature);
    is_ours && network.clock.now().timestamp() <= expires
}

/// Each file has its own secret, so that a token opens nothing else, and nothing once the file is deleted.
fn signed_text(file: &StoredFile, expires: i64) -> String {
    let FileId(id) = file.id;
    format!("file:{id}:{expires}")
}
