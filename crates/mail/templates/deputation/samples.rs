//! Made-up mails about deputations.

use super::{DeputationMail, DeputationNotice, deputation};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};
use domain::clock::{local_date, start_of_day};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    DeputationNotice::ALL.iter().map(|notice| sample(making, *notice)).collect()
}

fn sample(making: &Making<'_>, notice: DeputationNotice) -> Result<Sample, MailError> {
    let (name, about, page): (_, _, &[&str]) = match notice {
        DeputationNotice::Named => ("deputation", "Vertretung benannt, an die Vertretung", &["konto"]),
        DeputationNotice::Ended => ("deputation-ended", "Vertretung beendet, an die Vertretung", &["konto"]),
        DeputationNotice::NamedForYou => ("deputation-for-you", "Vertretung benannt, an die Koordination", &["mitglieder", "vertretungen"]),
        DeputationNotice::EndedForYou => {
            ("deputation-for-you-ended", "Vertretung beendet, an die Koordination", &["mitglieder", "vertretungen"])
        }
    };
    let first_moment_of = |days: i64| start_of_day(local_date(making.days(days)));
    let mail = DeputationMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::Deputation),
        notice,
        place: "Burgenlandkreis".to_owned(),
        from: first_moment_of(6),
        until: first_moment_of(20),
        page_url: making.page(page),
        created_at: making.written_at,
    };
    Ok(making.sample(name, about, deputation(making.context, mail)?))
}
