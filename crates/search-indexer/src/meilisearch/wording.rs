//! What is typed, as the server takes it.

use super::groups;
use crate::analysis::{Unit, WayKind};

/// The units for a search in which none may be missing: by the name of their group of synonyms where they have one, otherwise as they were typed.
pub(super) fn strictly(units: &[Unit]) -> String {
    let Some((last, others)) = units.split_last() else { return String::new() };
    let named = |unit: &Unit| groups::name_of(unit).map(|name| format!("\"{name}\" "));
    let mut text: String = others.iter().map(|unit| named(unit).unwrap_or_else(|| typed(unit))).collect();
    text.push_str(&named(last).unwrap_or_else(|| maybe_begun(last)));
    text
}

/// The same for a search in which units may be missing: to the server what is in quotes may not.
pub(super) fn loosely(units: &[Unit]) -> String {
    let word =
        |unit: &Unit| if unit.is_quoted { typed(unit) } else { groups::name_of(unit).map_or_else(|| stems(unit), str::to_owned) + " " };
    units.iter().map(word).collect()
}

/// A unit as it was typed. A blank at the end says that the last word is whole; what must not be corrected is quoted.
fn typed(unit: &Unit) -> String {
    let stems = stems(unit);
    // A quoted word gets no synonyms; known abbreviations are kept from correction by the settings instead.
    let has_synonyms = unit.ways.iter().any(|way| way.kind == WayKind::Synonym);
    let is_whole = unit.single().is_some() && !is_completed_by_its_stem(unit) && unit.maybe_mistyped().is_none();
    let is_as_it_is = unit.is_quoted || (!has_synonyms && (unit.is_exact || is_whole));
    if is_as_it_is { format!("\"{stems}\" ") } else { format!("{stems} ") }
}

fn stems(unit: &Unit) -> String {
    unit.stems().collect::<Vec<_>>().join(" ")
}

/// A unit for the server to complete or correct: a word whose stem is not to be completed in its folded form.
pub(super) fn tolerantly(unit: &Unit) -> String {
    match unit.single().filter(|_| unit.is_prefix) {
        Some(word) if !is_completed_by_its_stem(unit) => word.folded.clone(),
        _ => maybe_begun(unit),
    }
}

/// A unit at the end of a text: without the blank behind it if the server may complete it.
fn maybe_begun(unit: &Unit) -> String {
    let typed = typed(unit);
    if is_completed_by_its_stem(unit) { typed.trim_end().to_owned() } else { typed }
}

/// Whether the server may complete the stem of what is still being typed: not that of a known word from which something was taken off, since it
/// begins other words (`schuld` of `Schulden` is in `Schuldistanz`).
fn is_completed_by_its_stem(unit: &Unit) -> bool {
    let is_its_own_stem = unit.single().is_some_and(|word| word.stem == word.folded);
    unit.is_prefix && (is_its_own_stem || unit.maybe_mistyped().is_some())
}
