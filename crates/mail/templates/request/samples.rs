//! A made-up question to the network.

use super::{RequestMail, RequestReason, request};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let question = |reason: RequestReason| RequestMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::Request),
        question: "Wer hat eine Geschäftsordnung für einen Bildungsbeirat?".to_owned(),
        details: "Unser Kreistag hat die Einrichtung beschlossen, die Verwaltung soll bis zum Sommer einen Entwurf vorlegen.\n\n\
                  Uns interessiert vor allem, wie andere die Stimmrechte geregelt haben."
            .to_owned(),
        from: "Saalekreis".to_owned(),
        reason,
        request_url: making.page(&["fragen", "0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f"]),
        created_at: making.written_at,
    };
    let to_place = request(making.context, question(RequestReason::Fits("Landkreis Nordhausen".to_owned())))?;
    let to_adviser = request(making.context, question(RequestReason::Advises))?;
    let to_agency = request(making.context, question(RequestReason::Edits))?;
    Ok(vec![
        making.sample("request", "Frage an das Netzwerk, an eine Kommune mit passenden Praxisbeispielen", to_place),
        making.sample("request-to-the-adviser", "Frage an das Netzwerk, an die Begleitung der Kommune, die fragt", to_adviser),
        making.sample("request-to-the-agency", "Frage an das Netzwerk, an die Redaktion", to_agency),
    ])
}
