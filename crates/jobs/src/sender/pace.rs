//! How fast: mails a second in all, mails a minute and at once for each receiving domain.

use super::policy::SendingPolicy;
use std::{collections::HashMap, time::Duration};
use tokio::time::Instant;

/// Gives leave for mails, as many as the policy allows. What was not used does not add up: a bucket holds what a moment allows.
#[derive(Debug)]
pub(super) struct Pace {
    all: Option<Bucket>,
    domains: HashMap<String, Domain>,
    at_once_per_domain: usize,
    per_minute_per_domain: Option<u32>,
}

#[derive(Debug)]
struct Domain {
    running: usize,
    bucket: Option<Bucket>,
}

/// Takes one every `step`; may run ahead of that by `burst` steps.
#[derive(Debug, Clone)]
struct Bucket {
    step: Duration,
    burst: u32,
    next: Instant,
}

impl Bucket {
    fn new(count: u32, span: Duration, now: Instant) -> Self {
        let step = span / count.max(1);
        // What fits into a tenth of a second may go at once: timers are not finer than a millisecond.
        let burst = u32::try_from(Duration::from_millis(100).as_nanos() / step.as_nanos().max(1)).unwrap_or(u32::MAX).min(1000);
        Self { step, burst, next: now }
    }

    /// How long to wait until one may go.
    fn wait(&self, now: Instant) -> Duration {
        self.next.saturating_duration_since(now).saturating_sub(self.step * self.burst)
    }

    fn take(&mut self, now: Instant) {
        self.next = self.next.max(now) + self.step;
    }
}

impl Pace {
    pub(super) fn new(policy: &SendingPolicy, now: Instant) -> Self {
        Self {
            all: policy.per_second.map(|count| Bucket::new(count, Duration::from_secs(1), now)),
            domains: HashMap::new(),
            at_once_per_domain: policy.at_once_per_domain.unwrap_or(usize::MAX),
            per_minute_per_domain: policy.per_minute_per_domain,
        }
    }

    /// How long nothing may go at all.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        self.all.as_ref().map_or(Duration::ZERO, |bucket| bucket.wait(now))
    }

    /// Whether a mail to this domain may go now.
    pub(super) fn allows(&self, domain: &str, now: Instant) -> bool {
        self.domains.get(domain).is_none_or(|domain| {
            domain.running < self.at_once_per_domain && domain.bucket.as_ref().is_none_or(|bucket| bucket.wait(now).is_zero())
        })
    }

    /// A mail to this domain goes.
    pub(super) fn begin(&mut self, domain: &str, now: Instant) {
        if let Some(bucket) = &mut self.all {
            bucket.take(now);
        }
        let per_minute = self.per_minute_per_domain;
        let new = || Domain { running: 0, bucket: per_minute.map(|count| Bucket::new(count, Duration::from_mins(1), now)) };
        let domain = self.domains.entry(domain.to_owned()).or_insert_with(new);
        domain.running += 1;
        if let Some(bucket) = &mut domain.bucket {
            bucket.take(now);
        }
    }

    /// A mail to this domain is at its end.
    pub(super) fn end(&mut self, domain: &str, now: Instant) {
        let Some(there) = self.domains.get_mut(domain) else { return };
        there.running = there.running.saturating_sub(1);
        if there.running == 0 && there.bucket.as_ref().is_none_or(|bucket| bucket.next <= now) {
            self.domains.remove(domain);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_gets_no_more_at_once_and_a_minute_than_allowed() {
        let start = Instant::now();
        let policy = SendingPolicy { at_once_per_domain: Some(2), per_minute_per_domain: Some(60), ..SendingPolicy::default() };
        let mut pace = Pace::new(&policy, start);
        assert!(pace.allows("a.example", start));
        pace.begin("a.example", start);
        assert!(!pace.allows("a.example", start), "one a second");
        assert!(pace.allows("b.example", start));
        let later = start + Duration::from_secs(1);
        assert!(pace.allows("a.example", later));
        pace.begin("a.example", later);
        let later = start + Duration::from_secs(9);
        assert!(!pace.allows("a.example", later), "two at once");
        pace.end("a.example", later);
        assert!(pace.allows("a.example", later));
        pace.end("a.example", later);
        assert!(pace.domains.is_empty());
    }

    #[test]
    fn mails_a_second_are_counted_over_all_domains() {
        let start = Instant::now();
        let mut pace = Pace::new(&SendingPolicy { per_second: Some(20), ..SendingPolicy::default() }, start);
        let mut sent = 0;
        for millisecond in 0..1000 {
            let now = start + Duration::from_millis(millisecond);
            while pace.wait(now).is_zero() {
                pace.begin("a.example", now);
                sent += 1;
            }
        }
        assert!((20..=23).contains(&sent), "{sent}");
    }
}
