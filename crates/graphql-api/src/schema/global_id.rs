//! Relay ids: one id space for everything that `node` finds.

use async_graphql::ID;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Ags,
    ids::{AccountId, CaseId, CommentId, FileId, RequestId, SessionId, SubscriptionId, SynonymGroupId, TokenId},
};
use uuid::Uuid;

/// What an id stands for. As text it is opaque: base64url of the type's name, a colon and the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GlobalId {
    /// A practice case.
    PracticeCase(CaseId),
    /// A municipality, or a Gemeinde within one.
    Municipality(Ags),
    /// An account.
    Account(AccountId),
    /// A subscription.
    Subscription(SubscriptionId),
    /// A synonym group, made by editors or built in.
    SynonymGroup(SynonymGroupId),
    /// An uploaded file; `node` does not find it by itself.
    File(FileId),
    /// A comment on a case's working copy.
    ReviewComment(CommentId),
    /// A question to the network.
    Request(RequestId),
    /// A browser session.
    Session(SessionId),
    /// An access token.
    AccessToken(TokenId),
}

impl GlobalId {
    /// The id as the API writes it.
    pub(crate) fn encode(&self) -> ID {
        let text = match self {
            Self::PracticeCase(id) => format!("PracticeCase:{id}"),
            Self::Municipality(ags) => format!("Municipality:{ags}"),
            Self::Account(id) => format!("Account:{id}"),
            Self::Subscription(id) => format!("Subscription:{id}"),
            Self::SynonymGroup(id) => format!("SynonymGroup:{id}"),
            Self::File(id) => format!("File:{id}"),
            Self::ReviewComment(id) => format!("ReviewComment:{id}"),
            Self::Request(id) => format!("Request:{id}"),
            Self::Session(id) => format!("Session:{id}"),
            Self::AccessToken(id) => format!("AccessToken:{id}"),
        };
        ID(URL_SAFE_NO_PAD.encode(text))
    }

    /// Reads an id; nothing if this server did not make it.
    pub(crate) fn decode(id: &ID) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_str()).ok()?).ok()?;
        let (kind, key) = text.split_once(':')?;
        match kind {
            "PracticeCase" => Some(Self::PracticeCase(CaseId(Uuid::try_parse(key).ok()?))),
            "Municipality" => Some(Self::Municipality(key.parse().ok()?)),
            "Account" => Some(Self::Account(AccountId(Uuid::try_parse(key).ok()?))),
            "Subscription" => Some(Self::Subscription(SubscriptionId(Uuid::try_parse(key).ok()?))),
            "SynonymGroup" => Some(Self::SynonymGroup(SynonymGroupId(Uuid::try_parse(key).ok()?))),
            "ReviewComment" => Some(Self::ReviewComment(CommentId(Uuid::try_parse(key).ok()?))),
            "Request" => Some(Self::Request(RequestId(Uuid::try_parse(key).ok()?))),
            "Session" => Some(Self::Session(SessionId(Uuid::try_parse(key).ok()?))),
            "AccessToken" => Some(Self::AccessToken(TokenId(Uuid::try_parse(key).ok()?))),
            "File" => Some(Self::File(FileId(Uuid::try_parse(key).ok()?))),
            _ => None,
        }
    }

    /// The file that an id stands for, if it stands for one.
    pub(crate) fn file(id: &ID) -> Option<FileId> {
        match Self::decode(id)? {
            Self::File(file) => Some(file),
            _ => None,
        }
    }

    /// The case that an id stands for, if it stands for one.
    pub(crate) fn case(id: &ID) -> Option<CaseId> {
        if let Self::PracticeCase(case) = Self::decode(id)? { Some(case) } else { None }
    }

    /// The synonym group that an id stands for, if it stands for one.
    pub(crate) fn synonym_group(id: &ID) -> Option<SynonymGroupId> {
        if let Self::SynonymGroup(group) = Self::decode(id)? { Some(group) } else { None }
    }

    /// The account that an id stands for, be it the one that its holder sees or one of [`MEMBER`] or [`REVIEWER`].
    pub(crate) fn account(id: &ID) -> Option<AccountId> {
        match Self::decode(id) {
            Some(Self::Account(account)) => Some(account),
            Some(_) => None,
            None => [MEMBER, REVIEWER].iter().find_map(|kind| decode_apart(kind, id)).map(AccountId),
        }
    }

    /// The comment that an id stands for, if it stands for one.
    pub(crate) fn comment(id: &ID) -> Option<CommentId> {
        if let Self::ReviewComment(comment) = Self::decode(id)? { Some(comment) } else { None }
    }

    /// The question that an id stands for, if it stands for one.
    pub(crate) fn request(id: &ID) -> Option<RequestId> {
        if let Self::Request(request) = Self::decode(id)? { Some(request) } else { None }
    }

    /// The session that an id stands for, if it stands for one.
    pub(crate) fn session(id: &ID) -> Option<SessionId> {
        if let Self::Session(session) = Self::decode(id)? { Some(session) } else { None }
    }

    /// The access token that an id stands for, if it stands for one.
    pub(crate) fn access_token(id: &ID) -> Option<TokenId> {
        if let Self::AccessToken(token) = Self::decode(id)? { Some(token) } else { None }
    }
}

/// The kind of id of an account as those who look after people see it. Clients keep what they are told by its id, whatever type it has, so
/// what others see of an account has other ids than what its holder sees.
pub(crate) const MEMBER: &str = "Member";

/// The kind of id of an account as those who review see each other.
pub(crate) const REVIEWER: &str = "Reviewer";

/// The id of something that `node` does not find, because only its list and its mutations know of it.
pub(crate) fn encode_apart(kind: &str, key: Uuid) -> ID {
    ID(URL_SAFE_NO_PAD.encode(format!("{kind}:{key}")))
}

/// Reads such an id; nothing if it is of another kind or this server did not make it.
pub(crate) fn decode_apart(kind: &str, id: &ID) -> Option<Uuid> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_str()).ok()?).ok()?;
    let (given, key) = text.split_once(':')?;
    (given == kind).then(|| Uuid::try_parse(key).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_known_by_what_others_see_of_it_and_node_finds_that_not() {
        let account = AccountId(Uuid::from_u128(7));
        let ids = [GlobalId::Account(account).encode(), encode_apart(MEMBER, account.0), encode_apart(REVIEWER, account.0)];
        for id in &ids {
            assert_eq!(GlobalId::account(id), Some(account), "{id:?}");
        }
        assert!(ids[1..].iter().all(|id| GlobalId::decode(id).is_none()));
        assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
        assert_eq!(GlobalId::account(&encode_apart("Deputation", account.0)), None);
        assert_eq!(GlobalId::account(&GlobalId::PracticeCase(CaseId(account.0)).encode()), None);
    }

    #[test]
    fn an_id_reads_back_and_what_is_none_is_nothing() {
        let ags: Ags = "15084550".parse().unwrap();
        for id in [GlobalId::PracticeCase(CaseId(Uuid::from_u128(7))), GlobalId::Municipality(ags)] {
            assert_eq!(GlobalId::decode(&id.encode()), Some(id));
        }
        let encode = |text: &str| ID(URL_SAFE_NO_PAD.encode(text));
        for id in [ID("x".into()), encode("PracticeCase:7"), encode("Case:00000000-0000-0000-0000-000000000007"), encode("Municipality:1")]
        {
            assert_eq!(GlobalId::decode(&id), None, "{id:?}");
        }
    }
}
