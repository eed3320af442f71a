//! Take a lost second factor away from an account whose holder cannot: by those who look after it, or by the operator.

use crate::{
    Account, Caller, Network, Refusal, UseCaseError,
    audit_log::{self, Thing},
    deliver, people, sessions,
};
use domain::{
    EmailAddress,
    ids::{AccountId, DeliveryId},
};
use futures_util::future::BoxFuture;
use mail::{MailKind, SecondFactorResetMail};
use serde_json::json;
use storage::Transaction;

/// Takes the second factor of somebody whom the viewer looks after away, with its recovery codes. The account's sessions and begun sign-ins
/// end; its holder signs in without, and sets up a new one first where the role must have one. They are told by mail, so that it is not done behind
/// their back.
///
/// Where there is no second factor that counts, nothing changes. Refused: unauthenticated, insufficient scope (asked with a token), not
/// found, forbidden (one's own, too: it takes a code to remove that; a coordinator's, to whoever only stands in for one).
pub fn reset<'a>(network: &'a Network, caller: &'a Caller, id: AccountId) -> BoxFuture<'a, Result<Account, UseCaseError>> {
    Box::pin(async move {
        sessions::by_person(caller)?;
        let (mut transaction, has_factor) = locked(network, id).await?;
        let (member, account) = people::decided_on(&mut transaction, &caller.viewer, id).await?;
        if member.account == account.id {
            return Err(Refusal::Forbidden.into());
        }
        if has_factor {
            take_away(network, transaction, &account, Some(member.account)).await?;
        }
        Ok(account)
    })
}

/// The same by the operator, for the account of this address: whoever has the database needs nobody's leave. Returns whether there was a
/// second factor.
///
/// Refused: not found.
pub fn reset_by_operator<'a>(network: &'a Network, email: &'a EmailAddress) -> BoxFuture<'a, Result<bool, UseCaseError>> {
    Box::pin(async move {
        let account = network.store.account_by_email(email).await?.ok_or(Refusal::NotFound)?;
        let (transaction, has_factor) = locked(network, account.id).await?;
        if has_factor {
            take_away(network, transaction, &account, None).await?;
        }
        Ok(has_factor)
    })
}

/// A transaction in which the account's begun sign-ins are over, and whether it has a second factor that counts. The rows are taken in the
/// order in which signing in takes them, so that the two do not wait for each other. Whoever goes no further drops the transaction, and
/// nothing has changed.
async fn locked(network: &Network, id: AccountId) -> Result<(Transaction, bool), UseCaseError> {
    let mut transaction = network.store.begin().await?;
    transaction.delete_pending_sign_ins_of(id).await?;
    let factor = transaction.second_factor_for_update(id).await?;
    Ok((transaction, factor.is_some_and(|factor| factor.confirmed_at.is_some())))
}

async fn take_away(
    network: &Network,
    mut transaction: Transaction,
    account: &Account,
    actor: Option<AccountId>,
) -> Result<(), UseCaseError> {
    let (id, now) = (account.id, network.clock.now());
    transaction.delete_second_factor(id).await?;
    transaction.delete_sessions_of(id, None).await?;
    audit_log::write(network, &mut transaction, actor, ("second_factor.reset", Thing::Account(id)), json!({}), now).await?;
    // Nobody signs in to a disabled account, with or without.
    if account.disabled_at.is_none() {
        let delivery = DeliveryId(network.ids.next());
        let mail = mail::second_factor_reset(
            &network.settings.mail_context(),
            SecondFactorResetMail {
                to: account.email.clone(),
                message_id: network.settings.message_id(MailKind::SecondFactorReset, delivery.0),
                set_up_url: network.settings.page("/konto/zweiter-faktor"),
                created_at: now,
            },
        )?;
        deliver::post(&mut transaction, delivery, &mail, now).await?;
    }
    Ok(network.commit(transaction).await?)
}
