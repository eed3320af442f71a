//! A made-up answer to a question.

use super::{RequestReplyMail, request_reply};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let mail = RequestReplyMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::RequestReply),
        question: "Wer hat eine Geschäftsordnung für einen Bildungsbeirat?".to_owned(),
        from: "Landkreis Nordhausen".to_owned(),
        body: "Wir haben unsere im Frühjahr beschlossen. Die Stimmrechte stehen in § 4; die Vorlage hängt am Praxisbeispiel.".to_owned(),
        request_url: making.page(&["fragen", "0190f1c2-7b1e-7c3a-9d55-0a1b2c3d4e5f"]),
        created_at: making.written_at,
    };
    Ok(vec![making.sample("request-reply", "Antwort auf eine Frage an das Netzwerk", request_reply(making.context, mail)?)])
}
