//! What an account may do at this moment: its role, and what is kept beside it.

use crate::{Account, Network, UseCaseError, sign_in};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Role, Viewer, permission::Member};

/// How precisely the last use of an account is written down. It decides about years, and no request is to write for it without need.
const PRECISION: TimeDelta = TimeDelta::days(1);

/// The account's holder as everything asks for them: an adviser with the advised municipalities, a deputy with a coordinator's rights.
/// Whoever finds out who asks, by whatever proof, ends here.
pub async fn viewer_of(network: &Network, account: &Account) -> Result<Viewer, UseCaseError> {
    let now = network.clock.now();
    let (mut role, mut advises) = (account.role, Vec::new());
    match account.role {
        Role::Adviser => advises = network.store.advised_by(account.id).await?,
        Role::Reader | Role::Author if account.municipality.is_some() && network.store.is_deputy(account.id, now).await? => {
            role = Role::Coordinator;
        }
        Role::Reader | Role::Author | Role::Coordinator | Role::Reviewer | Role::Administrator => {}
    }
    note_use(network, account, now).await?;
    Ok(Viewer::Member(Member { advises, ..Member::new(account.id, role, account.municipality.clone()) }))
}

/// The account's holder by their role alone, without those whom they stand in for or advise: who is told of something by mail is decided so.
pub(crate) fn by_role(account: &Account) -> Member {
    Member::new(account.id, account.role, account.municipality.clone())
}

/// Writes down that the account is used, so that it is not erased as unused.
async fn note_use(network: &Network, account: &Account, now: DateTime<Utc>) -> Result<(), UseCaseError> {
    if network.store.seen_at(account.id).await?.is_some_and(|seen| now - seen < PRECISION) {
        return Ok(());
    }
    sign_in::note_use(network, async |transaction| transaction.note_use(account.id, now).await).await;
    Ok(())
}
