//! Which case stands in which section of a mail, where several subscriptions fit it.

use domain::ids::CaseId;
use mail::{MAX_ITEMS, SectionKind, items_per_section};
use std::collections::HashSet;
use storage::Digest;

/// What fits a subscription: the best of the cases, in order, and how many fit in all.
pub(crate) type Fitting<'a> = (&'a [CaseId], u32);

/// What a digest has for a section of this kind.
pub(crate) fn fitting(digest: &Digest, kind: SectionKind) -> Fitting<'_> {
    match kind {
        SectionKind::New => (digest.case_ids.as_slice(), digest.total),
        SectionKind::Renewed => (digest.renewed_ids.as_slice(), digest.renewed_total),
    }
}

/// What a section has of the cases that fit its subscription.
#[derive(Debug)]
pub(crate) struct Share {
    /// Those that it shows, the best first; none where all those named are told elsewhere in the mail.
    pub(crate) cases: Vec<CaseId>,
    /// How many its list has beside them.
    pub(crate) more: usize,
    /// Those of these that other sections of the mail show, as far as they are named.
    pub(crate) elsewhere: Vec<CaseId>,
}

/// What each section of a mail has, in their order: each case stands once, in the first section that it fits and that has room for it. Nothing
/// for a section that has neither a case left to show nor one to count that no section before it shows.
pub(crate) fn shares(fitting: &[Fitting<'_>], is_public: impl Fn(&CaseId) -> bool) -> Vec<Option<Share>> {
    // The more sections show cases, the less room each of them has, and what one has no room for another may show: that may be one section
    // more. Room only shrinks, so this comes to an end.
    let mut room = MAX_ITEMS;
    loop {
        let mut shown = Shown::default();
        let mut shares: Vec<_> = fitting.iter().map(|(named, total)| shown.share(named, *total, room, &is_public)).collect();
        let with_cases = shares.iter().flatten().filter(|share| !share.cases.is_empty()).count();
        let left = items_per_section(with_cases);
        if left >= room {
            for (share, (named, _)) in shares.iter_mut().zip(fitting) {
                shown.look_elsewhere(share, named);
            }
            return shares;
        }
        room = left;
    }
}

/// The cases that a mail shows so far.
#[derive(Debug, Default)]
struct Shown(HashSet<CaseId>);

impl Shown {
    /// The next section: of these cases, the best first, as many as it has room for, and further ones up to `total`, whether other sections show them
    /// or not: its list has them all. What was not named is told by its number alone, and must be, for no later mail tells of it.
    fn share(&mut self, named: &[CaseId], total: u32, room: usize, is_public: impl Fn(&CaseId) -> bool) -> Option<Share> {
        let mut cases = Vec::new();
        let (mut told, mut gone) = (0, 0);
        for id in named {
            if !is_public(id) {
                gone += 1;
            } else if self.0.contains(id) {
                told += 1;
            } else if cases.len() < room {
                self.0.insert(*id);
                cases.push(*id);
            }
        }
        let more = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(cases.len() + gone);
        (!cases.is_empty() || more > told).then_some(Share { cases, more, elsewhere: Vec::new() })
    }

    /// Says of a section that fits these cases which of them it does not show itself and the mail does.
    fn look_elsewhere(&self, share: &mut Option<Share>, named: &[CaseId]) {
        if let Some(Share { cases, elsewhere, .. }) = share {
            elsewhere.extend(named.iter().filter(|id| self.0.contains(*id) && !cases.contains(id)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn cases(numbers: std::ops::Range<u128>) -> Vec<CaseId> {
        numbers.map(|number| CaseId(Uuid::from_u128(number))).collect()
    }

    /// What a section shows, how many it counts, and which of these stand elsewhere.
    type Told = (Vec<CaseId>, usize, Vec<CaseId>);

    /// What each section says of these cases, so many of them in all.
    fn told(fitting: &[(Vec<CaseId>, u32)], is_public: impl Fn(&CaseId) -> bool) -> Vec<Option<Told>> {
        let fitting: Vec<_> = fitting.iter().map(|(named, total)| (named.as_slice(), *total)).collect();
        let shares = shares(&fitting, is_public).into_iter();
        shares.map(|share| share.map(|share| (share.cases, share.more, share.elsewhere))).collect()
    }

    #[test]
    fn a_section_keeps_its_rest_when_all_that_it_names_is_told_elsewhere() {
        let sections = [(cases(0..10), 10), (cases(10..20), 10), (cases(0..20), 23), (cases(0..20), 20)];
        let expected = [
            Some((cases(0..10), 0, Vec::new())),
            Some((cases(10..20), 0, Vec::new())),
            // With the three that no other section names.
            Some((Vec::new(), 23, cases(0..20))),
            // All of it is told.
            None,
        ];
        assert_eq!(told(&sections, |_| true), expected);
    }

    #[test]
    fn what_a_section_has_no_room_for_stands_in_another_that_it_fits() {
        let sections = [(cases(0..10), 16), (cases(9..10), 1), (cases(20..30), 10), (cases(8..9), 1), (cases(30..40), 10)];
        let none = Vec::new;
        let expected = [
            Some((cases(0..4), 12, cases(8..10))),
            Some((cases(9..10), 0, none())),
            Some((cases(20..24), 6, none())),
            Some((cases(8..9), 0, none())),
            Some((cases(30..34), 6, none())),
        ];
        assert_eq!(told(&sections, |_| true), expected);
    }

    #[test]
    fn what_is_no_longer_public_is_neither_shown_nor_counted() {
        assert_eq!(told(&[(cases(0..3), 3)], |_| false), [None]);
        assert_eq!(told(&[(cases(0..3), 3)], |id| id.0.as_u128() > 0), [Some((cases(1..3), 0, Vec::new()))]);
    }
}
