//! The addresses that files are downloaded from. Those of files that are not public hold a right that expires.

use crate::{Network, UseCaseError};
use chrono::TimeDelta;
use domain::{
    CaseView,
    ids::FileId,
    material::{Material, safe_name},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use storage::StoredFile;
use url::Url;

/// Where files are downloaded from.
pub const PATH: &str = "/dateien";

/// How long an address of a file that is not public works.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// The address of a file of a case, for a viewer who sees this view of it: a plain one if the view is what everybody sees, otherwise one
/// with a token that opens this one file for an hour, without cookies. Nothing if the file is gone.
pub async fn of(network: &Network, case: &CaseView, material: &Material) -> Result<Option<Url>, UseCaseError> {
    let mut url = network.settings.page(&format!("{PATH}/{}/{}", material.file, safe_name(&material.name, material.kind)));
    if case.is_working_copy {
        let Some(file) = network.store.file(material.file).await? else { return Ok(None) };
        let expires = (network.clock.now() + LIFETIME).timestamp();
        url.query_pairs_mut().append_pair("token", &format!("{expires}.{}", signature(&file, expires)));
    }
    Ok(Some(url))
}

/// Whether this token opens this file now.
pub(crate) fn opens(network: &Network, file: &StoredFile, token: &str) -> bool {
    let Some((expires, signature)) = token.split_once('.') else { return false };
    let Ok(expires) = expires.parse::<i64>() else { return false };
    let given: Option<Vec<u8>> =
        (0..signature.len()).step_by(2).map(|at| u8::from_str_radix(signature.get(at..at + 2)?, 16).ok()).collect();
    let is_ours = given.is_some_and(|given| signer(file, expires).verify_slice(&given).is_ok());
    is_ours && network.clock.now().timestamp() <= expires
}

fn signature(file: &StoredFile, expires: i64) -> String {
    crate::secret::hexadecimal(&signer(file, expires).finalize().into_bytes())
}

/// Each file has its own key, so that a token opens nothing else, and nothing once the file is deleted.
fn signer(file: &StoredFile, expires: i64) -> Hmac<Sha256> {
    let FileId(id) = file.id;
    // A key of any length is taken.
    let mut signer =
        Hmac::<Sha256>::new_from_slice(file.secret.as_bytes()).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    signer.update(format!("file:{id}:{expires}").as_bytes());
    signer
}
