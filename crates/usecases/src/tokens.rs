//! Make bearer tokens, from the command line.

use crate::{
    Network, Refusal, UseCaseError, access_tokens,
    audit_log::{self, Thing},
    people,
    secret::Token,
};
use chrono::TimeDelta;
use domain::{
    Ags, EmailAddress, Role, Viewer,
    ids::{AccountId, TokenId},
};
use futures_util::future::BoxFuture;
use serde_json::json;

/// What bearer tokens begin with.
pub(crate) const TOKEN_PREFIX: &str = "wnt_";

/// What a token is to be made for.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// The account's address; the account is made if there is none yet.
    pub email: EmailAddress,
    /// The role that the account gets, or has from now on.
    pub role: Role,
    /// The municipality that it speaks for, which authors and coordinators need and the agency's people have not.
    pub municipality: Option<Ags>,
    /// What the token is for, for the holder to recognise it: 1 to 100 characters.
    pub label: String,
    /// How long it is good for, in days. Whoever asks sees to it that they are few enough for a calendar.
    pub valid_days: u32,
}

/// Makes a token and returns it; it is shown this once. Where the role must have a second factor it counts once the account has one. An account
/// that is there gets the role and the municipality as by [`people::change_role`]: what it held by others before ends, tokens too.
///
/// Refused: invalid (the label, a role that needs a municipality and has none, or the other way round), last of its role.
pub fn create<'a>(network: &'a Network, request: &'a TokenRequest) -> BoxFuture<'a, Result<Token, UseCaseError>> {
    Box::pin(async move {
        if let Some(violation) = access_tokens::check_label(&request.label) {
            return Err(Refusal::Invalid(vec![violation]).into());
        }
        let duties = (request.role, people::place_for(request.role, request.municipality.clone())?);
        let now = network.clock.now();
        let token = Token::new(network.secrets.as_ref(), TOKEN_PREFIX)?;
        let mut transaction = network.store.begin().await?;
        transaction.lock_people().await?;
        let account = if let Some(found) = transaction.account_by_email(&request.email).await? {
            let account = transaction.account_for_update(found.id).await?.ok_or(Refusal::NotFound)?;
            people::give_duties(network, &mut transaction, &Viewer::Public, account, duties, now).await?
        } else {
            let (role, municipality) = duties;
            let id = AccountId(network.ids.next());
            transaction.insert_account(&request.email, role, municipality.as_ref(), id, now).await?
        };
        let id = TokenId(network.ids.next());
        let expires_at = now + TimeDelta::days(i64::from(request.valid_days));
        transaction.insert_token(id, account.id, &token.hash(), request.label.trim(), now, Some(expires_at)).await?;
        let detail = json!({ "role": request.role.key(), "token": id });
        audit_log::write(network, &mut transaction, None, ("token.created", Thing::Account(account.id)), detail, now).await?;
        transaction.commit().await?;
        Ok(token)
    })
}
