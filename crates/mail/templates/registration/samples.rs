//! Made-up mails to those who registered.

use super::{RegistrationMail, registration};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = |has_account: bool| {
        let mail = RegistrationMail {
            to: making.to.clone(),
            message_id: making.message_id(MailKind::Registration),
            confirm_url: (!has_account).then(|| making.page_with_token(&["registrieren", "bestaetigen"])),
            sign_in_url: making.page(&["anmelden"]),
            place: "Burgenlandkreis".to_owned(),
            expires_at: making.days(2),
            created_at: making.written_at,
        };
        registration(making.context, mail)
    };
    Ok(vec![
        making.sample("registration", "Registrierung bestätigen", mail(false)?),
        making.sample("registration-of-a-member", "Registrierung mit einer Adresse, die schon ein Konto hat", mail(true)?),
    ])
}
