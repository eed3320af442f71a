//! The audit log, for administrators.

use super::{
    member::Member,
    network_entry::{DEPUTATION, INVITATION},
    suppressed_address,
};
use crate::{
    errors::ApiError,
    schema::{
        cursor,
        global_id::{GlobalId, decode_apart, encode_apart},
        paging::{DEFAULT_PAGE, PageArguments},
        people_query,
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject, connection::PageInfo};
use domain::ids::{AccountId, DeputationId, InvitationId, ReaderId, SuppressionId};
use std::collections::HashMap;
use usecases::{
    Account, AuditFilter, LoggedEntry,
    audit_log::{self, Thing},
};

/// The kind of id of a reader, who has none elsewhere: the API shows readers by their token or to themselves.
const READER: &str = "Reader";

/// Which entries of the audit log are wanted. Nothing given means any.
#[derive(Default, InputObject)]
pub(crate) struct AuditLogFilter {
    /// Who did it: an account's id.
    actor: Option<ID>,
    /// What was done, or how it begins: `case.published`, `case.`.
    action: Option<String>,
    /// What it was done to: the id of a case, an account, a subscription, a municipality or anything else that an `objectId` names.
    object: Option<ID>,
    /// Which municipality it concerns, by its AGS, a Landkreis with its Gemeinden: what its people did or had done to them, what was done to
    /// its cases, and what names it, each as they are there now.
    municipality: Option<String>,
    /// At this moment or later.
    since: Option<Timestamp>,
    /// Before this moment.
    before: Option<Timestamp>,
}

impl AuditLogFilter {
    fn into_usecase(self) -> Result<AuditFilter, ApiError> {
        let actor =
            |id: ID| GlobalId::account(&id).ok_or_else(|| ApiError::bad_input("filter.actor: Diese Kennung stammt nicht von hier."));
        let object = |id: ID| {
            let text = "filter.object: Diese Kennung gehört zu nichts, was das Protokoll nennt. Bitte nehmen Sie die `objectId` eines \
                        Eintrags oder die Kennung eines Praxisbeispiels, eines Kontos, eines Abonnements oder einer Kommune.";
            thing_of(&id).map(|thing| thing.namings()).ok_or_else(|| ApiError::bad_input(text))
        };
        Ok(AuditFilter {
            actor: self.actor.map(actor).transpose()?,
            action: self.action,
            object: self.object.map(object).transpose()?.unwrap_or_default(),
            municipality: people_query::place(self.municipality.as_deref())?,
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
    account: Option<Account>,
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

    /// The same as people read it, in German: `veröffentlicht`. What it was done to does not stand in it.
    async fn label(&self) -> &str {
        audit_log::label(&self.logged.entry)
    }

    /// Who did it; null for what the system did by itself, for the command line, and where it was forgotten.
    async fn actor(&self) -> Option<Member> {
        self.actor.clone().map(Member)
    }

    /// What kind of thing it was done to: `practice_case`, `account`.
    async fn object_type(&self) -> &str {
        &self.logged.entry.object_type
    }

    /// The id of what it was done to, which may be gone; of an account the one that its holder sees.
    async fn object_id(&self) -> ID {
        let entry = &self.logged.entry;
        let thing = Thing::of(&entry.object_type, entry.object_id, &entry.detail);
        thing.map_or_else(|| encode_apart(&entry.object_type, entry.object_id), |thing| id_of(&thing))
    }

    /// The account that it was done to; null where it was done to none, and where that is gone.
    async fn account(&self) -> Option<Member> {
        self.account.clone().map(Member)
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

/// The id of a thing, the same that it has everywhere else.
fn id_of(thing: &Thing) -> ID {
    match thing {
        Thing::PracticeCase(id) => GlobalId::PracticeCase(*id).encode(),
        Thing::Account(id) => GlobalId::Account(*id).encode(),
        Thing::Reader(id) => encode_apart(READER, id.0),
        Thing::Subscription(id) => GlobalId::Subscription(*id).encode(),
        Thing::File(id) => GlobalId::File(*id).encode(),
        Thing::Invitation(id) => encode_apart(INVITATION, id.0),
        Thing::Deputation(id) => encode_apart(DEPUTATION, id.0),
        Thing::Request(id) => GlobalId::Request(*id).encode(),
        Thing::Suppression(id) => encode_apart(suppressed_address::KIND, id.0),
        Thing::SynonymGroup(id) => GlobalId::SynonymGroup(*id).encode(),
        Thing::Municipality(ags) => GlobalId::Municipality(ags.clone()).encode(),
    }
}

/// The thing that has this id; nothing if the log never names what has it. A test asks [`id_of`] for every kind.
fn thing_of(id: &ID) -> Option<Thing> {
    match GlobalId::decode(id) {
        Some(GlobalId::PracticeCase(id)) => Some(Thing::PracticeCase(id)),
        Some(GlobalId::Account(id)) => Some(Thing::Account(id)),
        Some(GlobalId::Subscription(id)) => Some(Thing::Subscription(id)),
        Some(GlobalId::File(id)) => Some(Thing::File(id)),
        Some(GlobalId::Request(id)) => Some(Thing::Request(id)),
        Some(GlobalId::SynonymGroup(id)) => Some(Thing::SynonymGroup(id)),
        Some(GlobalId::Municipality(ags)) => Some(Thing::Municipality(ags)),
        // What is done to these is done to the case or the account that has them.
        Some(GlobalId::ReviewComment(_) | GlobalId::Session(_) | GlobalId::AccessToken(_)) => None,
        None => {
            let reader = || Some(Thing::Reader(ReaderId(decode_apart(READER, id)?)));
            let invitation = || Some(Thing::Invitation(InvitationId(decode_apart(INVITATION, id)?)));
            let deputation = || Some(Thing::Deputation(DeputationId(decode_apart(DEPUTATION, id)?)));
            let suppression = || Some(Thing::Suppression(SuppressionId(decode_apart(suppressed_address::KIND, id)?)));
            let account = || Some(Thing::Account(GlobalId::account(id)?));
            account().or_else(reader).or_else(invitation).or_else(deputation).or_else(suppression)
        }
    }
}

/// One page of the audit log.
pub(crate) struct AuditLogConnection {
    rows: Vec<LoggedEntry>,
    accounts: HashMap<AccountId, Account>,
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
        let accounts = audit_log::accounts(&session.network, &session.viewer, &rows).await.map_err(|error| session.error(error))?;
        Ok(Self { rows, accounts, has_previous: place.is_some(), has_next })
    }

    fn node(&self, logged: &LoggedEntry) -> AuditLogEntry {
        let known = |id: Option<AccountId>| id.and_then(|id| self.accounts.get(&id)).cloned();
        let (actor, account) = (known(logged.entry.actor), known(audit_log::account_of(&logged.entry)));
        AuditLogEntry { logged: logged.clone(), actor, account }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::global_id::{MEMBER, REVIEWER};
    use uuid::Uuid;

    #[test]
    fn everything_that_the_log_names_has_an_id_that_the_filter_reads() {
        let detail = serde_json::json!({ "municipality": "15084" });
        for kind in Thing::KINDS {
            let thing = Thing::of(kind, Uuid::from_u128(7), &detail).unwrap();
            assert_eq!(thing_of(&id_of(&thing)), Some(thing), "{kind}");
        }
        for kind in [MEMBER, REVIEWER] {
            assert_eq!(thing_of(&encode_apart(kind, Uuid::from_u128(7))), Some(Thing::Account(AccountId(Uuid::from_u128(7)))), "{kind}");
        }
        assert_eq!(thing_of(&encode_apart("Something", Uuid::from_u128(7))), None);
    }
}
