//! What the analysis makes of words.

use search_indexer::analysis::Analyser;

/// A word, the parts that a search for them finds it by, or nothing for a word that is none or not known to be a compound.
const COMPOUNDS: &[(&str, &str)] = &[
    ("Ausbildungsbus", "ausbildung bus"),
    ("Ausbildungsbusse", "ausbildung bus"),
    ("Berufseinstiegsbegleitung", "berufseinstieg begleitung"),
    ("Bildungsmonitoring", "bildung monitoring"),
    ("Bildungskonferenzen", "bildung konferenz"),
    ("Bildungsbüros", "bildung büro"),
    ("Bildungslandschaft", "bildung landschaft"),
    ("Brennpunktschulen", "brennpunkt schule"),
    ("Bürger:innenbeteiligung", "bürger beteiligung"),
    ("Bürgerbeteiligung", "bürger beteiligung"),
    ("Datenschutzbeauftragte", "daten schutz beauftragte"),
    ("Einschulungsuntersuchung", "einschulung untersuchung"),
    ("Elternarbeit", "eltern arbeit"),
    ("Erwachsenenbildung", "erwachsene bildung"),
    ("Fachkräftemangel", "fachkraft mangel"),
    ("Familienzentren", "familie zentrum"),
    ("Ganztagsangebote", "ganztag angebot"),
    ("Grundschullehrerin", "grundschule lehrerin"),
    ("Hausaufgabenhilfe", "hausaufgaben hilfe"),
    ("Hortbetreuung", "hort betreuung"),
    ("Jugendberufsagentur", "jugend beruf agentur"),
    ("Jugendhilfeausschuss", "jugendhilfe ausschuss"),
    ("Kennzahlenset", "kennzahl set"),
    ("Kindergartenkinder", "kindergarten kind"),
    ("Kitaplätze", "kita platz"),
    ("Kitaeltern", "kita eltern"),
    ("Kreisvolkshochschule", "kreis volkshochschule"),
    ("Leseförderung", "lesen förderung"),
    ("Lernpatenschaften", "lernen patenschaft"),
    ("Praktikumswoche", "praktikum woche"),
    ("Projektstelle", "projekt stelle"),
    ("Schülerpraktika", "schüler praktikum"),
    ("Schülerverkehr", "schüler verkehr"),
    ("Schulabgängerinnen", "schule abgänger"),
    ("Schulsozialarbeiterin", "schule sozialarbeiterin"),
    ("Sprachmittlerpool", "sprache mittler pool"),
    ("Starkregenvorsorge", ""),
    ("Stadtratsbeschluss", "stadtrat beschluss"),
    ("Übergangsmanagement", "übergang management"),
    ("Uebergangsmanagement", "übergang management"),
    ("ÜBERGANGSMANAGEMENT", "übergang management"),
    ("Verwaltungsdigitalisierung", "verwaltung digitalisierung"),
    ("Vorschulkinder", "vorschule kind"),
    ("Weiterbildungsberatung", "weiterbildung beratung"),
    ("Zielvereinbarung", "ziel vereinbarung"),
    ("durchgeführt", ""),
    ("Smart", ""),
    ("Landschaft", ""),
    ("Unterricht", ""),
    ("Gemeinschaft", ""),
    ("Regierung", ""),
    ("Schülerinnen", ""),
    ("Schulungen", ""),
    ("Transporter", ""),
    ("Nachmittagen", ""),
    ("vereinbarten", ""),
    ("verbringen", ""),
    ("erhielten", ""),
    ("Antworten", ""),
    ("Kandidaten", ""),
    ("Sangerhausen", ""),
    ("Abendoberschule", "abend oberschule"),
    ("Ausbildungsmesse", "ausbildung messe"),
    ("Azubiticket", "azubi ticket"),
    ("Begrüßungsmappen", "begrüßung mappe"),
    ("Berufemarkt", "beruf markt"),
    ("Bildungsgutscheine", "bildung gutschein"),
    ("Bildungsfonds", "bildung fonds"),
    ("Bürgerstiftung", "bürger stiftung"),
    ("Bushaltestelle", "bus haltestelle"),
    ("Draußenschule", "draußen schule"),
    ("Ehrenamtsagentur", "ehrenamt agentur"),
    ("Elternmentorenprogramm", "eltern mentor programm"),
    ("Elterncafé", "eltern café"),
    ("Erinnerungskultur", "erinnerung kultur"),
    ("Erzieherausbildung", "erzieher ausbildung"),
    ("Erzieherinnenmangel", "erzieher mangel"),
    ("Patinnenprogramm", "pate programm"),
    ("beginnenden", ""),
    ("Fachkräftegewinnung", "fachkraft gewinnung"),
    ("Familienhebammen", "familie hebamme"),
    ("Förderschwerpunkt", "förderung schwerpunkt"),
    ("Freiwilligenagentur", "freiwillige agentur"),
    ("Ganztagskoordination", "ganztag koordination"),
    ("Gemeinwesenarbeit", "gemeinwesen arbeit"),
    ("Gesellenprüfung", "geselle prüfung"),
    ("Gewaltprävention", "gewalt prävention"),
    ("Gleichstellungsbeauftragte", "gleichstellung beauftragte"),
    ("Hebammensprechstunde", "hebamme sprechstunde"),
    ("Integrationshelferin", "integration helfer"),
    ("Jugendparlamente", "jugend parlament"),
    ("Jugendarbeitslosigkeit", "jugend arbeitslosigkeit"),
    ("Kinderuni", "kind uni"),
    ("Klimaschutzprojekte", "klimaschutz projekt"),
    ("Konfliktlotsen", "konflikt lotse"),
    ("Kreismusikschule", "kreis musikschule"),
    ("Kulturpass", "kultur pass"),
    ("Langzeitarbeitslose", "langzeit arbeitslose"),
    ("Lehrkräftegewinnung", "lehrkraft gewinnung"),
    ("Lernrückstände", "lernen rückstand"),
    ("Meilensteinplan", "meilenstein plan"),
    ("Migrantenorganisation", "migranten organisation"),
    ("Mittagsverpflegung", "mittag verpflegung"),
    ("Mobbingprävention", "mobbing prävention"),
    ("Nachbarschaftshilfe", "nachbarschaft hilfe"),
    ("Nahverkehrsplan", "nahverkehr plan"),
    ("Nachteilsausgleich", "nachteil ausgleich"),
    ("Potentialanalyse", "potenzial analyse"),
    ("Potenzialanalyse", "potenzial analyse"),
    ("Präventionskette", "prävention kette"),
    ("Rechenschwäche", "rechnen schwäche"),
    ("Rückkehrertag", "rückkehrer tag"),
    ("Schülersprecher", "schüler sprecher"),
    ("Schulbibliotheken", "schule bibliothek"),
    ("Schulcloud", "schule cloud"),
    ("Schulneubau", "schule neubau"),
    ("Schulverweigerer", "schule verweigerer"),
    ("Seniorenbeirat", "senioren beirat"),
    ("Sprachstandserhebung", "sprachstand erhebung"),
    ("Stadtteilmütter", "stadtteil mutter"),
    ("Suchtprävention", "sucht prävention"),
    ("Teilzeitausbildung", "teilzeit ausbildung"),
    ("Unterrichtsausfall", "unterricht ausfall"),
    ("Verbleibsstatistik", "verbleib statistik"),
    ("Willkommensklasse", "willkommen klasse"),
    ("Zeitzeugengespräch", "zeitzeuge gespräch"),
    ("Zuckertütenfest", "zuckertüte fest"),
    ("Zukunftswerkstatt", "zukunft werkstatt"),
    ("Deutschland", ""),
    ("Jobcenter", ""),
    ("Besucher", ""),
    ("Lenkungskreis", ""),
    ("Nordsachsen", ""),
    ("Ortschaft", ""),
    ("Kameradschaft", ""),
    ("Lehrerinnen", ""),
    ("Landschaften", ""),
    ("Vorteile", ""),
    ("Verbindung", ""),
    ("Beratungen", ""),
    ("Bereitschaft", ""),
    ("Überzeugen", ""),
    ("Wittenberg", ""),
    ("festgehalten", ""),
];

