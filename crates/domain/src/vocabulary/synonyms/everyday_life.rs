//! Learning and living as a grown-up.

use super::super::SynonymGroup;

pub(super) const GROUPS: &[SynonymGroup] = &[
    // Learning of adults, literacy
    &["VHS-Außenstelle", "Außenstelle der Volkshochschule", "Kurse auf dem Dorf", "Kurse in der Fläche"],
    &["Semesterprogramm", "VHS-Programm", "Kursheft", "Herbstsemester", "Frühjahrssemester"],
    &["Kursleiter", "Dozent", "nebenberufliche Lehrkraft"],
    &["FbW", "Förderung der beruflichen Weiterbildung", "Qualifizierungschancengesetz"],
    &["Alltagsmathematik", "Rechnen im Alltag", "Rechnen für Erwachsene"],
    // Money, debts, everyday life
    &["Handyvertrag", "Handyrechnung", "Mobilfunkvertrag"],
    &["Abofalle", "Kostenfalle", "Vertragsfalle"],
    &["Stromsperre", "Energieschulden", "Stromschulden", "Energiearmut"],
    &["Mieterführerschein", "Wohnführerschein", "Mietführerschein", "wohnen lernen"],
    &["Mietschulden", "Wohnungsverlust", "Zwangsräumung", "Räumungsklage"],
    &["Wohnungsnot", "Wohnungsmangel", "bezahlbarer Wohnraum", "Wohnungssuche"],
    &["Sozialberatung", "soziale Beratung", "allgemeine Sozialberatung"],
    &["Nachbarschaftshilfe", "Nachbarn helfen", "Nachbarschaftshelfer", "Nachbarschaftsverein"],
    &["Besuchsdienst", "Besuchspate", "Telefonengel", "Plaudertelefon"],
    // Prison
    &["Sozialstunden", "gemeinnützige Arbeit", "Arbeitsauflage", "Schwitzen statt Sitzen", "Arbeit statt Strafe"],
    // Later life
    &["Gedächtnistraining", "Gehirnjogging", "Denksport", "geistig fit"],
    &["Seniorensport", "Seniorengymnastik", "Sturzprävention", "Bewegung im Alter"],
    // Digital skills, media
    &["elektronische Patientenakte", "elektronisches Rezept"],
    &["Enkeltrick", "Schockanruf", "Trickbetrug", "Internetbetrug", "Betrugsmaschen", "Phishing"],
    &["Trickfilm", "Stop-Motion", "Filmprojekt", "Filmwerkstatt", "Filmdreh", "Handyfilm"],
    &["Fotografie", "Fotoprojekt", "Fotowettbewerb", "Fotowerkstatt", "Fotokurs"],
    &["digitale Schnitzeljagd", "Actionbound", "Geocaching", "digitale Rallye", "QR-Code"],
    &["Digitalstrategie", "Digitalisierungsstrategie", "digitale Agenda", "Digitalkonzept"],
    // Migration and language
    &[
        "ausländische Kinder",
        "geflüchtete Kinder",
        "Flüchtlingskinder",
        "Kinder mit Migrationshintergrund",
        "zugewanderte Kinder",
        "zugewanderte Schüler",
        "ausländische Schüler",
        "geflüchtete Schüler",
    ],
    &["junge Geflüchtete", "geflüchtete Jugendliche", "junge Flüchtlinge", "junge Migranten", "Jugendliche mit Migrationshintergrund"],
    &["geflüchtete Frauen", "zugewanderte Frauen", "Frauen mit Migrationshintergrund", "Frauen mit Fluchterfahrung", "MiA-Kurs"],
    &["geflüchtete Azubis", "Geflüchtete in Ausbildung", "Ausbildung für Geflüchtete", "Azubis mit Fluchthintergrund"],
    &["Geflüchtete in Arbeit", "Job-Turbo", "Arbeitsmarktmentor", "Arbeitsmarktintegration Geflüchteter", "Beschäftigung von Geflüchteten"],
    &["Zweitschriftlerner", "Schriftunkundige", "lateinische Schrift"],
    &["Erstorientierung", "Orientierungskurs", "Wegweiserkurs", "Leben in Deutschland", "erste Schritte in Deutschland"],
    &["Einbürgerung", "Einbürgerungsfeier", "Staatsbürgerschaft", "Staatsangehörigkeit", "deutscher Pass"],
    &["AsylbLG", "Asylbewerberleistungsgesetz"],
    &["Willkommenskultur", "willkommen heißen", "Ankommenskultur", "Begrüßungskultur"],
    &["Mundart", "Dialekt", "Plattdeutsch", "Niederdeutsch", "Erzgebirgisch"],
    // Rural life and mobility
    &["Deutschlandticket", "49-Euro-Ticket"],
    &["Ortsvorsteher", "Ortsbürgermeister", "Ortschaftsrat", "Ortsbeirat", "Ortsteilrat", "Ortsteilbürgermeister"],
    // Disability
    &["Budget für Arbeit", "Budget für Ausbildung"],
    &["Unterstützte Beschäftigung", "Arbeitsassistenz"],
    &["EAA", "Einheitliche Ansprechstelle für Arbeitgeber"],
    &["persönliche Assistenz", "Assistenzdienst"],
    &["inklusive Erwachsenenbildung", "inklusive Volkshochschule", "Kurse für Menschen mit Behinderung", "barrierefreie Kurse"],
    &["Behindertensport", "Inklusionssport", "Rollstuhlsport", "Special Olympics", "inklusiver Sport"],
    &["inklusives Theater", "inklusiver Chor", "inklusive Tanzgruppe", "inklusive Kulturarbeit"],
    &["Inklusionstag", "Aktionstag Inklusion", "Tag der Inklusion"],
    &["Wohnstätte", "besondere Wohnform", "betreutes Wohnen für Menschen mit Behinderung"],
];
