//! Cases to test with.

use domain::{CaseContent, case::CaseRecord};
use serde_json::json;

/// A case of the Burgenlandkreis that may be published: complete, short, about what its title says.
///
/// # Panics
/// If the title breaks its rule, or this sample no longer fits the format.
pub fn complete_case(title: &str) -> CaseContent {
    let sentence = |text: &str, length: usize| text.chars().cycle().take(length).collect::<String>();
    let record = json!({
        "title": title,
        "teaser": format!("{title}: ein fiktives Praxisbeispiel, das nur für Tests geschrieben wurde und sonst nichts bedeutet. (Beispieldaten)"),
        "municipality": "15084",
        "fieldsOfAction": ["TRANSITION_SCHOOL_WORK"],
        "components": ["COORDINATION"],
        "lifePhases": ["LOWER_SECONDARY"],
        "targetGroups": ["YOUTH"],
        "status": "RUNNING",
        "start": "2024-09",
        "situation": sentence("Die Lage war offen und wurde gemeinsam beschrieben. ", 240),
        "goals": ["Alle wissen, wen sie fragen"],
        "approach": sentence("Zuerst wurde gefragt, dann geordnet, dann geprobt. ", 340),
        "results": sentence("Das Ergebnis wird von allen getragen und weiter gepflegt. ", 240),
        "evidence": "EXPERIENCE",
        "successFactors": ["Ein fester Termin im Monat"],
        "pitfalls": ["Zu spät mit den Betrieben gesprochen"],
        "transferability": sentence("Andere brauchen dafür eine Person mit etwas Zeit. ", 140),
        "preconditions": ["PARTNERS"],
        "contact": { "mailbox": "bildung@burgenlandkreis.example.org", "name": "Koordinierungsstelle", "phone": "03443 000000" },
    });
    CaseRecord::from_json(&record.to_string()).expect("a sample that fits the format").content
}

/// The beginning of a case: a title and nothing else.
pub fn draft_case(title: &str) -> CaseContent {
    CaseContent { title: title.to_owned(), ..CaseContent::default() }
}
