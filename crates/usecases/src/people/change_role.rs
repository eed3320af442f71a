//! Change what somebody may do, and what one is there for.

use super::{decided_on, give_duties, place_for, tidied_function};
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use domain::{Ags, Role, Viewer, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::Account;

/// Gives an account another role and, where it changes between agency and municipalities, another municipality. What it held by the
/// former ones ends (`give_duties`).
///
/// Nobody raises their own role, and whoever only stands in for a coordination gives none above their own and takes none from a coordinator; the last
/// coordinator of a municipality and the last administrator keep theirs until there is another. Refused: unauthenticated, not found, forbidden,
/// invalid, last of its role.
pub fn change_role<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: AccountId,
    role: Role,
    municipality: Option<Ags>,
) -> BoxFuture<'a, Result<Account, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (member, account) = decided_on(&mut transaction, viewer, id).await?;
        let municipality = match municipality {
            None if !role.is_of_agency() => account.municipality.clone(),
            other => other,
        };
        let raises_own = member.account == account.id && !account.role.includes(role);
        let own = transaction.account(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        if raises_own || !member.may_give(own.role, role, municipality.as_ref()) {
            return Err(Refusal::Forbidden.into());
        }
        let duties = (role, place_for(role, municipality)?);
        let account = give_duties(network, &mut transaction, viewer, account, duties, network.clock.now()).await?;
        network.commit(transaction).await?;
        Ok(account)
    })
}

/// Says what the viewer is there for: `Bildungskoordination`. Nothing takes it away. What stands there already changes nothing.
///
/// Refused: unauthenticated, invalid (more than [`super::MAX_FUNCTION`] characters).
pub fn set_function<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    function: Option<&'a str>,
) -> BoxFuture<'a, Result<Account, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        let function = tidied_function(function).map_err(|violation| Refusal::Invalid(vec![violation]))?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let account = transaction.account_for_update(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        if account.function == function {
            return Ok(account);
        }
        transaction.set_duties(account.id, account.role, account.municipality.as_ref(), function.as_deref()).await?;
        audit_log::write(
            network,
            &mut transaction,
            Some(account.id),
            ("account.function_changed", Thing::Account(account.id)),
            json!({}),
            now,
        )
        .await?;
        network.commit(transaction).await?;
        Ok(Account { function, ..account })
    })
}
