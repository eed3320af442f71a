//! Culture, and what people do for others and the world.

use super::super::SynonymGroup;

pub(super) const GROUPS: &[SynonymGroup] = &[
    // Libraries, music, museums, stage
    &["Bibliotheksführerschein", "Büchereiführerschein", "Bibfit", "Bibliothekseinführung"],
    &["Musikalische Früherziehung", "musikalische Frühförderung", "Musikgarten", "Musik in der Kita"],
    &["Musikwettbewerb", "Jugend musiziert"],
    &["Leihinstrument", "Instrumentenverleih", "Instrumentenausleihe"],
    &["Rap", "Hip-Hop", "Beatbox", "Songwriting"],
    &["Museumskoffer", "Museumskiste", "Geschichtskoffer", "Zeitreisekoffer"],
    &["Wanderausstellung", "mobile Ausstellung", "Ausstellung auf Reisen"],
    &["Archiv", "Stadtarchiv", "Kreisarchiv", "Archivpädagogik", "Archivalien"],
    &["Stadtführung", "Stadtrundgang", "Stadtrallye", "Gästeführer", "Ortsrundgang"],
    &["Lehrpfad", "Naturlehrpfad", "Erlebnispfad", "Themenweg"],
    &["Industriekultur", "Industriegeschichte", "Bergbaugeschichte", "Bergbautradition", "Besucherbergwerk", "Industriedenkmal"],
    &["Geopark", "Geologie", "Gesteine", "Fossilien"],
    &["Archäologie", "Ausgrabung", "Urgeschichte", "Steinzeit"],
    &["Kultur macht stark", "Bündnisse für Bildung"],
    &["Kulturraum", "Kulturraumgesetz", "Kulturkonvent", "Kulturraumförderung"],
    &["Kulturbus", "Fahrt ins Museum", "Fahrt ins Theater", "Exkursionsbus", "Busfahrt zum Lernort"],
    &["Nähcafé", "Nähkurs", "Nähwerkstatt", "Nähstube"],
    &["Schnitzen", "Klöppeln", "Drechseln", "altes Handwerk"],
    // Volunteering
    &["Ehrenamtsmesse", "Freiwilligentag", "Vereinsmesse", "Markt der Vereine", "Tag des Ehrenamts", "Freiwilligenbörse"],
    &["Vereinsberatung", "Vereinscoaching", "Vereinsrecht", "Beratung von Vereinen"],
    &["Vereinsvorstand", "Vorstandsarbeit", "Vorstandsnachfolge"],
    &["THW", "Technisches Hilfswerk"],
    &["JRK", "Jugendrotkreuz"],
    &["Unternehmensengagement", "Corporate Volunteering", "CSR", "Social Day", "Engagement von Unternehmen"],
    // Democracy and participation
    &["Bürgersprechstunde", "Einwohnersprechstunde", "Landrat vor Ort", "Landrat im Gespräch"],
    &["Demokratiekonferenz", "Demokratietag", "Demokratiewerkstatt", "Woche der Demokratie"],
    &["Frauen in der Kommunalpolitik", "Frauen in die Politik", "Frauen in den Stadtrat"],
    // Sustainability, environment
    &["Upcycling", "Wiederverwendung", "Kreislaufwirtschaft"],
    &["Streuobstwiese", "Obstbäume", "Apfelernte", "Obstwiese", "alte Apfelsorten"],
    &["Baumpflanzaktion", "Bäume pflanzen", "Baumpatenschaft", "Aufforstung", "Waldumbau"],
    &["Bachpatenschaft", "Gewässerpädagogik", "Gewässeruntersuchung", "Wasserlabor", "Leben im Bach"],
    &["regionale Produkte", "regionale Lebensmittel", "Regionalvermarktung", "Bauernmarkt"],
];
