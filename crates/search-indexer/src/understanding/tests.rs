use super::*;
use crate::analysis::Analyser;

fn read(text: &str) -> (String, Vec<String>) {
    let understood = understand(text);
    let named = |interpretation: &Interpretation| match &interpretation.meaning {
        Meaning::Municipalities(keys) => keys.iter().map(Ags::as_str).collect::<Vec<_>>().join("+"),
        Meaning::State(state) => domain::vocabulary::Vocabulary::key(*state).to_owned(),
        Meaning::Population(band) => format!("{:?}..{:?} ({})", band.at_least, band.below, band.municipalities.len()),
    };
    (understood.rest.split_whitespace().collect::<Vec<_>>().join(" "), understood.interpretations.iter().map(named).collect())
}

#[test]
fn places_and_keys_are_recognised_however_they_are_called() {
    for (text, rest, meant) in [
        ("hausaufgabenhilfe hort sachsen-anhalt", "hausaufgabenhilfe hort", "SACHSEN_ANHALT"),
        ("Sachsen Ganztag", "Ganztag", "SACHSEN"),
        ("thueringen", "", "THUERINGEN"),
        ("Thüringer Schulen", "Schulen", "THUERINGEN"),
        ("Bus mit sächsischem Geld", "Bus mit Geld", "SACHSEN"),
        ("thüringische Kitas", "Kitas", "THUERINGEN"),
        ("Horte in sachsen-anhaltischen Dörfern", "Horte in Dörfern", "SACHSEN_ANHALT"),
        ("erfurt schulschwänzen", "schulschwänzen", "16051"),
        ("leipzig", "", "14713+14729"),
        ("landkreis leipzig", "", "14729"),
        ("Stadt Leipzig Kita", "Kita", "14713"),
        ("Leipziger Modell", "Modell", "14713"),
        ("kita halle", "kita", "15002"),
        ("Halle (Saale)", "", "15002"),
        ("Halle/Saale bus", "bus", "15002"),
        ("meissen", "", "14627"),
        ("stadt görlitz", "", "14626"),
        ("vogtland", "", "14523"),
        ("saale-orla-kreis bus", "bus", "16075"),
        ("saale orla", "", "16075"),
        ("Burgenlandkreis", "", "15084"),
        ("15084 ganztag", "ganztag", "15084"),
        ("15084550", "", "15084550"),
        ("16056", "", "16063"),
        ("AGS 15084", "", "15084"),
        ("AGS: 15084 ganztag", "ganztag", "15084"),
        ("ganztag Amtlicher Gemeindeschlüssel 15084550", "ganztag", "15084550"),
        ("ags 16056", "", "16063"),
        ("AGS 14 Ganztag", "Ganztag", "SACHSEN"),
        ("eisenach", "", "16063"),
        ("altenburger land", "", "16077"),
        ("Sächsische Schweiz-Osterzgebirge", "", "14628"),
        ("Dessau Musikschule", "Musikschule", "15001"),
        ("slk schulsozialarbeit", "schulsozialarbeit", "15089"),
        ("kita SÖM", "kita", "16068"),
        ("bibliothek pirna", "bibliothek", "14628"),
        ("bus altmark", "bus", "15081+15090"),
        ("Lutherstadt Wittenberg", "", "15091"),
        ("kreisfreie Stadt Leipzig Kita", "Kita", "14713"),
        ("Landeshauptstadt Dresden", "", "14612"),
        ("Hort Stadt Sachsen", "Hort Stadt", "SACHSEN"),
    ] {
        assert_eq!(read(text), (rest.to_owned(), vec![meant.to_owned()]), "{text}");
    }
}

#[test]
fn inflected_names_are_recognised() {
    for (text, rest, meant) in [
        ("Schulen Sachsen-Anhalts", "Schulen", "SACHSEN_ANHALT"),
        ("Sachsens Schulen", "Schulen", "SACHSEN"),
        ("Kitas Thüringens", "Kitas", "THUERINGEN"),
        ("Erfurts Horte", "Horte", "16051"),
        ("Horte Leipzigs", "Horte", "14713+14729"),
        ("Schulen des Burgenlandkreises", "Schulen des", "15084"),
        ("Dresdner Horte", "Horte", "14612"),
        ("Hallesche Kitas", "Kitas", "15002"),
        ("Dessauer Schulen", "Schulen", "15001"),
    ] {
        assert_eq!(read(text), (rest.to_owned(), vec![meant.to_owned()]), "{text}");
    }
}

#[test]
fn abbreviations_of_a_land_are_recognised() {
    for (text, rest, meant) in [
        ("Thür. Hort", "Hort", "THUERINGEN"),
        ("Hort Sa.-Anh.", "Hort", "SACHSEN_ANHALT"),
        ("Hort lsa", "Hort", "SACHSEN_ANHALT"),
        ("Hort TH", "Hort", "THUERINGEN"),
        ("TH", "", "THUERINGEN"),
        ("Kita ST", "Kita", "SACHSEN_ANHALT"),
        ("SN Ganztag", "Ganztag", "SACHSEN"),
    ] {
        assert_eq!(read(text), (rest.to_owned(), vec![meant.to_owned()]), "{text}");
    }
}

