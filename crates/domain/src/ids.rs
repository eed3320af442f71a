//! One type of identifier per kind of thing, so that a case's id cannot be taken for an account's.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// A practice case, the same through all its revisions.
    CaseId
);
id!(
    /// One saved state of a case's content.
    RevisionId
);
id!(
    /// A person's account.
    AccountId
);
id!(
    /// A bearer token of an account.
    TokenId
);
id!(
    /// A browser session of an account.
    SessionId
);
id!(
    /// Somebody who gets digests: one address.
    ReaderId
);
id!(
    /// A subscription to digests.
    SubscriptionId
);
id!(
    /// One digest: a subscription and a period.
    DigestId
);
id!(
    /// One mail on its way to one recipient.
    DeliveryId
);
id!(
    /// An address that mails came back from.
    SuppressionId
);
id!(
    /// A row of the work queue.
    JobId
);
id!(
    /// An entry of the audit log.
    AuditId
);
id!(
    /// An uploaded file.
    FileId
);
id!(
    /// A group of synonyms or of related words.
    SynonymGroupId
);
id!(
    /// An invitation to the network.
    InvitationId
);
id!(
    /// A request for an account that the address's owner has not confirmed yet.
    RegistrationId
);
id!(
    /// Somebody who stands in for a coordinator for a time.
    DeputationId
);
id!(
    /// One step in the history of a case's review.
    ReviewEventId
);
id!(
    /// A comment on a case's working copy.
    CommentId
);
id!(
    /// A link that was asked for to sign in with.
    SignInLinkId
);
id!(
    /// A sign-in that waits for its second factor.
    PendingSignInId
);
id!(
    /// A question to the network.
    RequestId
);
id!(
    /// An answer to a question.
    ReplyId
);
