//! Leave the network.

use super::{HandedOver, hand_over::transfer, keep_the_last, leave_cases, shut};
use crate::{
    Caller, Network, Refusal, UseCaseError,
    audit_log::{self, Thing},
    reader, sessions,
};
use domain::ids::AccountId;
use futures_util::future::BoxFuture;
use serde_json::json;

/// Disables the caller's own account after handing cases and subscriptions to a successor of the same municipality, in one transaction. The
/// caller's claims on reviews end.
///
/// Without a successor the cases stay with their municipalities, without an author, and the subscriptions end. Nothing personal is deleted yet:
/// that is the erasure, and the retention in the end. It takes a session that began within [`sessions::RECENT_MINUTES`], or a `code` of the
/// account's second factor.
///
/// Refused: unauthenticated, insufficient scope (asked with a token), recent sign-in required, wrong code, rate limited, invalid state (a code
/// without a second factor), last of its role, not found (the successor), invalid (a successor who may not edit the cases).
pub fn leave<'a>(
    network: &'a Network,
    caller: &'a Caller,
    successor: Option<AccountId>,
    code: Option<&'a str>,
) -> BoxFuture<'a, Result<HandedOver, UseCaseError>> {
    Box::pin(async move {
        let member = sessions::by_person(caller)?;
        let now = network.clock.now();
        let mut transaction = sessions::proven_lately(network, caller, code).await?;
        transaction.lock_people().await?;
        let account = transaction.account_for_update(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        keep_the_last(&mut transaction, &account).await?;
        let (handed, cases) = if let Some(id) = successor {
            let taker = transaction.account_for_update(id).await?.ok_or(Refusal::NotFound)?;
            // Who belongs to another municipality is nobody whom the leaver would know of.
            let place = |ags: &Option<domain::Ags>| ags.as_ref().map(|ags| ags.district().to_owned());
            if place(&taker.municipality) != place(&account.municipality) {
                return Err(Refusal::NotFound.into());
            }
            let handed = transfer(network, &mut transaction, account.id, &account, &taker, now).await?;
            (handed, handed.cases)
        } else {
            let left = leave_cases(network, &mut transaction, Some(account.id), account.id, None, now).await?;
            for subscription in transaction.subscriptions_of(account.id).await? {
                reader::end(network, &mut transaction, Some(account.id), &subscription, now).await?;
            }
            (HandedOver { cases: 0, subscriptions: 0 }, left)
        };
        shut(network, &mut transaction, &caller.viewer, &account, now).await?;
        let detail = json!({ "to": successor, "cases": cases, "subscriptions": handed.subscriptions });
        audit_log::write(network, &mut transaction, Some(account.id), ("account.left", Thing::Account(account.id)), detail, now).await?;
        network.commit(transaction).await?;
        Ok(handed)
    })
}
