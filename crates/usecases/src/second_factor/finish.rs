//! Finish a sign-in that waits for its second factor.

use super::{SetUp, codes::check_code, count_from_now_on, told};
use crate::{
    Account, Client, Network, Refusal, UseCaseError, begin_session,
    secret::{self, Token},
};
use domain::ErrorCode;
use futures_util::future::BoxFuture;
use storage::{PendingSignIn, SecondFactor, Transaction};

/// How many codes may be tried in one sign-in.
pub const MAX_ATTEMPTS: i16 = 5;

/// Signs in with a code of the app or a recovery code. Returns the cookie of the session.
///
/// Refused: sign-in expired (unknown, used, too old, tried five times, the account gone or disabled meanwhile), wrong code, rate limited.
pub fn give_code<'a>(
    network: &'a Network,
    cookie: &'a str,
    code: &'a str,
    client: &'a Client,
) -> BoxFuture<'a, Result<Token, UseCaseError>> {
    Box::pin(async move { Attempt::at(network, cookie, true).await?.prove(code).await?.sign_in(client).await })
}

/// Sets a second factor up in a sign-in that waits for that, by a code of the app. Returns the cookie of the session and the recovery codes,
/// which are shown this once. All sessions that the account has end, as when it sets one up while signed in: they began by one proof alone, and
/// would be a coordinator's now where a deputation waited for the factor.
///
/// Refused: as [`give_code`].
pub fn confirm_set_up<'a>(
    network: &'a Network,
    cookie: &'a str,
    code: &'a str,
    client: &'a Client,
) -> BoxFuture<'a, Result<(Token, Vec<String>), UseCaseError>> {
    Box::pin(async move {
        let mut attempt = Attempt::at(network, cookie, false).await?.prove(code).await?;
        let codes = count_from_now_on(network, &mut attempt.transaction, attempt.account.id, network.clock.now()).await?;
        attempt.transaction.delete_sessions_of(attempt.account.id, None).await?;
        Ok((attempt.sign_in(client).await?, codes))
    })
}

/// Whether a sign-in waits for a second factor to be set up (`true`) or for a code (`false`). Changes nothing.
///
/// Refused: sign-in expired.
pub fn needs_set_up<'a>(network: &'a Network, cookie: &'a str) -> BoxFuture<'a, Result<bool, UseCaseError>> {
    Box::pin(async move {
        let pending = good(network, network.store.pending_sign_in(&secret::hash(cookie)).await?)?;
        let factor = network.store.second_factor(pending.account).await?;
        Ok(factor.ok_or(Refusal::Other(ErrorCode::SignInExpired))?.confirmed_at.is_none())
    })
}

/// What the app is to be told in a sign-in that waits for its second factor to be set up. Changes nothing.
///
/// Refused: sign-in expired.
pub fn set_up_of<'a>(network: &'a Network, cookie: &'a str) -> BoxFuture<'a, Result<SetUp, UseCaseError>> {
    Box::pin(async move {
        let pending = good(network, network.store.pending_sign_in(&secret::hash(cookie)).await?)?;
        let account = network.store.account(pending.account).await?;
        let factor = network.store.second_factor(pending.account).await?.filter(|factor| factor.confirmed_at.is_none());
        match (account, factor) {
            (Some(account), Some(factor)) => told(network, &account, &factor),
            _ => Err(Refusal::Other(ErrorCode::SignInExpired).into()),
        }
    })
}

fn good(network: &Network, pending: Option<PendingSignIn>) -> Result<PendingSignIn, Refusal> {
    pending
        .filter(|pending| pending.used_at.is_none() && pending.expires_at > network.clock.now() && pending.attempts < MAX_ATTEMPTS)
        .ok_or(Refusal::Other(ErrorCode::SignInExpired))
}

/// One try at finishing a sign-in, in a transaction of its own.
struct Attempt<'a> {
    network: &'a Network,
    transaction: Transaction,
    pending: PendingSignIn,
    account: Account,
    factor: SecondFactor,
}

impl<'a> Attempt<'a> {
    /// Begins a try; `counts` says whether the second factor must count already, or must not yet.
    async fn at(network: &'a Network, cookie: &str, counts: bool) -> Result<Self, UseCaseError> {
        let mut transaction = network.store.begin().await?;
        let pending = good(network, transaction.pending_sign_in_for_update(&secret::hash(cookie)).await?)?;
        let account = transaction.account(pending.account).await?.filter(|account| account.disabled_at.is_none());
        let factor = transaction.second_factor_for_update(pending.account).await?;
        match (account, factor.filter(|factor| factor.confirmed_at.is_some() == counts)) {
            (Some(account), Some(factor)) => Ok(Self { network, transaction, pending, account, factor }),
            _ => Err(Refusal::Other(ErrorCode::SignInExpired).into()),
        }
    }

    /// Goes on if the code is right; otherwise the try is counted.
    async fn prove(mut self, code: &str) -> Result<Self, UseCaseError> {
        let now = self.network.clock.now();
        let Err(refusal) = check_code(self.network, &mut self.transaction, &self.factor, code, now).await? else { return Ok(self) };
        // What came too soon was not looked at.
        if refusal.code() != ErrorCode::RateLimited {
            self.transaction.count_attempt(self.pending.id).await?;
        }
        self.transaction.commit().await?;
        let is_last = refusal.code() != ErrorCode::RateLimited && self.pending.attempts + 1 >= MAX_ATTEMPTS;
        Err(if is_last { Refusal::Other(ErrorCode::SignInExpired) } else { refusal }.into())
    }

    /// Begins the session.
    async fn sign_in(mut self, client: &Client) -> Result<Token, UseCaseError> {
        self.transaction.use_pending_sign_in(self.pending.id, self.network.clock.now()).await?;
        let kind = (self.pending.method, true);
        let token = begin_session::begin(self.network, &mut self.transaction, &self.account, kind, client).await?;
        self.network.commit(self.transaction).await?;
        Ok(token)
    }
}
