use super::*;

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
        ("eisenach", "", "16063"),
        ("altenburger land", "", "16077"),
        ("Sächsische Schweiz-Osterzgebirge", "", "14628"),
        ("Dessau Musikschule", "Musikschule", "15001"),
        ("slk schulsozialarbeit", "schulsozialarbeit", "15089"),
        ("kita SÖM", "kita", "16068"),
        ("bibliothek pirna", "bibliothek", "14628"),
        ("bus altmark", "bus", "15081+15090"),
        ("Lutherstadt Wittenberg", "", "15091"),
    ] {
        assert_eq!(read(text), (rest.to_owned(), vec![meant.to_owned()]), "{text}");
    }
}

#[test]
fn sizes_are_recognised_with_their_kind() {
    for (text, rest, meant) in [
        ("jugendbeteiligung leitlinie stadt unter 50000", "jugendbeteiligung leitlinie", "None..Some(50000) (1)"),
        ("landkreise unter 100.000 einwohner bus", "bus", "None..Some(100000) (12)"),
        ("unter 100 000 Einwohnern", "", "None..Some(100000) (16)"),
        ("Städte über 200 tausend", "", "Some(200000)..None (6)"),
    ] {
        assert_eq!(read(text), (rest.to_owned(), vec![meant.to_owned()]), "{text}");
    }
    for text in ["kinder unter 3", "unter 2000 euro", "bis 2024", "ab klasse 8", "unter druck"] {
        assert_eq!(read(text), (text.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn what_is_quoted_or_excluded_is_not_recognised_and_quoting_takes_it_off() {
    assert_eq!(read("ganztag \"halle\"").1, Vec::<String>::new());
    assert_eq!(read("ganztag -halle").1, Vec::<String>::new());
    assert_eq!(read("99999 sporthalle").1, Vec::<String>::new());
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
}

#[test]
fn words_that_look_like_places_are_words() {
    for text in ["abi nachholen", "jba", "anhalten", "erzieher", "burg"] {
        assert_eq!(read(text), (text.to_owned(), vec![]), "{text}");
    }
}
