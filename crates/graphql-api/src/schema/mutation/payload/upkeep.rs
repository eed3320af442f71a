//! What mutations by which the agency looks after search and mail answer with.

use crate::schema::types::{suppressed_address::SuppressedAddress, synonym_group::SynonymGroup};
use async_graphql::ID;

payloads! {
    /// What came of making a synonym group.
    CreateSynonymGroupPayload {
        /// The new group, known to the search from now on.
        synonym_group: SynonymGroup
    }
    /// What came of changing a synonym group.
    UpdateSynonymGroupPayload {
        /// The group as it is now.
        synonym_group: SynonymGroup
    }
    /// What came of deleting a synonym group.
    DeleteSynonymGroupPayload {
        /// The id of the group that is no more.
        deleted_id: ID
    }
    /// What came of letting an address get mail again.
    ReactivateAddressPayload {
        /// The address as it is now.
        address: SuppressedAddress
    }
    /// What came of asking for a dry run of digests.
    PreviewDigestsPayload {
        /// Whether it is being made.
        queued: bool
    }
    /// What came of sending oneself a test mail.
    SendTestMailPayload {
        /// Whether it is on its way.
        queued: bool
    }
}
