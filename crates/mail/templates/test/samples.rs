//! A made-up test mail.

use super::{TestMail, test};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = TestMail { to: making.to.clone(), message_id: making.message_id(MailKind::Test), created_at: making.written_at };
    Ok(vec![making.sample("test", "Test-E-Mail an sich selbst", test(making.context, mail)?)])
}
