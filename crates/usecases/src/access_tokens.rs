//! One's own access tokens: make one, see them, revoke one.

use crate::{
    AccessToken, Caller, Failure, Network, Refusal, UseCaseError, access, begin_session, idempotency, secret::Token, sessions,
    tokens::TOKEN_PREFIX,
};
use chrono::TimeDelta;
use domain::{Rule, Scope, Scopes, Viewer, Violation, ids::TokenId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::StoreError;

/// The longest label, in characters.
const MAX_LABEL: usize = 100;

/// How many tokens somebody may have that are good.
const MAX_TOKENS: usize = 50;

/// A token as its holder wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessTokenRequest {
    /// What it is for, for its holder to recognise it: 1 to 100 characters.
    pub label: String,
    /// What it is to be good for: at least one.
    pub scopes: Vec<Scope>,
    /// How long it is to be good, in days, from 1 to what the operator allows.
    pub valid_days: u32,
    /// What the client names this wish by, 1 to 255 characters.
    pub key: Option<String>,
}

/// Makes a token for the viewer. The token itself is shown this once. It outlasts the session, so that must have begun within
/// [`sessions::RECENT_MINUTES`].
///
/// Asked for once more under the same key, the token that was made gets another secret as long as nobody has used it: the database does not know the
/// first one, which counts no more.
///
/// Refused: unauthenticated, insufficient scope (asked with a token), invalid (a token that was made under the same key and is used, or over, by now,
/// too), recent sign-in required.
pub fn create<'a>(
    network: &'a Network,
    caller: &'a Caller,
    request: &'a AccessTokenRequest,
) -> BoxFuture<'a, Result<(AccessToken, Token), UseCaseError>> {
    Box::pin(async move {
        match make(network, caller, request).await {
            // The same wish came twice at once, and the other was kept.
            Err(UseCaseError::Failed(Failure::Store(StoreError::Duplicate { .. }))) => make(network, caller, request).await,
            made => made,
        }
    })
}

async fn make(network: &Network, caller: &Caller, request: &AccessTokenRequest) -> Result<(AccessToken, Token), UseCaseError> {
    let account = sessions::by_person(caller)?.account;
    let scopes = check(network, request)?;
    let label = request.label.trim();
    let wish = json!([label, scopes.key(), request.valid_days]);
    let id = TokenId(idempotency::id(network, account, request.key.as_deref(), "access_token", &wish)?);
    let now = network.clock.now();
    let tokens = network.store.tokens(account).await?;
    if let Some(token) = tokens.iter().find(|token| token.id == id) {
        return renew(network, caller, token.clone()).await;
    }
    let held = tokens.iter().filter(|token| is_good(token, network)).count();
    if held >= MAX_TOKENS {
        let rule = Rule::TooMany { max: MAX_TOKENS, given: held + 1 };
        return Err(Refusal::Invalid(vec![Violation::new("accessTokens", rule)]).into());
    }
    let secret = Token::new(network.secrets.as_ref(), TOKEN_PREFIX)?;
    let token = AccessToken {
        id,
        account,
        label: label.to_owned(),
        scopes,
        created_at: now,
        expires_at: Some(now + TimeDelta::days(i64::from(request.valid_days))),
        last_used_at: None,
        revoked_at: None,
    };
    let mut transaction = sessions::proven_lately(network, caller, None).await?;
    access::hold(&mut transaction, &caller.viewer).await?;
    let named = (token.label.as_str(), &token.scopes);
    transaction.insert_scoped_token(token.id, account, &secret.hash(), named, now, token.expires_at).await?;
    let detail = json!({ "token": token.id, "scopes": token.scopes.key(), "expires_at": token.expires_at });
    begin_session::audit(network, &mut transaction, account, "token.created", detail, now).await?;
    transaction.commit().await?;
    Ok((token, secret))
}

/// Gives a token that was made by the same wish another secret, as long as nobody has used it.
async fn renew(network: &Network, caller: &Caller, token: AccessToken) -> Result<(AccessToken, Token), UseCaseError> {
    let secret = Token::new(network.secrets.as_ref(), TOKEN_PREFIX)?;
    let mut transaction = sessions::proven_lately(network, caller, None).await?;
    access::hold(&mut transaction, &caller.viewer).await?;
    if !is_good(&token, network) || !transaction.renew_token(token.id, &secret.hash()).await? {
        let rule = Rule::Taken { given: token.label };
        return Err(Refusal::Invalid(vec![Violation::new("accessTokens", rule)]).into());
    }
    let (detail, now) = (json!({ "token": token.id }), network.clock.now());
    begin_session::audit(network, &mut transaction, token.account, "token.renewed", detail, now).await?;
    transaction.commit().await?;
    Ok((token, secret))
}

fn check(network: &Network, request: &AccessTokenRequest) -> Result<Scopes, Refusal> {
    let mut violations = Vec::new();
    violations.extend(check_label(&request.label));
    let most = network.settings.sign_in.token_max_days;
    if !(1..=most).contains(&request.valid_days) {
        let given = request.valid_days.to_string();
        violations.push(Violation::new("validDays", Rule::Malformed { expected: "eine Zahl von Tagen, die hier erlaubt ist", given }));
    }
    let scopes = Scopes::new(&request.scopes);
    if scopes.is_none() {
        violations.push(Violation::new("scopes", Rule::Required));
    }
    scopes.filter(|_| violations.is_empty()).ok_or(Refusal::Invalid(violations))
}

/// What is wrong with a label.
pub(crate) fn check_label(label: &str) -> Option<Violation> {
    let rule = match label.trim().chars().count() {
        0 => Rule::Required,
        given if given > MAX_LABEL => Rule::TooLong { max: MAX_LABEL, given },
        _ => return None,
    };
    Some(Violation::new("label", rule))
}

/// Whether a token is good at this moment.
pub fn is_good(token: &AccessToken, network: &Network) -> bool {
    token.revoked_at.is_none() && token.expires_at.is_none_or(|end| end > network.clock.now())
}

/// The viewer's tokens that are good, the latest made first.
///
/// Refused: unauthenticated.
pub fn list<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Vec<AccessToken>, UseCaseError>> {
    Box::pin(async move {
        let all = network.store.tokens(access::member(viewer)?.account).await?;
        Ok(all.into_iter().filter(|token| is_good(token, network)).collect())
    })
}

/// Ends one of the viewer's tokens.
///
/// Refused: unauthenticated, insufficient scope (asked with a token), not found (somebody else's, or it is over already).
pub fn revoke<'a>(network: &'a Network, caller: &'a Caller, id: TokenId) -> BoxFuture<'a, Result<TokenId, UseCaseError>> {
    Box::pin(async move {
        let account = sessions::by_person(caller)?.account;
        let own = list(network, &caller.viewer).await?;
        if !own.iter().any(|token| token.id == id) {
            return Err(Refusal::NotFound.into());
        }
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, &caller.viewer).await?;
        if !transaction.revoke_token(id, now).await? {
            return Err(Refusal::NotFound.into());
        }
        begin_session::audit(network, &mut transaction, account, "token.revoked", json!({ "token": id }), now).await?;
        transaction.commit().await?;
        Ok(id)
    })
}
