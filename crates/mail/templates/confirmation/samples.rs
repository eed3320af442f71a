//! Made-up questions whether somebody wants a subscription.

use super::{ConfirmationMail, confirmation};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};
use domain::{
    digest_period::Frequency,
    subscription::{ConsentTo, current_consent},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = |criteria: &[&str]| {
        let criteria_text: Vec<String> = criteria.iter().map(|&line| line.to_owned()).collect();
        let to = if criteria.is_empty() { ConsentTo::AllCases } else { ConsentTo::Selection(&criteria_text) };
        let consent_text = current_consent(to).1;
        let mail = ConfirmationMail {
            to: making.to.clone(),
            message_id: making.message_id(MailKind::Confirmation),
            confirm_url: making.page_with_token(&["abo", "bestaetigen"]),
            criteria_text,
            frequency: Frequency::Weekly,
            weekday: None,
            hour: None,
            consent_text,
            unconfirmed_days: 7,
            created_at: making.written_at,
        };
        confirmation(making.context, mail)
    };
    let chosen = [
        "Suche: Berufsorientierung ländlicher Raum",
        "Handlungsfeld: Übergang Schule–Beruf, Sprachbildung",
        "Land: Sachsen-Anhalt, Thüringen",
    ];
    Ok(vec![
        making.sample("confirmation", "Abo bestätigen", mail(&chosen)?),
        making.sample("confirmation-of-all", "Abo bestätigen, ohne Auswahl", mail(&[])?),
    ])
}
