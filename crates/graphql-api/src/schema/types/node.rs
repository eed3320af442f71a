//! Everything that has an id.

use super::{
    access_token::AccessToken, account::Account, browser_session::BrowserSession, municipality::Municipality, practice_case::PracticeCase,
    request::Request, review_comment::ReviewComment, subscription::Subscription, synonym_group::SynonymGroup,
};
use crate::{errors::ApiError, schema::global_id::GlobalId, session::Session};
use async_graphql::{ID, Interface};
use std::collections::HashMap;
use usecases::{read_review, read_subscription, sign_in, synonyms};

/// Something with an id, found again by `node` and `nodes`.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The id: opaque, unique among all types."))]
pub(crate) enum Node {
    /// A practice case.
    PracticeCase(PracticeCase),
    /// A municipality.
    Municipality(Municipality),
    /// The viewer's own account.
    Account(Account),
    /// One of the viewer's own subscriptions.
    Subscription(Subscription),
    /// A synonym group, for editors.
    SynonymGroup(SynonymGroup),
    /// A comment on a case, for those who see its working copy.
    ReviewComment(ReviewComment),
    /// A question to the network, for everybody signed in.
    Request(Request),
    /// One of the viewer's own sessions.
    BrowserSession(BrowserSession),
    /// One of the viewer's own access tokens.
    AccessToken(AccessToken),
}

impl Node {
    /// What the id stands for, if it is there for this viewer. "Not there" and "not for you" are the same answer.
    pub(crate) async fn find(session: &Session, id: &ID) -> Result<Option<Self>, ApiError> {
        Ok(match GlobalId::decode(id) {
            None | Some(GlobalId::File(_)) => None,
            Some(GlobalId::PracticeCase(id)) => PracticeCase::find(session, id).await?.map(Self::PracticeCase),
            Some(GlobalId::Municipality(ags)) => Some(Self::Municipality(Municipality(ags))),
            Some(GlobalId::Account(id)) => {
                let own = sign_in::own_account(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
                own.filter(|account| account.id == id).map(|account| Self::Account(Account(account)))
            }
            Some(GlobalId::Subscription(id)) => {
                let own = read_subscription::own(&session.network, &session.viewer).await.map_err(|error| session.error(error))?;
                let found = own.into_iter().find(|subscription| subscription.id == id);
                found.map(|subscription| Self::Subscription(Subscription::new(subscription)))
            }
            Some(GlobalId::SynonymGroup(id)) => {
                let found = synonyms::find(&session.network, &session.viewer, id).await.map_err(|error| session.error(error))?;
                found.map(|group| Self::SynonymGroup(SynonymGroup(group)))
            }
            Some(GlobalId::ReviewComment(id)) => {
                let found = read_review::comment(&session.network, &session.viewer, id).await.map_err(|error| session.error(error))?;
                found.map(|comment| Self::ReviewComment(ReviewComment::new(session, comment)))
            }
            Some(GlobalId::Request(id)) => Request::find(session, id).await?.map(Self::Request),
            Some(GlobalId::Session(id)) => {
                BrowserSession::own(session).await?.into_iter().find(|own| own.session.id == id).map(Self::BrowserSession)
            }
            Some(GlobalId::AccessToken(id)) => {
                AccessToken::own(session).await?.into_iter().find(|own| own.0.id == id).map(Self::AccessToken)
            }
        })
    }

    /// What the ids stand for, in their order. All cases among them are loaded at once.
    pub(crate) async fn find_all(session: &Session, ids: &[ID]) -> Result<Vec<Option<Self>>, ApiError> {
        let found: Vec<_> = session.loaders.cases(ids.iter().filter_map(GlobalId::case)).await?.into_values().collect();
        let cases = PracticeCase::of_all(session, &found).await?;
        let cases: HashMap<_, _> = cases.into_iter().map(|case| (case.shown().id, case)).collect();
        let mut nodes = Vec::with_capacity(ids.len());
        for id in ids {
            nodes.push(match GlobalId::case(id) {
                Some(case) => cases.get(&case).cloned().map(Self::PracticeCase),
                None => Self::find(session, id).await?,
            });
        }
        Ok(nodes)
    }
}
