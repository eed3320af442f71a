//! What is suggested for what is typed, and how fast.

use super::*;
use domain::ids::CaseId;
use std::time::{Duration, Instant};
use uuid::Uuid;

fn titles(titles: &[&str]) -> Titles {
    let numbered = (1..).zip(titles);
    Titles::new(numbered.map(|(number, title)| TitleSuggestion {
        case: CaseId(Uuid::from_u128(number)),
        slug: format!("fall-{number}"),
        title: (*title).to_owned(),
    }))
}

/// The suggestions as `Kind text`.
fn shown(titles: &Titles, text: &str, most: usize) -> Vec<String> {
    let show = |suggestion| match suggestion {
        Suggestion::Municipality(municipality) => format!("M {}", municipality.display_name()),
        Suggestion::Term(term) => format!("V {}", term.text),
        Suggestion::Title(title) => format!("T {}", title.title),
    };
    suggest(titles, text, most).into_iter().map(show).collect()
}

#[test]
fn spellings_are_folded_and_every_typed_word_counts() {
    let titles = titles(&["Übergänge gestalten: Straßenfest der Schüler:innen", "Übungsfirma an der Schule"]);
    for text in ["ÜBERG", "Ueberg", "uberg", "strassenf", "Straßenfest Überg", "gestalten übergä", "schueleri", " Übergänge  gest"] {
        let found = shown(&titles, text, 8);
        assert!(found.contains(&"T Übergänge gestalten: Straßenfest der Schüler:innen".to_owned()), "{text}: {found:?}");
        assert!(!found.iter().any(|text| text.starts_with("T Übungsfirma")), "{text}: {found:?}");
    }
    for text in ["traßenfest", "gestalt überg", "übergänge xyz", "", "  ", "!?"] {
        assert!(!shown(&titles, text, 8).iter().any(|text| text.starts_with('T')), "{text}");
    }
}

#[test]
fn what_begins_with_it_comes_first_and_municipalities_before_terms_before_titles() {
    let titles = titles(&["Neues aus Leipzig", "Leipziger Lesefest", "Leseförderung im Hort", "Mehr Leseförderung"]);
    assert_eq!(shown(&titles, "leipzig", 8), ["M Stadt Leipzig", "M Landkreis Leipzig", "T Leipziger Lesefest", "T Neues aus Leipzig"]);
    let found = shown(&titles, "leseförd", 8);
    assert_eq!(found, ["V Leseförderung", "T Leseförderung im Hort", "T Mehr Leseförderung", "V Sprach- und Leseförderung"][..3]);
    let found = shown(&titles, "land", 8);
    assert!(found.iter().filter(|text| text.starts_with("M Landkreis")).count() >= 5, "{found:?}");
}

#[test]
fn three_titles_stay_where_there_are_as_many() {
    let many = titles(&["Alter Landkreis A", "Alter Landkreis B", "Alter Landkreis C", "Alter Landkreis D"]);
    let count = |found: Vec<String>| (found.len(), found.iter().filter(|text| text.starts_with('T')).count());
    assert_eq!(count(shown(&many, "landkreis", 8)), (8, 3));
    assert_eq!(count(shown(&many, "landkreis", 2)), (2, 2));
    assert_eq!(count(shown(&titles(&["Im Landkreis"]), "landkreis", 8)), (8, 1));
    assert_eq!(count(shown(&many, "alter", 20)).1, 4);
}

#[test]
fn a_term_stands_there_once_and_by_its_label_where_that_is_as_good() {
    let none = Titles::default();
    let found = suggest(&none, "bildungs", 20);
    let terms: Vec<_> = found.iter().filter_map(|one| if let Suggestion::Term(term) = one { Some(term) } else { None }).collect();
    let monitoring: Vec<_> = terms.iter().filter(|term| term.term.key == "MONITORING_REPORTING").collect();
    assert_eq!(monitoring.len(), 1);
    assert!(monitoring[0].is_label(), "{monitoring:?}");
    assert_eq!((monitoring[0].vocabulary, monitoring[0].filter), ("fieldOfAction", "fieldsOfAction"));
    assert_eq!(shown(&none, "Frühförd", 20).iter().filter(|text| *text == "V Frühförderung").count(), 1);
}

#[test]
fn a_title_leads_to_its_case() {
    let titles = titles(&["Eins", "Zwei Türme", "Drei"]);
    let Some(Suggestion::Title(found)) = suggest(&titles, "tuer", 8).pop() else { panic!("a title") };
    assert_eq!((found.case, found.slug.as_str()), (CaseId(Uuid::from_u128(2)), "fall-2"));
    assert_eq!((titles.len(), titles.is_empty()), (3, false));
}

/// Unoptimised it takes several times as long as in production, so what holds here holds there.
#[test]
fn a_hundred_thousand_titles_take_far_less_than_twenty_milliseconds() {
    const WORDS: [&str; 12] = [
        "Schule",
        "Übergang",
        "Bildungsbüro",
        "Kita",
        "Landkreis",
        "Leseförderung",
        "Stadt",
        "Sommerferien",
        "Beratung",
        "Musik",
        "Bus",
        "Netzwerk",
    ];
    let word = |number: usize| WORDS[number % WORDS.len()];
    let title = |number: usize| {
        format!("{} für {} {number} und {} in {}", word(number), word(number / 12), word(number / 144), word(number / 1728))
    };
    let begun = Instant::now();
    let titles = Titles::new((0..100_000).map(|number| TitleSuggestion {
        case: CaseId(Uuid::from_u128(number as u128)),
        slug: format!("fall-{number}"),
        title: title(number),
    }));
    let built = begun.elapsed();
    let texts = ["s", "sc", "schule f", "f", "u", "9", "schule und bus in k", "in in in k", "kita xyz", "für und in b", "leipzig", "x"];
    let mut times: Vec<(Duration, &str)> = Vec::new();
    for text in texts.iter().cycle().take(120) {
        let begun = Instant::now();
        let found = suggest(&titles, text, 8);
        times.push((begun.elapsed(), text));
        assert!(found.len() <= 8);
    }
    times.sort_unstable();
    let (slowest, text) = times[times.len() - 2];
    assert!(slowest < Duration::from_millis(20), "{slowest:?} for {text:?}; built in {built:?}");
}
