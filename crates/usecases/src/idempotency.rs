//! What is asked for twice is made once.
//!
//! Whoever makes something may name their wish by a key. The id of what they make follows from the key, from who they are and from all that they ask
//! for, so that the primary key decides, in whichever process a second request arrives: what is asked for once more is there already. Something
//! else under the same key, as from a page that the browser went back to, is another thing, and nothing that was typed is lost.

use crate::{Network, Refusal};
use domain::{Rule, Violation, ids::AccountId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::array;
use uuid::{Builder, Uuid};

/// The longest key, in characters.
const MAX_KEY: usize = 255;

/// The id of what an account makes; without a key one that nobody has. `what` tells kinds of things apart, `wish` is all that is asked for.
///
/// Refused: invalid (an empty key, too long a one).
pub(crate) fn id(network: &Network, account: AccountId, key: Option<&str>, what: &str, wish: &Value) -> Result<Uuid, Refusal> {
    let Some(key) = key else { return Ok(network.ids.next()) };
    let rule = match key.chars().count() {
        0 => Rule::Required,
        given if given > MAX_KEY => Rule::TooLong { max: MAX_KEY, given },
        _ => return Ok(derived(&json!([account, key, what, wish]))),
    };
    Err(Refusal::Invalid(vec![Violation::new("idempotencyKey", rule)]))
}

/// A UUID of version 8 (RFC 9562), whose other bits are the beginning of a SHA-256: nobody finds a wish that leads to the id of another.
fn derived(wish: &Value) -> Uuid {
    let hash = Sha256::digest(wish.to_string());
    Builder::from_custom_bytes(array::from_fn(|at| hash[at])).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_wish_has_the_same_id_and_every_other_another() {
        let wishes = [json!(["a", "b"]), json!(["ab"]), json!(["a", ["b"]]), json!(["a", "b", null])];
        for (place, wish) in wishes.iter().enumerate() {
            let same: Vec<_> = wishes.iter().enumerate().filter(|(_, other)| derived(other) == derived(wish)).map(|(at, _)| at).collect();
            assert_eq!(same, [place], "{wish}");
        }
        assert_eq!(derived(&wishes[0]).get_version_num(), 8);
    }
}
