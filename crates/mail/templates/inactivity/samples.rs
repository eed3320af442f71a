//! A made-up warning to an unused account.

use super::{InactivityMail, inactivity};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = InactivityMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::Inactivity),
        sign_in_url: making.page(&["anmelden"]),
        months: 18,
        deletion_at: making.days(182),
        created_at: making.written_at,
    };
    Ok(vec![making.sample("inactivity", "Warnung vor der Löschung eines ungenutzten Kontos", inactivity(making.context, mail)?)])
}
