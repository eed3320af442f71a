//! Families, and those who help them.

use super::super::SynonymGroup;

pub(super) const GROUPS: &[SynonymGroup] = &[
    // Families
    &["Regenbogenfamilie", "gleichgeschlechtliche Eltern", "queere Familie"],
    &["Familienwegweiser", "Elternwegweiser", "Familienratgeber", "Familienatlas"],
    &["Familienportal", "Familien-App", "Onlineportal für Familien"],
    &["Eltern-App", "Schul-App", "Elternportal", "Schulmessenger", "Kita-App"],
    &["Familienrat", "Familienkonferenz", "Verwandtschaftsrat"],
    &["Young Carers", "pflegende Kinder", "pflegende Jugendliche"],
    &["Kinder inhaftierter Eltern", "Kinder von Inhaftierten", "Eltern in Haft", "Vater im Gefängnis"],
    &["Mutter-Kind-Heim", "Mutter-Kind-Einrichtung", "gemeinsame Wohnform", "Mutter-Kind-Wohnen"],
    &["Kinderfest", "Kindertag", "Weltkindertag", "Familienfest", "Familientag"],
    &["Familienentlastender Dienst", "Familienunterstützender Dienst", "FED"],
    &["Kinderhospiz", "Kinderhospizdienst", "lebensverkürzend erkrankte Kinder"],
    // Youth welfare
    &["Jugendhilfe", "Jugendfürsorge", "Jugendwohlfahrt"],
    &["Schule und Jugendhilfe", "Jugendhilfe und Schule", "Kooperation Schule-Jugendhilfe", "Jugendamt und Schulamt"],
    &["Tagesgruppe", "teilstationäre Hilfe", "heilpädagogische Tagesgruppe"],
    &["Jugendwohnen", "betreutes Jugendwohnen", "Trainingswohnung"],
    &["Fallkonferenz", "Fallbesprechung", "Helferkonferenz", "Hilfekonferenz", "Helferrunde"],
    &["Case Management", "Fallmanagement", "Fallmanager"],
    &["Sorgentelefon", "Nummer gegen Kummer", "Kummertelefon", "Krisentelefon", "Kinder- und Jugendtelefon", "Elterntelefon"],
    &["Kummerkasten", "Sorgenbriefkasten", "Kummerbriefkasten"],
    &["Haus des Jugendrechts", "Jugendrechtshaus"],
    &["Täter-Opfer-Ausgleich", "TOA"],
    &["Intensivtäter", "Mehrfachtäter", "Wiederholungstäter"],
    &["Vandalismus", "Sachbeschädigung", "Schmierereien", "Zerstörungswut"],
    &["selbstverwalteter Jugendclub", "Jugendclub in Eigenregie", "selbstverwaltetes Jugendzentrum", "selbstverwalteter Jugendraum"],
    &["Jugendförderplan", "Jugendförderplanung", "Kinder- und Jugendförderplan", "Teilfachplan Jugendarbeit"],
    &["Kreisjugendpfleger", "Gemeindejugendpfleger", "Stadtjugendpfleger", "Jugendkoordinator"],
    &["Schulclub", "Schülerclub", "Schülertreff", "Schuljugendarbeit"],
    &["Bolzplatz", "Kleinspielfeld", "Multisportanlage", "Soccerfeld"],
    &["Spielplatz", "Spielfläche", "Spielgeräte"],
    &["inklusiver Spielplatz", "barrierefreier Spielplatz"],
    &["Mädchenarbeit", "Mädchentreff", "Mädchengruppe", "Mädchenzentrum", "Mädchentag"],
    &["Jungenarbeit", "Jungengruppe", "Jungentag"],
    &["Erlebnispädagogik", "Abenteuerpädagogik", "Outdoorpädagogik", "Hochseilgarten", "Kletterwald"],
    &["Zirkus", "Artistik", "Jonglieren", "Manege"],
    &["Sommerferien", "große Ferien", "Schulferien", "schulfreie Zeit"],
    // Poverty
    &["Schulbedarfspaket", "Schulstarterpaket", "persönlicher Schulbedarf", "Schulstarthilfe"],
    &["Essengeld", "Essensgeld", "Essenspreis", "Verpflegungskosten", "teures Schulessen"],
    &["hungrige Kinder", "mit leerem Magen"],
];
