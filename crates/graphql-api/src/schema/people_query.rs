//! The queries about people.

use super::{
    paging::PageArguments,
    types::{
        audit_log::{AuditLogConnection, AuditLogFilter},
        member::MemberConnection,
        network_entry::{Deputation, Invitation, Registration},
    },
};
use crate::{cost, errors::ApiError, session::Session};
use async_graphql::{Context, Object};
use domain::{Ags, ErrorCode};
use usecases::{export_my_data, people};

/// The queries about people.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// Lists the people of a municipality with its Gemeinden, those whose accounts are disabled too, the first made first. For the
    /// municipality's coordination and the agency; without a municipality the people of none, for administrators. Others are refused.
    #[graphql(complexity = "cost::list(first, last, child_complexity)")]
    async fn members(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS; null for people of no municipality, which the agency's are.")] municipality: Option<
            String,
        >,
        #[graphql(desc = "How many from the list's beginning, or after `after`: 1 to 100. 20 if neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many up to the list's end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<Option<MemberConnection>, ApiError> {
        let session = Session::of(context)?;
        let place = place(municipality.as_deref())?;
        let all = people::members(&session.network, &session.viewer, place.as_ref()).await.map_err(|error| session.error(error))?;
        MemberConnection::page(&all, PageArguments { first, after, last, before }).map(Some)
    }

    /// Lists the invitations that can still be accepted, the latest first. For those who may see the municipality's people.
    #[graphql(complexity = "cost::list(Some(20), None, child_complexity)")]
    async fn invitations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS; null for invitations to the agency.")] municipality: Option<String>,
    ) -> Result<Option<Vec<Invitation>>, ApiError> {
        let session = Session::of(context)?;
        let place = place(municipality.as_deref())?;
        let open = people::open_invitations(&session.network, &session.viewer, place.as_ref()).await;
        Ok(Some(open.map_err(|error| session.error(error))?.into_iter().map(Invitation).collect()))
    }

    /// Lists who stands in for a municipality's coordination now or later. For those who may see the municipality's people.
    #[graphql(complexity = "cost::list(Some(20), None, child_complexity)")]
    async fn deputations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS.")] municipality: String,
    ) -> Result<Option<Vec<Deputation>>, ApiError> {
        let session = Session::of(context)?;
        let found = people::deputations(&session.network, &session.viewer, &known(&municipality)?).await;
        Ok(Some(found.map_err(|error| session.error(error))?.into_iter().map(Deputation).collect()))
    }

    /// The mail domains from which people may register themselves for a municipality. For those who may see the municipality's people.
    #[graphql(complexity = "cost::READ")]
    async fn mail_domains(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The municipality's AGS.")] municipality: String,
    ) -> Result<Option<Vec<String>>, ApiError> {
        let session = Session::of(context)?;
        let domains = people::mail_domains(&session.network, &session.viewer, &known(&municipality)?).await;
        domains.map(Some).map_err(|error| session.error(error))
    }

    /// The invitation that a token from a mail stands for; null if it can no longer be accepted. Reading changes nothing.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn invitation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<Option<Invitation>, ApiError> {
        let session = Session::of(context)?;
        let found = people::invitation_by_token(&session.network, &token).await.map_err(|error| session.error(error))?;
        Ok(found.map(Invitation))
    }

    /// The registration that a token from a mail stands for; null if it can no longer be confirmed. Reading changes nothing.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn registration(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token from the mail's link.", secret)] token: String,
    ) -> Result<Option<Registration>, ApiError> {
        let session = Session::of(context)?;
        let found = people::registration_by_token(&session.network, &token).await.map_err(|error| session.error(error))?;
        Ok(found.map(Registration))
    }

    /// Everything that is kept about whoever asks, as a JSON object: account, sessions and tokens without what proves them, subscriptions
    /// with the proof of consent, cases, revisions, files, comments and steps of reviews, questions and replies, invitations, deputations,
    /// mails, and what the audit log says of them.
    #[graphql(complexity = "100")]
    async fn export_my_data(&self, context: &Context<'_>) -> Result<Option<String>, ApiError> {
        let session = Session::of(context)?;
        let data = export_my_data::export_my_data(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(Some(format!("{data:#}")))
    }

    /// The audit log, the latest entry first. For administrators; others are refused.
    #[graphql(complexity = "cost::list(first, None, child_complexity)")]
    async fn audit_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What narrows the log down.")] filter: Option<AuditLogFilter>,
        #[graphql(desc = "How many entries from the latest on, or after `after`: 1 to 100. 20 if nothing is given.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<AuditLogConnection>, ApiError> {
        AuditLogConnection::load(context, filter.unwrap_or_default(), first, after).await.map(Some)
    }
}

/// The municipality of the network that an argument names, if it names one.
pub(super) fn place(municipality: Option<&str>) -> Result<Option<Ags>, ApiError> {
    municipality.map(known).transpose()
}

/// A municipality of the network; what is none has neither people nor questions.
fn known(municipality: &str) -> Result<Ags, ApiError> {
    municipality.parse().map_err(|_| ApiError::new(ErrorCode::NotFound))
}
