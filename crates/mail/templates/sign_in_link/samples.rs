//! A made-up link to sign in with.

use super::{SignInLinkMail, sign_in_link};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};
use chrono::TimeDelta;

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = SignInLinkMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::SignIn),
        link: making.page_with_token(&["anmelden", "link"]),
        expires_at: making.written_at + TimeDelta::minutes(15),
        created_at: making.written_at,
    };
    Ok(vec![making.sample("sign-in-link", "Anmeldelink", sign_in_link(making.context, mail)?)])
}