#[test]
fn what_a_hyphen_ties_to_a_place_is_a_word_and_not_excluded() {
    for (text, rest, literally) in [
        ("Familienzentrum Jena-Lobeda", "Familienzentrum Lobeda", "Familienzentrum \"Jena-Lobeda\""),
        ("Dresden-Prohlis Hort", "Prohlis Hort", "\"Dresden-Prohlis\" Hort"),
        ("Halle-Neustadt", "Neustadt", "\"Halle-Neustadt\""),
        ("Halle (Saale)-Silberhöhe", "Silberhöhe", "\"Halle (Saale)-Silberhöhe\""),
        ("Kita-Jena Hort", "Kita- Hort", "Kita-\"Jena\" Hort"),
        ("Jena-\"Lobeda\"", "\"Lobeda\"", "\"Jena-\"\"Lobeda\""),
        ("kita\" Jena", "kita\"", "kita \"Jena\""),
        ("Jena „kita", "„kita", "\"Jena\" kita"),
    ] {
        let understood = understand(text);
        assert_eq!((read(text).0, understood.interpretations.len()), (rest.to_owned(), 1), "{text}");
        assert_eq!(understood.interpretations[0].literally, literally);
        assert!(understand(literally).interpretations.is_empty(), "{literally}");
        for text in [understood.rest.as_str(), literally] {
            assert!(Analyser::standard().query(text).excluded.is_empty(), "{text}");
        }
    }
    assert_eq!(read("Jena -Lobeda"), ("-Lobeda".to_owned(), vec!["16053".to_owned()]), "a minus of its own stays one");
}

#[test]
fn the_kind_in_front_of_a_place_is_no_word() {
    assert_eq!(understand("Stadt Leipzig Kita").words, "Leipzig Kita");
    assert_eq!(understand("kita, kreisfreie Stadt Halle-Neustadt").words, "kita, Halle-Neustadt");
    for text in ["Stadt Sachsen", "Stadt am Fluss", "Landkreise unter 90.000"] {
        assert_eq!(understand(text).words, text);
    }
}

