//! What mutations of subscriptions and their readers answer with.

use crate::schema::types::{reader::Reader, subscription::Subscription};

payloads! {
    /// What came of asking for a subscription.
    SubscribePayload {
        /// The subscription, which waits for the address's owner to confirm it.
        subscription: Subscription
    }
    /// What came of confirming a subscription.
    ConfirmSubscriptionPayload {
        /// The subscription, active from now on.
        subscription: Subscription
    }
    /// What came of leaving.
    UnsubscribePayload {
        /// The subscription, ended.
        subscription: Subscription
    }
    /// What came of changing how a reader wishes to be written to.
    UpdateReaderPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of pausing.
    PauseReaderPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of ending a pause.
    ResumeReaderPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of changing how often a subscription tells.
    ChangeSubscriptionFrequencyPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of ending a subscription.
    WithdrawSubscriptionPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of ending all subscriptions.
    WithdrawAllSubscriptionsPayload {
        /// The reader as they are now.
        reader: Reader
    }
}
