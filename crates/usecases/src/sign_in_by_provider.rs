//! Sign in by the word of an OpenID Connect provider.

use crate::{Account, Client, Failure, Network, Refusal, SignedIn, UseCaseError, begin_session};
use domain::{EmailAddress, ErrorCode, Role, SignInMethod, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::{StoreError, Transaction};

/// Somebody whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// The provider, as it names itself.
    pub issuer: String,
    /// The person, as the provider names them; never given to anybody else.
    pub subject: String,
    /// Their address, if the provider says that it made sure that it is theirs.
    pub verified_email: Option<EmailAddress>,
}

/// What the operator trusts a provider with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProviderTrust {
    /// Whether an account is linked at the first sign-in if it has the verified address. Whoever can give themselves any address at the
    /// provider can then take over the account of that address.
    pub links_by_email: bool,
    /// Whether somebody with a verified address and without an account gets one, as a reader.
    pub makes_readers: bool,
}

/// Signs in whom a provider vouches for: the account that is linked with them, or one that the operator allows to be linked or made.
///
/// Refused: no account (or a disabled one).
pub fn sign_in<'a>(
    network: &'a Network,
    person: &'a Vouched,
    trust: ProviderTrust,
    client: &'a Client,
) -> BoxFuture<'a, Result<SignedIn, UseCaseError>> {
    Box::pin(async move {
        let outcome = attempt(network, person, trust, client).await;
        // Whoever comes back twice at once is linked by one of the two returns, and an address may get its account in another way at that moment:
        // whoever looked before that looks once more.
        let is_there_by_now = matches!(&outcome, Err(UseCaseError::Failed(Failure::Store(StoreError::Duplicate { .. }))));
        let is_unknown = matches!(&outcome, Err(UseCaseError::Refused(refusal)) if refusal.code() == ErrorCode::NoAccount);
        let is_linked_by_now = is_unknown && network.store.account_of_identity(&person.issuer, &person.subject).await?.is_some();
        if is_there_by_now || is_linked_by_now { attempt(network, person, trust, client).await } else { outcome }
    })
}

async fn attempt(network: &Network, person: &Vouched, trust: ProviderTrust, client: &Client) -> Result<SignedIn, UseCaseError> {
    let identity = (person.issuer.as_str(), person.subject.as_str());
    let known = network.store.account_of_identity(identity.0, identity.1).await?;
    let mut transaction = network.store.begin().await?;
    let account = match known {
        Some(id) => {
            hold(&mut transaction, id).await?;
            transaction.touch_identity(identity, network.clock.now()).await?;
            transaction.account(id).await?
        }
        None => link(network, &mut transaction, person, trust).await?,
    };
    let account = account.filter(|account| account.disabled_at.is_none()).ok_or(Refusal::Other(ErrorCode::NoAccount))?;
    let signed_in = begin_session::after_first_proof(network, &mut transaction, &account, SignInMethod::Provider, client).await?;
    network.commit(transaction).await?;
    Ok(signed_in)
}

/// Whoever erases an account holds its second factor, closes the account and deletes it with its identities; who signs in comes the same way, so that
/// neither waits for the other for ever.
async fn hold(transaction: &mut Transaction, account: AccountId) -> Result<(), UseCaseError> {
    transaction.second_factor_for_update(account).await?;
    if transaction.hold_account(account).await? { Ok(()) } else { Err(Refusal::Other(ErrorCode::NoAccount).into()) }
}

/// Links somebody who was never here with the account that they may have.
async fn link(
    network: &Network,
    transaction: &mut Transaction,
    person: &Vouched,
    trust: ProviderTrust,
) -> Result<Option<Account>, UseCaseError> {
    let Some(email) = &person.verified_email else { return Ok(None) };
    let now = network.clock.now();
    let account = match transaction.account_by_email(email).await? {
        Some(account) if trust.links_by_email && account.disabled_at.is_none() => {
            hold(transaction, account.id).await?;
            account
        }
        None if trust.makes_readers => {
            // Before its second factor, which nobody can hold yet.
            transaction.lock_people().await?;
            let account = transaction.insert_account(email, Role::Reader, None, AccountId(network.ids.next()), now).await?;
            let detail = json!({ "role": account.role.key(), "issuer": person.issuer });
            begin_session::audit(network, transaction, account.id, "account.created", detail, now).await?;
            account
        }
        // An account that is there is never taken over or made anew.
        Some(_) | None => return Ok(None),
    };
    transaction.insert_identity(network.ids.next(), account.id, (&person.issuer, &person.subject), now).await?;
    let detail = json!({ "issuer": person.issuer });
    begin_session::audit(network, transaction, account.id, "account.linked", detail, now).await?;
    Ok(Some(account))
}
