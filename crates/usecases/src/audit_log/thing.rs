//! What the audit log names.

use domain::{
    Ags,
    ids::{AccountId, CaseId, DeputationId, FileId, InvitationId, ReaderId, RequestId, SubscriptionId, SuppressionId, SynonymGroupId},
};
use serde_json::Value;
use storage::Naming;
use uuid::Uuid;

/// The kind of a municipality, and the key in an entry's detail under which its own key stands, five digits long.
const MUNICIPALITY: &str = "municipality";

/// The key in an entry's detail under which a subscription stands that the entry is about, too.
const SUBSCRIPTION: &str = "subscription";

macro_rules! things {
    ($($(#[$doc:meta])* $name:ident($id:ident) = $kind:literal,)+) => {
        /// Something that something was done to.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Thing {
            $($(#[$doc])* $name($id),)+
            /// A municipality. It has no id; the entry's detail says which one it is.
            Municipality(Ags),
        }

        impl Thing {
            /// The kinds of all things that the log ever names, as it writes them.
            pub const KINDS: &'static [&'static str] = &[$($kind,)+ MUNICIPALITY];

            /// What an entry with this kind, id and detail is about; nothing if this version knows no such kind.
            pub fn of(kind: &str, id: Uuid, detail: &Value) -> Option<Self> {
                match kind {
                    $($kind => Some(Self::$name($id(id))),)+
                    MUNICIPALITY => Some(Self::Municipality(detail[MUNICIPALITY].as_str()?.parse().ok()?)),
                    _ => None,
                }
            }

            /// The kind, as the log writes it.
            pub(crate) fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $kind,)+
                    Self::Municipality(_) => MUNICIPALITY,
                }
            }

            /// The id, as the log writes it.
            pub(crate) fn id(&self) -> Uuid {
                match self {
                    $(Self::$name(id) => id.0,)+
                    Self::Municipality(_) => Uuid::nil(),
                }
            }
        }
    };
}

things! {
    /// A practice case, with its review, conversation and materials.
    PracticeCase(CaseId) = "practice_case",
    /// An account, with its sessions, tokens and second factor.
    Account(AccountId) = "account",
    /// Somebody who gets digests, with all that goes to their address.
    Reader(ReaderId) = "reader",
    /// A subscription that was handed over. What its reader does to it is done to the reader.
    Subscription(SubscriptionId) = "subscription",
    /// An uploaded file.
    File(FileId) = "file",
    /// An invitation to the network.
    Invitation(InvitationId) = "invitation",
    /// Somebody's standing in for a coordinator.
    Deputation(DeputationId) = "deputation",
    /// A question to the network, with its replies.
    Request(RequestId) = "request",
    /// An address that got no more mail.
    Suppression(SuppressionId) = "suppression",
    /// A group of synonyms.
    SynonymGroup(SynonymGroupId) = "synonym_group",
}

impl Thing {
    /// The detail of an entry about the thing, with what names it there.
    pub(crate) fn told(&self, mut detail: Value) -> Value {
        if let Self::Municipality(ags) = self {
            detail[MUNICIPALITY] = ags.district().into();
        }
        detail
    }

    /// All ways in which entries about the thing name it, for [`storage::AuditFilter`].
    pub fn namings(&self) -> Vec<Naming> {
        let in_detail = |kind, key, value: &str| Naming::Detail { kind, key, value: value.to_owned() };
        match self {
            Self::Municipality(ags) => vec![in_detail(MUNICIPALITY, MUNICIPALITY, ags.district())],
            // Asking for it, confirming and ending it stand with its reader; that it came of another one by handing over, with that one.
            Self::Subscription(id) => {
                let mut namings = vec![Naming::Object(id.0)];
                namings.extend(["reader", "subscription"].map(|kind| in_detail(kind, SUBSCRIPTION, &id.to_string())));
                namings
            }
            other => vec![Naming::Object(other.id())],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_kind_reads_back_and_has_a_name_to_be_found_by() {
        let (id, detail) = (Uuid::from_u128(7), json!({ "municipality": "15084" }));
        for kind in Thing::KINDS {
            let thing = Thing::of(kind, id, &detail).unwrap();
            assert_eq!(thing.kind(), *kind);
            assert_eq!(Thing::of(thing.kind(), thing.id(), &detail), Some(thing.clone()));
            assert!(!thing.namings().is_empty());
        }
        assert_eq!(Thing::of("municipality", Uuid::nil(), &json!({})), None);
        assert_eq!(Thing::of("something else", id, &detail), None);
    }
}
