//! Say from which mail domains people may register themselves for a municipality.

use super::keeper;
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use domain::{Ags, Viewer, mail_domain, permission::Action};
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
    Box::pin(async move {
        let member = keeper(viewer, Action::ManageMembers, Some(municipality))?;
        let domains = mail_domain::checked(domains).map_err(Refusal::Invalid)?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        transaction.set_mail_domains(municipality, &domains, now).await?;
        let what = ("mail_domains.changed", Thing::Municipality(municipality.clone()));
        audit_log::write(network, &mut transaction, Some(member.account), what, json!({ "domains": domains }), now).await?;
        network.commit(transaction).await?;
        Ok(domains)
    })
}
