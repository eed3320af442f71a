//! What proves that the owner of an address agreed to get digests (Art. 7(1) GDPR).

use crate::{Network, Refusal, UseCaseError};
use domain::EmailAddress;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use storage::Subscription;

/// The proofs of all subscriptions of an address, those that were ended too, the first one first: for the operator, who has to prove consent
/// and needs nobody's leave to read the database. The address is not in it.
///
/// Refused: not found (nothing was ever asked for with this address).
pub fn by_operator<'a>(network: &'a Network, email: &'a EmailAddress) -> BoxFuture<'a, Result<Value, UseCaseError>> {
    Box::pin(async move {
        let reader = network.store.reader_by_email(email).await?.ok_or(Refusal::NotFound)?;
        let subscriptions = network.store.subscriptions_of_reader(reader.id).await?;
        Ok(json!({ "subscriptions": subscriptions.iter().map(of).collect::<Vec<_>>() }))
    })
}

/// What a subscription is about, and the consent to it: the wording that was shown, when and from which network, cut, it was asked for,
/// confirmed and ended.
pub(crate) fn of(subscription: &Subscription) -> Value {
    json!({
        "id": subscription.id,
        "criteria": subscription.criteria,
        "typedText": subscription.typed_text,
        "frequency": subscription.frequency.key(),
        "state": subscription.state.key(),
        "consent": {
            "version": subscription.consent_version,
            "wording": subscription.consent_wording(),
            "requestedAt": subscription.requested_at,
            "requestedFrom": subscription.requested_from,
            "confirmedAt": subscription.confirmed_at,
            "confirmedFrom": subscription.confirmed_from,
            "withdrawnAt": subscription.withdrawn_at,
        },
    })
}
