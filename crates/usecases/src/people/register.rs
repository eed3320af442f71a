//! Register oneself, with an address of a domain that the municipality names.

use super::address;
use crate::{
    Network, Refusal, UseCaseError,
    audit_log::{self, Thing},
    deliver, rate_limit,
    secret::{self, Token},
};
use chrono::TimeDelta;
use domain::{
    Ags, ErrorCode, Role, Rule, Viewer, Violation,
    ids::{AccountId, DeliveryId, RegistrationId},
    mail_domain,
};
use mail::{MailKind, RegistrationMail};
use serde_json::json;
use storage::Registration;

/// For how many hours a registration can be confirmed.
pub const REGISTRATION_HOURS: i64 = 48;

/// Sends a mail that asks the address's owner to confirm. If the address has an account, the mail says so instead; if its domain is not on
/// the municipality's list, there is none. The outcome is always the same.
///
/// Refused: invalid (what is no address, what is no municipality of the network), rate limited.
pub async fn register(network: &Network, email: &str, municipality: Option<&Ags>) -> Result<(), UseCaseError> {
    let (email, municipality) = match (address(email), municipality) {
        (Ok(email), Some(municipality)) => (email, municipality),
        (email, municipality) => {
            let place = municipality.is_none().then(|| Violation::new("municipality", Rule::Required));
            return Err(Refusal::Invalid(email.err().into_iter().chain(place).collect()).into());
        }
    };
    // Before anything is looked up: the answer does not depend on what there is.
    rate_limit::check_mail(network, &Viewer::Public, &email)?;
    let domains = network.store.mail_domains(municipality).await?;
    if !mail_domain::lets_in(&domains, &email) {
        return Ok(());
    }
    let now = network.clock.now();
    let token = Token::new(network.secrets.as_ref(), "")?;
    let registration = Registration {
        id: RegistrationId(network.ids.next()),
        email: email.clone(),
        municipality: municipality.clone(),
        token_hash: token.hash(),
        requested_at: now,
        expires_at: now + TimeDelta::hours(REGISTRATION_HOURS),
    };
    let mut transaction = network.store.begin().await?;
    // Both ways write the same rows and send one mail, so that neither answer nor time tells them apart.
    let has_account = transaction.account_by_email(&email).await?.is_some();
    let mut confirm_url = network.settings.page("/registrieren/bestaetigen");
    confirm_url.query_pairs_mut().append_pair("token", token.reveal());
    let delivery = DeliveryId(network.ids.next());
    let mail = mail::registration(
        &network.settings.mail_context(),
        RegistrationMail {
            to: email,
            message_id: network.settings.message_id(MailKind::Registration, delivery.0),
            confirm_url: (!has_account).then_some(confirm_url),
            sign_in_url: network.settings.page("/anmelden"),
            place: municipality.display_name(),
            expires_at: registration.expires_at,
            created_at: now,
        },
    )?;
    transaction.insert_registration(&registration).await?;
    deliver::post(network, &mut transaction, delivery, &mail, now).await?;
    network.commit(transaction).await?;
    Ok(())
}

/// The registration that a token from a mail stands for, if it can be confirmed. Reading changes nothing.
pub async fn registration_by_token(network: &Network, token: &str) -> Result<Option<Registration>, UseCaseError> {
    let found = network.store.registration_by_hash(&secret::hash(token)).await?;
    Ok(found.filter(|registration| network.clock.now() < registration.expires_at))
}

/// Makes the account: a reader of the municipality.
///
/// Refused: not found (unknown, too old, confirmed before, or the municipality has taken the domain off its list meanwhile), already a member.
pub async fn confirm_registration(network: &Network, token: &str) -> Result<Registration, UseCaseError> {
    let registration = registration_by_token(network, token).await?.ok_or(Refusal::NotFound)?;
    let domains = network.store.mail_domains(&registration.municipality).await?;
    if !mail_domain::lets_in(&domains, &registration.email) {
        return Err(Refusal::NotFound.into());
    }
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    if !transaction.take_registration(registration.id).await? {
        return Err(Refusal::NotFound.into());
    }
    if transaction.account_by_email(&registration.email).await?.is_some() {
        return Err(Refusal::Other(ErrorCode::AlreadyMember).into());
    }
    let id = AccountId(network.ids.next());
    let account = transaction.upsert_account(&registration.email, Role::Reader, Some(&registration.municipality), id, now).await?;
    let detail = json!({ "role": account.role.key(), "municipality": account.municipality });
    audit_log::write(network, &mut transaction, Some(account.id), ("account.registered", Thing::Account(account.id)), detail, now).await?;
    network.commit(transaction).await?;
    Ok(registration)
}
