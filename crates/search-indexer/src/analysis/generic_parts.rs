//! Parts of compounds that say little, because nearly everything in this domain is called so.

use std::{collections::HashSet, sync::LazyLock};

/// Written as people write them.
const GENERIC_PARTS: &str = "
    Angebot Ansatz Arbeit Aufgabe Bereich Bildung Einrichtung Entwicklung Initiative Konzept Kreis Land Management Maßnahme Modell
    Plan Planung Praxis Programm Projekt Prozess Region Stelle Struktur System Verfahren Vorhaben kommunal
";

static GENERIC: LazyLock<HashSet<String>> =
    LazyLock::new(|| GENERIC_PARTS.split_whitespace().map(|word| super::stem::stem(&super::fold(word))).collect());

/// Whether the part with this stem says little about what a compound is about.
pub(super) fn is_generic(stem: &str) -> bool {
    GENERIC.contains(stem)
}
