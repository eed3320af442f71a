//! Sizes of municipalities: `unter 50.000`, `Landkreise ab 100 000 Einwohner`.

use super::{Meaning, PopulationBand};
use crate::analysis::fold;
use domain::{Municipality, municipality, vocabulary::MunicipalityKind};
use std::ops::Range;

/// Words that set a bound, and whether it is the upper one.
const BOUNDS: &[(&str, bool)] =
    &[("unter", true), ("bis", true), ("maximal", true), ("hochstens", true), ("uber", false), ("ab", false), ("mindestens", false)];

/// Words that say what has the size.
const KINDS: &[(&str, Option<MunicipalityKind>)] = &[
    ("stadt", Some(MunicipalityKind::KreisfreieStadt)),
    ("stadte", Some(MunicipalityKind::KreisfreieStadt)),
    ("stadten", Some(MunicipalityKind::KreisfreieStadt)),
    ("landkreis", Some(MunicipalityKind::Landkreis)),
    ("landkreise", Some(MunicipalityKind::Landkreis)),
    ("landkreisen", Some(MunicipalityKind::Landkreis)),
    ("kreis", Some(MunicipalityKind::Landkreis)),
    ("kreise", Some(MunicipalityKind::Landkreis)),
    ("kommune", None),
    ("kommunen", None),
];

/// Words for inhabitants, behind the number.
const INHABITANTS: &[&str] = &["einwohner", "einwohnern", "einwohnerinnen", "ew", "leute", "menschen"];

/// Fewer inhabitants have no district, and more has none either; a smaller number is an age, a year or an amount.
const LEAST: u32 = 10_000;
const MOST: u32 = 2_000_000;

/// The size that the first of these words speak of, with how many of them do.
pub(super) fn at(text: &str, free: &[Range<usize>]) -> Option<(usize, Meaning)> {
    let folded: Vec<String> = free.iter().take(6).map(|range| fold(&text[range.clone()])).collect();
    let kind = KINDS.iter().find(|(word, _)| folded.first().is_some_and(|first| first == word));
    let at = usize::from(kind.is_some());
    let (_, is_upper) = BOUNDS.iter().find(|(word, _)| folded.get(at).is_some_and(|bound| bound == word))?;
    let (digits, number) = number(&folded[at + 1..])?;
    let mut end = at + 1 + digits;
    if folded.get(end).is_some_and(|word| INHABITANTS.contains(&word.as_str())) {
        end += 1;
    }
    let kind = kind.and_then(|(_, kind)| *kind);
    let (at_least, below) = if *is_upper { (None, Some(number)) } else { (Some(number), None) };
    let fits = |municipality: &&Municipality| {
        kind.is_none_or(|kind| municipality.kind == kind)
            && at_least.is_none_or(|bound| municipality.population >= bound)
            && below.is_none_or(|bound| municipality.population < bound)
    };
    let municipalities: Vec<_> = municipality::all().iter().filter(fits).map(Municipality::key).collect();
    Some((end, Meaning::Population(PopulationBand { at_least, below, municipalities })))
}

/// A number that the first of these words are, written in one (`50000`) or in groups of three digits (`50.000`, `50 000`), or as thousands
/// (`50 tausend`), with how many words it takes.
fn number(words: &[String]) -> Option<(usize, u32)> {
    let mut digits = words.first().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))?.clone();
    let mut taken = 1;
    while let Some(group) = words.get(taken).filter(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit())) {
        digits.push_str(group);
        taken += 1;
    }
    if words.get(taken).is_some_and(|word| word == "tausend") {
        digits.push_str("000");
        taken += 1;
    }
    let number = digits.parse().ok().filter(|number| (LEAST..=MOST).contains(number))?;
    Some((taken, number))
}
