//! Subscribe to a digest: the first half of the double opt-in.

use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    criteria_text, deliver,
    find_cases::{self, Matching},
    rate_limit, reader,
    secret::Token,
};
use chrono::{DateTime, Utc, Weekday};
use domain::{
    EmailAddress, Viewer,
    digest_period::Frequency,
    ids::{AccountId, DeliveryId, SubscriptionId},
    reader::ReaderSettings,
    subscription::{Criteria, MAX_TEXT, SubscriptionState},
};
use futures_util::future::BoxFuture;
use mail::{ConfirmationMail, MailKind};
use search_indexer::TypedSearch;
use serde_json::json;
use storage::{Subscription, Transaction};

/// What a reader asks for.
#[derive(Debug, Clone)]
pub struct SubscribeRequest {
    /// Where digests are to go, as typed.
    pub email: String,
    /// What the reader wants to be told about.
    pub criteria: Criteria,
    /// How often.
    pub frequency: Frequency,
    /// On which day of the week weekly and monthly digests are to come, once the address's owner has confirmed; the reader's day if nothing is chosen.
    pub weekday: Option<Weekday>,
    /// The local hour at which digests are to come, 0 to 23; likewise.
    pub hour: Option<u8>,
}

/// Keeps the wish as pending and sends a mail that asks the address's owner to confirm it. No digest goes out before that.
///
/// The outcome does not depend on whether the address is known. Refused: invalid (address, text, hour), not found (the case that is to be
/// followed), rate limited, unauthenticated (the account that asks is gone).
pub fn subscribe<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    request: SubscribeRequest,
) -> BoxFuture<'a, Result<Subscription, UseCaseError>> {
    Box::pin(async move {
        let mut violations = request.criteria.check();
        let usual = ReaderSettings::default();
        violations.extend(ReaderSettings { hour: request.hour.unwrap_or(usual.hour), ..usual }.check());
        let email = match EmailAddress::typed(&request.email) {
            Ok(email) if violations.is_empty() => email,
            email => {
                violations.extend(email.err());
                return Err(Refusal::Invalid(violations).into());
            }
        };
        let mut criteria = request.criteria;
        // A Gemeinde has the focus areas of its Landkreis.
        criteria.focus_of = criteria.focus_of.map(|ags| ags.municipality().key());
        let mut followed = None;
        if let Some(case) = criteria.case {
            // Who follows a case must be able to see it, signed in or not.
            let case = network.store.published_case(case).await?.filter(|case| case.is_listed()).ok_or(Refusal::NotFound)?;
            followed = Some(case.content.title.clone());
        }
        rate_limit::check_mail(network, viewer, &email)?;
        let corrected = without_mistakes(network, &criteria.text).await?;
        let typed_text = corrected.map(|corrected| std::mem::replace(&mut criteria.text, corrected));
        let wish = Wish { criteria, typed_text, followed, frequency: request.frequency, weekday: request.weekday, hour: request.hour };
        keep(network, viewer, email, wish).await
    })
}

/// Keeps a wish that was found right as pending, and asks for its confirmation.
///
/// Refused: unauthenticated (the account that asks is gone).
pub(crate) async fn keep(network: &Network, viewer: &Viewer, email: EmailAddress, wish: Wish) -> Result<Subscription, UseCaseError> {
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let account = viewer.member().map(|member| member.account);
    if account.is_some() {
        access::hold(&mut transaction, viewer).await?;
    }
    let subscription = ask(network, &mut transaction, email, account, wish, now).await?;
    let detail = json!({ "subscription": subscription.id, "frequency": subscription.frequency.key() });
    let what = ("subscription.requested", Thing::Reader(subscription.reader));
    audit_log::write(network, &mut transaction, account, what, detail, now).await?;
    network.commit(transaction).await?;
    Ok(subscription)
}

/// The text as the search corrects it, if it does: a digest would wait for a mistyped word forever. While the search does not answer the text
/// stays as it is.
async fn without_mistakes(network: &Network, text: &str) -> Result<Option<String>, UseCaseError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let search = TypedSearch { text: text.to_owned(), ..TypedSearch::default() };
    match find_cases::find(network, &search, Matching::Best).await {
        Ok(found) => Ok(found.corrected.filter(|corrected| corrected.chars().count() <= MAX_TEXT)),
        Err(UseCaseError::SearchUnavailable(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What somebody wants to be told about, how often.
pub(crate) struct Wish {
    /// What new cases must have.
    pub(crate) criteria: Criteria,
    /// The text as they typed it, if a typing mistake in it was corrected.
    pub(crate) typed_text: Option<String>,
    /// The title of the case that is to be followed, where it is known.
    pub(crate) followed: Option<String>,
    /// How often.
    pub(crate) frequency: Frequency,
    /// On which day of the week weekly and monthly digests are to come.
    pub(crate) weekday: Option<Weekday>,
    /// The local hour at which digests are to come.
    pub(crate) hour: Option<u8>,
}

/// Keeps the wish as pending and writes the mail that asks for confirmation, within a change. The consent names what is asked for, and its wording
/// is kept as the mail and the page behind its link show it.
pub(crate) async fn ask(
    network: &Network,
    transaction: &mut Transaction,
    email: EmailAddress,
    account: Option<AccountId>,
    wish: Wish,
    now: DateTime<Utc>,
) -> Result<Subscription, UseCaseError> {
    let reader = reader::ensure(network, transaction, &email, now).await?;
    let confirm = Token::new(network.secrets.as_ref(), "")?;
    let (consent_version, consent_text) = criteria_text::consent(&wish.criteria, wish.followed.as_deref());
    let subscription = Subscription {
        id: SubscriptionId(network.ids.next()),
        reader: reader.id,
        account,
        criteria: wish.criteria,
        typed_text: wish.typed_text,
        frequency: wish.frequency,
        wanted_weekday: wish.weekday,
        wanted_hour: wish.hour,
        state: SubscriptionState::Pending,
        consent_version: consent_version.to_owned(),
        consent_text: Some(consent_text.clone()),
        requested_at: now,
        confirmed_at: None,
        withdrawn_at: None,
        unsubscribe_token: Token::new(network.secrets.as_ref(), "")?.reveal().into(),
        confirm_token_hash: Some(confirm.hash()),
        covered_until: None,
        requested_from: None,
        confirmed_from: None,
    };
    let mut confirm_url = network.settings.page("/abo/bestaetigen");
    confirm_url.query_pairs_mut().append_pair("token", confirm.reveal());
    let delivery = DeliveryId(network.ids.next());
    let mail = mail::confirmation(
        &network.settings.mail_context(),
        ConfirmationMail {
            to: email,
            message_id: network.settings.message_id(MailKind::Confirmation, delivery.0),
            confirm_url,
            criteria_text: criteria_text::lines(&subscription.criteria, wish.followed.as_deref()),
            frequency: subscription.frequency,
            weekday: subscription.wanted_weekday,
            hour: subscription.wanted_hour,
            consent_text,
            unconfirmed_days: network.settings.retention.unconfirmed_subscription_days,
            created_at: now,
        },
    )?;
    transaction.insert_subscription(&subscription).await?;
    deliver::post(transaction, delivery, &mail, now).await?;
    Ok(subscription)
}
