//! School beside its lessons.

use super::super::SynonymGroup;

pub(super) const GROUPS: &[SynonymGroup] = &[
    // Food
    &["Frischküche", "Frischeküche", "frisch gekocht", "Kochküche", "selbst gekochtes Essen"],
    &["Wasserspender", "Trinkwasserspender", "Trinkbrunnen"],
    &["Kochkurs", "Kochen lernen", "Kochwerkstatt", "Kinderkochkurs", "Kochclub"],
    &["Vernetzungsstelle Schulverpflegung", "Vernetzungsstelle Kita- und Schulverpflegung", "Vernetzungsstelle Kitaverpflegung"],
    &["Lebensmittelverschwendung", "Speisereste", "Essensreste", "Lebensmittelabfälle"],
    &["Lebensmittelunverträglichkeit", "Nahrungsmittelallergie", "Zöliakie"],
    // Health
    &["Kindergesundheit", "gesund aufwachsen", "Kinder- und Jugendgesundheit", "Gesundheit von Kindern"],
    &["Gesunde Schule", "Gesunde Kita", "gesundheitsfördernde Schule", "Audit gesunde Schule"],
    &["chronisch kranke Kinder", "chronisch krank", "Diabetes", "Epilepsie", "Asthma"],
    &["Erste Hilfe", "Wiederbelebung", "Reanimation", "Herzdruckmassage"],
    &["Depression", "Niedergeschlagenheit", "depressive Verstimmung"],
    &["Schulhund", "Therapiehund", "tiergestützte Pädagogik", "tiergestützt", "Klassenhund", "Lesehund", "Besuchshund"],
    &["Bildschirmzeit", "Mediennutzung", "Medienkonsum", "Fernsehkonsum"],
    // Sport and swimming
    &["Badeunfall", "Ertrinken", "Badetote"],
    &["DLRG", "Wasserwacht", "Rettungsschwimmer"],
    &["Schwimmcontainer", "Schwimmmobil", "mobiles Schwimmbecken", "mobile Schwimmschule"],
    &["Wasserzeiten", "Schwimmzeiten", "Wasserfläche", "Bäderschließung", "Badschließung"],
    &["Bewegungsmangel", "bewegungsarm"],
    &["Motoriktest", "Fitnesstest", "Bewegungscheck", "sportmotorischer Test"],
    &["Jugend trainiert für Olympia", "Schulsportwettkampf", "Schulsportwettbewerb"],
    &["Selbstverteidigung", "Selbstbehauptung", "Selbstbehauptungskurs"],
    &["Mitternachtssport", "Mitternachtsfußball", "Nachtsport", "offene Sporthalle"],
    // Absence, exclusion, way back
    &["Bußgeld", "Ordnungswidrigkeit", "Ordnungsgeld", "Zwangsgeld", "Schulzwang"],
    &["Reintegration", "Rückkehr in die Schule", "zurück in die Schule", "Wiedereingliederung in die Schule", "Schulrückkehr"],
    &["Kurzbeschulung", "verkürzte Beschulung", "unbeschulte Kinder", "Kinder ohne Schule"],
    // School social work, living together at school
    &["Netzwerkstelle Schulerfolg", "Netzwerkstelle für Schulerfolg", "regionale Netzwerkstelle"],
    &["Messer", "Messerangriff", "Waffen an Schulen", "Waffenverbot"],
    &["Sexting", "Nacktbilder", "Pornografie"],
    &["Klassenchat", "Gruppenchat", "Elternchat", "WhatsApp-Gruppe"],
    &["Schule ohne Rassismus", "Schule mit Courage", "Courage-Schule"],
    &["Schulordnung", "Hausordnung", "Schulregeln", "Klassenregeln"],
    &["Umgangsformen", "Benehmen", "Höflichkeit", "Benimmkurs", "respektvoller Umgang"],
    &["erstes Handy", "erstes Smartphone", "Kinderhandy", "Smartphone für Kinder"],
    // All-day school
    &["Frühhort", "Frühbetreuung", "Betreuung vor dem Unterricht"],
    &["Kooperation Schule-Hort", "Schule und Hort", "Hort und Schule", "Grundschule und Hort"],
    &["gebundene Ganztagsschule", "gebundener Ganztag", "teilgebunden", "verpflichtender Ganztag"],
    &["Ganztagsausbau", "Investitionsprogramm Ganztagsausbau", "Ausbau des Ganztags", "Ganztagsmittel", "GaFinHG"],
    &["außerschulische Partner", "GTA-Anbieter", "externe Partner im Ganztag", "Ganztagspartner"],
    // Inclusion
    &["Down-Syndrom", "Trisomie 21"],
    &["Poolmodell", "Poollösung", "Assistenzpool", "Klassenassistenz", "Pool-Schulbegleitung"],
    &["Förderschullehrer", "Sonderschullehrer", "Lehrer für Sonderpädagogik"],
    &["Inklusionsklasse", "Integrationsklasse", "Kooperationsklasse", "Partnerklasse"],
    &["Inklusionsschule", "inklusive Schule", "Schwerpunktschule Inklusion"],
    &["Unterstützte Kommunikation", "Talker"],
];
