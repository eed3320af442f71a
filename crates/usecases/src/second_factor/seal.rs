//! How secrets of second factors stand in the database: sealed with the operator's key if there is one (ChaCha20-Poly1305).
//!
//! The account is part of what is sealed, so that a secret cannot be moved to another row.

use crate::{Failure, Network};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use domain::ids::AccountId;
use ring::aead::{Aad, NONCE_LEN, Nonce};
use storage::SecondFactor;

const PLAIN: &str = "plain:";
const SEALED: &str = "sealed1:";

/// The secret as it is kept.
pub(super) fn close(network: &Network, account: AccountId, secret: &[u8]) -> Result<String, Failure> {
    let Some(key) = &network.settings.sign_in.seal_key else { return Ok(format!("{PLAIN}{}", BASE64.encode(secret))) };
    let mut nonce = [0; NONCE_LEN];
    nonce.copy_from_slice(&network.secrets.random()?[24 - NONCE_LEN..]);
    let mut text = secret.to_vec();
    key.0
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(account.0.as_bytes()), &mut text)
        .map_err(|_| Failure::SealedSecret("it cannot be sealed"))?;
    Ok(format!("{SEALED}{}", BASE64.encode([&nonce[..], &text].concat())))
}

/// The secret that is kept.
pub(super) fn open(network: &Network, factor: &SecondFactor) -> Result<Vec<u8>, Failure> {
    let decoded = |text: &str| BASE64.decode(text).map_err(|_| Failure::SealedSecret("it is not written as one"));
    if let Some(text) = factor.secret.strip_prefix(PLAIN) {
        return decoded(text);
    }
    let text = factor.secret.strip_prefix(SEALED).ok_or(Failure::SealedSecret("it is not written as one"))?;
    let key = network.settings.sign_in.seal_key.as_ref().ok_or(Failure::SealedSecret("it is sealed and there is no sign_in.secret_key"))?;
    let bytes = decoded(text)?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN).ok_or(Failure::SealedSecret("it is not written as one"))?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Failure::SealedSecret("it is not written as one"))?;
    let mut sealed = sealed.to_vec();
    let opened = key.0.open_in_place(nonce, Aad::from(factor.account.0.as_bytes()), &mut sealed);
    opened.map(|secret| secret.to_vec()).map_err(|_| Failure::SealedSecret("it was sealed with another sign_in.secret_key"))
}
