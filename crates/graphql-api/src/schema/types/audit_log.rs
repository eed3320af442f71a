//! The audit log, for administrators.

use super::member::Member;
use crate::{
    errors::ApiError,
    schema::{
        cursor,
        global_id::{GlobalId, encode_apart},
        paging::{DEFAULT_PAGE, PageArguments},
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject, connection::PageInfo};
use domain::ids::{AccountId, CaseId};
use std::collections::HashMap;
use usecases::{Account, AuditFilter, LoggedEntry, audit_log};
use uuid::Uuid;

/// Which entries of the audit log are wanted. Nothing given means any.
#[derive(Default, InputObject)]
pub(crate) struct AuditLogFilter {
    /// Who did it: an account's id.
    actor: Option<ID>,
    /// What was done, or how it begins: `case.published`, `case.`.
    action: Option<String>,
    /// What it was done to: the id of a case or an account.
    object: Option<ID>,
    /// At this moment or later.
    since: Option<Timestamp>,
    /// Before this moment.
    before: Option<Timestamp>,
}

impl AuditLogFilter {
    fn into_usecase(self) -> Result<AuditFilter, ApiError> {
        let unknown = |name: &str| ApiError::bad_input(format!("filter.{name}: Diese Kennung stammt nicht von hier."));
        let object = |id: ID| match GlobalId::decode(&id) {
            Some(GlobalId::PracticeCase(case)) => Ok(case.0),
            Some(GlobalId::Account(account)) => Ok(account.0),
            Some(GlobalId::SynonymGroup(group)) => Ok(group.0),
            Some(GlobalId::Subscription(subscription)) => Ok(subscription.0),
            _ => Err(unknown("object")),
        };
        Ok(AuditFilter {
            actor: self.actor.map(|id| GlobalId::account(&id).ok_or_else(|| unknown("actor"))).transpose()?,
            action: self.action,
            object: self.object.map(object).transpose()?,
            since: self.since.map(|moment| moment.0),
            before: self.before.map(|moment| moment.0),
        })
    }
}

/// Something that was done.
#[derive(Debug, Clone)]
pub(crate) struct AuditLogEntry {
    logged: LoggedEntry,
    actor: Option<Account>,
}

/// Something that was done in the network: who, what, when, from which network. Nobody changes an entry; who it was is forgotten with the
/// account, or when its time is over.
#[Object]
impl AuditLogEntry {
    /// When it was done.
    async fn at(&self) -> Timestamp {
        self.logged.entry.at.into()
    }

    /// What was done: `case.published`, `account.role_changed`.
    async fn action(&self) -> &str {
        &self.logged.entry.action
    }

    /// Who did it; null for what the system did by itself, for the command line, and where it was forgotten.
    async fn actor(&self) -> Option<Member> {
        self.actor.clone().map(Member)
    }

    /// What kind of thing it was done to: `practice_case`, `account`.
    async fn object_type(&self) -> &str {
        &self.logged.entry.object_type
    }

    /// The id of what it was done to, which may be gone.
    async fn object_id(&self) -> ID {
        object_id(&self.logged.entry.object_type, self.logged.entry.object_id)
    }

    /// From which network it was asked for, `192.0.2.0/24` or `2001:db8:1::/48`; null where it is not known or was forgotten.
    async fn network(&self) -> Option<&str> {
        self.logged.network.as_deref()
    }

    /// What else is worth knowing, as a JSON object.
    async fn detail(&self) -> String {
        self.logged.entry.detail.to_string()
    }
}

fn object_id(kind: &str, key: Uuid) -> ID {
    match kind {
        "practice_case" => GlobalId::PracticeCase(CaseId(key)).encode(),
        "account" => GlobalId::Account(AccountId(key)).encode(),
        kind => encode_apart(kind, key),
    }
}

/// One page of the audit log.
pub(crate) struct AuditLogConnection {
    rows: Vec<LoggedEntry>,
    actors: HashMap<AccountId, Account>,
    has_previous: bool,
    has_next: bool,
}

/// An entry of the audit log in a list.
#[derive(SimpleObject)]
pub(crate) struct AuditLogEdge {
    /// The place in the log.
    cursor: String,
    /// The entry.
    node: AuditLogEntry,
}

impl AuditLogConnection {
    /// The page that the arguments ask for.
    pub(crate) async fn load(
        context: &Context<'_>,
        filter: AuditLogFilter,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Self, ApiError> {
        let session = Session::of(context)?;
        let slice = PageArguments { first, after, ..PageArguments::default() }.slice(DEFAULT_PAGE)?;
        let place = slice.cursor.as_deref().map(|text| cursor::audit_entry(slice.cursor_argument(), text)).transpose()?;
        let filter = filter.into_usecase()?;
        // One more tells whether there are others beyond.
        let found = audit_log::read(&session.network, &session.viewer, &filter, place, u64::from(slice.limit) + 1).await;
        let mut rows = found.map_err(|error| session.error(error))?;
        let has_next = rows.len() > usize::from(slice.limit);
        rows.truncate(usize::from(slice.limit));
        let actors = audit_log::actors(&session.network, &session.viewer, &rows).await.map_err(|error| session.error(error))?;
        Ok(Self { rows, actors, has_previous: place.is_some(), has_next })
    }

    fn node(&self, logged: &LoggedEntry) -> AuditLogEntry {
        let actor = logged.entry.actor.and_then(|actor| self.actors.get(&actor)).cloned();
        AuditLogEntry { logged: logged.clone(), actor }
    }
}

fn place(logged: &LoggedEntry) -> String {
    cursor::of_audit_entry(logged.entry.at, logged.entry.id)
}

/// One page of the audit log.
#[Object]
impl AuditLogConnection {
    /// The entries of this page, each with its place in the log.
    async fn edges(&self) -> Vec<AuditLogEdge> {
        self.rows.iter().map(|logged| AuditLogEdge { cursor: place(logged), node: self.node(logged) }).collect()
    }

    /// The entries of this page.
    async fn nodes(&self) -> Vec<AuditLogEntry> {
        self.rows.iter().map(|logged| self.node(logged)).collect()
    }

    /// Where this page stands in the log.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.rows.first().map(place),
            end_cursor: self.rows.last().map(place),
        }
    }
}
