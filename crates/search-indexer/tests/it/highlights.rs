//! What is marked, and where.

use crate::network::{case_with, demo_cases, wanted};
use domain::{
    CaseContent, CaseView,
    vocabulary::{FieldOfAction, Vocabulary},
};
use proptest::prelude::*;
use search_indexer::{Highlighter, Highlights};

fn content(title: &str, situation: &str) -> CaseView {
    case_with(1, title, |content| situation.clone_into(&mut content.situation))
}

fn title(query: &str, title: &str) -> String {
    Highlighter::new(&wanted(query)).highlights(&content(title, "")).title
}

#[test]
fn the_whole_word_is_marked_for_whatever_of_it_was_found() {
    for (query, text, marked) in [
        ("bus", "Ein Ausbildungsbus fährt", "Ein <mark>Ausbildungsbus</mark> fährt"),
        ("ausbildung", "Ein Ausbildungsbus fährt", "Ein <mark>Ausbildungsbus</mark> fährt"),
        ("uebergaenge", "Übergang im Kreis", "<mark>Übergang</mark> im Kreis"),
        ("straße", "Die Strassen", "Die <mark>Strassen</mark>"),
        ("kindergarten", "Kitas und Horte", "<mark>Kitas</mark> und Horte"),
        ("daz", "Deutsch als Zweitsprache, deutsch", "<mark>Deutsch</mark> als <mark>Zweitsprache</mark>, <mark>deutsch</mark>"),
        ("sprachmittler", "Für Sprachmittler:innen da", "Für <mark>Sprachmittler:innen</mark> da"),
        ("beglei", "Die Begleitung", "Die <mark>Begleitung</mark>"),
        ("Berufseinstiegsbegleitug", "Berufseinstiegsbegleitung hier", "<mark>Berufseinstiegsbegleitung</mark> hier"),
        ("praktikum", "Praktika und Schülerpraktika", "<mark>Praktika</mark> und <mark>Schülerpraktika</mark>"),
        ("qualifikation", "Eine Nachqualifizierung", "Eine <mark>Nachqualifizierung</mark>"),
        ("impfung", "Der Impfbus kommt", "Der <mark>Impfbus</mark> kommt"),
        ("eltern", "Ein Kitaelternabend", "Ein <mark>Kitaelternabend</mark>"),
        ("sprachmittlerin", "Sprachmittler(innen) und Kolleg(inn)en", "<mark>Sprachmittler(innen)</mark> und Kolleg(inn)en"),
        ("15084", "15084 und 15085", "<mark>15084</mark> und 15085"),
        (
            "\"frühe hilfen\"",
            "Frühe Hilfen, frühe und Hilfen",
            "<mark>Frühe</mark> <mark>Hilfen</mark>, <mark>frühe</mark> und <mark>Hilfen</mark>",
        ),
        ("\"frühe hilfen\"", "Hilfen, zu früh", "Hilfen, zu früh"),
        ("\"hand in hand\"", "Eine Hand hilft: Hand in Hand", "Eine Hand hilft: <mark>Hand</mark> in <mark>Hand</mark>"),
        ("der die das", "Der Hort", "Der Hort"),
        ("", "Der Hort", "Der Hort"),
    ] {
        assert_eq!(title(query, text), marked, "{query}");
    }
}

#[test]
fn parts_of_a_compound_are_marked_only_where_it_is_missing() {
    assert_eq!(title("tagesordnung", "Tagesordnung für Tage"), "<mark>Tagesordnung</mark> für Tage");
    assert_eq!(title("tagesordnung", "Ordnung der Tage"), "<mark>Ordnung</mark> der <mark>Tage</mark>");
}

#[test]
fn text_is_escaped_and_no_element_but_mark_comes_out() {
    let hostile = "<script>alert('x')</script> Hort & \"Bus\" <mark>Hort</mark>";
    let highlights =
        Highlighter::new(&wanted("hort <b> script")).highlights(&content(hostile, &format!("{hostile} <img src=x onerror=alert(1)>")));
    let Highlights { title, snippet, .. } = highlights;
    assert_eq!(
        title,
        "&lt;<mark>script</mark>&gt;alert(&#39;x&#39;)&lt;/<mark>script</mark>&gt; <mark>Hort</mark> &amp; &quot;Bus&quot; &lt;mark&gt;<mark>Hort</mark>&lt;/mark&gt;"
    );
    for html in [title, snippet] {
        let without_marks = html.replace("<mark>", "").replace("</mark>", "");
        assert!(!without_marks.contains(['<', '>', '"', '\'']), "{html}");
        assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
    }
}

