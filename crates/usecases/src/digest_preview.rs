//! Find out what digests would hold, without composing any: the dry run of any period, for editors.

use crate::{
    Failure, Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    Job, Rule, Viewer, Violation, clock::start_of_day, digest_period::Frequency, digest_preview::DigestPreview, permission::Action,
};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::StoreError;

/// How many days a period may have.
pub const LONGEST_DAYS: u64 = 366;

/// For how many days the report of a dry run is kept.
pub const KEPT_DAYS: i64 = 7;

/// Under which key the last dry run is kept.
const NOTE: &str = "digest_preview";

/// The last dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastPreview {
    /// What came of it; nothing if there was none.
    pub preview: Option<DigestPreview>,
    /// Whether another is under way.
    pub is_running: bool,
}

/// Has a dry run made, of the days from `from` up to and without `until`; what comes of it takes the place of the one before.
///
/// Refused: unauthenticated, forbidden, invalid (the days are none, or too many).
pub fn request<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    from: NaiveDate,
    until: NaiveDate,
    frequency: Option<Frequency>,
) -> BoxFuture<'a, Result<(), UseCaseError>> {
    Box::pin(async move {
        let member = access::member_for(viewer, Action::LookAfterMail)?;
        let latest = from.checked_add_days(Days::new(LONGEST_DAYS));
        if until <= from || latest.is_none_or(|latest| until > latest) {
            let rule = Rule::Malformed { expected: "ein Tag nach dem ersten, höchstens ein Jahr danach", given: until.to_string() };
            return Err(Refusal::Invalid(vec![Violation::new("until", rule)]).into());
        }
        let now = network.clock.now();
        let job = Job::PreviewDigests { from: start_of_day(from), until: start_of_day(until), frequency };
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        network.enqueue(&mut transaction, &job, now).await?;
        let detail = json!({ "from": from, "until": until, "frequency": frequency.map(Frequency::key) });
        audit_log::write(
            network,
            &mut transaction,
            Some(member.account),
            ("digest.previewed", Thing::Account(member.account)),
            detail,
            now,
        )
        .await?;
        Ok(network.commit(transaction).await?)
    })
}

/// The last dry run. Refused: unauthenticated, forbidden.
pub fn latest<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<LastPreview, UseCaseError>> {
    Box::pin(async move {
        access::member_for(viewer, Action::LookAfterMail)?;
        let note = network.store.mail_note(NOTE).await?;
        let preview = note.and_then(|note| serde_json::from_str(&note.value).ok());
        let is_running = network.store.open_jobs(&["preview_digests"], network.clock.now()).await? > 0;
        Ok(LastPreview { preview, is_running })
    })
}

/// Keeps what came of a dry run.
pub fn keep<'a>(network: &'a Network, preview: &'a DigestPreview) -> BoxFuture<'a, Result<(), Failure>> {
    Box::pin(async move {
        let text = serde_json::to_string(preview).map_err(|source| Failure::Encoding { what: "a dry run", source })?;
        Ok(network.store.set_mail_note(NOTE, &text, preview.made_at).await?)
    })
}

/// Forgets the last dry run once it is [`KEPT_DAYS`] old: masked addresses say something about their owners all the same.
pub fn forget(network: &Network, now: DateTime<Utc>) -> BoxFuture<'_, Result<(), StoreError>> {
    Box::pin(async move {
        let is_old = |noted_at: DateTime<Utc>| noted_at < now - TimeDelta::days(KEPT_DAYS);
        if network.store.mail_note(NOTE).await?.is_some_and(|note| is_old(note.noted_at)) {
            network.store.delete_mail_note(NOTE).await?;
        }
        Ok(())
    })
}
