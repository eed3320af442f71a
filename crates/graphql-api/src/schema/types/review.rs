//! The review of a case: who does what in it. People are shown by role, never by name.

use crate::{
    cost,
    errors::ApiError,
    schema::{
        enums::Role,
        global_id::{REVIEWER, encode_apart},
        review_enums::{FreshnessState, ReviewChecklistItem, ReviewEventKind},
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use domain::{
    CaseView,
    freshness::due_at,
    ids::{AccountId, CaseId},
};

/// Whether somebody still vouches for what is public.
#[derive(SimpleObject)]
pub(crate) struct CaseFreshness {
    /// Whether they do.
    state: FreshnessState,
    /// When somebody last did, by publishing or confirming it.
    confirmed_at: Timestamp,
    /// When the function mailbox is asked again; null for an archived case.
    due_at: Option<Timestamp>,
}

impl CaseFreshness {
    /// That of a case which is public or was.
    pub(crate) fn of(case: &CaseView) -> Option<Self> {
        let confirmed_at = case.confirmed_at.filter(|_| case.first_published_at.is_some())?;
        let due_at = case.archived_at.is_none().then(|| due_at(confirmed_at).into());
        Some(Self { state: case.freshness.freshness().into(), confirmed_at: confirmed_at.into(), due_at })
    }
}

/// Somebody who did something, by role.
#[derive(SimpleObject)]
pub(crate) struct ReviewActor {
    /// The role that they had then.
    role: Role,
    /// The role as people read it, in German.
    role_label: &'static str,
    /// Whether it is the viewer.
    is_viewer: bool,
}

impl ReviewActor {
    pub(crate) fn new(session: &Session, role: domain::Role, account: Option<AccountId>) -> Self {
        let viewer = session.viewer.member().map(|member| member.account);
        Self { role: role.into(), role_label: role.label(), is_viewer: account.is_some() && account == viewer }
    }
}

/// The review that a case is in, or was in last.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Review {
    #[graphql(skip)]
    case: CaseId,
    /// When the case was handed in last.
    submitted_at: Option<Timestamp>,
    /// The number of the revision that was handed in.
    submitted_revision: Option<i32>,
    /// Since when somebody reviews it; null if nobody has claimed it.
    claimed_at: Option<Timestamp>,
    /// Whether it is the viewer who reviews it.
    is_claimed_by_viewer: bool,
}

impl Review {
    pub(crate) fn new(session: &Session, case: CaseId, review: &usecases::CaseReview) -> Self {
        let viewer = session.viewer.member().map(|member| member.account);
        Self {
            case,
            submitted_at: review.submitted_at.map(Timestamp),
            submitted_revision: review.submitted_number,
            claimed_at: review.claim.map(|(_, at)| at.into()),
            is_claimed_by_viewer: review.claim.is_some_and(|(holder, _)| Some(holder) == viewer),
        }
    }
}

#[ComplexObject]
impl Review {
    /// Who reviews it, for those who review; null for everybody else, and if nobody has claimed it.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn claimed_by(&self, context: &Context<'_>) -> Result<Option<Reviewer>, ApiError> {
        let session = Session::of(context)?;
        let Some(member) = session.viewer.member() else { return Ok(None) };
        Ok(session.loaders.holder(self.case).await?.map(|holder| Reviewer::new(&holder, member.account)))
    }
}

/// A step on a case's way.
#[derive(SimpleObject)]
pub(crate) struct ReviewEvent {
    /// When it happened.
    at: Timestamp,
    /// What happened.
    kind: ReviewEventKind,
    /// What happened as people read it, in German.
    label: &'static str,
    /// Who did it; null for what the system did by itself and for the command line.
    by: Option<ReviewActor>,
    /// The number of the revision that was worked on then.
    revision: i32,
    /// Why, in the words of whoever did it.
    reason: Option<String>,
    /// What whoever published it vouched for.
    checklist: Vec<ReviewChecklistItem>,
}

impl ReviewEvent {
    pub(crate) fn new(session: &Session, event: usecases::ReviewEvent) -> Self {
        Self {
            at: event.at.into(),
            kind: event.kind.into(),
            label: event.kind.label(),
            by: event.actor_role.map(|role| ReviewActor::new(session, role, event.actor)),
            revision: event.revision,
            reason: event.reason,
            checklist: event.checklist.into_iter().map(Into::into).collect(),
        }
    }
}

/// Somebody who reviews, and to whom a review can be handed over. Only those who review see each other.
#[derive(SimpleObject)]
pub(crate) struct Reviewer {
    /// The id that `handOverReview` takes.
    id: ID,
    /// The mail address.
    email: String,
    /// What they are there for: `Redaktion Ganztag`. Nobody has to say.
    function: Option<String>,
    /// The role as people read it, in German.
    role_label: &'static str,
    /// Whether it is the viewer.
    is_viewer: bool,
}

impl Reviewer {
    pub(crate) fn new(account: &usecases::Account, viewer: AccountId) -> Self {
        Self {
            id: encode_apart(REVIEWER, account.id.0),
            email: account.email.reveal().to_owned(),
            function: account.function.clone(),
            role_label: account.role.label(),
            is_viewer: account.id == viewer,
        }
    }
}
