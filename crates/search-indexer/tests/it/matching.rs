//! What a digest's text matches.

use crate::network::{case_with, demo_cases, wanted};
use domain::{CaseContent, vocabulary::Component};
use search_indexer::{Matcher, matches};

fn matches_text(text: &str, content: &CaseContent) -> bool {
    matches(&wanted(text), content)
}

#[test]
fn every_meaningful_word_has_to_be_there_in_some_form() {
    let content = case_with(1, "Ausbildungsbus für Schüler:innen", |content| {
        content.municipality = "15084".parse().ok();
        content.results = "Zwei Kindergärten fahren mit.".to_owned();
    })
    .content;
    for text in [
        "",
        "der die das",
        "bus",
        "Busse",
        "ausbildung schülerinnen",
        "kita",
        "Kita Bus",
        "burgenlandkreis",
        "sachsen-anhalt",
        "schueler",
        "wer kennt einen bus",
    ] {
        assert!(matches_text(text, &content), "{text}");
    }
    for text in ["hort", "bus hort", "ausbildungsbuss", "kindergartn", "ausbildungsb", "\"bus schüler kita\""] {
        assert!(!matches_text(text, &content), "{text}");
    }
    assert!(matches_text("\"ausbildungsbus für schüler\"", &content));
    assert!(matches_text("Ausbildungsb.", &content), "a full stop says that it is a beginning");
}

/// A part may be written otherwise than the word that it is of, and a form otherwise than another.
#[test]
fn what_is_spelled_otherwise_within_a_word_is_met_as_in_the_engines() {
    for (text, title) in [
        ("Qualifikation", "Qualifizierung im Betrieb"),
        ("Musik", "Gemeinsam musizieren"),
        ("Impfung", "Ein Impfbus fährt"),
        ("Rechnen", "Hilfe bei Rechenschwäche"),
        ("Eltern", "Der Kitaelternrat tagt"),
        ("Bürgerbeteiligung", "Leitlinie der Bürger:innenbeteiligung"),
        ("Lehrerinnen", "Für Lehrer(innen)"),
    ] {
        let content = case_with(1, title, |_| ()).content;
        assert!(matches_text(text, &content), "{text}: {title}");
    }
}

#[test]
fn what_officials_shorten_and_others_call_otherwise_is_met() {
    for (text, title) in [
        ("JC", "Gemeinsam mit dem Jobcenter"),
        ("GMS", "Eine Gemeinschaftsschule öffnet sich"),
        ("HSK", "Trotz Haushaltssperre"),
        ("SchuSo", "Schulsozialarbeit im Dorf"),
        ("Computerausstattung", "Neue IT-Ausstattung"),
        ("trampen", "Eine Mitfahrbank am Anger"),
        ("Übergabe bei Personalwechsel", "Wissenstransfer im Amt"),
        ("Landkarte der Akteure", "Unsere Netzwerkkarte"),
        ("Freizeitangebot", "Sinnvolle Freizeitgestaltung"),
    ] {
        let content = case_with(1, title, |_| ()).content;
        assert!(matches_text(text, &content), "{text}: {title}");
    }
    assert!(!matches_text("Hort", &case_with(1, "Ein Hörtest für alle", |_| ()).content));
}

#[test]
fn a_text_matches_some_demo_cases_and_not_all() {
    for (text, expected) in [("kindergarten", 5..=40), ("bildungskonferenz tagesordnung", 1..=6), ("fahrradkeller", 0..=0)] {
        let matching = demo_cases().iter().filter(|case| matches_text(text, &case.content)).count();
        assert!(expected.contains(&matching), "{text}: {matching}");
    }
}

#[test]
fn many_queries_at_once_match_what_each_matches_alone() {
    let texts =
        ["kindergarten", "bildungskonferenz tagesordnung", "", "fahrradkeller", "ausbildung -messe", "\"übergang schule\"", "kita bus"];
    let queries: Vec<_> = texts.iter().map(|text| wanted(text)).collect();
    let together = Matcher::new(&queries);
    for case in demo_cases() {
        let fits: Vec<_> = together.fits(&case.content).iter().map(Option::is_some).collect();
        let alone: Vec<_> = queries.iter().map(|query| matches(query, &case.content)).collect();
        assert_eq!(fits, alone, "{}", case.content.title);
    }
}

#[test]
fn files_are_looked_through_for_words_but_not_for_phrases_nor_what_is_excluded() {
    let content = case_with(1, "Ausbildungsbus im Landkreis", |_| ()).content;
    let file = "Die Fahrradwerkstatt am Bahnhof repariert alte Räder.";
    let fits = |text: &str| Matcher::new([&wanted(text)]).fits_with_files(&content, [file])[0].is_some();
    for text in ["fahrradwerkstatt", "bus werkstatt", "ausbildungsbus -fahrradwerkstatt"] {
        assert!(fits(text), "{text}");
    }
    for text in ["schwimmbad", "\"alte räder\"", "fahrradwerkstatt -ausbildungsbus"] {
        assert!(!fits(text), "{text}");
    }
    assert!(!matches_text("fahrradwerkstatt", &content), "only the file holds it");
}

#[test]
fn what_is_quoted_or_excluded_is_meant_as_in_the_search() {
    let content = case_with(1, "Linienbus im Kreis", |content| {
        content.components = vec![Component::Coordination];
        content.results = "Zwei Kitas fahren mit.".to_owned();
    })
    .content;
    for text in
        ["bus", "beirat", "\"linienbus\"", "\"zwei kitas\"", "linienbus -beirat", "linienbus -\"runder tisch\"", "linienbus -kita-platz"]
    {
        assert!(matches_text(text, &content), "{text}");
    }
    for text in ["\"bus\"", "\"beirat\"", "linienbus -bus", "linienbus -kita", "linienbus -\"zwei kitas\""] {
        assert!(!matches_text(text, &content), "{text}");
    }
}

#[test]
fn a_phrase_is_met_word_by_word() {
    let content = case_with(1, "Hand in Hand im Kreis", |content| "Klasse 5 lernt im Wald.".clone_into(&mut content.results)).content;
    for text in ["hand", "\"hand in hand\"", "\"klasse 5 lernt\"", "hand -\"klasse lernt\""] {
        assert!(matches_text(text, &content), "{text}");
    }
    // A word that stands there once is not met twice, and a number between two words is no stop word.
    for text in ["\"klasse klasse\"", "\"hand in hand in hand\"", "\"klasse lernt\"", "wald -\"hand in hand\""] {
        assert!(!matches_text(text, &content), "{text}");
    }
}

#[test]
fn a_case_fits_the_better_the_further_to_the_front_its_words_stand() {
    let fit = |title: &str, teaser: &str, results: &str| {
        let case = case_with(1, title, |content| {
            content.teaser = teaser.to_owned();
            content.results = results.to_owned();
        });
        Matcher::new([&wanted("lesepaten")]).fits(&case.content)[0]
    };
    let fits =
        [fit("Lesepaten", "", ""), fit("Ehrenamt", "Mit Lesepaten", ""), fit("Ehrenamt", "", "Zehn Lesepaten"), fit("Ehrenamt", "", "")];
    assert_eq!(fits, [Some(4), Some(2), Some(1), None]);
}
