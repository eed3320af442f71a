//! Addresses that get no more mail.

use crate::schema::{global_id::encode_apart, timestamp::Timestamp};
use async_graphql::{ID, SimpleObject};
use usecases::bounces;

/// The word in the ids of suppressed addresses.
pub(crate) const KIND: &str = "SuppressedAddress";

/// An address that gets no more mail, because mails to it came back for good.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct SuppressedAddress {
    /// Its id.
    id: ID,
    /// The address with its name cut: `l…@kreis.example.org`.
    masked: String,
    /// How many mails came back.
    bounces: i32,
    /// The status code of the last one (RFC 3463): `5.1.1`. Empty if the other server gave none.
    status: String,
    /// What the other server said then, without addresses.
    reason: String,
    /// When the last one came back.
    last_at: Timestamp,
    /// Since when it gets no more mail; null once it was re-activated.
    since: Option<Timestamp>,
}

impl From<bounces::SuppressedAddress> for SuppressedAddress {
    fn from(address: bounces::SuppressedAddress) -> Self {
        Self {
            id: encode_apart(KIND, address.id.0),
            masked: address.masked,
            bounces: address.bounces,
            status: address.status,
            reason: address.reason,
            last_at: Timestamp(address.last_at),
            since: address.since.map(Timestamp),
        }
    }
}
