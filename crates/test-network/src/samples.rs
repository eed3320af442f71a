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

/// A PDF of one page that says this, in letters of ASCII without brackets. Its table of references is missing, as in many a file that
/// people have; readers look for the objects themselves.
pub fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        page.to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let bodies: Vec<_> = (1..).zip(objects).map(|(number, object)| format!("{number} 0 obj\n{object}\nendobj\n")).collect();
    format!("%PDF-1.4\n{}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n", bodies.concat()).into_bytes()
}
