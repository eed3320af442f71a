//! Sizes of municipalities: `unter 50.000`, `Landkreise mit mehr als 100 000 Einwohnern`, `50 bis 100 Tsd. Einwohner`.

use super::{Found, Meaning, PopulationBand, kinds, places};
use crate::analysis::Analyser;
use domain::{Municipality, municipality};
use std::ops::Range;

/// Words that set an upper bound, and those that set a lower one.
const UPPER: &[&str] = &["unter", "bis zu", "bis", "maximal", "max", "hochstens", "weniger als", "kleiner als", "nicht mehr als"];
const LOWER: &[&str] = &["uber", "ab", "mindestens", "mind", "mehr als", "grosser als", "nicht weniger als"];

/// Signs that set a bound, in front of the number.
const SIGNS: [char; 4] = ['<', '≤', '>', '≥'];

/// Words for inhabitants, in front of the bound or behind the number. Of those that begin alike the longest comes first.
const INHABITANTS: &[&str] = &[
    "einwohnerinnen und einwohner",
    "einwohnerinnen und einwohnern",
    "einwohner und einwohnerinnen",
    "einwohnern und einwohnerinnen",
    "einwohner",
    "einwohnern",
    "einwohnerinnen",
    "einwohnende",
    "einwohnenden",
    "einwohnerzahl",
    "ew",
    "einw",
];

/// Words that may stand for inhabitants, behind a number that can be nothing else.
const PEOPLE: &[&str] =
    &["burgerinnen und burger", "burgerinnen und burgern", "burger", "burgern", "burgerinnen", "leute", "leuten", "menschen"];

/// What the number is of, if it is of no inhabitants, even where a kind of municipality stands in front of it.
const MONEY: &[&str] = &["euro", "eur"];

/// Words that make a number one of thousands.
const THOUSANDS: &[&str] = &["tausend", CUT_SHORT];

/// The one of them that a full stop belongs to.
const CUT_SHORT: &str = "tsd";

/// The longest phrase among these, in words.
const LONGEST: usize = 3;

/// Fewer inhabitants have no district, and more has none either; a smaller number is an age, a year or an amount, unless the word for
/// inhabitants stands there.
const LEAST: u32 = 10_000;
const LEAST_OF_INHABITANTS: u32 = 1_000;
const MOST: u32 = 2_000_000;

/// What is said about a size.
struct Bounds {
    at_least: Option<u32>,
    below: Option<u32>,
    /// Whether no word or sign says that these are bounds: two numbers with a dash or `bis` between them.
    is_bare: bool,
}

#[derive(Clone, Copy)]
struct Number {
    value: u32,
    is_in_thousands: bool,
}

/// Reads words one after the other.
struct Reader<'a> {
    text: &'a str,
    free: &'a [Range<usize>],
    folded: &'a [String],
    /// How many words have been read.
    at: usize,
}

/// The size that the first of these words speak of.
pub(super) fn at(text: &str, free: &[Range<usize>], folded: &[String]) -> Option<Found> {
    let mut words = Reader { text, free, folded, at: 0 };
    let (kind_words, kind) = kinds::at(folded).unwrap_or_default();
    words.at = kind_words;
    let is_with = kind_words > 0 && words.take(&["mit einer", "mit"]);
    let mut is_named = words.take(INHABITANTS);
    let Bounds { at_least, below, is_bare } = words.bounds()?;
    is_named |= words.take(INHABITANTS);
    let least = if is_named { LEAST_OF_INHABITANTS } else { LEAST };
    let is_plausible = [at_least, below].into_iter().flatten().all(|number| (least..=MOST).contains(&number));
    // `Landkreise unter 90.000 Schulbus` are so large, and look for a bus; `Landkreise mit über 90.000 Schülern` have so many.
    let may_count = kind_words == 0 || is_with;
    if !is_plausible || !is_named && (is_bare && kind_words == 0 || words.is_of_others(may_count)) {
        return None;
    }
    let fits = |municipality: &&Municipality| {
        kind.is_none_or(|kind| municipality.kind == kind)
            && at_least.is_none_or(|bound| municipality.population >= bound)
            && below.is_none_or(|bound| municipality.population < bound)
    };
    let municipalities: Vec<_> = municipality::all().iter().filter(fits).map(Municipality::key).collect();
    let start = with_sign(text, free[0].start);
    let meaning = Meaning::Population(PopulationBand { kind, at_least, below, municipalities });
    Some(Found { start, name: start, length: words.at, meaning: Some(meaning) })
}

/// Where what begins with the word at this place begins, if a sign for a bound belongs to it.
fn with_sign(text: &str, start: usize) -> usize {
    let is_sign = |character: char| character.is_whitespace() || character == '=' || SIGNS.contains(&character);
    let before = text[..start].trim_end_matches(is_sign);
    text[before.len()..start].find(SIGNS).map_or(start, |place| before.len() + place)
}

