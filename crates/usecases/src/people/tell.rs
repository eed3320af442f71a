//! Tell by mail of a deputation: whoever stands in, and the coordination that they stand in for.

use crate::{Network, UseCaseError, deliver};
use chrono::{DateTime, Utc};
use domain::{
    Role,
    ids::{AccountId, DeliveryId},
};
use futures_util::future::BoxFuture;
use mail::{DeputationMail, DeputationNotice, MailKind};
use storage::{Deputation, Transaction};

/// What is told of one step: to the deputy, and to the coordination.
pub(super) type Notices = (DeputationNotice, DeputationNotice);

/// That a deputation is there.
pub(super) const NAMED: Notices = (DeputationNotice::Named, DeputationNotice::NamedForYou);

/// That it is not there any more.
pub(super) const ENDED: Notices = (DeputationNotice::Ended, DeputationNotice::EndedForYou);

/// Writes to the deputy and to the municipality's coordinators, but for `actor`, who knows, and for disabled accounts. A deputation whose time is
/// over is no news: its end was told with its beginning. The transaction has the turn of changing people, so that none of them is erased before
/// their mail is there to be erased with them.
pub(super) fn tell<'a>(
    network: &'a Network,
    transaction: &'a mut Transaction,
    actor: Option<AccountId>,
    deputation: &'a Deputation,
    (to_deputy, to_coordination): Notices,
    now: DateTime<Utc>,
) -> BoxFuture<'a, Result<(), UseCaseError>> {
    Box::pin(async move {
        if deputation.until <= now {
            return Ok(());
        }
        let mut told = Vec::new();
        told.extend(transaction.account(deputation.deputy).await?.map(|deputy| (deputy, to_deputy, "/konto")));
        for one in transaction.members(Some(&deputation.municipality)).await? {
            if one.role == Role::Coordinator && one.id != deputation.deputy {
                told.push((one, to_coordination, "/mitglieder/vertretungen"));
            }
        }
        for (account, notice, page) in told {
            if account.disabled_at.is_some() || Some(account.id) == actor {
                continue;
            }
            let delivery = DeliveryId(network.ids.next());
            let mail = mail::deputation(
                &network.settings.mail_context(),
                DeputationMail {
                    to: account.email,
                    message_id: network.settings.message_id(MailKind::Deputation, delivery.0),
                    notice,
                    place: deputation.municipality.display_name(),
                    from: deputation.from,
                    until: deputation.until,
                    page_url: network.settings.page(page),
                    created_at: now,
                },
            )?;
            deliver::post(transaction, delivery, &mail, now).await?;
        }
        Ok(())
    })
}
