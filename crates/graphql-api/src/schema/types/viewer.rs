//! Whoever is signed in.

use super::{
    access_token::AccessToken,
    account::{Account, Adviser},
    browser_session::BrowserSession,
    case_connection::PracticeCaseConnection,
    reader::Reader,
    review::Reviewer,
    second_factor::SecondFactor,
    subscription::Subscription,
};
use crate::{
    cost,
    errors::ApiError,
    loaders::CaseList,
    schema::{
        enums::{CaseOrder, WorkflowState},
        paging::PageArguments,
    },
    session::Session,
};
use async_graphql::{Context, Object};
use usecases::{
    list_cases::Listed,
    people, read_review, read_subscription,
    reader::{self, By},
    second_factor,
};

/// Whoever is signed in.
pub(crate) struct Viewer(pub(crate) usecases::Account);

/// Whoever is signed in.
#[Object]
impl Viewer {
    /// The account.
    async fn account(&self) -> Account {
        Account(self.0.clone())
    }

    /// The cases whose working copy is in one of these states and the viewer sees, in the order of the working copies: for authors and
    /// coordinators what they began and what is their municipality's, for advisers what the municipalities that they advise handed in or
    /// published, for editors what anybody handed in or published and what they began, for administrators all, for readers none. This goes
    /// for PUBLISHED, too: what is public in the whole network is `Query.practiceCases`.
    #[graphql(complexity = "cost::list(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments of a GraphQL field")]
    async fn practice_cases(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The states of the working copies; an empty list means all.", default_with = "Some(all_states())")]
        workflow: Option<Vec<WorkflowState>>,
        #[graphql(desc = "The order of the list.", default_with = "Some(CaseOrder::RecentlyUpdated)")] order_by: Option<CaseOrder>,
        #[graphql(desc = "How many cases from the list's beginning, or after `after`: 1 to 100. 20 if neither this nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
        #[graphql(desc = "How many cases up to the list's end, or before `before`: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<PracticeCaseConnection, ApiError> {
        let states = workflow.unwrap_or_default().into_iter().map(Into::into).collect();
        let order = order_by.unwrap_or(CaseOrder::RecentlyUpdated).into();
        let cases = CaseList { listed: Listed::Working(states), order };
        PracticeCaseConnection::load(context, cases, PageArguments { first, after, last, before }, false).await
    }

    /// The people to whom a review can be handed over; empty for those who do not review.
    #[graphql(complexity = "cost::READ + 10 * child_complexity")]
    async fn reviewers(&self, context: &Context<'_>) -> Result<Vec<Reviewer>, ApiError> {
        let session = Session::of(context)?;
        let found = read_review::reviewers(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(found.iter().map(|account| Reviewer::new(account, self.0.id)).collect())
    }

    /// Who of the agency advises the municipality that the viewer speaks for; empty for those who speak for none.
    #[graphql(complexity = "cost::READ + 10 * child_complexity")]
    async fn advisers(&self, context: &Context<'_>) -> Result<Vec<Adviser>, ApiError> {
        let session = Session::of(context)?;
        let found = people::advisers_of_own(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(found.into_iter().map(Adviser::from).collect())
    }

    /// The subscriptions that the viewer made while signed in, the latest first.
    #[graphql(complexity = "10 + 10 * child_complexity")]
    async fn subscriptions(&self, context: &Context<'_>) -> Result<Vec<Subscription>, ApiError> {
        let session = Session::of(context)?;
        let own = read_subscription::own(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(own.into_iter().map(Subscription::new).collect())
    }

    /// What goes to the account's address, whoever asked for it; null if nothing ever did.
    #[graphql(complexity = "cost::READ + 10 * child_complexity")]
    async fn reader(&self, context: &Context<'_>) -> Result<Option<Reader>, ApiError> {
        let session = Session::of(context)?;
        let found = reader::read(&session.network, &session.viewer, By::SignedIn).await.map_err(|error| session.error(error))?;
        Ok(found.map(Reader::new))
    }

    /// The browser sessions in which the viewer is signed in, the latest used first; at most 100.
    #[graphql(complexity = "10 + 10 * child_complexity")]
    async fn sessions(&self, context: &Context<'_>) -> Result<Vec<BrowserSession>, ApiError> {
        BrowserSession::own(Session::of(context)?).await
    }

    /// The viewer's access tokens that are good, the latest made first.
    #[graphql(complexity = "10 + 10 * child_complexity")]
    async fn access_tokens(&self, context: &Context<'_>) -> Result<Vec<AccessToken>, ApiError> {
        AccessToken::own(Session::of(context)?).await
    }

    /// The longest life that an access token may have, in days.
    async fn access_token_max_days(&self, context: &Context<'_>) -> Result<u32, ApiError> {
        Ok(Session::of(context)?.network.settings.sign_in.token_max_days)
    }

    /// How it stands with the viewer's second factor.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn second_factor(&self, context: &Context<'_>) -> Result<SecondFactor, ApiError> {
        let session = Session::of(context)?;
        let standing = second_factor::standing(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
        Ok(SecondFactor(standing))
    }
}

fn all_states() -> Vec<WorkflowState> {
    domain::WorkflowState::ALL.iter().copied().map(Into::into).collect()
}
