//! Whoever gets digests at one address. It never shows the address.

use super::subscription::Subscription;
use crate::{
    errors::ApiError,
    schema::{enums::Weekday, timestamp::Timestamp, vocabulary_enum::Term},
    session::Session,
};
use async_graphql::{Context, Object};
use domain::vocabulary::State;
use usecases::reader::ReaderView;

/// A reader.
#[derive(Debug, Clone)]
pub(crate) struct Reader(Box<ReaderView>);

impl Reader {
    /// The reader as the API shows it.
    pub(crate) fn new(view: ReaderView) -> Self {
        Self(Box::new(view))
    }
}

/// Whoever gets digests at one address: how they wish to be written to, and all that they asked for. It never shows the address.
#[Object]
impl Reader {
    /// The hour at which digests come, 0 to 23, in Germany.
    async fn hour(&self) -> u8 {
        self.0.reader.settings.hour
    }

    /// The day on which weekly digests come; monthly ones come on the first such day of the month.
    async fn weekday(&self) -> Weekday {
        self.0.reader.settings.weekday.into()
    }

    /// The Land whose public holidays count; null for those that all Länder share.
    async fn state(&self) -> Option<Term<State>> {
        self.0.reader.settings.state.map(Term)
    }

    /// Whether no digest comes on weekends and public holidays.
    async fn quiet_days(&self) -> bool {
        self.0.reader.settings.quiet_days
    }

    /// Whether digests name titles alone.
    async fn titles_only(&self) -> bool {
        self.0.reader.settings.titles_only
    }

    /// How many mails with digests come on a day at most.
    async fn max_per_day(&self) -> u8 {
        self.0.reader.settings.max_per_day
    }

    /// Until when no digest comes; null without a pause.
    async fn paused_until(&self, context: &Context<'_>) -> Result<Option<Timestamp>, ApiError> {
        let network = &Session::of(context)?.network;
        let standing = self.0.reader.standing(network.settings.immediate_minutes);
        Ok(standing.pause(network.clock.now()).map(Timestamp))
    }

    /// When the next digest is composed, if there is something to tell; null without an active subscription.
    async fn next_digest_at(&self) -> Option<Timestamp> {
        self.0.reader.next_due_at.map(Timestamp)
    }

    /// The subscriptions for this address in any state, the first one first.
    async fn subscriptions(&self) -> Vec<Subscription> {
        self.0.subscriptions.iter().cloned().map(Subscription::new).collect()
    }
}
