//! A made-up second factor that was reset.

use super::{SecondFactorResetMail, second_factor_reset};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = SecondFactorResetMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::SecondFactorReset),
        set_up_url: making.page(&["konto", "zweiter-faktor"]),
        created_at: making.written_at,
    };
    Ok(vec![making.sample("second-factor-reset", "Der zweite Faktor wurde zurückgesetzt", second_factor_reset(making.context, mail)?)])
}
