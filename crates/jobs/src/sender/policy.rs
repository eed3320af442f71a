//! How much is sent at once and how fast, and how long to wait after which answer.

use crate::backoff;
use chrono::TimeDelta;
use mail::SendError;
use std::time::Duration;

/// What the operator allows the sender.
#[derive(Debug, Clone)]
pub struct SendingPolicy {
    /// How many mails are handed over at once, to whomever: at least 1. More than the transport has connections gain a little.
    pub at_once: usize,
    /// How many mails a second leave at most, by this process; none: as many as go.
    pub per_second: Option<u32>,
    /// How many mails to addresses of one domain are handed over at once, by this process; none: no limit.
    pub at_once_per_domain: Option<usize>,
    /// How many mails a minute go to addresses of one domain, by this process; none: no limit.
    pub per_minute_per_domain: Option<u32>,
    /// After how many refusals in a row that blame us or the server, and not a mail, nothing is sent for a while: at least 1.
    pub pause_after: u32,
    /// The longest such while, and the longest wait of a mail whose server could not be reached.
    pub longest_pause: Duration,
}

impl Default for SendingPolicy {
    fn default() -> Self {
        Self {
            at_once: 16,
            per_second: None,
            at_once_per_domain: None,
            per_minute_per_domain: None,
            pause_after: 10,
            longest_pause: Duration::from_mins(1),
        }
    }
}

/// Where what goes to a domain is limited: how many mails to one domain a claim brings, so that those that have to wait leave room for mails to
/// others.
const SHARE: usize = 60;

impl SendingPolicy {
    /// How many mails to addresses of one domain are claimed at once, enough for all that may be handed over at once; none: no limit.
    pub(super) fn share_per_domain(&self) -> Option<usize> {
        let at_once = self.at_once_per_domain.or_else(|| self.per_minute_per_domain.map(|_| 1))?;
        Some(SHARE.max(at_once.min(self.at_once) * 2))
    }
}

/// Why a mail was not taken, as far as it matters for when to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Nobody is there, or the server has no time for us (421): about the server, and over in a moment or in hours.
    Server,
    /// The receiving server takes mail from strangers only at the second time (450 or 451 with 4.7.x, or it says so): waits are minutes.
    Greylisted,
    /// The mailbox is full or locked (4.2.x), or we are refused for what we are (5.7.x) until somebody has mended that: hours.
    Slow,
    /// Anything else of 4yz.
    Other,
}

/// How long to wait before the next attempt, after attempt number `attempts`.
pub(super) fn wait(error: &SendError, attempts: i32, longest_pause: Duration) -> TimeDelta {
    let (first, longest) = match class(error) {
        Class::Server => (Duration::from_secs(1), longest_pause),
        Class::Greylisted => (Duration::from_mins(2), Duration::from_hours(1)),
        Class::Slow => (Duration::from_mins(15), Duration::from_hours(4)),
        Class::Other => (Duration::from_secs(2), Duration::from_mins(30)),
    };
    backoff::wait(first, attempts, longest)
}

fn class(error: &SendError) -> Class {
    let (code, reply) = match error {
        SendError::Transient { code, reply } => (code, reply),
        SendError::Permanent { .. } => return Class::Slow,
        SendError::Unreachable { .. } | SendError::Held | SendError::Invalid { .. } => return Class::Server,
    };
    let said = reply.to_ascii_lowercase();
    match code {
        421 => Class::Server,
        _ if said.starts_with("4.7.") || ["greylist", "graylist", "grey-list"].iter().any(|word| said.contains(word)) => Class::Greylisted,
        _ if said.starts_with("4.2.") => Class::Slow,
        _ => Class::Other,
    }
}

/// Whether this is about us or the server rather than about one mail: then the next mail would fare no better.
pub(super) fn is_about_us(error: &SendError) -> bool {
    match error {
        SendError::Unreachable { .. } => true,
        SendError::Transient { code, reply } => *code == 421 || reply.starts_with("4.3."),
        SendError::Permanent { code, reply } => refuses_us(*code, status(reply)),
        SendError::Held | SendError::Invalid { .. } => false,
    }
}

/// Whether a refusal for good is about us or the server. 521 and 554 say so where there is no status, or one that leaves it open; but servers
/// answer 554 to whatever they do not like, so a status that names its subject decides (RFC 3463, 3): the recipient's address or mailbox (5.1.x,
/// 5.2.x) and the content (5.6.x) are those of one mail, the sender's address (5.1.7, 5.1.8) and what we are (5.7.x) those of all.
fn refuses_us(code: u16, status: &str) -> bool {
    let subject = status.strip_prefix("5.").and_then(|rest| rest.split('.').next());
    match subject {
        Some("1") => matches!(status, "5.1.7" | "5.1.8"),
        Some("2" | "6") => false,
        Some("7") => mail::is_policy(status),
        _ => matches!(code, 521 | 554),
    }
}

