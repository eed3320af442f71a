//! Change how one wishes to be written to.

use super::{By, ReaderView, locked, save};
use crate::{Network, Refusal, UseCaseError};
use chrono::Weekday;
use domain::{
    Viewer,
    vocabulary::{State, Vocabulary},
};
use futures_util::future::BoxFuture;
use serde_json::json;

/// What is to be different; what is not given stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SettingsChange {
    /// The local hour at which digests come, 0 to 23.
    pub hour: Option<u8>,
    /// The day on which weekly digests come, and monthly ones on the first such of the month.
    pub weekday: Option<Weekday>,
    /// The Land whose public holidays count; `Some(None)` for none.
    pub state: Option<Option<State>>,
    /// Whether no digest comes on weekends and public holidays.
    pub quiet_days: Option<bool>,
    /// Whether digests name titles alone.
    pub titles_only: Option<bool>,
    /// How many mails with digests come on a day at most.
    pub max_per_day: Option<u8>,
}

/// Changes hour, weekday, Land, quiet days, titles only, mails a day. No period is told twice and none is left out by it.
///
/// Refused: unauthenticated, not found, invalid (a number beyond its limits).
pub fn change_settings<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    by: By<'a>,
    change: SettingsChange,
) -> BoxFuture<'a, Result<ReaderView, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let mut view = locked(network, &mut transaction, viewer, by).await?;
        let settings = &mut view.reader.settings;
        let before = *settings;
        settings.hour = change.hour.unwrap_or(before.hour);
        settings.weekday = change.weekday.unwrap_or(before.weekday);
        settings.state = change.state.unwrap_or(before.state);
        settings.quiet_days = change.quiet_days.unwrap_or(before.quiet_days);
        settings.titles_only = change.titles_only.unwrap_or(before.titles_only);
        settings.max_per_day = change.max_per_day.unwrap_or(before.max_per_day);
        let settings = *settings;
        let violations = settings.check();
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        if settings == before {
            return Ok(view);
        }
        let detail = json!({
            "hour": settings.hour,
            "weekday": settings.weekday.number_from_monday(),
            "state": settings.state.map(Vocabulary::key),
            "quietDays": settings.quiet_days,
            "titlesOnly": settings.titles_only,
            "maxPerDay": settings.max_per_day,
        });
        save(network, &mut transaction, viewer, &mut view, ("reader.changed", detail), now).await?;
        network.commit(transaction).await?;
        Ok(view)
    })
}
