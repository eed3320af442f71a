//! What an account may do at this moment: its role, and what is kept beside it.

use crate::{Account, Network, UseCaseError, sign_in};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Role, Viewer, permission::Member};
use storage::Standing;

/// How precisely the last use of an account is written down. It decides about years, and no request is to write for it without need.
const PRECISION: TimeDelta = TimeDelta::days(1);

/// The account's holder as everything asks for them, with the rights that stand beside it; nobody if the account is disabled.
pub async fn viewer_of(network: &Network, account: &Account) -> Result<Viewer, UseCaseError> {
    let standing = network.store.standing(account.id, network.clock.now()).await?;
    Ok(match standing {
        Some(standing) => viewer(network, account, standing).await,
        None => Viewer::Public,
    })
}

/// The account's holder as everything asks for them ([`member`]). Whoever finds out who asks, by whatever proof, ends here. That the account
/// is used is written down now and then.
pub(crate) async fn viewer(network: &Network, account: &Account, standing: Standing) -> Viewer {
    note_use(network, account, standing.seen_at, network.clock.now()).await;
    Viewer::Member(member(network, account, standing))
}

/// The account's holder with the rights that stand beside it: an adviser with the advised municipalities, a deputy with a coordinator's rights.
/// Where coordinators must have a second factor, a deputy without one has their own rights alone until they have set it up.
pub(crate) fn member(network: &Network, account: &Account, standing: Standing) -> Member {
    let lacks_factor = lacks_second_factor(network, Role::Coordinator, standing.has_second_factor);
    let role = role_of(account, standing.is_deputy && !lacks_factor);
    let advises = if role == Role::Adviser { standing.advises } else { Vec::new() };
    Member { advises, ..Member::new(account.id, role, account.municipality.clone()) }
}

/// Whether accounts of this role must have a second factor and there is none: whatever else proves who asks then proves too little.
pub(crate) fn lacks_second_factor(network: &Network, role: Role, has_one: bool) -> bool {
    !has_one && network.settings.sign_in.requires_second_factor(role)
}

/// The role whose rights an account has: a deputy's are a coordinator's.
pub(crate) fn role_of(account: &Account, is_deputy: bool) -> Role {
    if is_deputy && account.municipality.is_some() && account.role.can_stand_in() { Role::Coordinator } else { account.role }
}

/// Whether this account must have a second factor: by its role, or because it stands in for a coordinator.
pub(crate) fn requires_second_factor(network: &Network, account: &Account, standing: Option<&Standing>) -> bool {
    let required = |role| network.settings.sign_in.requires_second_factor(role);
    required(account.role) || required(role_of(account, standing.is_some_and(|standing| standing.is_deputy)))
}

/// The account's holder by their role alone, without those whom they stand in for or advise: what is to last is decided so.
pub(crate) fn by_role(account: &Account) -> Member {
    Member::new(account.id, account.role, account.municipality.clone())
}

/// Writes down that the account is used, so that it is not erased as unused.
async fn note_use(network: &Network, account: &Account, seen_at: Option<DateTime<Utc>>, now: DateTime<Utc>) {
    if seen_at.is_none_or(|seen| now - seen >= PRECISION) {
        sign_in::note_use(network, async |transaction| transaction.note_use(account.id, now).await).await;
    }
}
