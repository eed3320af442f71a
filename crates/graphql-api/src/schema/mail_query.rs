//! The queries about mails.

use super::{
    paging::within,
    types::{digest_preview::DigestPreview, mail_sample::MailSample, mail_status::MailStatus, suppressed_address::SuppressedAddress},
};
use crate::{cost, errors::ApiError, session::Session};
use async_graphql::{Context, Object};
use usecases::{bounces, digest_preview, mail_runs, mail_samples};

/// The queries about mails.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MailQuery;

#[Object]
impl MailQuery {
    /// Shows every mail of the network with made-up data, kind by kind. For the agency; others are refused.
    #[graphql(complexity = "cost::list(Some(50), None, child_complexity)")]
    async fn mail_samples(&self, context: &Context<'_>) -> Result<Option<Vec<MailSample>>, ApiError> {
        let session = Session::of(context)?;
        let samples = mail_samples::list(&session.network, &session.viewer).map_err(|error| session.error(error))?;
        Ok(Some(samples.into_iter().map(MailSample::from).collect()))
    }

    /// Lists the addresses that get no more mail, the latest first, at most 500. For reviewers and administrators; others are refused.
    #[graphql(complexity = "cost::list(Some(50), None, child_complexity)")]
    async fn suppressed_addresses(&self, context: &Context<'_>) -> Result<Option<Vec<SuppressedAddress>>, ApiError> {
        let session = Session::of(context)?;
        let listed = bounces::suppressed_addresses(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(Some(listed.into_iter().map(SuppressedAddress::from).collect()))
    }

    /// Says what became of mails, in numbers. For reviewers and administrators; others are refused.
    #[graphql(complexity = "cost::list(Some(30), None, child_complexity)")]
    async fn mail_status(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many days to look back: 1 to 90.", default = 14)] days: i32,
    ) -> Result<Option<MailStatus>, ApiError> {
        let session = Session::of(context)?;
        let days = within("days", days, mail_runs::MOST_DAYS)?;
        let status = mail_runs::status(&session.network, &session.viewer, days).await;
        Ok(Some(status.map_err(|error| session.error(error))?.into()))
    }

    /// What came of the last dry run of digests, which `previewDigests` asks for. For reviewers and administrators; others are refused.
    #[graphql(complexity = "cost::list(Some(50), None, child_complexity)")]
    async fn digest_preview(&self, context: &Context<'_>) -> Result<Option<DigestPreview>, ApiError> {
        let session = Session::of(context)?;
        let last = digest_preview::latest(&session.network, &session.viewer).await;
        Ok(Some(last.map_err(|error| session.error(error))?.into()))
    }
}
