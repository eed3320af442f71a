//! Turn the passing of time into jobs.

use crate::{check_index, recover_digests::CLOCKS_DIFFER_BY, recover_queues};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{Job, clock::last_time_of_day, ids::JobId};
use storage::StoreError;
use usecases::Network;

/// How many cases of either kind become jobs at one look; the next look takes the rest.
const AT_ONCE: u64 = 500;

/// How often the clean-up runs, and the look for readers who were missed and for what waits too long.
const CLEAN_UP_EVERY: TimeDelta = TimeDelta::hours(1);

/// How often to look for ended periods; they end on the minute at most.
const LOOK_EVERY: TimeDelta = TimeDelta::seconds(1);

/// How often to look for reviews that wait and cases that nobody confirmed; both are counted in days.
const LOOK_FOR_CASES_EVERY: TimeDelta = TimeDelta::minutes(1);

/// When index and database are compared every night, in Germany: after the hour that clocks skip or repeat, before digests are due.
const NIGHT: Option<NaiveTime> = NaiveTime::from_hms_opt(3, 30, 0);

/// The last time that the comparison was due.
pub(crate) fn last_night(now: DateTime<Utc>) -> DateTime<Utc> {
    last_time_of_day(NIGHT.unwrap_or_default(), now)
}

/// Remembers when it looked last. Any number of them may run: jobs with the same key that are still waiting are one job.
#[derive(Debug, Default)]
pub(crate) struct Scheduler {
    looked_at: Option<DateTime<Utc>>,
    cleaned_at: Option<DateTime<Utc>>,
    looked_for_cases_at: Option<DateTime<Utc>>,
    /// The night that this process has seen begin, or begun in.
    night: Option<DateTime<Utc>>,
}

impl Scheduler {
    /// Writes down the jobs that have become due since the last look.
    pub(crate) async fn tick(&mut self, network: &Network) -> Result<(), StoreError> {
        let now = network.clock.now();
        if is_recent(self.looked_at, now, LOOK_EVERY) {
            return Ok(());
        }
        self.looked_at = Some(now);
        let mut due = self.cases(network, now).await?;
        if network.store.is_any_reader_due(now).await? {
            due.push(Job::ComposeDigests);
        }
        // Where some could not be told, the job waits for its next attempt.
        if network.store.is_any_reply_left().await? && network.store.open_jobs(&[Job::TellReplies.kind()], now).await? == 0 {
            due.push(Job::TellReplies);
        }
        let clean_up = !is_recent(self.cleaned_at, now, CLEAN_UP_EVERY);
        let night = last_night(now);
        let check = self.night.is_some_and(|seen| seen < night) && is_unchecked_since(network, night).await?;
        if due.is_empty() && !clean_up && !check {
            self.night = Some(night);
            return Ok(());
        }
        if clean_up {
            recover_queues::pull_back(network, now).await?;
        }
        let mut transaction = network.store.begin().await?;
        for job in due {
            transaction.enqueue(JobId(network.ids.next()), &job, now, now).await?;
        }
        if clean_up {
            transaction.enqueue(JobId(network.ids.next()), &Job::CleanUp, now, now).await?;
            transaction.enqueue(JobId(network.ids.next()), &Job::RecoverDigests, now, now).await?;
        }
        if check {
            transaction.enqueue(JobId(network.ids.next()), &Job::CheckIndex { repair: true }, now, now).await?;
        }
        transaction.commit().await?;
        // Not before: what could not be written down is due at the next look, and not in an hour.
        if clean_up {
            self.cleaned_at = Some(now);
        }
        self.night = Some(night);
        Ok(())
    }

    /// The jobs about cases that have become due. Each of them sets its case's next date, so that it is not due again.
    async fn cases(&mut self, network: &Network, now: DateTime<Utc>) -> Result<Vec<Job>, StoreError> {
        if is_recent(self.looked_for_cases_at, now, LOOK_FOR_CASES_EVERY) {
            return Ok(Vec::new());
        }
        let waiting = network.store.due_review_reminders(now, AT_ONCE).await?;
        let old = network.store.due_freshness(now, AT_ONCE).await?;
        self.looked_for_cases_at = Some(now);
        let remind = waiting.into_iter().map(|case| Job::RemindReview { case });
        Ok(remind.chain(old.into_iter().map(|case| Job::AskFreshness { case })).collect())
    }
}

/// Whether something was done within this time. A machine whose clock was set back has done it in the future, which is not recent: otherwise
/// nothing would happen until the old hour comes again.
fn is_recent(at: Option<DateTime<Utc>>, now: DateTime<Utc>, every: TimeDelta) -> bool {
    at.is_some_and(|at| at <= now && now - at < every)
}