/// Whether a server refuses mail of ours for what we are, by the status at the beginning of its reply.
pub(super) fn is_policy(reply: &str) -> bool {
    mail::is_policy(status(reply))
}

/// The status at the beginning of a reply, if there is one.
fn status(reply: &str) -> &str {
    reply.split(|c: char| !(c.is_ascii_digit() || c == '.')).next().unwrap_or_default()
}

/// Whether a mail is given up at once.
///
/// RFC 3463 counts refusals by policy among the permanent ones: the same mail will not be taken by the same server. But what is to change is
/// ours, a record in the DNS or a listing, and the mail as good as before: it waits for that as it does for a server that is away.
pub(super) fn is_final(error: &SendError) -> bool {
    error.is_permanent() && !matches!(error, SendError::Permanent { reply, .. } if is_policy(reply))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transient(code: u16, reply: &str) -> SendError {
        SendError::Transient { code, reply: reply.to_owned() }
    }

    fn waits(error: &SendError) -> Vec<i64> {
        [1, 2, 3, 9, 99].iter().map(|&attempts| wait(error, attempts, Duration::from_mins(1)).num_seconds()).collect()
    }

    #[test]
    fn waits_grow_with_the_attempts_and_depend_on_what_was_said() {
        let away = SendError::Unreachable { reason: String::new(), uncertain: false };
        assert_eq!(waits(&away), [1, 2, 4, 60, 60]);
        assert_eq!(waits(&transient(421, "4.7.0 too many")), [1, 2, 4, 60, 60]);
        for greylisted in [transient(451, "4.7.1 come back"), transient(450, "Greylisted, see"), transient(450, "4.2.0 you are graylisted")]
        {
            assert_eq!(waits(&greylisted), [120, 240, 480, 3600, 3600]);
        }
        assert_eq!(waits(&transient(452, "4.2.2 over quota")), [900, 1800, 3600, 14_400, 14_400]);
        assert_eq!(waits(&transient(451, "4.3.0 later")), [2, 4, 8, 512, 1800]);
    }

    #[test]
    fn what_we_are_refused_for_is_mended_and_tried_again_in_hours() {
        let refused = |reply: &str| SendError::Permanent { code: 550, reply: reply.to_owned() };
        for ours in ["5.7.1 SPF", "5.7.26 unauthenticated", "5.7.20", "5.7.0: listed"] {
            assert!(!is_final(&refused(ours)) && is_about_us(&refused(ours)), "{ours}");
            assert_eq!(waits(&refused(ours)), [900, 1800, 3600, 14_400, 14_400]);
        }
        for recipients in ["5.1.1 unknown", "5.7.13 disabled", "5.7.17 another owner", "5.7.2 closed list", "no", ""] {
            assert!(is_final(&refused(recipients)) && !is_about_us(&refused(recipients)), "{recipients}");
        }
        assert!(is_final(&SendError::Invalid { reason: String::new() }) && !is_final(&transient(450, "5.7.1 no")));
    }

    #[test]
    fn what_blames_us_is_told_from_what_blames_a_mail() {
        let permanent = |code, reply: &str| SendError::Permanent { code, reply: reply.to_owned() };
        for ours in [transient(421, "busy"), transient(451, "4.3.2 down"), permanent(550, "5.7.1 SPF"), permanent(554, "no")] {
            assert!(is_about_us(&ours), "{ours}");
        }
        let invalid = SendError::Invalid { reason: String::new() };
        for the_mails in [transient(450, "4.2.1 busy"), permanent(550, "5.1.1 unknown"), permanent(550, "5.3.4 too big"), invalid] {
            assert!(!is_about_us(&the_mails), "{the_mails}");
        }
    }

    #[test]
    fn a_status_that_names_its_subject_says_whom_a_refusal_blames_whatever_its_code() {
        let refused = |code, reply: &str| is_about_us(&SendError::Permanent { code, reply: reply.to_owned() });
        for the_mails in ["5.1.0 no", "5.1.1 unknown", "5.2.1 disabled", "5.2.2 mailbox full", "5.6.0 content", "5.7.17 another owner"] {
            assert!(!refused(554, the_mails) && !refused(521, the_mails), "{the_mails}");
        }
        for ours in ["5.1.7 bad sender", "5.1.8 sender's domain not found", "5.7.1 listed"] {
            assert!(refused(554, ours) && refused(550, ours), "{ours}");
        }
        for open in ["5.0.0 no", "5.3.2 no mail here", "5.5.1 not now", "5.", "no", ""] {
            assert!(refused(554, open) && refused(521, open) && !refused(550, open), "{open}");
        }
    }
}
