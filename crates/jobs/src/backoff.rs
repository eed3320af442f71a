//! How long to wait before something is tried again.

use chrono::TimeDelta;
use std::time::Duration;

/// The wait after so many attempts in vain: `first` after one, twice as long after each further one, at most `longest`.
pub(crate) fn wait(first: Duration, attempts: i32, longest: Duration) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(20);
    let wait = first.saturating_mul(2_u32.saturating_pow(doublings)).min(longest);
    TimeDelta::from_std(wait).unwrap_or(TimeDelta::hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let (first, longest) = (Duration::from_secs(1), Duration::from_mins(1));
        let waits: Vec<_> = [1, 2, 3, 6, 7, 1000].map(|attempts| wait(first, attempts, longest).num_seconds()).into();
        assert_eq!(waits, [1, 2, 4, 32, 60, 60]);
    }
}
