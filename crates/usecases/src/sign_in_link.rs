//! Sign in with a link in a mail.
//!
//! Nothing that somebody who asks for a link can see depends on whether there is an account: the request looks at no account at all, it
//! writes down the address and a job. The job looks, and writes the mail or does not.

use crate::{
    Client, Network, Refusal, SignedIn, UseCaseError, begin_session, deliver, rate_limit,
    secret::{self, Token},
};
use chrono::TimeDelta;
use domain::{
    EmailAddress, ErrorCode, Job, SignInMethod,
    ids::{DeliveryId, SignInLinkId},
};
use futures_util::future::BoxFuture;
use mail::{MailKind, SignInLinkMail};
use storage::SignInLink;
use subtle::ConstantTimeEq;

/// How long a link is good from the moment it is asked for.
pub const LINK_MINUTES: i64 = 15;

/// What links begin with.
const LINK_PREFIX: &str = "wnl_";

/// What the cookies begin with that bind a link to the browser that asked.
const BROWSER_PREFIX: &str = "wnb_";

/// Asks for a link to this address. Returns the cookie that the browser must show with the link; a browser that has one keeps it, so that
/// the first of two mails works as well as the second.
///
/// Refused: invalid (no mail address), rate limited.
pub fn request<'a>(network: &'a Network, email: &'a str, browser: Option<&'a str>) -> BoxFuture<'a, Result<Token, UseCaseError>> {
    Box::pin(async move {
        let email = EmailAddress::typed(email).map_err(|violation| Refusal::Invalid(vec![violation]))?;
        // Before anything is written, whether or not there is an account.
        rate_limit::check_link(network, &email)?;
        let browser = match browser.and_then(|cookie| Token::read(cookie, BROWSER_PREFIX)) {
            Some(browser) => browser,
            None => Token::new(network.secrets.as_ref(), BROWSER_PREFIX)?,
        };
        let now = network.clock.now();
        let link = SignInLink {
            id: SignInLinkId(network.ids.next()),
            email,
            browser_hash: browser.hash(),
            token_hash: None,
            requested_at: now,
            expires_at: now + TimeDelta::minutes(LINK_MINUTES),
            used_at: None,
        };
        let mut transaction = network.store.begin().await?;
        transaction.insert_sign_in_link(&link).await?;
        network.enqueue(&mut transaction, &Job::SendSignInLink { link: link.id }, now).await?;
        network.commit(transaction).await?;
        Ok(browser)
    })
}

/// Writes the mail with the link, if there is an account with its address that is not disabled. The second half of a request, run as a job.
pub fn send(network: &Network, id: SignInLinkId) -> BoxFuture<'_, Result<(), UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let Some(link) = network.store.sign_in_link(id).await?.filter(|link| link.expires_at > now && link.token_hash.is_none()) else {
            return Ok(());
        };
        let account = network.store.account_by_email(&link.email).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else { return Ok(()) };
        let token = Token::new(network.secrets.as_ref(), LINK_PREFIX)?;
        let mut url = network.settings.page("/anmelden/link");
        url.query_pairs_mut().append_pair("token", token.reveal());
        let delivery = DeliveryId(network.ids.next());
        let mail = mail::sign_in_link(
            &network.settings.mail_context(),
            SignInLinkMail {
                to: account.email,
                message_id: network.settings.message_id(MailKind::SignIn, delivery.0),
                link: url,
                expires_at: link.expires_at,
                created_at: now,
            },
        )?;
        let mut transaction = network.store.begin().await?;
        // Its owner may have erased all that there is of them meanwhile, or another worker written the mail.
        if !transaction.set_sign_in_link_token(id, &token.hash()).await? {
            return Ok(());
        }
        deliver::post(&mut transaction, delivery, &mail, now).await?;
        Ok(network.commit(transaction).await?)
    })
}

/// Looks whether a link is good in this browser. Changes nothing: mail programs and their guards open links by themselves.
///
/// Refused: link expired (unknown, used, too old), other browser.
pub fn look<'a>(network: &'a Network, token: &'a str, browser: Option<&'a str>) -> BoxFuture<'a, Result<(), UseCaseError>> {
    Box::pin(async move {
        let link = network.store.sign_in_link_by_token(&secret::hash(token)).await?;
        Ok(check(network, link, browser).map(|_| ())?)
    })
}

/// Signs in with a link, once.
///
/// Refused: link expired (unknown, used, too old, the account gone or disabled meanwhile), other browser.
pub fn sign_in<'a>(
    network: &'a Network,
    token: &'a str,
    browser: Option<&'a str>,
    client: &'a Client,
) -> BoxFuture<'a, Result<SignedIn, UseCaseError>> {
    Box::pin(async move {
        let hash = secret::hash(token);
        let email = check(network, network.store.sign_in_link_by_token(&hash).await?, browser)?.email;
        let mut transaction = network.store.begin().await?;
        let account = transaction.account_by_email(&email).await?.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(Refusal::Other(ErrorCode::LinkExpired))?;
        // Erasing holds the second factor and then deletes the links; who signs in comes the same way, so that neither waits for the other for ever.
        transaction.second_factor_for_update(account.id).await?;
        let link = check(network, transaction.sign_in_link_for_update(&hash).await?, browser)?;
        transaction.use_sign_in_link(link.id, network.clock.now()).await?;
        let signed_in = begin_session::after_first_proof(network, &mut transaction, &account, SignInMethod::Link, client).await?;
        network.commit(transaction).await?;
        Ok(signed_in)
    })
}

fn check(network: &Network, link: Option<SignInLink>, browser: Option<&str>) -> Result<SignInLink, Refusal> {
    let link = link
        .filter(|link| link.used_at.is_none() && link.expires_at > network.clock.now())
        .ok_or(Refusal::Other(ErrorCode::LinkExpired))?;
    let is_same = browser.is_some_and(|cookie| secret::hash(cookie).as_bytes().ct_eq(link.browser_hash.as_bytes()).into());
    if is_same { Ok(link) } else { Err(Refusal::Other(ErrorCode::OtherBrowser)) }
}
