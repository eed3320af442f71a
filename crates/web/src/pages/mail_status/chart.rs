//! The days' mails as bars. The table beside the picture says the same.

use super::mail_status::{MailState, MailStatusMailStatusRuns as Run};

/// How high the tallest bar is, in the picture's own units.
const HEIGHT: i64 = 120;

/// How wide a day is.
const STEP: i64 = 24;

/// A picture of the days, the earliest on the left.
pub(super) struct Chart {
    pub(super) width: i64,
    pub(super) height: i64,
    /// How many mails the tallest bar stands for.
    pub(super) most: i64,
    pub(super) bars: Vec<Bar>,
}

/// A day's bar, from the ground up: what arrived, what waits, what did not.
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) parts: Vec<Part>,
}

/// A part of a bar.
pub(super) struct Part {
    /// Its class in the style sheet.
    pub(super) class: &'static str,
    pub(super) y: i64,
    pub(super) height: i64,
}

impl Chart {
    /// The picture of these days, which come with the latest first; nothing if no mail was written.
    pub(super) fn of(runs: &[Run]) -> Option<Self> {
        let most = runs.iter().map(|run| run.total).max().filter(|most| *most > 0)?;
        let bars = runs.iter().rev().zip(0..).map(|(run, place)| bar(run, place * STEP, most)).collect();
        let days = i64::try_from(runs.len()).unwrap_or(i64::MAX / STEP);
        Some(Self { width: days * STEP, height: HEIGHT, most, bars })
    }
}

fn bar(run: &Run, x: i64, most: i64) -> Bar {
    let mut below = 0;
    let mut parts = Vec::new();
    for class in ["sent", "open", "lost"] {
        let count: i64 = run.mails.iter().filter(|mail| class_of(&mail.state) == class).map(|mail| mail.count).sum();
        // From sums, so that rounding never makes a bar taller than it is.
        let (from, to) = (below * HEIGHT / most, (below + count) * HEIGHT / most);
        below += count;
        if to > from {
            parts.push(Part { class, y: HEIGHT - to, height: to - from });
        }
    }
    Bar { x, parts }
}

fn class_of(state: &MailState) -> &'static str {
    match state {
        MailState::SENT => "sent",
        MailState::QUEUED | MailState::SENDING | MailState::DEFERRED => "open",
        _ => "lost",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::mail_status::MailStatusMailStatusRunsMails as Count, *};

    fn run(day: &str, counts: Vec<(MailState, i64)>) -> Run {
        let mails: Vec<_> = counts.into_iter().map(|(state, count)| Count { state, label: String::new(), count }).collect();
        Run { day: day.to_owned(), total: mails.iter().map(|mail| mail.count).sum(), mails, skipped: Vec::new() }
    }

    #[test]
    fn bars_stand_from_the_ground_up_with_the_earliest_day_first() {
        let later = run("2026-12-02", vec![(MailState::SENT, 10), (MailState::DEFERRED, 5), (MailState::FAILED, 5)]);
        let earlier = run("2026-12-01", vec![(MailState::SENT, 10)]);
        let chart = Chart::of(&[later, earlier]).unwrap();
        let parts = |bar: &Bar| bar.parts.iter().map(|part| (part.class, part.y, part.height)).collect::<Vec<_>>();
        assert_eq!((chart.width, chart.most), (48, 20));
        assert_eq!(parts(&chart.bars[0]), [("sent", 60, 60)]);
        assert_eq!(parts(&chart.bars[1]), [("sent", 60, 60), ("open", 30, 30), ("lost", 0, 30)]);
        assert!(Chart::of(&[run("2026-12-01", Vec::new())]).is_none() && Chart::of(&[]).is_none());
    }
}
