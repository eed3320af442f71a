//! What people write is shown as they wrote it, and does nothing.

use crate::site::Site;
use domain::{
    Role,
    case::{Indicator, Link},
    ids::FileId,
    material::{FileKind, Material},
    vocabulary::Licence,
};
use http::StatusCode;
use test_network::{complete_case, draft_case};

const HOSTILE: &str = "</script><script>alert('x')</script><img src=x onerror=alert(1)> \"&";

/// A picture of which everything says the same.
fn picture(text: &str) -> Material {
    Material {
        file: FileId(uuid::Uuid::from_u128(7)),
        title: text.to_owned(),
        alternative_text: Some(text.to_owned()),
        licence: Licence::CcBy40,
        name: format!("{text}.html"),
        kind: FileKind::Png,
        size: 1_250_000,
        sha256: "0".repeat(64),
    }
}

#[tokio::test]
async fn hostile_content_is_escaped_wherever_it_is_shown() {
    let site = Site::demo().await;
    let mut content = complete_case(&format!("Titel {HOSTILE}"));
    content.situation = format!("{HOSTILE} {}", content.situation);
    content.goals = vec![HOSTILE.to_owned()];
    content.pitfalls = vec![HOSTILE.to_owned()];
    content.approach = format!("{HOSTILE}\n\n[Verweis](javascript:alert(1))\n\n{}", content.approach);
    content.summary_easy_language = HOSTILE.to_owned();
    content.links = vec![Link { title: HOSTILE.to_owned(), url: "https://example.org/\"onmouseover=alert(1)".to_owned() }];
    content.materials = vec![picture(HOSTILE)];
    let unit = Some("<b>".to_owned());
    content.indicators = vec![Indicator {
        name: "<svg onload=alert(1)>".to_owned(),
        before: Some(1.0),
        after: Some(2.5),
        unit,
        year: Some(2025),
        source: None,
    }];
    let slug = site.publish(content).await;
    for path in [format!("/faelle/{slug}"), "/".to_owned(), "/suche?q=Titel".to_owned(), "/suche?q=%3Cscript%3Ealert".to_owned()] {
        let page = site.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let lower = page.body.to_lowercase();
        for trap in ["<script>alert", "<img", "<svg onload", "href=\"javascript:", "\"onmouseover"] {
            assert!(!lower.contains(trap), "{path} holds {trap}:\n{}", page.body);
        }
    }
}

#[tokio::test]
async fn the_case_page_shows_everything_that_a_case_says() {
    let site = Site::demo().await;
    let mut content = complete_case("Übungsfirma an der Berufsschule");
    content.first_steps = vec!["Erst anrufen".to_owned()];
    let figure = Indicator {
        name: "Vereinbarte Schnuppertage".to_owned(),
        before: Some(1270.0),
        after: Some(1640.5),
        unit: Some("Vereinbarungen".to_owned()),
        year: Some(2025),
        source: Some("Eigene Zählung".to_owned()),
    };
    content.indicators = vec![figure];
    content.materials = vec![picture("Lageplan der Übungsfirma")];
    let texts = [content.title.clone(), content.teaser.clone(), content.pitfalls[0].clone(), content.success_factors[0].clone()];
    let slug = site.publish(content).await;
    let page = site.get(&format!("/faelle/{slug}")).await;
    let expected = [
        "Burgenlandkreis",
        "seit September 2024",
        "Laufend",
        // Text in a picture is cut off, or shrinks with it: there is none, and bars are as long as their figures say.
        ">Vereinbarte Schnuppertage (Vereinbarungen)</p>",
        "<span class=\"number\">1.270</span><svg class=\"before\" focusable=\"false\"><rect width=\"77.4%\"",
        "<span class=\"number\">1.640,5</span><svg class=\"after\" focusable=\"false\"><rect width=\"100%\"",
        "<td>Vereinbarungen</td>",
        "Eigene Zählung",
        "Erst anrufen",
        "Bildbeschreibung: Lageplan der Übungsfirma",
        "(PNG-Bild, 1,2\u{a0}MB, CC BY 4.0)",
        "href=\"https://wissensnetz.example.org/dateien/00000000-0000-0000-0000-000000000007/Lageplan-der-Uebungsfirma-html.png\"",
        "CC BY 4.0",
        "bildung@burgenlandkreis.example.org",
        "Zuletzt aktualisiert am 17.\u{a0}März 2026",
        "\"@type\":\"Article\"",
        "<link rel=\"canonical\" href=\"https://wissensnetz.example.org/faelle/",
    ];
    for text in texts.iter().map(String::as_str).chain(expected) {
        assert!(page.body.contains(text), "{text} is missing:\n{}", page.body);
    }
    assert!(!page.body.contains("</text>"), "{}", page.body);
}

