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
    Ags, ErrorCode, Job, Role, Rule, Viewer, Violation,
    ids::{AccountId, DeliveryId, RegistrationId},
    mail_domain,
};
use futures_util::future::BoxFuture;
use mail::{MailKind, RegistrationMail};
use serde_json::json;
use storage::Registration;

/// For how many hours a registration can be confirmed.
pub const REGISTRATION_HOURS: i64 = 48;

/// Asks for an account. The address's owner gets a mail that asks them to confirm; if the address has an account, the mail says so instead; if
/// its domain is not on the municipality's list, there is none.
///
/// Nothing that whoever asks can see, nor how long it takes, depends on that: the request looks at neither list nor accounts, it writes down the
/// wish and a job. The job looks ([`send_registration`]).
///
/// Refused: invalid (what is no address, what is no municipality of the network), rate limited.
pub fn register<'a>(network: &'a Network, email: &'a str, municipality: Option<&'a Ags>) -> BoxFuture<'a, Result<(), UseCaseError>> {
    Box::pin(async move {
        let (email, municipality) = match (address(email), municipality) {
            (Ok(email), Some(municipality)) => (email, municipality),
            (email, municipality) => {
                let place = municipality.is_none().then(|| Violation::new("municipality", Rule::Required));
                return Err(Refusal::Invalid(email.err().into_iter().chain(place).collect()).into());
            }
        };
        // Before anything is written, whatever comes of it.
        rate_limit::check_mail(network, &Viewer::Public, &email)?;
        let now = network.clock.now();
        let registration = Registration {
            id: RegistrationId(network.ids.next()),
            email,
            municipality: municipality.clone(),
            // Of a token that nobody gets; the one in the mail takes its place.
            token_hash: Token::new(network.secrets.as_ref(), "")?.hash(),
            requested_at: now,
            expires_at: now + TimeDelta::hours(REGISTRATION_HOURS),
        };
        let mut transaction = network.store.begin().await?;
        transaction.insert_registration(&registration).await?;
        network.enqueue(&mut transaction, &Job::SendRegistration { registration: registration.id }, now).await?;
        Ok(network.commit(transaction).await?)
    })
}

/// Writes the mail to whoever asked for an account, if the municipality's list lets their address in. The second half of a request, run as a
/// job. A registration that nobody can confirm is deleted with it.
pub fn send_registration(network: &Network, id: RegistrationId) -> BoxFuture<'_, Result<(), UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let found = network.store.registration(id).await?;
        let Some(registration) = found.filter(|registration| now < registration.expires_at) else { return Ok(()) };
        // The mail has the registration's id, so that a job that runs twice sends one.
        let delivery = DeliveryId(id.0);
        if network.store.delivery(delivery).await?.is_some() {
            return Ok(());
        }
        let domains = network.store.mail_domains(&registration.municipality).await?;
        let mut transaction = network.store.begin().await?;
        if !mail_domain::lets_in(&domains, &registration.email) {
            transaction.take_registration(id).await?;
            return Ok(transaction.commit().await?);
        }
        let has_account = transaction.account_by_email(&registration.email).await?.is_some();
        let token = Token::new(network.secrets.as_ref(), "")?;
        let is_there = if has_account {
            transaction.take_registration(id).await?
        } else {
            transaction.set_registration_token(id, &token.hash()).await?
        };
        // Its owner may have erased all that there is of them meanwhile.
        if !is_there {
            return Ok(());
        }
        let mut confirm_url = network.settings.page("/registrieren/bestaetigen");
        confirm_url.query_pairs_mut().append_pair("token", token.reveal());
        let mail = mail::registration(
            &network.settings.mail_context(),
            RegistrationMail {
                to: registration.email,
                message_id: network.settings.message_id(MailKind::Registration, delivery.0),
                confirm_url: (!has_account).then_some(confirm_url),
                sign_in_url: network.settings.page("/anmelden"),
                place: registration.municipality.display_name(),
                expires_at: registration.expires_at,
                created_at: now,
            },
        )?;
        deliver::post(network, &mut transaction, delivery, &mail, now).await?;
        Ok(network.commit(transaction).await?)
    })
}

/// The registration that a token from a mail stands for, if it can be confirmed. Reading changes nothing.
pub fn registration_by_token<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Option<Registration>, UseCaseError>> {
    Box::pin(async move {
        let found = network.store.registration_by_hash(&secret::hash(token)).await?;
        Ok(found.filter(|registration| network.clock.now() < registration.expires_at))
    })
}

/// Makes the account: a reader of the municipality.
///
/// Refused: not found (unknown, too old, confirmed before, or the municipality has taken the domain off its list meanwhile), already a member.
pub fn confirm_registration<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Registration, UseCaseError>> {
    Box::pin(async move {
        let registration = registration_by_token(network, token).await?.ok_or(Refusal::NotFound)?;
        let domains = network.store.mail_domains(&registration.municipality).await?;
        if !mail_domain::lets_in(&domains, &registration.email) {
            return Err(Refusal::NotFound.into());
        }
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        transaction.lock_people().await?;
        if !transaction.take_registration(registration.id).await? {
            return Err(Refusal::NotFound.into());
        }
        if transaction.account_by_email(&registration.email).await?.is_some() {
            return Err(Refusal::Other(ErrorCode::AlreadyMember).into());
        }
        let id = AccountId(network.ids.next());
        let account = transaction.insert_account(&registration.email, Role::Reader, Some(&registration.municipality), id, now).await?;
        let detail = json!({ "role": account.role.key(), "municipality": account.municipality });
        audit_log::write(network, &mut transaction, Some(account.id), ("account.registered", Thing::Account(account.id)), detail, now)
            .await?;
        network.commit(transaction).await?;
        Ok(registration)
    })
}
