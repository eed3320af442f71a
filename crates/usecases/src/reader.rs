//! What a reader can change of all that goes to their address: by the link in any of their mails, without signing in, or signed in to the
//! account with that address.

mod change_frequency;
mod change_settings;
mod pause;
mod read;
mod withdraw;
mod withdraw_all;

pub use change_frequency::change_frequency;
pub use change_settings::{SettingsChange, change_settings};
pub use pause::{LONGEST_DAYS, pause, resume};
pub use read::read;
pub use withdraw::withdraw;
pub(crate) use withdraw_all::withdraw_all_by_mail;
pub use withdraw_all::{withdraw_all, withdraw_all_by_operator};

use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    secret::Token,
};
use chrono::{DateTime, Utc};
use domain::{
    EmailAddress, Viewer,
    digest_plan::Wait,
    ids::{AccountId, ReaderId},
    reader::ReaderSettings,
    subscription::SubscriptionState,
};
use serde_json::{Value, json};
use storage::{Reader, Subscription, Transaction};

/// What the audit log calls the end of one subscription. Each that ends has such an entry, whatever ended it, so that it is found by its id.
pub(crate) const WITHDRAWN: &str = "subscription.withdrawn";

/// By what right somebody speaks for a reader.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// The token in the link of the reader's mails. Whoever holds it has the right.
    Token(&'a str),
    /// Being signed in to the account with the reader's address.
    SignedIn,
}

/// A reader and all that they asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderView {
    /// The reader.
    pub reader: Reader,
    /// Their subscriptions in any state, the first one first.
    pub subscriptions: Vec<Subscription>,
}

/// The reader whom somebody speaks for, without a lock.
async fn find(network: &Network, viewer: &Viewer, by: By<'_>) -> Result<Option<Reader>, UseCaseError> {
    match by {
        By::Token(token) => Ok(network.store.reader_by_token(token).await?),
        By::SignedIn => {
            let id = access::member(viewer)?.account;
            let account = network.store.account(id).await?.ok_or(Refusal::Unauthenticated)?;
            Ok(network.store.reader_by_email(&account.email).await?)
        }
    }
}

/// The same, to be changed: nobody composes for them meanwhile.
async fn locked(network: &Network, transaction: &mut Transaction, viewer: &Viewer, by: By<'_>) -> Result<ReaderView, UseCaseError> {
    let found = find(network, viewer, by).await?.ok_or(Refusal::NotFound)?;
    // The log names them, even where the link of a mail is their right.
    if viewer.member().is_some() {
        access::hold(transaction, viewer).await?;
    }
    locked_by_id(transaction, found.id).await?.ok_or_else(|| Refusal::NotFound.into())
}

/// A reader, to be changed.
pub(crate) async fn locked_by_id(transaction: &mut Transaction, id: ReaderId) -> Result<Option<ReaderView>, UseCaseError> {
    let Some(reader) = transaction.reader_for_update(id).await? else { return Ok(None) };
    let subscriptions = transaction.subscriptions_of_reader(id).await?;
    Ok(Some(ReaderView { reader, subscriptions }))
}

/// Writes a change down: the reader with the time at which they are due from now on, and who did what. Whoever holds the link in a mail has no
/// account: for them `viewer` is the public, unless they are signed in.
pub(crate) async fn save(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    view: &mut ReaderView,
    (action, detail): (&str, Value),
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    plan(network, view, now);
    transaction.save_reader(&view.reader).await?;
    let actor = viewer.member().map(|member| member.account);
    Ok(audit_log::write(network, transaction, actor, (action, Thing::Reader(view.reader.id)), detail, now).await?)
}

/// Finds out when the reader is due next.
fn plan(network: &Network, view: &mut ReaderView, now: DateTime<Utc>) {
    let standing = view.reader.standing(network.settings.immediate_minutes);
    view.reader.next_due_at = standing.next_look(&waits(&view.subscriptions), now);
}

/// Ends a subscription within another change by `actor`. Ending it again changes nothing.
pub(crate) async fn end(
    network: &Network,
    transaction: &mut Transaction,
    actor: Option<AccountId>,
    subscription: &Subscription,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    if subscription.state == SubscriptionState::Withdrawn {
        return Ok(());
    }
    let Some(mut view) = locked_by_id(transaction, subscription.reader).await? else { return Ok(()) };
    transaction.withdraw_subscription(subscription.id, now).await?;
    view.subscriptions.retain(|own| own.id != subscription.id);
    plan(network, &mut view, now);
    transaction.save_reader(&view.reader).await?;
    let what = (WITHDRAWN, Thing::Reader(view.reader.id));
    Ok(audit_log::write(network, transaction, actor, what, json!({ "subscription": subscription.id }), now).await?)
}

/// The active ones among subscriptions, as far as time goes.
pub fn waits(subscriptions: &[Subscription]) -> Vec<Wait> {
    let active = subscriptions.iter().filter(|subscription| subscription.state == SubscriptionState::Active);
    active.filter_map(|one| Some(Wait { frequency: one.frequency, covered_until: one.covered_until? })).collect()
}

/// The reader with this address, to be changed; made if there is none. The holidays of a new one are those of the account's Land, if there is
/// an account with that address. Nothing of it comes from the request: whoever asks may be a stranger to the address.
pub(crate) async fn ensure(
    network: &Network,
    transaction: &mut Transaction,
    email: &EmailAddress,
    now: DateTime<Utc>,
) -> Result<Reader, UseCaseError> {
    let account = transaction.account_by_email(email).await?;
    let state = account.and_then(|account| account.municipality).map(|ags| ags.municipality().state);
    let reader = Reader {
        id: ReaderId(network.ids.next()),
        email: email.clone(),
        settings: ReaderSettings { state, ..ReaderSettings::default() },
        paused_until: None,
        next_due_at: None,
        counted_day: None,
        counted_mails: 0,
        token: Token::new(network.secrets.as_ref(), "")?.reveal().into(),
        created_at: now,
    };
    Ok(transaction.ensure_reader(&reader).await?)
}
