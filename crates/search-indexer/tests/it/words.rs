//! Which cases a word finds, and which of them come first.

use crate::network::{Network, case, case_with, on_both_engines};
use domain::{CaseContent, CaseView, vocabulary::FieldOfAction};
use futures_util::FutureExt;

/// Cases that nothing in these tests is meant to find, so that words have something to be told from.
fn others() -> Vec<CaseView> {
    let titles = ["Ratssitzungen im Internet", "Haushalt lesbar gemacht", "Jahresgespräche im Museum", "Fahrradkeller eröffnet"];
    (100..).zip(titles).map(|(number, title)| case(number, title)).collect()
}

async fn put(network: &Network, titles: &[(u128, &str)]) {
    let mut cases = others();
    cases.extend(titles.iter().map(|(number, title)| case(*number, title)));
    network.put(&cases).await;
}

on_both_engines! {
    async fn parts_of_a_compound_find_it(network: &Network) {
        put(network, &[(1, "Ausbildungsbus im Norden")]).await;
        for query in ["ausbildungsbus", "bus", "ausbildung", "Busse", "Ausbildungen"] {
            assert_eq!(network.find(query).await, [1], "{query}");
        }
    }

    async fn a_compound_finds_its_parts_where_it_is_missing(network: &Network) {
        put(network, &[(1, "Mit dem Bus zur Ausbildung"), (2, "Ein Bus voller Bücher")]).await;
        assert_eq!(network.find("ausbildungsbus").await, [1, 2]);
    }

    async fn whole_words_rank_above_parts_and_parts_above_nothing(network: &Network) {
        put(network, &[(1, "Linienbusse nehmen Kinder mit"), (2, "Ein Bus nimmt Kinder mit"), (3, "Kinder gehen zu Fuß")]).await;
        assert_eq!(network.find("bus").await, [2, 1]);
    }

    async fn umlauts_and_sharp_s_are_found_however_they_are_typed(network: &Network) {
        put(network, &[(1, "Übergänge größer denken an der Straße"), (2, "Uebergaenge groesser denken an der Strasse")]).await;
        for query in ["übergang", "uebergang", "ubergang", "ÜBERGÄNGE", "größer", "groesser", "grosser", "straße", "strasse", "STRASSE"] {
            let mut found = network.find(query).await;
            found.sort_unstable();
            assert_eq!(found, [1, 2], "{query}");
        }
    }

    async fn singular_and_plural_find_each_other(network: &Network) {
        put(network, &[(1, "Praktikum in der Stadt mit einem Amt"), (2, "Praktika in Städten mit Ämtern")]).await;
        for query in ["praktikum", "praktika", "stadt ", "städte", "amt ", "ämter"] {
            let mut found = network.find(query).await[..2].to_vec();
            found.sort_unstable();
            assert_eq!(found, [1, 2], "{query}");
        }
    }

    async fn synonyms_find_each_other_and_rank_behind_the_word(network: &Network) {
        put(network, &[(1, "Die Kita am Park"), (2, "Der Kindergarten am Park")]).await;
        assert_eq!(network.find("kita").await, [1, 2]);
        assert_eq!(network.find("kindergärten").await, [2, 1]);
    }

    async fn abbreviations_and_their_long_forms_find_each_other(network: &Network) {
        put(network, &[(1, "Deutsch als Zweitsprache am Nachmittag"), (2, "DaZ am Nachmittag"), (3, "Dazu am Nachmittag")]).await;
        assert_eq!(network.find("daz").await, [2, 1]);
        assert_eq!(network.find("Deutsch als Zweitsprache").await, [1, 2]);
    }

    async fn a_known_word_is_the_beginning_of_others_as_it_was_typed_alone(network: &Network) {
        put(network, &[(1, "Schuldistanz am Ort"), (2, "Ein Lotse für Schulden"), (3, "Eine Schuldenlotsin am Ort")]).await;
        let mut found = network.find("Schulden").await;
        found.sort_unstable();
        assert_eq!(found, [2, 3]);
    }

    async fn a_typing_mistake_is_forgiven(network: &Network) {
        put(network, &[(1, "Berufseinstiegsbegleitung am Ort"), (2, "Vorlesepaten am Ort")]).await;
        assert_eq!(network.find("Berufseinstiegsbegleitug").await, [1]);
        assert_eq!(network.find("vorlesepatten").await, [2]);
    }

    async fn numbers_and_abbreviations_are_taken_as_they_are(network: &Network) {
        let place = |number, ags: &str| case_with(number, "Ein Jahr im Amt", |content| content.municipality = ags.parse().ok());
        let mut cases = others();
        cases.extend([place(1, "15084"), place(2, "15083"), case(3, "RUEMLA stellt sich vor")]);
        network.put(&cases).await;
        assert_eq!(network.find("15084").await, [1]);
        assert!(network.find("15085").await.is_empty());
        assert!(network.find("1508").await.is_empty());
        assert!(network.find("RÜMSA").await.is_empty());
        assert!(network.find("RUEMLO").await.is_empty());
    }

    async fn a_word_behind_a_minus_is_left_out(network: &Network) {
        put(network, &[(1, "Vorlesen im Hort"), (2, "Vorlesen im Theater"), (3, "Rechnen im Theater")]).await;
        assert_eq!(network.find("vorlesen -hort").await, [2]);
        let mut others = network.find("-hort").await;
        others.retain(|number| *number <= 3);
        assert_eq!(others, [3, 2], "alone it leaves everything else, the newest first");
    }

    async fn a_phrase_behind_a_minus_is_left_out(network: &Network) {
        // Whether the first case, the last or none has the phrase, and in which of its texts.
        put(network, &[(1, "Vorlesen im Hort"), (2, "Vorlesen mit Hilfen in der Frühe"), (3, "Frühe Hilfen und Vorlesen"), (4, "Vorlesen")]).await;
        let found = async |text: &str| {
            let mut found = network.find(text).await;
            found.retain(|number| *number <= 4);
            found.sort_unstable();
            found
        };
        assert_eq!(found("vorlesen -\"frühe hilfen\"").await, [1, 2, 4]);
        assert_eq!(found("-\"frühe hilfen\"").await, [1, 2, 4]);
        assert_eq!(found("-hort -\"frühe hilfen\"").await, [2, 4]);
        assert_eq!(found("-\"frühe vorlesen\"").await, [1, 2, 3, 4]);
    }

    async fn the_last_word_may_be_unfinished(network: &Network) {
        put(network, &[(1, "Gemeinsame Begleitung von Familien"), (2, "Familien lesen vor")]).await;
        assert_eq!(network.find("familien beglei").await[0], 1);
        assert_eq!(network.find("begleitu").await, [1]);
        assert!(network.find("begle ").await.is_empty(), "a blank behind a word says that it is finished");
    }

    async fn forms_for_women_and_men_find_each_other(network: &Network) {
        let titles =
            [(1, "Sprachmittler:innen"), (2, "Sprachmittler*innen"), (3, "Sprachmittler_innen"), (4, "SprachmittlerInnen"), (5, "Sprachmittler"), (6, "Sprachmittlerinnen"), (7, "Sprachmittler(innen)")];
        put(network, &titles).await;
        for query in ["sprachmittler", "Sprachmittlerin", "Sprachmittler:innen", "sprachmittlerinnen", "Sprachmittler(-in)"] {
            let mut found = network.find(query).await;
            found.sort_unstable();
            assert_eq!(found, [1, 2, 3, 4, 5, 6, 7], "{query}");
        }
    }

    async fn women_in_front_of_another_word_are_the_word_itself(network: &Network) {
        put(network, &[(1, "Bürger:innenbeteiligung im Ort"), (2, "Bürgerinnenbeteiligung im Ort"), (3, "Bürgerbeteiligung im Ort")]).await;
        for query in ["bürgerbeteiligung", "Bürger*innenbeteiligung", "buergerinnenbeteiligung"] {
            let mut found = network.find(query).await;
            found.retain(|number| *number <= 3);
            found.sort_unstable();
            assert_eq!(found, [1, 2, 3], "{query}");
        }
    }

    async fn a_question_finds_its_topic(network: &Network) {
        put(network, &[(1, "Elternarbeit an vier Grundschulen"), (2, "Ein Brunnen wird saniert")]).await;
        assert_eq!(network.find("wer kennt gute elternarbeit an brennpunktschulen").await[0], 1);
        assert!(!network.find("wer kennt gute elternarbeit an brennpunktschulen").await.contains(&2));
    }

    async fn cases_with_more_of_the_words_come_first(network: &Network) {
        put(network, &[(1, "Hort und Theater"), (2, "Hort, Theater und Ferien"), (3, "Hort allein")]).await;
        // Behind them, what is about something like one of them.
        assert_eq!(network.find("hort theater ferien").await[..3], [2, 1, 3]);
    }

    async fn quoted_words_have_to_follow_one_another(network: &Network) {
        put(network, &[(1, "Frühe Hilfen im Kreis"), (2, "Hilfen kommen zu früh"), (3, "Frühstück und Hilfen")]).await;
        assert_eq!(network.find("\"frühe hilfen\"").await, [1]);
    }

    async fn a_quoted_phrase_may_have_a_word_twice(network: &Network) {
        put(network, &[(1, "Hand in Hand im Kreis"), (2, "Eine helfende Hand im Kreis"), (3, "Hand und Herz von Hand im Kreis")]).await;
        assert_eq!(network.find("\"hand in hand\"").await, [1]);
        let mut others = network.find("kreis -\"hand in hand\"").await;
        others.retain(|number| *number <= 3);
        others.sort_unstable();
        assert_eq!(others, [2, 3]);
    }

    async fn the_title_counts_more_than_the_body(network: &Network) {
        let in_body = case_with(1, "Ein Jahr im Amt", |content| "Der Hort liegt am Rand.".clone_into(&mut content.situation));
        let mut cases = others();
        cases.extend([in_body, case(2, "Der Hort am Rand")]);
        network.put(&cases).await;
        assert_eq!(network.find("hort").await, [2, 1]);
    }

    async fn labels_and_places_of_a_case_find_it(network: &Network) {
        let mut cases = others();
        cases.push(case_with(1, "Ein Jahr im Amt", |content| {
            content.municipality = "15084".parse().ok();
            content.fields_of_action = vec![FieldOfAction::CulturalEducation];
        }));
        network.put(&cases).await;
        for query in ["burgenlandkreis", "sachsen-anhalt", "kulturelle bildung", "Musikschulen"] {
            assert_eq!(network.find(query).await[0], 1, "{query}");
        }
    }

    async fn of_two_that_fit_alike_the_one_with_the_labels_of_the_best_comes_first(network: &Network) {
        for like_the_best in [2, 3] {
            let about = |content: &mut CaseContent| content.fields_of_action = vec![FieldOfAction::Inclusion];
            let other = |number| {
                case_with(number, "Ein Vorhaben", |content| {
                    "Lesepaten helfen".clone_into(&mut content.teaser);
                    if number == like_the_best {
                        about(content);
                    }
                })
            };
            let mut cases = others();
            cases.extend([case_with(1, "Lesepaten in der Bücherei", about), other(2), other(3)]);
            network.put(&cases).await;
            assert_eq!(network.find("lesepaten").await, [1, like_the_best, 5 - like_the_best]);
        }
    }

    async fn nothing_typed_finds_everything_newest_first(network: &Network) {
        put(network, &[(1, "Eins"), (2, "Zwei")]).await;
        for query in ["", "  ", "der die das", "?!"] {
            assert_eq!(network.find(query).await, [103, 102, 101, 100, 2, 1], "{query:?}");
        }
    }

    async fn hostile_text_is_only_text(network: &Network) {
        put(network, &[(1, "Ein Hort")]).await;
        for query in ["\"", "hort\"", "' OR 1=1 --", "\\\\", "-hort", "title:hort", "hort*", "(hort", "\u{0}hort\u{1}", "{\"q\":1}", &"hort ".repeat(500)] {
            let _ = network.find(query).await;
        }
        assert_eq!(network.find("hort\"").await, [1]);
    }
}