#[tokio::test]
async fn a_figure_of_nothing_has_no_bar_and_a_tiny_one_is_seen() {
    let site = Site::demo().await;
    let mut content = complete_case("Übungsfirma an der Berufsschule");
    let figure = |name: &str, before: f64, after: f64| Indicator {
        name: name.to_owned(),
        before: Some(before),
        after: Some(after),
        unit: None,
        year: None,
        source: None,
    };
    content.indicators = vec![figure("Lesepaten", 0.0, 12.0), figure("Kosten", 50_000.0, 3.0)];
    let slug = site.publish(content).await;
    let page = site.get(&format!("/faelle/{slug}")).await.body;
    let widths: Vec<&str> =
        page.split("<rect width=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|width| width.ends_with('%')).collect();
    assert_eq!(widths, ["0%", "100%", "100%", "0.5%"], "{page}");
}

#[tokio::test]
async fn names_and_telephone_numbers_are_for_members() {
    let site = Site::demo().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let path = format!("/faelle/{slug}");
    let public = site.get(&path).await;
    assert!(!public.body.contains("03443 000000") && !public.body.contains("Koordinierungsstelle"));
    let cookie = site.member(Role::Reader, None).await;
    let member = site.get_as(&cookie, &path).await;
    assert!(member.body.contains("03443 000000") && member.body.contains("Koordinierungsstelle"));
}

#[tokio::test]
async fn a_draft_is_not_there_for_strangers_and_marked_for_its_people() {
    let site = Site::demo().await;
    let author = site.net.member(Role::Author, Some("15084")).await;
    let mut content = draft_case("Noch nicht fertig");
    content.municipality = "15084".parse().ok();
    let case = usecases::create_case::create(&site.net.network, &author, content, None).await.expect("a draft");
    let path = format!("/faelle/{}", case.slug);
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
    let stranger = site.member(Role::Author, Some("14511")).await;
    assert_eq!(site.get_as(&stranger, &path).await.status, StatusCode::NOT_FOUND);
    let own = site.member(Role::Author, Some("15084")).await;
    let page = site.get_as(&own, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Arbeitsfassung (Entwurf)") && page.body.contains("name=\"robots\" content=\"noindex\""));
}

#[tokio::test]
async fn the_page_of_a_draft_without_a_title_has_a_heading_all_the_same() {
    let site = Site::demo().await;
    let author = site.net.member(Role::Author, Some("15084")).await;
    let content = domain::CaseContent { municipality: "15084".parse().ok(), ..draft_case("") };
    let case = usecases::create_case::create(&site.net.network, &author, content, None).await.expect("a draft");
    let own = site.member(Role::Author, Some("15084")).await;
    let page = site.get_as(&own, &format!("/faelle/{}", case.slug)).await;
    assert!(page.body.contains("<h1>Ohne Titel</h1>") && page.body.contains("<title>Ohne Titel – "), "{}", page.body);
    for empty in ["name=\"description\"", "class=\"lead\"", "class=\"chips\""] {
        assert!(!page.body.contains(empty), "{empty}: {}", page.body);
    }
}

