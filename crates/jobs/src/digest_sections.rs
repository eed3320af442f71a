//! Which case stands in which section of a mail, where several subscriptions fit it.

use domain::ids::CaseId;
use mail::MAX_ITEMS;
use std::collections::HashSet;

/// The cases that a mail shows so far: each once, in the first section that it fits.
#[derive(Debug, Default)]
pub(crate) struct Shown(HashSet<CaseId>);

/// What a section has of the cases that fit its subscription.
#[derive(Debug)]
pub(crate) struct Share {
    /// Those that it shows, the best first; none where all those named are told elsewhere in the mail.
    pub(crate) cases: Vec<CaseId>,
    /// How many it counts beside them.
    pub(crate) more: usize,
}

impl Shown {
    /// The next section: of these cases, the best first, and further ones up to `total`. Nothing if it has neither a case left to show nor one
    /// to count: what was not named is told by its number alone, and must be, for no later mail tells of it.
    pub(crate) fn share(&mut self, named: &[CaseId], total: u32, is_public: impl Fn(&CaseId) -> bool) -> Option<Share> {
        let mut cases = Vec::new();
        // Named in the list and not shown here: told elsewhere in this mail, or no longer public.
        let mut left_out = 0;
        for id in named {
            if self.0.contains(id) || !is_public(id) {
                left_out += 1;
            } else if cases.len() < MAX_ITEMS {
                self.0.insert(*id);
                cases.push(*id);
            }
        }
        let more = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(cases.len() + left_out);
        (!cases.is_empty() || more > 0).then_some(Share { cases, more })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn cases(numbers: std::ops::Range<u128>) -> Vec<CaseId> {
        numbers.map(|number| CaseId(Uuid::from_u128(number))).collect()
    }

    #[test]
    fn a_section_keeps_its_rest_when_all_that_it_names_is_told_elsewhere() {
        let mut shown = Shown::default();
        let first = shown.share(&cases(0..10), 10, |_| true).unwrap();
        let second = shown.share(&cases(10..20), 10, |_| true).unwrap();
        assert_eq!((first.cases.len(), first.more, second.cases.len(), second.more), (10, 0, 10, 0));
        let third = shown.share(&cases(0..20), 23, |_| true).unwrap();
        assert_eq!((third.cases.len(), third.more), (0, 3), "the three that no other section names");
        assert!(shown.share(&cases(0..20), 20, |_| true).is_none(), "all of it is told");
    }

    #[test]
    fn what_is_no_longer_public_is_neither_shown_nor_counted() {
        let mut shown = Shown::default();
        assert!(shown.share(&cases(0..3), 3, |_| false).is_none());
        let share = shown.share(&cases(0..3), 3, |id| id.0.as_u128() > 0).unwrap();
        assert_eq!((share.cases, share.more), (cases(1..3), 0));
    }
}
