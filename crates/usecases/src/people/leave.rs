//! Leave the network.

use super::{HandedOver, hand_over::transfer, keep_the_last};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    reader, release_review,
};
use domain::{Rule, Viewer, Violation, ids::AccountId};
use serde_json::json;

/// Disables the viewer's own account after handing cases and subscriptions to a successor of the same municipality, in one transaction. The
/// viewer's claims on reviews end.
///
/// Whoever looks after nothing needs no successor. Nothing personal is deleted yet: that is the erasure, and the retention in the end.
///
/// Refused: unauthenticated, last of its role, not found (the successor), invalid (no successor where one is needed, or one who may not edit
/// the cases).
pub async fn leave(network: &Network, viewer: &Viewer, successor: Option<AccountId>) -> Result<HandedOver, UseCaseError> {
    let member = access::member(viewer)?;
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let account = transaction.account_for_update(member.account).await?.ok_or(Refusal::Unauthenticated)?;
    keep_the_last(&mut transaction, &account).await?;
    let handed = match successor {
        Some(id) => {
            let taker = transaction.account_for_update(id).await?.ok_or(Refusal::NotFound)?;
            // Who belongs to another municipality is nobody whom the leaver would know of.
            let place = |ags: &Option<domain::Ags>| ags.as_ref().map(|ags| ags.district().to_owned());
            if place(&taker.municipality) != place(&account.municipality) {
                return Err(Refusal::NotFound.into());
            }
            transfer(network, &mut transaction, account.id, &account, &taker, now).await?
        }
        None if transaction.count_cases_of(account.id).await? > 0 => {
            return Err(Refusal::Invalid(vec![Violation::new("to", Rule::Required)]).into());
        }
        None => {
            let own = transaction.subscriptions_of(account.id).await?;
            for subscription in own {
                reader::end(network, &mut transaction, &subscription, now).await?;
            }
            HandedOver { cases: 0, subscriptions: 0 }
        }
    };
    release_review::release_all(network, &mut transaction, viewer, account.id, now).await?;
    transaction.set_disabled(account.id, Some(now)).await?;
    transaction.end_sessions_of(account.id, now).await?;
    transaction.delete_deputations_of(account.id).await?;
    let detail = json!({ "to": successor, "cases": handed.cases, "subscriptions": handed.subscriptions });
    audit_log::write(network, &mut transaction, Some(account.id), ("account.left", Thing::Account(account.id)), detail, now).await?;
    network.commit(transaction).await?;
    Ok(handed)
}
