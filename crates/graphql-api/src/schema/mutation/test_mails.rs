//! Mutations of those who look after mails.

use super::payload::{SendTestMailPayload, outcome};
use crate::{errors::ApiError, session::Session};
use async_graphql::{Context, Object};
use usecases::send_test_mail;

/// The mutations about test mails and dry runs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TestMailMutation;

#[Object]
impl TestMailMutation {
    /// Sends the viewer a test mail, the way of all mails: one that says so, or one of the network's mails with made-up data. It is rate limited.
    /// For reviewers and administrators.
    async fn send_test_mail(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The name of a mail of `mailSamples`; null for one that says that it is a test.")] sample: Option<String>,
    ) -> Result<SendTestMailPayload, ApiError> {
        let session = Session::of(context)?;
        let sent = send_test_mail::send(&session.network, &session.viewer, sample.as_deref()).await;
        Ok(outcome(session, sent.map(|()| true))?.into())
    }
}
