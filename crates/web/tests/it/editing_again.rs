//! Work on a case that exists: its page without any script, and what the script sends.

use crate::{
    editing::{filled, send_to, set},
    site::{Page, Site},
};
use domain::{
    CaseContent, Role, Viewer,
    case::Elsewhere,
    vocabulary::{FieldOfAction, State},
};
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case};

/// A site with a draft of the Burgenlandkreis, the cookie of its author, and the page's path.
async fn with_draft(content: CaseContent) -> (Site, String, String) {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    let case = site.net.place(content, draft_case("x"), Some(author.account), Stand::Draft).await;
    (site, cookie, format!("/faelle/{}/bearbeiten", case.slug))
}

async fn content(site: &Site, path: &str) -> CaseContent {
    let slug = path.split('/').nth(2).expect("a slug");
    let id = site.net.network.store.case_id_by_slug(slug).await.expect("the database").expect("a case");
    site.net.network.store.working_case(id).await.expect("the database").expect("a case").content
}

fn typed(page: &Page, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = filled(page);
    for (name, value) in changes {
        set(&mut fields, name, value);
    }
    fields
}

#[tokio::test]
async fn what_is_saved_unchanged_stays_exactly_as_it_was() {
    let mut case = complete_case("Übungsfirma an der Berufsschule");
    case.fields_of_action = vec![FieldOfAction::Volunteering, FieldOfAction::Governance];
    for text in [&mut case.situation, &mut case.approach, &mut case.results, &mut case.transferability] {
        *text = text.trim().to_owned();
    }
    case.partners = vec!["15088".parse().expect("a key")];
    case.source_url = Some("https://www.example.org/quelle".into());
    let indicators = serde_json::json!([{ "name": "Plätze | belegt", "before": 1270.125, "year": 2025 }]);
    case.indicators = serde_json::from_value(indicators).expect("a figure");
    let (site, cookie, path) = with_draft(case).await;
    let before = content(&site, &path).await;
    let page = site.get_as(&cookie, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let answer = send_to(&site, &cookie, &path, &filled(&page)).await;
    assert_eq!(answer.header("location"), format!("{path}?erledigt=gespeichert"), "{}", answer.body);
    assert_eq!(content(&site, &path).await, before);
    assert!(site.get_as(&cookie, &format!("{path}?erledigt=gespeichert")).await.body.contains("Gespeichert."));
}

#[tokio::test]
async fn a_case_from_elsewhere_stays_there() {
    let elsewhere = Elsewhere { name: "Musterstadt".into(), state: State::Brandenburg };
    let case = CaseContent { municipality: None, elsewhere: Some(elsewhere), ..complete_case("Gutes Beispiel von anderswo") };
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let Viewer::Member(reviewer) = site.net.member(Role::Reviewer, None).await else { unreachable!("a member") };
    let placed = site.net.place(case, draft_case("x"), Some(reviewer.account), Stand::Draft).await;
    let path = format!("/faelle/{}/bearbeiten", placed.slug);
    let fields = typed(&site.get_as(&cookie, &path).await, &[("title", "Gutes Beispiel von weit her")]);
    assert_eq!(send_to(&site, &cookie, &path, &fields).await.status, StatusCode::SEE_OTHER);
    let after = content(&site, &path).await;
    assert_eq!((after.title.as_str(), after.elsewhere), ("Gutes Beispiel von weit her", placed.content.elsewhere));
    let long = "x".repeat(121);
    let fields = typed(&site.get_as(&cookie, &path).await, &[("title", &long), ("teaser", ""), ("weiter", "einreichen")]);
    let wrong = send_to(&site, &cookie, &path, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("höchstens 120 Zeichen") && wrong.body.contains("Kurzbeschreibung: Diese Angabe fehlt."), "{}", wrong.body);
    assert!(!wrong.body.contains("Kommune: Diese Angabe fehlt."), "it has a place: {}", wrong.body);
}

#[tokio::test]
async fn two_people_on_one_draft_see_both_texts_and_nothing_is_lost() {
    let (site, one, path) = with_draft(complete_case("Übungsfirma an der Berufsschule")).await;
    let other = site.member(Role::Coordinator, Some("15084")).await;
    let (first, second) = (site.get_as(&one, &path).await, site.get_as(&other, &path).await);
    let changed = typed(&second, &[("title", "Titel der Koordination"), ("start", "2024-02")]);
    assert_eq!(send_to(&site, &other, &path, &changed).await.status, StatusCode::SEE_OTHER);
    let mine = typed(&first, &[("title", "Titel der Autorin & Autoren"), ("goals", "Ein neues Ziel")]);
    let refused = send_to(&site, &one, &path, &mine).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for text in ["Titel: Ihr Text", "Titel der Autorin &#38; Autoren", "Titel: inzwischen gespeichert", "Titel der Koordination"] {
        assert!(refused.body.contains(text), "{text}: {}", refused.body);
    }
    assert!(!refused.body.contains("Ziele: Ihr Text"), "only one of them changed the goals");
    assert_eq!(content(&site, &path).await.title, "Titel der Koordination", "until somebody decides");
    let again = typed(&refused, &[]);
    let value = |name: &str| again.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((value("title"), value("goals")), (Some("Titel der Autorin & Autoren"), Some("Ein neues Ziel")));
    assert_eq!(value("start"), Some("2024-02"), "what only the other one changed is taken over");
    assert_eq!(send_to(&site, &one, &path, &again).await.status, StatusCode::SEE_OTHER, "whoever has seen both decides");
    let decided = content(&site, &path).await;
    assert_eq!((decided.title.as_str(), decided.goals.len()), ("Titel der Autorin & Autoren", 1));
    assert_eq!(decided.start.map(|month| month.to_string()).as_deref(), Some("2024-02"));
}

#[tokio::test]
async fn what_cannot_be_read_is_said_at_its_field_and_a_change_by_somebody_else_is_still_noticed() {
    let (site, one, path) = with_draft(complete_case("Übungsfirma an der Berufsschule")).await;
    let first = site.get_as(&one, &path).await;
    let wrong = send_to(&site, &one, &path, &typed(&first, &[("title", "Mein Titel der Firma"), ("indicators", "Kinder | viele")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Noch nicht gespeichert") && wrong.body.contains("id=\"f-indicators-fehler\""), "{}", wrong.body);
    let other = site.member(Role::Coordinator, Some("15084")).await;
    let theirs = typed(&site.get_as(&other, &path).await, &[("title", "Titel der Koordination")]);
    send_to(&site, &other, &path, &theirs).await;
    let again = send_to(&site, &one, &path, &typed(&wrong, &[("indicators", "Kinder | 3")])).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
}

#[tokio::test]
async fn a_case_is_handed_in_talked_about_given_back_and_taken_back() {
    let (site, author, path) = with_draft(complete_case("Übungsfirma an der Berufsschule")).await;
    let page = site.get_as(&author, &path).await;
    assert!(page.body.contains("Noch ist nichts eingereicht.") && !page.body.contains("/zurueckziehen"), "{}", page.body);
    let answer = send_to(&site, &author, &path, &typed(&page, &[("weiter", "einreichen")])).await;
    assert_eq!(answer.header("location"), "/meine?erledigt=eingereicht", "{}", answer.body);

    let reviewer = site.member(Role::Reviewer, None).await;
    let Viewer::Member(member) = site.net.member(Role::Reviewer, None).await else { unreachable!("a member") };
    let slug = path.split('/').nth(2).expect("a slug").to_owned();
    let id = site.net.network.store.case_id_by_slug(&slug).await.expect("the database").expect("a case");
    let viewer = Viewer::Member(member);
    usecases::claim_review::claim(&site.net.network, &viewer, id).await.expect("a claim");
    let seen = site.get_as(&reviewer, &path).await;
    assert!(seen.body.contains("value=\"author\" checked"), "a reviewer speaks to the author: {}", seen.body);
    assert!(!seen.body.contains("/zurueckziehen"), "only those whose it is take it back: {}", seen.body);
    assert!(site.get_as(&author, &path).await.body.contains("/zurueckziehen"));
    let administrator = site.member(Role::Administrator, None).await;
    for (who, holder) in [(&reviewer, "Ihnen"), (&author, "der Redaktion"), (&administrator, "reviewer-agentur@example.org")] {
        for page in [path.as_str(), "/meine?bearbeitung=submitted"] {
            let body = site.get_as(who, page).await.body;
            assert!(body.contains("Prüfung übernommen am ") && body.contains(&format!(" von {holder}")), "{page} for {holder}: {body}");
        }
    }
    let fall = seen.hidden("fall").expect("the case");
    let comments = format!("/faelle/{slug}/kommentar");
    let empty = site.post_as(&reviewer, &comments, &[("fall", &fall), ("text", " "), ("feld", "goals"), ("an", "author")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("/kommentar#kommentar\" method=\"post\""), "the answer opens where the error stands: {}", empty.body);
    assert!(empty.body.contains("id=\"kommentar-fehler\"") && empty.body.contains("value=\"goals\" selected"), "{}", empty.body);
    let fields = [("fall", fall.as_str()), ("text", "Welche <Ziele>?\r\nBitte genauer."), ("feld", "goals"), ("an", "author")];
    let said = site.post_as(&reviewer, &comments, &fields).await;
    assert_eq!(said.header("location"), format!("{path}?erledigt=kommentiert#gespraech"), "{}", said.body);
    let read = site.net.version_of(id).await;
    usecases::request_changes::request_changes(&site.net.network, &viewer, id, "Bitte die Ziele schärfen.", read)
        .await
        .expect("given back");

    let back = site.get_as(&author, &path).await;
    for text in
        ["Die Redaktion bittet um eine Überarbeitung", "Bitte die Ziele schärfen.", "Redaktion zu „Ziele“", "Welche &#60;Ziele&#62;?"]
    {
        assert!(back.body.contains(text), "{text}: {}", back.body);
    }
    let reply = [("fall", fall.as_str()), ("text", "Gern."), ("an", "reviewer")];
    assert_eq!(site.post_as(&author, &comments, &reply).await.status, StatusCode::SEE_OTHER);
    site.net.run_jobs().await;
    assert!(site.net.sent().iter().any(|mail| mail.to.reveal() == "reviewer-agentur@example.org" && mail.text.contains("Gern.")));
    let again = typed(&site.get_as(&author, &path).await, &[("goals", "Jedes Kind lernt lesen"), ("weiter", "einreichen")]);
    assert_eq!(send_to(&site, &author, &path, &again).await.header("location"), "/meine?erledigt=eingereicht");
    let withdrawn = site.post_as(&author, &format!("/faelle/{slug}/zurueckziehen"), &[("fall", &fall)]).await;
    assert_eq!(withdrawn.header("location"), format!("{path}?erledigt=zurueckgezogen"), "{}", withdrawn.body);
    let list = site.get_as(&author, &path).await;
    for text in ["eingereicht (Sie)", "Überarbeitung erbeten (Redaktion)", "erneut eingereicht (Sie)", "zurückgezogen (Sie)", "Entwurf"] {
        assert!(list.body.contains(text), "{text}: {}", list.body);
    }
}

#[tokio::test]
async fn what_is_public_stays_while_its_next_version_is_written() {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let path = format!("/faelle/{slug}/bearbeiten");
    let cookie = site.member(Role::Reviewer, None).await;
    let way = format!("<a href=\"{path}\">Bearbeiten, Stand und Gespräch</a>");
    let public = format!("/faelle/{slug}");
    assert!(site.get_as(&cookie, &public).await.body.contains(&way) && !site.get(&public).await.body.contains(&way), "{way}");
    let page = site.get_as(&cookie, &path).await;
    assert!(page.body.contains("Öffentlich bleibt unverändert"), "{}", page.body);
    let answer = send_to(&site, &cookie, &path, &typed(&page, &[("title", "Nächste Fassung der Firma")])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(site.get(&format!("/faelle/{slug}")).await.body.contains("<h1>Übungsfirma an der Berufsschule</h1>"));
    assert!(site.get_as(&cookie, &format!("/faelle/{slug}")).await.body.contains("Nächste Fassung der Firma"));
}

#[tokio::test]
async fn only_who_sees_the_working_copy_gets_the_page() {
    let (site, _, path) = with_draft(draft_case("Ein Entwurf")).await;
    assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED);
    for (role, place) in [(Role::Author, Some("15088")), (Role::Reader, None), (Role::Reviewer, None), (Role::Adviser, None)] {
        let cookie = site.member(role, place).await;
        assert_eq!(site.get_as(&cookie, &path).await.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let reader = site.member(Role::Reader, None).await;
    assert_eq!(site.get_as(&reader, &format!("/faelle/{slug}/bearbeiten")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_archived_case_is_worked_on_and_published_again_as_it_was_only_if_that_is_what_stands_there() {
    let site = Site::live().await;
    let archived = site.net.place(complete_case("Archivierte Übungsfirma"), draft_case("x"), None, Stand::Archived).await;
    let begun = CaseContent { municipality: "15084".parse().ok(), ..draft_case("Ein Anfang") };
    let shelved = site.net.place(begun, draft_case("x"), None, Stand::Shelved).await;
    let administrator = site.member(Role::Administrator, None).await;
    let list = site.get_as(&administrator, "/meine?bearbeitung=archived").await;
    assert_eq!(list.body.matches("action=\"/meine/veroeffentlichen\"").count(), 1, "what never was public is handed in: {}", list.body);
    let listed = list.body.split("<li>").find(|row| row.contains("action=\"/meine/veroeffentlichen\"")).unwrap_or_default();
    assert!(listed.contains("Archivierte Übungsfirma"), "{listed}");
    let author = site.member(Role::Author, Some("15084")).await;
    for slug in [&archived.slug, &shelved.slug] {
        let path = format!("/faelle/{slug}/bearbeiten");
        assert!(site.get_as(&author, "/meine").await.body.contains(&format!("href=\"{path}\"")), "{slug}");
        let page = site.get_as(&author, &path).await;
        assert!(
            page.body.contains("Dieses Praxisbeispiel ist archiviert.") && page.body.contains("Speichern und einreichen"),
            "{}",
            page.body
        );
        assert!(!page.body.contains("Öffentlich bleibt unverändert"), "{}", page.body);
        let answer = send_to(&site, &author, &path, &typed(&page, &[("title", "Übungsfirma mit neuem Namen")])).await;
        assert_eq!(answer.header("location"), format!("{path}?erledigt=gespeichert"), "{}", answer.body);
    }
    let list = site.get_as(&author, "/meine?bearbeitung=draft").await;
    assert_eq!(list.body.matches("(ältere Fassung archiviert)").count(), 1, "{}", list.body);
    let public = site.get(&format!("/faelle/{}", archived.slug)).await;
    assert!(public.body.contains("<h1>Archivierte Übungsfirma</h1>") && public.body.contains("Archiviert am"), "{}", public.body);
}

#[tokio::test]
async fn the_script_keeps_what_is_typed_and_begins_a_case_with_its_title() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let form = site.get_as(&cookie, "/faelle/neu").await;
    let keep = async |fields: &[(String, String)]| send_to(&site, &cookie, "/meine/zwischenspeichern", fields).await;
    let mut fields = typed(&form, &[("title", "Vorlesebus für Dörfer")]);
    let told = keep(&fields).await;
    assert_eq!((told.status, told.header("content-type")), (StatusCode::OK, "application/json"), "{}", told.body);
    let told: serde_json::Value = serde_json::from_str(&told.body).expect("JSON");
    assert_eq!(told["meldung"], "Zwischengespeichert um 11:00 Uhr.");
    let path = told["ziel"].as_str().expect("a path").to_owned();
    set(&mut fields, "fall", told["fall"].as_str().expect("an id"));
    set(&mut fields, "fassung", &told["fassung"].to_string());
    set(&mut fields, "title", &"sehr lang ".repeat(30));
    assert_eq!(keep(&fields).await.status, StatusCode::OK, "what is unfinished may be too long");
    assert!(content(&site, &path).await.title.starts_with("sehr lang sehr lang"));
    set(&mut fields, "indicators", "Kinder | vie");
    assert_eq!(keep(&fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "half a number");
    set(&mut fields, "indicators", "");
    let page = site.get_as(&cookie, &path).await;
    let other = typed(&page, &[("title", "Ein fertiger Titel")]);
    assert_eq!(send_to(&site, &cookie, &path, &other).await.status, StatusCode::SEE_OTHER);
    let late = keep(&fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert_eq!(content(&site, &path).await.title, "Ein fertiger Titel");
    assert_eq!(site.get_as(&cookie, "/meine").await.body.matches("/bearbeiten\"").count(), 1, "one case");
}
