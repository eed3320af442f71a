//! The passage of a case that shows best why it was found.

use super::html::marked;
use crate::finder::Occurrence;

/// How long a snippet is, in bytes; umlauts count twice, which does not matter here.
const LENGTH: usize = 240;
/// How much of the text stands in front of the first marked word, at most.
const LEAD: usize = 60;

/// The passage of the texts with most of the query's units, with `…` where it was cut. Without any it is the beginning of the first text.
pub(super) fn snippet(texts: &[(&str, Vec<Occurrence>)]) -> String {
    let best = texts.iter().flat_map(|(text, found)| passages(found).map(move |passage| (*text, found, passage)));
    // The first of the best: max_by_key would give the last.
    let best = best.reduce(|best, other| if other.2.worth() > best.2.worth() { other } else { best });
    match (best, texts.first()) {
        (Some((text, found, passage)), _) => cut(text, found, passage.start),
        (None, Some((text, found))) => cut(text, found, 0),
        (None, None) => String::new(),
    }
}

/// A stretch of a text that begins at an occurrence.
struct Passage {
    start: usize,
    units: u32,
    words: u32,
}

impl Passage {
    fn worth(&self) -> (u32, u32) {
        (self.units, self.words)
    }
}

fn passages(found: &[Occurrence]) -> impl Iterator<Item = Passage> {
    found.iter().enumerate().map(|(place, first)| {
        let end = first.range.start + LENGTH - LEAD;
        let within = found[place..].iter().take_while(|occurrence| occurrence.range.end <= end);
        let (units, words) = within.fold((0_u64, 0), |(units, words), occurrence| (units | 1 << (occurrence.unit % 64), words + 1));
        Passage { start: first.range.start, units: units.count_ones(), words }
    })
}

/// Cuts the text at words so that the place is near its beginning.
fn cut(text: &str, found: &[Occurrence], place: usize) -> String {
    let start = if place <= LEAD { 0 } else { word_start(text, place - LEAD, place) };
    // Near the end of a text, more of what stands before is shown.
    let start = if text.len() <= LENGTH { 0 } else { start.min(word_start(text, text.len() - LENGTH, place)) };
    let end = if text.len() - start <= LENGTH { text.len() } else { word_end(text, start + LENGTH, place) };
    let inside = found.iter().filter(|occurrence| occurrence.range.start >= start && occurrence.range.end <= end);
    let moved = inside.map(|found| Occurrence { range: found.range.start - start..found.range.end - start, unit: found.unit });
    let passage = marked(text[start..end].trim_end(), &moved.collect::<Vec<_>>());
    let before = if start > 0 { "… " } else { "" };
    let after = if end < text.len() { " …" } else { "" };
    format!("{before}{passage}{after}")
}

/// The start of the first word at or behind `at`, but not behind `latest`.
fn word_start(text: &str, at: usize, latest: usize) -> usize {
    let at = text.floor_char_boundary(at);
    text[at..latest.max(at)].find(' ').map_or(latest, |space| at + space + 1)
}

/// The end of the last word before `at`; that of the word at `place` may lie behind it, and one that has no end soon is cut.
fn word_end(text: &str, at: usize, place: usize) -> usize {
    let at = text.floor_char_boundary(at);
    match text[..at].rfind(' ') {
        Some(space) if space > place => space,
        _ => {
            let furthest = text.floor_char_boundary(at + LENGTH);
            text[at..furthest].find(' ').map_or(furthest, |space| at + space)
        }
    }
}
