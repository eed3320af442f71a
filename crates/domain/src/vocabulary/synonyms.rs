//! Words that mean the same to a search.

/// A group of words and short phrases of which each means the others.
///
/// Words are written as people write them; the search folds and stems them itself. An abbreviation is a word like any other.
pub type SynonymGroup = &'static [&'static str];

/// The groups that the network starts with.
pub const SYNONYM_GROUPS: &[SynonymGroup] = &[
    &["Kita", "Kindergarten", "Kindertagesstätte", "Kindertageseinrichtung", "Kindertagesbetreuung"],
    &["Geflüchtete", "Flüchtlinge", "Neuzugewanderte", "Zugewanderte", "Migranten", "Migrantinnen", "Zuwanderung"],
    &["JBA", "Jugendberufsagentur"],
    &["VHS", "Volkshochschule"],
    &["DaZ", "Deutsch als Zweitsprache"],
    &["BO", "Berufsorientierung", "Berufliche Orientierung"],
    &["BNE", "Bildung für nachhaltige Entwicklung"],
    &["GTA", "Ganztagsangebote", "Ganztag"],
    &["Oberschule", "Sekundarschule", "Regelschule"],
    &["Bildungslandschaft", "Bildungsregion"],
    &["Beirat", "Bildungsbeirat", "Bildungsrat", "Lenkungskreis", "Steuerungsgruppe"],
    &["Verstetigung", "Weiterführung", "Daueraufgabe"],
    &["Schulabsentismus", "Schuldistanz", "Schulabbruch", "Schulschwänzen"],
    &["Bildungspatenschaft", "Lernpate", "Mentoring"],
    &["RÜMSA", "Regionales Übergangsmanagement"],
    &["Leseförderung", "Literacy", "Vorlesen"],
    &["Fachkräftesicherung", "Fachkräftemangel"],
    &["Inklusion", "Teilhabe"],
    &["Kreistagsvorlage", "Ratsvorlage", "Beschlussvorlage"],
    &["Bildungsmarketing", "Öffentlichkeitsarbeit"],
    &["Praktikum", "Schülerpraktikum", "Schnuppertag"],
    &["Sprachmittler", "Sprachmittlung", "Dolmetscher"],
    &["Alphabetisierung", "Grundbildung"],
    &["Schulanfang", "Schuleingang", "Einschulung"],
    &["Kennzahlenset", "Indikatorenset", "Kennzahlenkatalog"],
    &["DKBM", "Datenbasiertes kommunales Bildungsmanagement"],
    &["BuT", "Bildung und Teilhabe"],
];

/// Groups of words that do not mean the same but lead the same person to the same cases; they count less than synonyms.
pub const RELATED_GROUPS: &[SynonymGroup] = &[];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_word_stands_in_one_group() {
        let mut seen = HashSet::new();
        for word in SYNONYM_GROUPS.iter().copied().flatten() {
            assert!(seen.insert(word.to_lowercase()), "{word} stands in two groups");
        }
        assert!(SYNONYM_GROUPS.iter().all(|group| group.len() > 1));
    }
}
