//! Parts of compounds that say little because nearly everything is called so.

use std::{collections::HashSet, sync::LazyLock};

/// Parts that a compound of this domain may lack: in `Elternmentorenprogramm` it is `Eltern` and `Mentor` that are looked for. Written as
/// people write them, in their basic form; a word on its own keeps its weight. What makes another thing of the word before it stands not
/// here (`Amt` in `Jugendamt`, `Begleitung` in `Schulbegleitung`, `Stand` in `Sprachstand`).
const GENERIC_PARTS: &str = "
    Projekt Programm Konzept Konzeption Angebot Maßnahme Initiative Vorhaben Aktion Aktivität Modell Ansatz Format Form Art Methode Methodik
    Verfahren Instrument Werkzeug Arbeit Tätigkeit Aufgabe Aufbau Ausbau Umsetzung Durchführung Gestaltung Entwicklung Weiterentwicklung
    Einführung Nutzung Organisation Prozess Ablauf Verlauf Bildung kommunal Kommune regional Region lokal Kreis Landkreis Land Bundesland Stadt
    Bereich Feld Ebene Gebiet Standort Einrichtung Institution Stelle Stätte Plan Planung Strategie Ziel Zielgruppe System Struktur Rahmen
    Grundlage Basis Wesen Landschaft Umfeld Management Steuerung Koordination Koordinierung Organisator Unterstützung Service Fach Person
    Gruppe Team Mitarbeiter Akteur Partner Teilnehmer Teilnahme Vertreter Mitglied Nutzer Beteiligte Verantwortliche Thema Inhalt Frage Fall
    Punkt Schwerpunkt Sache Stück Baustein Modul Element Komponente Faktor Merkmal Aspekt Kriterium Phase Schritt Termin Beginn Zeitraum
    Qualität Kompetenz Erfahrung Beispiel Ergebnis Bedarf Bedingung Möglichkeit Situation Idee Material Unterlage Paket Set Reihe Serie
    Runde Veranstaltung Treffen Tätigkeitsfeld Handlungsfeld Arbeitsfeld Aufgabenfeld Übersicht Zusammenhang Hintergrund Bezug Variante Typ
";

static GENERIC: LazyLock<HashSet<String>> =
    LazyLock::new(|| GENERIC_PARTS.split_whitespace().map(|word| super::stem::stem(&super::fold(word))).collect());

/// Whether the part with this stem says so little that a compound means the same without it.
pub(super) fn is_generic_part(stem: &str) -> bool {
    GENERIC.contains(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::forms::forms;

    #[test]
    fn what_is_left_of_a_compound_is_its_topic() {
        for (word, topic) in [
            ("Elternmentorenprogramm", "Eltern Mentor"),
            ("Praktikumskonzept", "Praktikum"),
            ("Klimaschutzmaßnahmen", "Klimaschutz"),
            ("Jugendamt", "Jugend Amt"),
            ("Schulbegleitung", "Schule Begleitung"),
        ] {
            let left: Vec<String> = forms(word).parts.iter().filter(|part| !is_generic_part(part)).cloned().collect();
            let expected: Vec<String> = topic.split_whitespace().map(|part| forms(part).stem.clone()).collect();
            assert_eq!(left, expected, "{word}");
        }
    }
}
