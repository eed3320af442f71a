//! Twelve searches as people would type them, on the demo cases.

use crate::network::{Network, demo_cases, on_both_engines};
use futures_util::FutureExt;

/// What somebody types, and words of titles of which one is to be among the first five hits.
const SEARCHES: &[(&str, &[&str])] = &[
    ("vorschulkinder eingewöhnung erste klasse", &["Eingewöhnung in die erste Klasse"]),
    ("Berufseinstiegsbegleitug praktika", &["Berufseinstiegsbegleitung und Praktikumswoche"]),
    ("ausbildungsbus ländlich", &["Ausbildungsbus"]),
    ("Sprachmittler für Zugewanderte", &["Sprachmittlerpool", "Dolmetscherpool"]),
    ("kennzahlenset bildungsmonitoring", &["Kennzahlenset"]),
    ("einladung tagesordnung bildungskonferenz", &["Bildungskonferenz mit Arbeitsauftrag"]),
    ("projektstelle läuft aus wie weiter", &["Wenn die Projektstelle ausläuft"]),
    ("hausaufgabenhilfe hort sachsen-anhalt", &["Hausaufgabenhilfe im Hort"]),
    ("regelschule praxistag klasse 8", &["Praxistag in Klasse 8", "Praxistag ab Klasse 8"]),
    ("lesen schreiben lernen erwachsene", &["Lesen und Schreiben lernen für Erwachsene"]),
    ("jugendbeteiligung leitlinie stadt unter 50000", &["Jugend"]),
    ("wer kennt gute elternarbeit an brennpunktschulen", &["Elternarbeit an vier Grundschulen"]),
];

on_both_engines! {
    async fn each_search_finds_what_it_needs(network: &Network) {
        let cases = demo_cases();
        network.put(&cases).await;
        for (query, expected) in SEARCHES {
            let found = network.find(query).await;
            let titles: Vec<&str> = found.iter().take(5).map(|number| cases[usize::try_from(*number).unwrap() - 1].content.title.as_str()).collect();
            assert!(titles.iter().any(|title| expected.iter().any(|words| title.contains(words))), "{query}: {titles:#?}");
        }
    }
}
