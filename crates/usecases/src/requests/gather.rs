//! Get the replies to one's questions gathered, instead of a mail for each.

use super::participant;
use crate::{
    Network, Refusal, UseCaseError, rate_limit,
    subscribe::{self, Wish},
};
use chrono::Weekday;
use domain::{Viewer, digest_period::Frequency, reader::ReaderSettings, subscription::Criteria};
use futures_util::future::BoxFuture;
use storage::Subscription;

/// When gathered replies are to come. Day and hour become the reader's with the confirmation, as with any subscription.
#[derive(Debug, Clone, Copy)]
pub struct GatherRequest {
    /// How often.
    pub frequency: Frequency,
    /// The weekday of weekly and monthly digests; the reader's own if none is chosen.
    pub weekday: Option<Weekday>,
    /// The local hour at which digests are to come, 0 to 23; likewise.
    pub hour: Option<u8>,
}

/// Keeps the wish as pending and sends a mail that asks to confirm it, like any subscription; until then each reply is told at once. It goes to
/// the address of the viewer's account and to no other, for what is replied is for members.
///
/// Refused: unauthenticated, forbidden, invalid (hour), rate limited.
pub fn gather<'a>(network: &'a Network, viewer: &'a Viewer, request: GatherRequest) -> BoxFuture<'a, Result<Subscription, UseCaseError>> {
    Box::pin(async move {
        let member = participant(viewer)?;
        let usual = ReaderSettings::default();
        let violations = ReaderSettings { hour: request.hour.unwrap_or(usual.hour), ..usual }.check();
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        let account = network.store.account(member.account).await?.ok_or(Refusal::Unauthenticated)?;
        rate_limit::check_mail(network, viewer, &account.email)?;
        let GatherRequest { frequency, weekday, hour } = request;
        let criteria = Criteria { replies: true, ..Criteria::default() };
        subscribe::keep(network, viewer, account.email, Wish { criteria, typed_text: None, followed: None, frequency, weekday, hour }).await
    })
}