/// Whether index and database have not been compared since that moment. A comparison that lies in the future was made while a clock was ahead: it does
/// not stand for all nights until then.
pub(crate) async fn is_unchecked_since(network: &Network, night: DateTime<Utc>) -> Result<bool, StoreError> {
    let latest = network.clock.now() + CLOCKS_DIFFER_BY;
    Ok(check_index::last_checked(network).await?.is_none_or(|at| at < night || at > latest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::ConnectionTrait;
    use test_network::TestNetwork;

    async fn waiting_checks(test: &TestNetwork) -> u64 {
        test.network.store.open_jobs(&["check_index"], test.now()).await.unwrap()
    }

    #[tokio::test]
    async fn a_clock_that_is_set_back_stops_nothing() {
        let test = TestNetwork::new().await;
        let mut schedule = Scheduler::default();
        schedule.tick(&test.network).await.unwrap();
        test.run_jobs().await;
        let clean_ups = async || test.network.store.open_jobs(&["clean_up"], test.now() + TimeDelta::hours(5)).await.unwrap();
        schedule.tick(&test.network).await.unwrap();
        assert_eq!(clean_ups().await, 0);
        test.clock.set(test.now() - TimeDelta::hours(2));
        schedule.tick(&test.network).await.unwrap();
        assert_eq!(clean_ups().await, 1);
    }

    #[tokio::test]
    async fn a_clean_up_that_could_not_be_written_down_is_due_still() {
        let test = TestNetwork::new().await;
        let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
        // What else is written down in the same transaction is refused.
        let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON job WHEN NEW.kind = 'check_index' BEGIN SELECT RAISE(ABORT, 'no room'); END";
        database.execute_unprepared(refuse).await.unwrap();
        let mut schedule = Scheduler { night: Some(DateTime::UNIX_EPOCH), ..Scheduler::default() };
        schedule.tick(&test.network).await.unwrap_err();
        database.execute_unprepared("DROP TRIGGER refuse").await.unwrap();
        test.clock.advance(LOOK_EVERY);
        schedule.tick(&test.network).await.unwrap();
        let written = test.network.store.open_jobs(&["clean_up", "recover_digests", "check_index"], test.now()).await.unwrap();
        assert_eq!(written, 3);
    }

    #[tokio::test]
    async fn a_comparison_of_a_clock_that_was_ahead_stands_for_no_night() {
        let test = TestNetwork::new().await;
        let (network, right) = (&test.network, test.now());
        let is_unchecked = async || is_unchecked_since(network, last_night(test.now())).await.unwrap();
        test.clock.advance(TimeDelta::days(30));
        check_index::request_check(network, true).await.unwrap();
        test.run_jobs().await;
        assert!(!is_unchecked().await);
        test.clock.set(right);
        assert!(is_unchecked().await);
        check_index::request_check(network, true).await.unwrap();
        test.run_jobs().await;
        test.clock.set(right - TimeDelta::minutes(1));
        assert!(!is_unchecked().await, "another machine's clock may be a little behind");
    }

    #[tokio::test]
    async fn index_and_database_are_compared_once_a_night() {
        let test = TestNetwork::new().await;
        let network = &test.network;
        let mut schedule = Scheduler::default();
        schedule.tick(network).await.unwrap();
        assert_eq!(waiting_checks(&test).await, 0, "a scheduler that has just begun has seen no night begin");
        // From 11:00 in Germany to 03:29 and 03:30 of the next day.
        test.clock.advance(TimeDelta::minutes(16 * 60 + 29));
        schedule.tick(network).await.unwrap();
        assert_eq!(waiting_checks(&test).await, 0);
        test.clock.advance(TimeDelta::minutes(1));
        let mut other = Scheduler { night: schedule.night, ..Scheduler::default() };
        schedule.tick(network).await.unwrap();
        assert_eq!(waiting_checks(&test).await, 1);
        test.run_jobs().await;
        assert!(check_index::last_checked(network).await.unwrap().is_some());
        other.tick(network).await.unwrap();
        assert_eq!(waiting_checks(&test).await, 0, "another process leaves it at that");
        test.clock.advance(TimeDelta::hours(23));
        schedule.tick(network).await.unwrap();
        assert_eq!(waiting_checks(&test).await, 0);
        test.clock.advance(TimeDelta::hours(1));
        schedule.tick(network).await.unwrap();
        assert_eq!(waiting_checks(&test).await, 1);
    }
}
