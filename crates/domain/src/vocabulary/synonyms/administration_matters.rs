//! Money, staff, planning and law of the administration.

use super::super::SynonymGroup;

pub(super) const GROUPS: &[SynonymGroup] = &[
    // Digital tools of the administration and of schools
    &["elektronische Akte", "E-Akte", "digitale Akte", "Dokumentenmanagement", "DMS", "papierlose Akte"],
    &["Mängelmelder", "Schadensmelder", "Hinweisportal"],
    &["Datenpflege", "veraltete Einträge", "Redaktionssystem", "CMS", "Content-Management-System"],
    &["Relaunch", "Neugestaltung der Website", "neuer Internetauftritt", "überarbeitete Website"],
    &["digitale Stele", "Infoterminal", "digitales Schaufenster", "digitale Anschlagtafel"],
    // Money: programmes, applications, budgets
    &["Pauschale", "Pauschalförderung", "Förderpauschale", "Festbetragsfinanzierung"],
    &["Fördersatz", "Förderquote", "Förderhöhe"],
    &[
        "Investitionsprogramm",
        "Investitionspaket",
        "Kommunalinvestitionsprogramm",
        "Konjunkturpaket",
        "Sondervermögen",
        "Investitionsmittel",
    ],
    &["Bürgerstiftung", "Gemeinschaftsstiftung"],
    &["Kreisumlage", "kommunaler Finanzausgleich", "Finanzausgleichsgesetz", "Schlüsselzuweisungen", "Kommunalfinanzen"],
    &["Unternehmen Revier", "Bundesmodellvorhaben Unternehmen Revier"],
    &["BULE", "Bundesprogramm Ländliche Entwicklung", "BULEplus"],
    &["simul+", "Mitmachfonds", "sächsischer Mitmachfonds", "simul+ Mitmachfonds"],
    &[
        "LSZ",
        "Landesprogramm Solidarisches Zusammenleben der Generationen",
        "Solidarisches Zusammenleben der Generationen",
        "Familie eins99",
    ],
    &["Aktionsprogramm Aufholen nach Corona", "Corona-Aufholpaket", "Aufholpaket"],
    // Staff
    &["Personalentwicklung", "Mitarbeiterentwicklung", "Qualifizierung der Mitarbeiter", "Schulung für Ämter"],
    &["Personalrat", "Personalvertretung", "Mitarbeitervertretung"],
    &["Springer", "Springerkraft", "Springerpool", "Vertretungspool"],
    // Planning
    &["Regionalplanung", "Raumordnung", "Landesentwicklungsplan", "Raumplanung"],
    &["Infrastrukturplanung", "soziale Infrastruktur", "Bildungsinfrastruktur"],
    // Rural areas, structural change
    &[
        "Strukturentwicklungsgesellschaft",
        "Sächsische Agentur für Strukturentwicklung",
        "Wirtschaftsregion Lausitz",
        "Innovationsregion Mitteldeutschland",
    ],
    // Health office, crises
    &["Hygieneplan", "Hygienekonzept", "Infektionsschutz", "Maskenpflicht", "Coronatest"],
    &["Hochwasser", "Flutkatastrophe", "Überschwemmung", "Jahrhundertflut"],
    &["Energiekrise", "Energiepreise", "Gaspreise", "hohe Heizkosten"],
    &["Stromausfall", "Blackout", "Notstrom"],
    &["Gesundheitstag", "Gesundheitswoche", "Gesundheitsmesse", "Aktionstag Gesundheit"],
    &["Gesundheitsplanung", "Gesundheitskonzept", "Gesundheitsziele"],
    &["Krisenkommunikation", "Notfallkommunikation", "Information in der Krise"],
    // Law and its everyday words
    &["SGB XII", "Grundsicherung im Alter"],
    &["UN-BRK", "UN-Behindertenrechtskonvention", "Behindertenrechtskonvention"],
    &["Behördenbrief", "Amtsschreiben", "Amtsbrief", "Behördenpost"],
    &["Rechtsanspruch", "gesetzlicher Anspruch", "einklagbar"],
    &["Informationsfreiheit", "Transparenzgesetz", "Informationsfreiheitsgesetz", "Akteneinsicht"],
    &["Gemeindeordnung", "Landkreisordnung", "Kommunalverfassung", "SächsGemO", "KVG LSA", "ThürKO"],
    &["Barrierefreiheitsstärkungsgesetz", "BFSG", "Behindertengleichstellungsgesetz", "BGG"],
    &["Vergabestelle", "Vergabeordnung", "Vergabegesetz", "Vergabevermerk"],
    // Easy language and access to information
    &["Piktogramm", "Bildsprache", "Symbolkarten"],
    &["Wegeleitsystem", "Beschilderung", "Leitsystem", "Orientierungssystem"],
];
