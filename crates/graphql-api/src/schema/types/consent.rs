//! What proves that somebody agreed.

use async_graphql::SimpleObject;
use usecases::Subscription;

/// What proves, beside the times, that the owner of an address agreed to a subscription: what they were shown, and from where.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Consent {
    /// The version of the wording.
    version: String,
    /// The wording that was agreed to, in German; it names what was asked for.
    wording: String,
    /// The network that the request came from, cut to /24 or /48; null if nobody knows.
    requested_from: Option<String>,
    /// The network that the confirmation came from, cut in the same way.
    confirmed_from: Option<String>,
}

impl From<&Subscription> for Consent {
    fn from(subscription: &Subscription) -> Self {
        Self {
            wording: subscription.consent_wording().to_owned(),
            version: subscription.consent_version.clone(),
            requested_from: subscription.requested_from.clone(),
            confirmed_from: subscription.confirmed_from.clone(),
        }
    }
}
