use super::*;
use crate::{
    case::{CaseRecord, Elsewhere},
    ids::FileId,
    material::FileKind,
    vocabulary::{FieldOfAction, Licence, State},
};
use proptest::prelude::*;

/// A case that may be published, each text as short as its rule allows.
fn complete() -> CaseContent {
    let line = serde_json::json!({
        "title": "Zehn Zeich", "teaser": "t".repeat(80), "municipality": "15084",
        "fieldsOfAction": ["GOVERNANCE"], "components": ["STRATEGY"], "lifePhases": ["ALL_PHASES"], "targetGroups": ["POLITICS"],
        "status": "RUNNING", "start": "2024-01", "situation": "s".repeat(200), "goals": ["Ziel"], "approach": "a".repeat(300),
        "results": "r".repeat(200), "evidence": "EXPERIENCE", "successFactors": ["Geduld"], "pitfalls": ["Eile"],
        "transferability": "u".repeat(100), "preconditions": [], "contact": {"mailbox": "bildung@kreis.example.org"},
    });
    CaseRecord::from_json(&line.to_string()).unwrap().content
}

fn codes(content: &CaseContent, stage: Stage) -> Vec<(String, &'static str)> {
    content.check(stage).into_iter().map(|violation| (violation.field.clone(), violation.code().as_str())).collect()
}

#[test]
fn a_complete_case_may_be_published_and_an_empty_one_kept() {
    assert_eq!(codes(&complete(), Stage::Approval), []);
    assert_eq!(codes(&CaseContent::default(), Stage::Draft), []);
}

#[test]
fn an_empty_case_lacks_what_the_format_marks() {
    let fields = |stage| codes(&CaseContent::default(), stage).into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    let needed = [
        "title",
        "teaser",
        "municipality",
        "fieldsOfAction",
        "components",
        "lifePhases",
        "targetGroups",
        "status",
        "start",
        "contact.mailbox",
    ];
    assert_eq!(fields(Stage::Submission), needed);
    let more = ["situation", "goals", "approach", "results", "evidence", "successFactors", "pitfalls", "transferability", "preconditions"];
    assert_eq!(fields(Stage::Approval), [needed.as_slice(), &more].concat());
}

#[test]
fn limits_count_characters_not_bytes() {
    let mut content = complete();
    content.title = "Ü".repeat(120);
    assert_eq!(codes(&content, Stage::Approval), []);
    content.title.push('x');
    assert_eq!(codes(&content, Stage::Draft), [("title".to_owned(), "TOO_LONG")]);
}

#[test]
fn each_rule_is_told_by_its_code() {
    let change = |change: fn(&mut CaseContent)| {
        let mut content = complete();
        change(&mut content);
        codes(&content, Stage::Approval)
    };
    let one = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(change(|c| c.title = "kurz".into()), one("title", "TOO_SHORT"));
    assert_eq!(change(|c| c.goals = vec!["z".into(); 6]), one("goals", "TOO_MANY"));
    assert_eq!(change(|c| c.goals[0] = " ".into()), one("goals[0]", "REQUIRED"));
    assert_eq!(change(|c| c.fields_of_action = vec![FieldOfAction::Governance; 2]), one("fieldsOfAction[1]", "DUPLICATE"));
    assert_eq!(change(|c| c.end = "2023-12".parse().ok()), one("end", "END_BEFORE_START"));
    assert_eq!(change(|c| c.source_url = Some("javascript:alert(1)".into())), one("sourceUrl", "MALFORMED"));
    assert_eq!(change(|c| c.contact.as_mut().unwrap().mailbox = "niemand".into()), one("contact.mailbox", "MALFORMED"));
    let elsewhere = |c: &mut CaseContent| c.elsewhere = Some(Elsewhere { name: "Musterstadt".into(), state: State::Hessen });
    assert_eq!(change(elsewhere), one("elsewhere", "CONFLICTING_VALUES"));
}

#[test]
fn no_text_of_any_stage_has_the_character_0() {
    let change = |change: fn(&mut CaseContent)| {
        let mut content = complete();
        change(&mut content);
        codes(&content, Stage::Draft)
    };
    let one = |field: &str| vec![(field.to_owned(), "MALFORMED")];
    assert_eq!(change(|c| c.title.push('\0')), one("title"));
    assert_eq!(change(|c| c.goals[0].insert(2, '\0')), one("goals[0]"));
    assert_eq!(change(|c| c.summary_easy_language = "\0".into()), one("summaryEasyLanguage"));
    assert_eq!(change(|c| c.contact.as_mut().unwrap().phone = Some("0\0".into())), one("contact.phone"));
    let mut content = complete();
    content.title = "Zehn\0Zeich".into();
    let message = content.check(Stage::Draft)[0].message();
    assert_eq!(message, "Titel: „ZehnZeich“ hat nicht die erwartete Form: ein Text ohne Nullzeichen (U+0000).");
}

#[test]
fn every_kind_of_picture_needs_a_description_that_is_no_files_name() {
    let told = |kind: FileKind, text: Option<&str>| {
        let mut content = complete();
        content.materials = vec![Material {
            file: FileId(uuid::Uuid::from_u128(1)),
            title: "Die Messe".into(),
            alternative_text: text.map(str::to_owned),
            licence: Licence::CcBy40,
            name: format!("messe_2024.{}", kind.key()),
            kind,
            size: 1,
            sha256: "0".into(),
        }];
        // Already in a draft: what is put on a case is complete from the beginning.
        codes(&content, Stage::Draft)
    };
    let one = |code| vec![("materials[0].alternativeText".to_owned(), code)];
    for kind in FileKind::ALL.iter().copied().filter(|kind| kind.is_picture()) {
        for blank in [None, Some(""), Some(" \u{a0}\n")] {
            assert_eq!(told(kind, blank), one("REQUIRED"), "{kind:?} {blank:?}");
        }
        for name in ["messe_2024", "Messe_2024.PNG", "IMG_1234.jpg", "Bild 3", "--"] {
            assert_eq!(told(kind, Some(name)), one("MALFORMED"), "{kind:?} {name}");
        }
        assert_eq!(told(kind, Some(&"Halle ".repeat(90))), one("TOO_LONG"), "{kind:?}");
        assert_eq!(told(kind, Some("Stände in einer Halle")), [], "{kind:?}");
    }
    for kind in FileKind::ALL.iter().copied().filter(|kind| !kind.is_picture()) {
        assert_eq!(told(kind, None), [], "{kind:?}");
    }
}

proptest! {
    /// A text's only fate is decided by its length, whatever it is made of.
    #[test]
    fn a_title_passes_exactly_within_its_limits(title in "[a-zäöüß–]{1,140}") {
        let mut content = complete();
        let length = title.chars().count();
        content.title = title;
        let expected = if length < 10 { Some("TOO_SHORT") } else if length > 120 { Some("TOO_LONG") } else { None };
        prop_assert_eq!(codes(&content, Stage::Approval).first().map(|(_, code)| *code), expected);
    }

    /// A stricter stage never forgives what a milder one found.
    #[test]
    fn stages_only_add(title in ".{0,130}", teaser in ".{0,310}", goals in prop::collection::vec(".{0,210}", 0..8)) {
        let content = CaseContent { title, teaser, goals, ..CaseContent::default() };
        let (draft, submission) = (codes(&content, Stage::Draft), codes(&content, Stage::Submission));
        prop_assert!(draft.iter().all(|violation| submission.contains(violation)));
        let approval = codes(&content, Stage::Approval);
        prop_assert!(submission.iter().all(|violation| approval.contains(violation)));
    }
}