#[test]
fn the_snippet_is_the_passage_with_most_of_the_words() {
    let far = "Vor Jahren gab es einen Hort. ".to_owned() + &"Dann geschah lange nichts von Belang. ".repeat(20);
    let text = far + "Erst der Hort mit Theater und Ferien brachte Leben. " + &"Danach wurde es wieder still. ".repeat(20);
    let snippet = Highlighter::new(&wanted("hort theater ferien")).highlights(&content("Titel", &text)).snippet;
    assert!(snippet.starts_with("… ") && snippet.ends_with(" …"), "{snippet}");
    assert!(snippet.contains("<mark>Hort</mark> mit <mark>Theater</mark> und <mark>Ferien</mark>"), "{snippet}");
    let length = snippet.replace("<mark>", "").replace("</mark>", "").chars().count();
    assert!((180..=260).contains(&length), "{length}: {snippet}");
}

#[test]
fn without_a_match_the_snippet_is_the_beginning() {
    let snippet = Highlighter::new(&wanted("xylophon")).highlights(&content("Titel", "Kurz und gut.")).snippet;
    assert_eq!(snippet, "Kurz und gut.");
    assert_eq!(
        Highlighter::new(&wanted("hort")).highlights(&CaseView { content: CaseContent::default(), ..content("", "") }),
        Highlights::default()
    );
}

#[test]
fn what_has_no_blanks_is_no_long_snippet() {
    let long = "ä".repeat(5_000);
    for (text, expected) in
        [(long.clone(), "ää"), (format!("Hort {long}"), "<mark>Hort</mark>"), (format!("{long} Hort"), "<mark>Hort</mark>")]
    {
        let snippet = Highlighter::new(&wanted("hort")).highlights(&content("Titel", &text)).snippet;
        assert!(snippet.contains(expected) && snippet.contains('…') && snippet.chars().count() < 300, "{snippet}");
    }
}

#[test]
fn what_only_the_labels_of_a_case_hold_is_named() {
    let case = case_with(1, "Ein Jahr im Amt", |content| {
        content.municipality = "15084".parse().ok();
        content.fields_of_action = vec![FieldOfAction::CulturalEducation];
    });
    let found_by = |query: &str| -> Vec<(String, String)> {
        let found = Highlighter::new(&wanted(query)).highlights(&case).found_by;
        found.into_iter().map(|by| (by.typed, by.found)).collect()
    };
    let named = |typed: &str, found: &str| vec![(typed.to_owned(), found.to_owned())];
    let label = FieldOfAction::CulturalEducation.label();
    assert_eq!(found_by("musikschulen"), named("musikschulen", label), "another word for the label");
    assert_eq!(found_by("jahr \"burgenlandkreis\""), named("burgenlandkreis", "Burgenlandkreis"));
    assert_eq!(found_by("\"kulturelle bildung\""), named("kulturelle bildung", label));
    assert!(found_by("jahr amt").is_empty(), "what is marked needs no explanation");
    assert!(found_by("xylophon").is_empty());
}

#[test]
fn snippets_of_the_demo_cases_keep_their_length() {
    for query in ["", "bildung", "schule kinder eltern", "ü", "übergang größe", "0"] {
        let highlighter = Highlighter::new(&wanted(query));
        for case in demo_cases() {
            let snippet = highlighter.highlights(&case).snippet;
            let plain = snippet.replace("<mark>", "").replace("</mark>", "");
            assert!(!plain.is_empty() && plain.chars().count() <= 300, "{query}: {plain}");
            assert!(!plain.contains("**") && !plain.contains('\n'), "{plain}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_and_written_comes_out_as_text_with_marks(text in any::<String>(), query in any::<String>(), word in "[a-zäöüßA-Z*:_ -]{0,12}") {
        for query in [query.as_str(), &word, text.as_str()] {
            let Highlights { title, snippet, .. } = Highlighter::new(&wanted(query)).highlights(&content(&format!("{text}{word}"), &format!("{word} {text}")));
            for html in [&title, &snippet] {
                let plain = html.replace("<mark>", "").replace("</mark>", "");
                prop_assert!(!plain.contains(['<', '>', '"', '\'']), "{}", html);
            }
            let read_back = title.replace("<mark>", "").replace("</mark>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            prop_assert_eq!(read_back.replace("&#39;", "'").replace("&amp;", "&"), format!("{text}{word}"));
        }
    }
}
