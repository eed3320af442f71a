//! Which of a case's revisions are drafts that its municipality alone reads.

use super::ReviewEventKind;
use std::ops::Range;

/// The numbers of the revisions that were saved before they were handed in: those before the first submission, and those between a withdrawal and
/// the next submission. Nobody decided to show them, so they are hidden in the history too from those who may not read drafts. From its first
/// publication on a case has no further drafts: its next version is seen in the making.
///
/// `history` holds the events of the case, the earliest first, each with the number of the revision that it was about.
pub fn drafts(history: impl IntoIterator<Item = (ReviewEventKind, i32)>) -> Vec<Range<i32>> {
    let mut drafts = Vec::new();
    let mut since = Some(1);
    for (kind, revision) in history {
        match kind {
            ReviewEventKind::Submitted | ReviewEventKind::Resubmitted => drafts.extend(since.take().map(|first| first..revision)),
            ReviewEventKind::Published | ReviewEventKind::Imported => {
                drafts.extend(since.take().map(|first| first..revision));
                break;
            }
            ReviewEventKind::Withdrawn | ReviewEventKind::Archived => since = since.or(Some(revision + 1)),
            _ => {}
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReviewEventKind::{Archived, ChangesRequested, Claimed, Imported, Published, Resubmitted, Submitted, Withdrawn};

    /// The numbers up to 12 that are drafts.
    fn numbers(history: &[(ReviewEventKind, i32)]) -> Vec<i32> {
        let drafts = drafts(history.iter().copied());
        (1..=12).filter(|number| drafts.iter().any(|some| some.contains(number))).collect()
    }

    #[test]
    fn what_was_written_before_a_submission_is_a_draft() {
        assert!(numbers(&[(Submitted, 1)]).is_empty());
        assert_eq!(numbers(&[(Submitted, 3), (Claimed, 3), (ChangesRequested, 4), (Resubmitted, 6)]), [1, 2]);
        assert_eq!(numbers(&[(Submitted, 2), (Withdrawn, 3), (Submitted, 6), (Archived, 7), (Submitted, 9)]), [1, 4, 5, 8]);
    }

    #[test]
    fn what_was_written_after_a_publication_is_seen_in_the_making() {
        assert_eq!(numbers(&[(Submitted, 2), (Published, 3), (Submitted, 6), (Withdrawn, 6), (Submitted, 9)]), [1]);
        assert!(numbers(&[(Imported, 1), (Submitted, 4)]).is_empty());
    }
}
