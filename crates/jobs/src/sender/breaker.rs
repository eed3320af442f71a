//! Pauses when the mail server refuses in a row, so that a server in trouble is not pelted and mails do not wear out their attempts on it.

use crate::backoff;
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;
use storage::StoreError;
use usecases::{Network, policy_refusals};

/// The note that says in all processes that mails wait for the server, since when, and why.
const NOTE: &str = "trouble";

/// The first pause; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// What became of the breaker.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing that anybody need be told.
    None,
    /// Nothing is sent for a while.
    Opened,
    /// The trouble is over.
    Closed,
    /// The first mail of this process was taken: what an earlier one noted is over.
    First,
}

/// Counts refusals in a row that blame us or the server.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    in_row: u32,
    /// Since when and until when nothing is sent.
    open: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pauses: i32,
    /// Whether a mail was ever taken.
    has_succeeded: bool,
    policy_noted: Option<DateTime<Utc>>,
}

impl Breaker {
    /// Until when nothing is sent. A pause that has not begun yet is one from before the clock was set back, and over.
    pub(super) fn paused_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.open.filter(|(since, until)| (*since..*until).contains(&now)).map(|(_, until)| until)
    }

    /// Whether a pause has just passed, and nothing has shown yet that the trouble is over: then one mail is tried.
    pub(super) fn is_probing(&self) -> bool {
        self.open.is_some()
    }

    /// A mail was taken.
    pub(super) fn success(&mut self) -> Turn {
        let turn = match (self.open, self.has_succeeded) {
            (Some(_), _) => Turn::Closed,
            (None, false) => Turn::First,
            (None, true) => Turn::None,
        };
        *self = Self { has_succeeded: true, policy_noted: self.policy_noted, ..Self::default() };
        turn
    }

    /// A mail was refused for what we are, or because the server cannot.
    pub(super) fn refusal(&mut self, now: DateTime<Utc>, after: u32, longest: Duration) -> Turn {
        self.in_row += 1;
        let is_first = self.open.is_none();
        if self.paused_until(now).is_some() || (is_first && self.in_row < after) {
            return Turn::None;
        }
        self.pauses += 1;
        self.open = Some((now, now + backoff::wait(FIRST_PAUSE, self.pauses, longest)));
        if is_first { Turn::Opened } else { Turn::None }
    }
}

impl Breaker {
    /// Whether a refusal by policy is to be said now: once an hour is enough, by a clock that may be set back.
    pub(super) fn is_news(&mut self, now: DateTime<Utc>) -> bool {
        let is_news = self.policy_noted.is_none_or(|at| at > now || now - at >= TimeDelta::hours(1));
        if is_news {
            self.policy_noted = Some(now);
        }
        is_news
    }
}

/// What the sender has found out about the mail server, for `/readyz` and pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailTrouble {
    /// Since when nothing is sent because the server refuses in a row.
    pub paused_since: Option<DateTime<Utc>>,
    /// Since when servers refuse mail for what we are (5.7.x), if one did within a day.
    pub policy_refusal: Option<DateTime<Utc>>,
}

/// What was noted about the mail server, by any process.
pub async fn noted_mail_trouble(network: &Network) -> Result<MailTrouble, StoreError> {
    let paused_since = network.store.mail_note(NOTE).await?.map(|note| note.noted_at);
    let refusals = policy_refusals::shown(network).await?;
    Ok(MailTrouble { paused_since, policy_refusal: refusals.iter().map(|refusal| refusal.first_at).min() })
}

/// Says once in the log and to all processes that mails wait.
pub(super) async fn note_pause(network: &Network, reason: &str) {
    tracing::error!(%reason, "the mail server refuses in a row; mails wait until it takes them again");
    if let Err(error) = network.store.set_mail_note(NOTE, reason, network.clock.now()).await {
        tracing::warn!(%error, "the trouble of the mail server could not be noted");
    }
}

/// Says once that mails go again, if they had not.
pub(super) async fn note_end(network: &Network, turn: Turn) {
    match turn {
        Turn::None | Turn::Opened => return,
        Turn::Closed => tracing::info!("the mail server takes mails again"),
        Turn::First => {}
    }
    if let Err(error) = network.store.delete_mail_note(NOTE).await {
        tracing::warn!(%error, "the end of the mail server's trouble could not be noted");
    }
}

/// Says in the log that a server refuses mail for what we are. Pages and `/readyz` read what [`policy_refusals`] has counted.
pub fn say_policy_refusal(reply: &str) {
    tracing::error!(reply, "a server refuses our mail by policy: look at SPF, DKIM, DMARC and reputation; `wissensnetz mail doctor` helps");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_in_a_row_open_it_and_each_probe_in_vain_doubles_the_pause() {
        let start = DateTime::UNIX_EPOCH;
        let longest = Duration::from_secs(15);
        let mut breaker = Breaker::default();
        assert_eq!(breaker.refusal(start, 3, longest), Turn::None);
        assert_eq!((breaker.success(), breaker.success()), (Turn::First, Turn::None));
        let turns: Vec<_> = (0..4).map(|_| breaker.refusal(start, 3, longest)).collect();
        assert_eq!(turns, [Turn::None, Turn::None, Turn::Opened, Turn::None]);
        let mut now = start;
        for pause in [5, 10, 15, 15] {
            let until = now + TimeDelta::seconds(pause);
            assert_eq!(breaker.paused_until(now), Some(until));
            now = until;
            assert!(breaker.paused_until(now).is_none() && breaker.is_probing());
            assert_eq!(breaker.refusal(now, 3, longest), Turn::None, "said once");
        }
        assert_eq!(breaker.success(), Turn::Closed);
        assert!(!breaker.is_probing());
    }

    #[test]
    fn a_clock_that_is_set_back_ends_a_pause_and_makes_a_refusal_news() {
        let (start, yesterday) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH - TimeDelta::days(1));
        let mut breaker = Breaker::default();
        assert_eq!(breaker.refusal(start, 1, Duration::from_secs(15)), Turn::Opened);
        assert!(breaker.paused_until(start).is_some() && breaker.is_news(start) && !breaker.is_news(start));
        assert_eq!(breaker.paused_until(yesterday), None);
        assert!(breaker.is_probing() && breaker.is_news(yesterday));
    }
}
