//! Made-up invitations.

use super::{InvitationMail, invitation};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = |role: &str, place: Option<&str>| {
        let mail = InvitationMail {
            to: making.to.clone(),
            message_id: making.message_id(MailKind::Invitation),
            accept_url: making.page_with_token(&["einladung"]),
            role: role.to_owned(),
            place: place.map(str::to_owned),
            expires_at: making.days(14),
            created_at: making.written_at,
        };
        invitation(making.context, mail)
    };
    Ok(vec![
        making.sample("invitation", "Einladung in eine Kommune", mail("Autor:in", Some("Burgenlandkreis"))?),
        making.sample("invitation-to-the-agency", "Einladung in die Agentur", mail("Redaktion", None)?),
    ])
}