#[tokio::test]
async fn the_next_version_of_a_public_case_is_shown_to_its_people_alone() {
    let site = Site::demo().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let author = site.net.member(Role::Author, Some("15084")).await;
    let id = site.net.network.store.case_id_by_slug(&slug).await.expect("an answer").expect("a case");
    let change = |content: &mut domain::CaseContent| content.title = "Übungsfirma, neu gefasst".into();
    usecases::update_case::update(&site.net.network, &author, id, None, change).await.expect("an edit");
    let own = site.member(Role::Author, Some("15084")).await;
    let path = format!("/faelle/{slug}");
    for path in [path.clone(), format!("{path}/bearbeiten"), "/meine".to_owned()] {
        let page = site.get_as(&own, &path).await;
        assert!(page.body.contains("Übungsfirma, neu gefasst") && page.body.contains("Entwurf"), "{path}: {}", page.body);
    }
    let page = site.get_as(&own, &path).await;
    assert!(page.body.contains("Öffentlich ist weiterhin die zuletzt veröffentlichte Fassung"), "{}", page.body);
    let public = site.get(&path).await;
    assert!(public.body.contains("<h1>Übungsfirma an der Berufsschule</h1>") && !public.body.contains("neu gefasst"), "{}", public.body);
}

#[tokio::test]
async fn an_archived_case_is_still_read_under_a_banner() {
    let site = Site::demo().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let cookie = site.member(Role::Reviewer, None).await;
    let id = site.get_as(&cookie, "/meine").await.hidden("fall").expect("a case");
    let done = site.post_as(&cookie, "/meine/archivieren", &[("fall", &id)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    site.net.run_jobs().await;
    let page = site.get(&format!("/faelle/{slug}")).await;
    assert!(page.body.contains("Archiviert am 17.\u{a0}März 2026"), "{}", page.body);
    assert!(site.get("/suche").await.body.contains("0 Praxisbeispiele"));
}

#[tokio::test]
async fn a_case_leads_to_cases_like_it_and_never_to_itself() {
    let site = Site::demo().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let alone = site.get(&format!("/faelle/{slug}")).await;
    assert!(!alone.body.contains("Ähnliche Praxisbeispiele"), "{}", alone.body);
    let other = site.publish(complete_case("Eine Übungsfirma für jede Schule")).await;
    for number in 1..=4 {
        site.publish(complete_case(&format!("Übungsfirma Nummer {number} am Ort"))).await;
    }
    let page = site.get(&format!("/faelle/{slug}")).await;
    let (_, section) = page.body.split_once("Ähnliche Praxisbeispiele</h2>").expect("a section");
    let section = section.split("</section>").next().expect("an end");
    assert_eq!(section.matches("<li>").count(), 3, "{section}");
    assert!(!section.contains(&format!("/faelle/{slug}\"")), "{section}");
    assert!(section.contains("Burgenlandkreis") && section.contains("ein fiktives Praxisbeispiel"), "{section}");
    assert!(site.get(&format!("/faelle/{other}")).await.body.contains(&format!("<h3><a href=\"/faelle/{slug}\"")));
}

#[tokio::test]
async fn the_notice_on_data_protection_says_what_is_kept_of_searches_and_of_consents() {
    let page = Site::demo().await.get("/datenschutz").await;
    for said in ["Suchwörter, zu denen nichts gefunden wurde", "auch Ihre Eingabe", "den Wortlaut der Einwilligung"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}

#[tokio::test]
async fn a_reply_keeps_its_paragraphs_apart() {
    let site = Site::demo().await;
    let (asks, replies) = (site.member(Role::Reader, Some("15084")).await, site.member(Role::Reviewer, None).await);
    let asked = site.post_as(&asks, "/fragen/neu", &[("frage", "Wer hat Übungsfirmen an Berufsschulen?")]).await;
    let path = asked.header("location").split('?').next().expect("a path").to_owned();
    let said = [("antwort", "Zwei Landkreise.\n\nWir stellen den Kontakt her.")];
    assert_eq!(site.post_as(&replies, &format!("{path}/antworten"), &said).await.status, StatusCode::SEE_OTHER);
    let page = site.get_as(&asks, &path).await;
    let kept = "<div class=\"said\">\n<p>Zwei Landkreise.</p>\n<p>Wir stellen den Kontakt her.</p>\n</div>";
    assert!(page.body.contains(kept), "{}", page.body);
    // What stands in rows has no space between its paragraphs of itself.
    let style = site.get("/style.css").await.body;
    assert!(style.contains(".rows .said p { margin-top:"), "{style}");
}