#[test]
fn compounds_fall_into_their_parts_and_other_words_into_none() {
    let analyser = Analyser::standard();
    let wrong: Vec<String> = COMPOUNDS
        .iter()
        .filter_map(|(word, parts)| {
            let expected: Vec<String> = parts.split_whitespace().map(|part| analyser.forms(part).stem.clone()).collect();
            let found = &analyser.forms(word).parts;
            (*found != expected).then(|| format!("{word}: {found:?} instead of {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_junk_lies_within_a_word() {
    const JUNK: &[&str] = &["isie", "run", "g", "star", "k", "dur", "sm", "chgefuhrt", "schaft", "ung", "lich", "rung", "sport", "tand"];
    let analyser = Analyser::standard();
    for (word, _) in COMPOUNDS {
        let forms = analyser.forms(word);
        let junk: Vec<&str> = forms.expansions().filter(|part| JUNK.contains(part)).collect();
        assert!(junk.is_empty(), "{word}: {junk:?}");
    }
    assert!(analyser.forms("erhielten").expansions().next().is_none());
}

#[test]
fn what_lies_deeper_in_a_compound_is_known_too() {
    let analyser = Analyser::standard();
    for (word, inner) in [
        ("Schulsozialarbeit", "Sozialarbeit"),
        ("Berufseinstiegsbegleitung", "Einstieg"),
        ("Grundschullehrerin", "Schule"),
        ("Weiterbildungsberatung", "Bildung"),
        ("Jugendberufsagentur", "Berufsagentur"),
        ("jugendfreundlich", "Jugend"),
        ("Nawikonferenz", "Konferenz"),
        ("Starkregenvorsorge", "Vorsorge"),
    ] {
        let wanted = &analyser.forms(inner).stem;
        assert!(analyser.forms(word).expansions().any(|within| within == wanted), "{word} holds {inner}");
    }
}

#[test]
fn a_query_is_units_without_its_question() {
    let units = |text: &str| {
        let query = Analyser::standard().query(text);
        query.units.iter().map(|unit| unit.stems().collect::<Vec<_>>().join("+")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(units("Wer kennt gute Elternarbeit an Brennpunktschulen?"), "elternarbeit brennpunktschul");
    assert_eq!(units("gute Beispiele"), "gut beispiel", "what is nothing but a question is looked for as it is");
    assert_eq!(units("und der die"), "");
    assert_eq!(units("Deutsch als Zweitsprache in der Kita"), "deutsch+zweitsprach kita");
    assert_eq!(units("\"Frühe Hilfen\" Hort hort"), "fruh+hilf hort");
    assert_eq!(units("Hort \"Hort\" hort \"hort\""), "hort hort", "once as a word and once as it is");
    assert_eq!(units("klasse 8"), "klass+8");
    assert_eq!(units("offen \"hort theater"), "off hort theat");
}

#[test]
fn of_a_long_text_a_few_units_are_looked_for_and_a_few_excluded() {
    let words = |sign: &str| (0..40).map(|number| format!("{sign}wort{number}")).collect::<Vec<_>>().join(" ");
    let query = Analyser::standard().query(&format!("{} {}", words(""), words("-")));
    assert_eq!((query.units.len(), query.excluded.len()), (12, 12));
}

#[test]
fn a_word_that_a_full_stop_cuts_short_is_a_beginning_and_no_mistake() {
    let units = |text: &str| Analyser::standard().query(text).units;
    let short = units("Schulsoz. Hort ");
    assert!(short[0].is_prefix && short[0].maybe_mistyped().is_none(), "{short:?}");
    assert!(units("Hort. Schule ").iter().all(|unit| !unit.is_prefix), "whole words");
    let sentence = units("Wir suchen gute Schulsozialarbiet.");
    assert!(!sentence[0].is_prefix && sentence[0].maybe_mistyped().is_some(), "{sentence:?}");
}

#[test]
fn only_the_last_word_may_be_unfinished_and_never_a_number_or_an_abbreviation() {
    let is_prefix = |text: &str| Analyser::standard().query(text).units.iter().map(|unit| unit.is_prefix).collect::<Vec<_>>();
    assert_eq!(is_prefix("hort beglei"), [false, true]);
    assert_eq!(is_prefix("hort beglei "), [false, false]);
    for text in ["15084", "BNE", "daz", "\"hort\"", "ho", "hort und", "Deutsch als Zweitsprache"] {
        assert_eq!(is_prefix(text).last(), Some(&false), "{text}");
    }
}
