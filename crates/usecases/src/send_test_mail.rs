//! Send a test mail to oneself.

use crate::{
    Failure, Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
    deliver, rate_limit,
};
use domain::{Viewer, ids::DeliveryId, permission::Action};
use futures_util::future::BoxFuture;
use mail::{Mail, MailKind, TestMail};
use serde_json::json;

/// Sends the viewer's own address a mail that says how it was sent, or one of the network's mails with made-up data, by its sample's name.
/// It goes the way of all mails.
///
/// Refused: unauthenticated, forbidden, not found (no sample has that name), rate limited.
pub fn send<'a>(network: &'a Network, viewer: &'a Viewer, sample: Option<&'a str>) -> BoxFuture<'a, Result<(), UseCaseError>> {
    Box::pin(async move {
        let member = access::member_for(viewer, Action::LookAfterMail)?;
        let account = network.store.account(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        rate_limit::check_mail(network, viewer, &account.email)?;
        let now = network.clock.now();
        let id = DeliveryId(network.ids.next());
        let context = network.settings.mail_context();
        let test = TestMail { to: account.email, message_id: network.settings.message_id(MailKind::Test, id.0), created_at: now };
        let plain = mail::test(&context, test).map_err(Failure::from)?;
        let mail = match sample {
            None => plain,
            Some(name) => {
                let samples = mail::samples(&context).map_err(Failure::from)?;
                let found = samples.into_iter().find(|sample| sample.name == name).ok_or(Refusal::NotFound)?.mail;
                // The sample's text and headers, under the test's own identity: it is counted as a test and belongs to no conversation.
                Mail {
                    kind: MailKind::Test,
                    message_id: plain.message_id,
                    to: plain.to,
                    subject: format!("Test: {}", found.subject),
                    in_reply_to: None,
                    created_at: now,
                    ..found
                }
            }
        };
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        deliver::post(&mut transaction, id, &mail, now).await?;
        let what = ("mail.test_sent", Thing::Account(member.account));
        audit_log::write(network, &mut transaction, Some(member.account), what, json!({ "sample": sample }), now).await?;
        Ok(network.commit(transaction).await?)
    })
}
