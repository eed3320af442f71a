//! Say from which mail domains people may register themselves for a municipality.

use super::keeper;
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use domain::{Ags, Viewer, Violation, mail_domain, permission::Action};
use futures_util::future::BoxFuture;
use serde_json::json;

/// The domains of a municipality. Refused: unauthenticated, forbidden.
pub fn mail_domains<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: &'a Ags,
) -> BoxFuture<'a, Result<Vec<String>, UseCaseError>> {
    Box::pin(async move {
        keeper(viewer, Action::SeeMembers, Some(municipality))?;
        Ok(network.store.mail_domains(municipality).await?)
    })
}

/// Replaces the domains of a municipality. Who has registered before stays.
///
/// Refused: unauthenticated, forbidden, invalid (what is no domain, or where anybody gets an address).
pub fn set_mail_domains<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: &'a Ags,
    domains: &'a [String],
) -> BoxFuture<'a, Result<Vec<String>, UseCaseError>> {
    change(network, viewer, municipality, move |_| mail_domain::checked(domains))
}

/// Adds one to the domains of a municipality, whatever others change meanwhile. Returns all of them.
///
/// Refused: unauthenticated, forbidden, invalid (it is no domain, anybody gets an address there, or there are enough).
pub fn add_mail_domain<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: &'a Ags,
    domain: &'a str,
) -> BoxFuture<'a, Result<Vec<String>, UseCaseError>> {
    change(network, viewer, municipality, move |domains| mail_domain::with(domains, domain).map_err(|violation| vec![violation]))
}

/// Takes one of the domains of a municipality away, if it is there. Who has registered before stays. Returns those that are left.
///
/// Refused: unauthenticated, forbidden.
pub fn remove_mail_domain<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: &'a Ags,
    domain: &'a str,
) -> BoxFuture<'a, Result<Vec<String>, UseCaseError>> {
    change(network, viewer, municipality, move |domains| Ok(mail_domain::without(domains, domain)))
}

/// Makes of the domains of a municipality what `changed` says, one change after the other. What changes nothing is not written down.
fn change<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: &'a Ags,
    changed: impl FnOnce(&[String]) -> Result<Vec<String>, Vec<Violation>> + Send + 'a,
) -> BoxFuture<'a, Result<Vec<String>, UseCaseError>> {
    Box::pin(async move {
        let member = keeper(viewer, Action::ManageMembers, Some(municipality))?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let before = transaction.mail_domains_for_update(municipality).await?;
        let domains = changed(&before).map_err(Refusal::Invalid)?;
        if domains == before {
            return Ok(domains);
        }
        transaction.set_mail_domains(municipality, &domains, now).await?;
        let what = ("mail_domains.changed", Thing::Municipality(municipality.clone()));
        audit_log::write(network, &mut transaction, Some(member.account), what, json!({ "domains": domains }), now).await?;
        network.commit(transaction).await?;
        Ok(domains)
    })
}
