//! What was counted for whom: the generic cell rate algorithm.

use super::Rate;
use chrono::{DateTime, TimeDelta, Utc};
use std::{collections::HashMap, hash::Hash};

/// With how many who ask are remembered those are forgotten for the first time who have waited long enough.
const MANY: usize = 50_000;

/// What was counted for each who asks. Empty to begin with.
#[derive(Debug)]
pub(super) struct Counted<Caller> {
    /// When each will have used up nothing, if they do nothing until then.
    free_at: HashMap<Caller, DateTime<Utc>>,
    /// With how many of them it is looked next who can be forgotten.
    look_at: usize,
}

impl<Caller> Default for Counted<Caller> {
    fn default() -> Self {
        Self { free_at: HashMap::new(), look_at: MANY }
    }
}

impl<Caller: Eq + Hash> Counted<Caller> {
    /// Counts so many for each of these, at most a whole burst, or none at all if one of them has had enough; then says how long to wait.
    pub(super) fn count(
        &mut self,
        times: u16,
        wanted: impl IntoIterator<Item = (Caller, Rate)>,
        now: DateTime<Utc>,
    ) -> Result<(), TimeDelta> {
        let mut next = Vec::new();
        let mut wait = TimeDelta::zero();
        for (caller, rate) in wanted {
            let interval = TimeDelta::seconds(3_600) / i32::try_from(rate.per_hour.max(1)).unwrap_or(i32::MAX);
            let burst = i32::try_from(rate.burst.max(1)).unwrap_or(i32::MAX);
            let window = interval * burst;
            // Later than a whole window from now can only be what was written before the clock was set back.
            let from = self.free_at.get(&caller).copied().filter(|at| *at > now && *at <= now + window).unwrap_or(now);
            let then = from + interval * i32::from(times).min(burst);
            wait = wait.max(then - window - now);
            next.push((caller, then));
        }
        if wait > TimeDelta::zero() {
            return Err(wait);
        }
        self.forget(now);
        self.free_at.extend(next);
        Ok(())
    }

    /// Forgets those who have waited long enough, if there are many. The next look comes when there are twice as many as were left, so that it is
    /// not every request that looks through all of them.
    fn forget(&mut self, now: DateTime<Utc>) {
        if self.free_at.len() >= self.look_at {
            self.free_at.retain(|_, at| *at > now);
            self.look_at = MANY.max(self.free_at.len() * 2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(burst: u32, per_hour: u32) -> (Counted<usize>, Rate) {
        (Counted::default(), Rate { burst, per_hour })
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_burst_passes_and_then_one_at_a_time() {
        let (mut counted, rate) = counted(3, 60);
        let mut count = |seconds| counted.count(1, [(0, rate)], at(seconds));
        for _ in 0..3 {
            assert_eq!(count(0), Ok(()));
        }
        assert_eq!(count(0), Err(TimeDelta::seconds(60)));
        assert_eq!(count(45), Err(TimeDelta::seconds(15)), "asking in vain costs nothing");
        assert_eq!(count(60), Ok(()));
        assert!(count(60).is_err());
        for _ in 0..3 {
            assert_eq!(count(9_999), Ok(()), "after a rest the whole burst is there again");
        }
    }

    #[test]
    fn what_counts_as_several_is_several_and_never_more_than_a_burst() {
        let (mut counted, rate) = counted(3, 60);
        let mut count = |times, seconds| counted.count(times, [(0, rate)], at(seconds));
        assert_eq!(count(2, 0), Ok(()));
        assert_eq!(count(2, 0), Err(TimeDelta::seconds(60)));
        assert_eq!(count(1, 0), Ok(()));
        assert_eq!(count(100, 9_999), Ok(()), "after a rest it passes, however much it counts");
        assert!(count(1, 9_999).is_err());
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let (mut counted, rate) = counted(1, 1);
        assert_eq!(counted.count(1, [(0, rate)], at(100_000)), Ok(()));
        assert_eq!(counted.count(1, [(0, rate)], at(0)), Ok(()));
    }

    #[test]
    fn if_one_has_had_enough_nobody_is_charged() {
        let (mut counted, rate) = counted(1, 1);
        assert_eq!(counted.count(1, [(1, rate)], at(0)), Ok(()));
        assert!(counted.count(1, [(1, rate), (2, rate)], at(0)).is_err());
        assert_eq!(counted.count(1, [(2, rate)], at(0)), Ok(()));
    }

    #[test]
    fn who_has_waited_long_enough_is_forgotten_and_not_every_request_looks_for_them() {
        let mut counted = Counted::<usize>::default();
        counted.free_at.extend((0..MANY).map(|caller| (caller, at(10))));
        counted.forget(at(0));
        assert_eq!((counted.free_at.len(), counted.look_at), (MANY, 2 * MANY), "nobody has waited");
        counted.forget(at(20));
        assert_eq!(counted.free_at.len(), MANY, "not looked at again so soon");
        counted.free_at.extend((MANY..2 * MANY).map(|caller| (caller, at(30))));
        counted.forget(at(20));
        assert_eq!((counted.free_at.len(), counted.look_at), (MANY, 2 * MANY), "half of them had");
        counted.free_at.extend((0..MANY).map(|caller| (caller, at(30))));
        counted.forget(at(40));
        assert_eq!((counted.free_at.len(), counted.look_at), (0, MANY));
    }
}
