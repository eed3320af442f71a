//! Mutations of those who look after mails.

use super::payload::{PreviewDigestsPayload, SendTestMailPayload, outcome};
use crate::{errors::ApiError, schema::enums::Frequency, session::Session};
use async_graphql::{Context, Object};
use chrono::NaiveDate;
use domain::{Rule, Violation};
use usecases::{Refusal, digest_preview, send_test_mail};

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

    /// Has a dry run of digests made: who would get what, if everything that became public in a period was told. Nothing is composed and nothing
    /// sent; `digestPreview` has the report some moments later. For reviewers and administrators.
    async fn preview_digests(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The first day of the period: `2026-11-24`.")] from: String,
        #[graphql(desc = "The first day after it, at most a year later.")] until: String,
        #[graphql(desc = "Whether subscriptions of one frequency alone are looked at; null for all.")] frequency: Option<Frequency>,
    ) -> Result<PreviewDigestsPayload, ApiError> {
        let session = Session::of(context)?;
        let asked = match (day("from", &from), day("until", &until)) {
            (Ok(from), Ok(until)) => {
                digest_preview::request(&session.network, &session.viewer, from, until, frequency.map(Into::into)).await
            }
            (from, until) => Err(Refusal::Invalid(from.err().into_iter().chain(until.err()).collect()).into()),
        };
        Ok(outcome(session, asked.map(|()| true))?.into())
    }
}

fn day(field: &str, text: &str) -> Result<NaiveDate, Violation> {
    let wrong = || Violation::new(field, Rule::malformed("ein Tag wie 2026-11-24", text));
    text.trim().parse().map_err(|_| wrong())
}
