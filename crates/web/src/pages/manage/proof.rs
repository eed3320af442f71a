//! What proves that the owner of an address agreed to get digests (Art. 7(1) GDPR), as a file to take away.

use super::view::{Entry, Reader};
use crate::types::{DateTime, SubscriptionState};
use domain::digest_period::Frequency;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Proof<'a> {
    subscriptions: Vec<Subscription<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subscription<'a> {
    about: &'a [String],
    frequency: Frequency,
    state: SubscriptionState,
    consent_version: &'a str,
    consent_wording: &'a str,
    requested_at: DateTime,
    /// The network that the request came from, cut.
    requested_from: Option<&'a str>,
    confirmed_at: Option<DateTime>,
    confirmed_from: Option<&'a str>,
    withdrawn_at: Option<DateTime>,
}

/// Writes the proof of all subscriptions.
pub(super) fn write(reader: &Reader) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&Proof { subscriptions: reader.subscriptions.iter().map(subscription).collect() })
}

fn subscription(entry: &Entry) -> Subscription<'_> {
    Subscription {
        about: &entry.shown.lines,
        frequency: entry.frequency,
        state: entry.shown.state,
        consent_version: &entry.consent.version,
        consent_wording: &entry.consent.wording,
        requested_at: entry.consent.requested_at,
        requested_from: entry.consent.requested_from.as_deref(),
        confirmed_at: entry.consent.confirmed_at,
        confirmed_from: entry.consent.confirmed_from.as_deref(),
        withdrawn_at: entry.consent.withdrawn_at,
    }
}