/// Two bounds; `50 bis 100 tausend` are both thousands.
fn between(low: Number, high: Number) -> (Option<u32>, Option<u32>) {
    let is_short = high.is_in_thousands && !low.is_in_thousands && low.value < 1_000;
    let low = if is_short { low.value * 1_000 } else { low.value };
    (Some(low.min(high.value)), Some(low.max(high.value)))
}

impl<'a> Reader<'a> {
    /// Takes the first of these phrases that the next words are, if any is.
    fn take(&mut self, phrases: &[&str]) -> bool {
        let ahead: Vec<&str> = self.folded[self.at..].iter().take(LONGEST).map(String::as_str).collect();
        let taken = phrases.iter().map(|phrase| phrase.split(' ').collect::<Vec<_>>()).find(|phrase| ahead.starts_with(phrase));
        self.at += taken.as_ref().map_or(0, Vec::len);
        taken.is_some()
    }

    fn bounds(&mut self) -> Option<Bounds> {
        self.take(&["von"]);
        if self.take(&["zwischen"]) {
            let low = self.number()?;
            if !self.take(&["und", "bis"]) {
                return None;
            }
            let (at_least, below) = between(low, self.number()?);
            return Some(Bounds { at_least, below, is_bare: false });
        }
        let sign = self.sign();
        if self.take(UPPER) || matches!(sign, Some('<' | '≤')) {
            return Some(Bounds { at_least: None, below: Some(self.number()?.value), is_bare: false });
        }
        let is_lower = self.take(LOWER) || sign.is_some();
        let low = self.number()?;
        let (at_least, below) = match self.end_of_range() {
            Some(high) => between(low, high),
            None if is_lower => (Some(low.value), None),
            None => return None,
        };
        Some(Bounds { at_least, below, is_bare: !is_lower })
    }

    /// The sign for a bound in front of the next word.
    fn sign(&self) -> Option<char> {
        let before = &self.text[..self.free.get(self.at)?.start];
        before.trim_end().trim_end_matches('=').trim_end().chars().next_back().filter(|sign| SIGNS.contains(sign))
    }

    /// The number behind `bis` or a dash, if one is there.
    fn end_of_range(&mut self) -> Option<Number> {
        let back = self.at;
        let is_dashed = self.gap().is_some_and(|gap| matches!(gap.trim(), "-" | "–" | "—"));
        let number = if is_dashed || self.take(&["bis zu", "bis"]) { self.number() } else { None };
        if number.is_none() {
            self.at = back;
        }
        number
    }

    /// A number, written in one (`50000`) or in groups of three digits (`50.000`, `50 000`), or as thousands (`50 tausend`, `50 Tsd.`).
    fn number(&mut self) -> Option<Number> {
        let mut digits = self.digits()?.to_owned();
        self.at += 1;
        while let Some(group) = self.digits().filter(|group| group.len() == 3 && self.is_in_one_number()) {
            digits.push_str(group);
            self.at += 1;
        }
        let is_in_thousands = self.take(THOUSANDS);
        let value: u32 = digits.parse().ok()?;
        Some(Number { value: value.checked_mul(if is_in_thousands { 1_000 } else { 1 })?, is_in_thousands })
    }

    /// The next word, if it is of digits.
    fn digits(&self) -> Option<&'a str> {
        self.folded.get(self.at).map(String::as_str).filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Whether what parts the next word from the one before may stand between groups of digits.
    fn is_in_one_number(&self) -> bool {
        matches!(self.gap(), Some("." | " " | "\u{a0}" | "\u{202f}" | "'" | "’"))
    }

    /// What stands between the last word that was read and the next.
    fn gap(&self) -> Option<&'a str> {
        let (last, next) = (self.free.get(self.at.checked_sub(1)?)?, self.free.get(self.at)?);
        self.text.get(last.end..next.start)
    }

    /// Whether the number that was read is of something else than people: money, or what the next word names, if it `may_count` that.
    fn is_of_others(&mut self, may_count: bool) -> bool {
        !self.take(PEOPLE) && (self.is_money() || may_count && self.counts_the_next())
    }

    /// Whether what was read is an amount of money.
    fn is_money(&mut self) -> bool {
        let read = self.at.checked_sub(1).and_then(|last| self.free.get(last)).map_or(0, |last| last.end);
        self.text[read..].trim_start().starts_with('€') || self.take(MONEY)
    }

    /// Whether the next word is what the number counts (`10.000 Besucher`): it stands right behind it, and is neither a place nor a stop word.
    fn counts_the_next(&self) -> bool {
        let (free, folded) = (&self.free[self.at..], &self.folded[self.at..]);
        let (Some(gap), Some(next)) = (self.gap(), free.first()) else { return false };
        let is_cut_short = self.folded[..self.at].last().is_some_and(|last| last == CUT_SHORT);
        let gap = if is_cut_short { gap.trim_start_matches('.') } else { gap };
        let word = &self.text[next.clone()];
        gap.trim().is_empty()
            && word.starts_with(char::is_alphabetic)
            && !Analyser::standard().forms(word).is_stop_word
            && kinds::at(folded).is_none()
            && places::at(self.text, free, folded).is_none()
    }
}
