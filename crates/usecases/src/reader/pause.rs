//! Get no digests for a while, and again.

use super::{By, ReaderView, locked, save};
use crate::{Network, Refusal, UseCaseError};
use chrono::{Days, NaiveDate};
use domain::{
    Rule, Viewer, Violation,
    clock::{local_date, start_of_day},
};
use futures_util::future::BoxFuture;
use serde_json::json;

/// How many days a pause lasts at most.
pub const LONGEST_DAYS: u64 = 366;

/// Sends nothing before that day. What comes up meanwhile is told in the first mail after it.
///
/// Refused: unauthenticated, not found, invalid (the day is not after today, or more than [`LONGEST_DAYS`] away).
pub fn pause<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    by: By<'a>,
    until: NaiveDate,
) -> BoxFuture<'a, Result<ReaderView, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let mut view = locked(network, &mut transaction, viewer, by).await?;
        let today = local_date(now);
        if until <= today || until > today + Days::new(LONGEST_DAYS) {
            let expected = "ein Tag nach heute, höchstens ein Jahr von heute an";
            return Err(Refusal::Invalid(vec![Violation::new("until", Rule::Malformed { expected, given: until.to_string() })]).into());
        }
        view.reader.paused_until = Some(start_of_day(until));
        save(network, &mut transaction, viewer, &mut view, ("reader.paused", json!({ "until": until })), now).await?;
        network.commit(transaction).await?;
        Ok(view)
    })
}

/// Ends the pause at once. Without one it changes nothing.
///
/// Refused: unauthenticated, not found.
pub fn resume<'a>(network: &'a Network, viewer: &'a Viewer, by: By<'a>) -> BoxFuture<'a, Result<ReaderView, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let mut view = locked(network, &mut transaction, viewer, by).await?;
        if view.reader.paused_until.take().is_none() {
            return Ok(view);
        }
        save(network, &mut transaction, viewer, &mut view, ("reader.resumed", json!({})), now).await?;
        network.commit(transaction).await?;
        Ok(view)
    })
}