#[test]
fn sizes_are_recognised_with_their_kind() {
    for (text, rest, meant) in [
        ("jugendbeteiligung leitlinie stadt unter 50000", "jugendbeteiligung leitlinie", "None..Some(50000) (1)"),
        ("landkreise unter 100.000 einwohner bus", "bus", "None..Some(100000) (12)"),
        ("unter 100 000 Einwohnern", "", "None..Some(100000) (16)"),
        ("Städte über 200 tausend", "", "Some(200000)..None (6)"),
        ("mehr als 50.000 Einwohner", "", "Some(50000)..None (48)"),
        ("bus Kommunen mit weniger als 100000 Einwohner:innen", "bus", "None..Some(100000) (16)"),
        ("kleiner als 100000", "", "None..Some(100000) (16)"),
        ("größer als 500000", "", "Some(500000)..None (2)"),
        ("bis zu 100000", "", "None..Some(100000) (16)"),
        ("zwischen 50000 und 100000", "", "Some(50000)..Some(100000) (15)"),
        ("bus 50.000 bis 100.000 Einwohner", "bus", "Some(50000)..Some(100000) (15)"),
        ("50-100 Tsd. EW", "", "Some(50000)..Some(100000) (15)"),
        ("Landkreise mind. 300.000", "", "Some(300000)..None (4)"),
        ("max. 100000 Einwohner", "", "None..Some(100000) (16)"),
        ("kreisfreie Städte < 100.000", "", "None..Some(100000) (4)"),
        ("bildung > 500000", "bildung", "Some(500000)..None (2)"),
        ("Landkreise unter 90 Tsd. bus", "bus", "None..Some(90000) (10)"),
        ("Landkreise unter 90 tausend", "", "None..Some(90000) (10)"),
        ("Einwohner unter 100000", "", "None..Some(100000) (16)"),
        ("unter 5000 Einwohner", "", "None..Some(5000) (0)"),
        ("Städte mit unter 100.000 Einwohnerinnen und Einwohnern", "", "None..Some(100000) (4)"),
        ("unter 100.000 Bürger:innen Ganztag", "Ganztag", "None..Some(100000) (16)"),
        ("unter 100000, Hort", "Hort", "None..Some(100000) (16)"),
        ("Hort unter 100000 für Kinder", "Hort für Kinder", "None..Some(100000) (16)"),
    ] {
        assert_eq!(read(text), (rest.to_owned(), vec![meant.to_owned()]), "{text}");
    }
    for text in [
        "kinder unter 3",
        "unter 2000 euro",
        "bis 2024",
        "ab klasse 8",
        "unter druck",
        "zwischen 6 und 10",
        "mehr als 30 Schulen",
        "unter 50.000 Euro",
        "Landkreise unter 50.000 Euro",
        "über 10.000 Besucher",
        "bibliothek ab 20.000 medien im bestand",
        "zwischen 10.000 und 20.000 Ausleihen",
        "über 90 Tsd. Ausleihen",
        "Bibliothek > 50.000 Ausleihen",
        "Landkreise mit mehr als 10.000 Schülern",
    ] {
        assert_eq!(read(text), (text.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn a_number_in_front_of_a_place_counts_no_places() {
    let meant = vec!["None..Some(100000) (16)".to_owned(), "THUERINGEN".to_owned()];
    assert_eq!(read("hort unter 100000 thüringen"), ("hort".to_owned(), meant));
}

#[test]
fn what_is_quoted_or_excluded_is_not_recognised_and_quoting_takes_it_off() {
    assert_eq!(read("ganztag \"halle\"").1, Vec::<String>::new());
    assert_eq!(read("ganztag -halle").1, Vec::<String>::new());
    assert_eq!(read("ganztag -halle-leipzig").1, Vec::<String>::new());
    assert_eq!(read("99999 sporthalle").1, Vec::<String>::new());
    for (text, rest, meant) in [
        ("Stadt \"frühe hilfen\" Leipzig", "Stadt \"frühe hilfen\"", "14713+14729"),
        ("Landkreis -kita Leipzig", "Landkreis -kita", "14713+14729"),
        ("\"hort\" Stadt Leipzig", "\"hort\"", "14713"),
    ] {
        assert_eq!(read(text), (rest.to_owned(), vec![meant.to_owned()]), "{text}");
    }
    assert_eq!(read("unter \"frühe hilfen\" 100000").1, Vec::<String>::new());
    let understood = understand("hort Sachsen-Anhalt ganztag");
    assert_eq!(understood.interpretations[0].literally, "hort \"Sachsen-Anhalt\" ganztag");
    assert_eq!(understood.interpretations[0].written, "Sachsen-Anhalt");
    assert!(understand(&understood.interpretations[0].literally).interpretations.is_empty());
}

#[test]
fn a_filter_is_narrowed_and_never_widened() {
    let keys = |filter: Option<CaseFilter>| {
        filter.map(|filter| filter.municipalities.iter().map(|key| key.as_str().to_owned()).collect::<Vec<_>>())
    };
    let explicit = |key: &str| CaseFilter { municipalities: vec![key.parse().unwrap()], ..CaseFilter::default() };
    let leipzig = understand("kita leipzig");
    assert_eq!(keys(leipzig.narrowed(&CaseFilter::default())), Some(vec!["14713".to_owned(), "14729".to_owned()]));
    assert_eq!(keys(leipzig.narrowed(&explicit("14729"))), Some(vec!["14729".to_owned()]));
    assert_eq!(keys(leipzig.narrowed(&explicit("15084"))), None);
    for (text, chosen) in [("Burgenlandkreis", "15084550"), ("15084550", "15084"), ("15084550", "15084550")] {
        assert_eq!(keys(understand(text).narrowed(&explicit(chosen))), Some(vec!["15084550".to_owned()]), "{text} in {chosen}");
    }
    assert_eq!(keys(understand("15084550").narrowed(&explicit("15084551"))), None);
}

#[test]
fn of_several_places_a_case_need_be_of_one_only() {
    let keys = |text: &str, filter: &CaseFilter| {
        let filter = understand(text).narrowed(filter);
        filter.map(|filter| filter.municipalities.iter().map(Ags::as_str).collect::<Vec<_>>().join("+"))
    };
    let all = CaseFilter::default();
    let dresden = CaseFilter { municipalities: vec!["14612".parse().unwrap()], ..CaseFilter::default() };
    assert_eq!(keys("Leipzig, Dresden kita", &all).as_deref(), Some("14612+14713+14729"));
    assert_eq!(keys("Leipzig, Dresden kita", &dresden).as_deref(), Some("14612"));
    assert_eq!(keys("Jena, Gera kita", &dresden), None);
    assert_eq!(keys("Leipzig Dresden über 300.000 Einwohner", &all).as_deref(), Some("14612+14713"));
}

#[test]
fn words_that_look_like_places_are_words() {
    let names = [
        "ags",
        "AGS 99",
        "14 tage",
        "abi nachholen",
        "jba",
        "anhalten",
        "erzieher",
        "burg",
        "hals",
        "st martin",
        "kita ST. Anna",
        "kita th",
        "SN",
    ];
    let things = ["Jena-Plan", "Weimarer Republik", "Weltoffenes Sachsen", "Thüringer Aufbaubank"];
    for text in names.into_iter().chain(things) {
        assert_eq!(read(text), (text.to_owned(), vec![]), "{text}");
    }
}
