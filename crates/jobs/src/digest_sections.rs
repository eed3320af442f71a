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
    /// Those that it shows, the best first.
    pub(crate) cases: Vec<CaseId>,
    /// How many it counts beside them.
    pub(crate) more: usize,
}

impl Shown {
    /// The next section: of these cases, the best first, and further ones up to `total`. Nothing if none of those named is left to show.
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
        (!cases.is_empty()).then_some(Share { cases, more })
    }
}
