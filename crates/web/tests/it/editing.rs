//! Begin a case with the form, and take it through the workflow with the buttons.

use crate::site::{Page, Site, TOKEN};
use domain::{Role, review::ChecklistItem};
use http::StatusCode;

/// The fields of a case's form as a browser would send them back.
pub(crate) fn filled(page: &Page) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let form = page.body.split("id=\"formular\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a form");
    let unescape =
        |text: &str| text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&");
    for input in form.split("<input ").skip(1).filter_map(|rest| rest.split('>').next()) {
        let value = |name: &str| input.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(unescape);
        let (Some(name), Some(kind)) = (value("name"), value("type")) else { continue };
        if kind != "checkbox" || input.ends_with("checked") {
            fields.push((name, value("value").unwrap_or_default()));
        }
    }
    for area in form.split("<textarea ").skip(1) {
        let name = area.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a name");
        let text = area.split_once(">\n").and_then(|(_, rest)| rest.split("</textarea>").next()).expect("a text");
        fields.push((name.to_owned(), unescape(text).replace("\r\n", "\n").replace('\n', "\r\n")));
    }
    for select in form.split("<select ").skip(1) {
        let name = select.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a name");
        let options = select.split("</select>").next().expect("options").split("<option ").skip(1);
        let chosen = options.filter_map(|option| option.split('>').next()).find(|option| option.ends_with("selected"));
        let value = chosen.and_then(|option| option.split('"').nth(1)).unwrap_or_default();
        fields.push((name.to_owned(), value.to_owned()));
    }
    fields
}

async fn send(site: &Site, cookie: &str, fields: &[(String, String)]) -> Page {
    send_to(site, cookie, "/faelle/neu", fields).await
}

/// Sends a form with the token that it was shown with.
pub(crate) async fn send_to(site: &Site, cookie: &str, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    site.post_bare(cookie, path, &fields).await
}

/// The form that publishes a case, with everything confirmed.
fn checklist<'a>(id: &'a str, version: &'a str) -> Vec<(&'static str, &'a str)> {
    let points = ChecklistItem::ALL.iter().map(|item| (item.key(), "ja"));
    points.chain([("fall", id), ("fassung", version)]).collect()
}

pub(crate) fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(key, _)| key != name);
    fields.push((name.to_owned(), value.to_owned()));
}

#[tokio::test]
async fn an_editor_publishes_the_example_of_an_author_and_finds_it() {
    let site = Site::demo().await;
    let author = site.member(Role::Author, Some("15084")).await;
    let example = site.get_as(&author, "/faelle/neu").await.link("/faelle/neu?");
    let mut fields = filled(&site.get_as(&author, &example).await);
    set(&mut fields, "weiter", "einreichen");
    let answer = send(&site, &author, &fields).await;
    assert_eq!(answer.header("location"), "/meine?erledigt=eingereicht", "{}", answer.body);
    let cookie = site.member(Role::Reviewer, None).await;
    let list = site.get_as(&cookie, "/meine?bearbeitung=submitted").await;
    let id = list.hidden("fall").expect("the case");
    let read = list.hidden("fassung").expect("the version that is shown");
    let answer = site.post_as(&cookie, "/meine/veroeffentlichen", &checklist(&id, &read)).await;
    assert_eq!(answer.header("location"), "/meine?erledigt=veroeffentlicht", "{}", answer.body);
    site.net.run_jobs().await;
    let slug =
        list.body.split("/faelle/").find_map(|rest| rest.split('"').next().filter(|slug| slug.contains("vorlesebus"))).expect("its page");
    let page = site.get(&format!("/faelle/{slug}")).await;
    assert_eq!(page.status, StatusCode::OK);
    for text in [
        "Vorlesebus",
        "Ausleihen je Monat (Bücher)",
        "<td class=\"number\">640</td><td>Bücher</td>",
        "<strong>Wichtig war der feste Halt:</strong>",
        "Ablaufplan eines Halts",
        "Hospitation",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(site.get("/suche?q=linienbus").await.body.contains("1 Praxisbeispiel"));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let mut fields = filled(&site.get_as(&cookie, "/faelle/neu?beispiel=1").await);
    set(&mut fields, "title", &"lang & <breit> ".repeat(12));
    set(&mut fields, "indicators", "Kinder | viele");
    let page = send(&site, &cookie, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Noch nicht gespeichert") && page.body.contains("id=\"f-indicators-fehler\""), "{}", page.body);
    let again = filled(&page);
    for (name, value) in fields.iter().filter(|(name, _)| name != "weiter" && name != TOKEN) {
        assert!(again.iter().any(|(key, kept)| key == name && kept.trim() == value.trim()), "{name} lost {value:?}");
    }
    set(&mut fields, "indicators", "");
    let page = send(&site, &cookie, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("href=\"#f-title\"") && page.body.contains("höchstens 120 Zeichen"), "{}", page.body);
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once_in_the_order_of_the_form() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let mut fields = filled(&site.get_as(&cookie, "/faelle/neu?beispiel=1").await);
    for (name, value) in [
        ("title", "lang ".repeat(30).as_str()),
        ("teaser", ""),
        ("start", "09/2024"),
        ("indicators", "Kinder | viele\r\nx | 1 | 2"),
        ("contact.mailbox", ""),
        ("links", "Nur ein Titel"),
    ] {
        set(&mut fields, name, value);
    }
    let said = |page: &Page| -> Vec<String> {
        let links = page.body.split("<li><a href=\"#f-").skip(1);
        links.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    set(&mut fields, "weiter", "entwurf");
    let draft = send(&site, &cookie, &fields).await;
    assert_eq!(draft.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(said(&draft), ["title", "start", "indicators", "links"], "a draft may lack anything: {}", draft.body);
    set(&mut fields, "weiter", "einreichen");
    let handed_in = send(&site, &cookie, &fields).await;
    assert_eq!(handed_in.status, StatusCode::UNPROCESSABLE_ENTITY);
    let all = ["title", "teaser", "start", "indicators", "indicators", "contact-mailbox", "links"];
    assert_eq!(said(&handed_in), all, "{}", handed_in.body);
    for text in ["Kennzahlen, Zeile 1: „viele“ ist keine Zahl.", "Kennzahlen (2. Eintrag, Bezeichnung): ", "ein Monat wie 2024-09"] {
        assert!(handed_in.body.contains(text), "{text}: {}", handed_in.body);
    }
    assert!(site.get_as(&cookie, "/meine").await.body.contains("<h2>0 Praxisbeispiele</h2>"), "nothing was kept");
}

#[tokio::test]
async fn a_case_without_a_title_is_not_begun_and_nothing_typed_is_lost() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let form = site.get_as(&cookie, "/faelle/neu").await;
    assert!(!form.body.contains("/faelle/neu?beispiel=1"), "made-up cases are for demos: {}", form.body);
    for next in ["entwurf", "einreichen"] {
        let mut fields = filled(&form);
        set(&mut fields, "goals", "Jedes Kind lernt lesen");
        set(&mut fields, "weiter", next);
        let page = send(&site, &cookie, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{next}");
        for text in ["Noch nicht gespeichert", "<a href=\"#f-title\">Titel: Diese Angabe fehlt.</a>", "\nJedes Kind lernt lesen</textarea>"]
        {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
    }
    assert!(site.get_as(&cookie, "/meine").await.body.contains("<h2>0 Praxisbeispiele</h2>"));
}

#[tokio::test]
async fn every_hint_is_read_out_with_its_field() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let page = site.get_as(&cookie, "/faelle/neu").await;
    let hints: Vec<_> = page.attributes("id").into_iter().filter(|id| id.ends_with("-hinweis")).collect();
    assert_eq!(hints.len(), page.body.matches("class=\"hint\"").count(), "{hints:?}");
    let described = page.attributes("aria-describedby");
    for hint in ["f-title-hinweis".to_owned(), "f-fieldsOfAction-hinweis".to_owned()].into_iter().chain(hints) {
        assert!(described.iter().any(|ids| ids.split(' ').any(|id| id == hint)), "{hint}: {described:?}");
    }
}

#[tokio::test]
async fn a_case_that_is_not_complete_stays_a_draft_and_the_next_attempt_goes_on_with_it() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let mut fields = filled(&site.get_as(&cookie, "/faelle/neu?beispiel=1").await);
    set(&mut fields, "weiter", "einreichen");
    let complete = fields.clone();
    set(&mut fields, "results", "zu kurz");
    set(&mut fields, "teaser", "");
    let page = send(&site, &cookie, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("Gespeichert, aber noch nicht eingereicht") && page.body.contains("id=\"f-results-fehler\""),
        "{}",
        page.body
    );
    assert!(page.body.contains("id=\"f-teaser-fehler\""));
    let mut next = filled(&page);
    for (name, value) in complete.iter().filter(|(name, _)| ["results", "teaser", "weiter"].contains(&name.as_str())) {
        set(&mut next, name, value);
    }
    let action = page.attributes("action").into_iter().find(|path| path.ends_with("/bearbeiten")).expect("the case's own page");
    let answer = send_to(&site, &cookie, &action, &next).await;
    assert_eq!(answer.header("location"), "/meine?erledigt=eingereicht", "{}", answer.body);
    assert!(site.get_as(&cookie, "/meine").await.body.contains("1 Praxisbeispiel<"), "no second case");
}

#[tokio::test]
async fn an_author_hands_in_and_a_reviewer_publishes() {
    let site = Site::demo().await;
    let author = site.member(Role::Author, Some("15084")).await;
    let form = site.get_as(&author, "/faelle/neu?beispiel=1").await;
    let answer = send(&site, &author, &filled(&form)).await;
    assert_eq!(answer.header("location"), "/meine?erledigt=angelegt", "{}", answer.body);
    let list = site.get_as(&author, "/meine").await;
    assert!(list.body.contains("Entwurf") && list.body.contains("Einreichen") && !list.body.contains("/meine/veroeffentlichen"));
    let id = list.hidden("fall").expect("a case");

    let forbidden = site.post_as(&author, "/meine/veroeffentlichen", &[("fall", &id)]).await;
    assert_eq!(forbidden.status, StatusCode::CONFLICT);
    assert!(forbidden.body.contains("Dazu fehlt Ihnen die Berechtigung."), "{}", forbidden.body);

    let unread = site.post_as(&author, "/meine/einreichen", &[("fall", &id)]).await;
    assert_eq!(unread.status, StatusCode::CONFLICT);
    assert!(unread.body.contains("Jemand anderes hat den Stand inzwischen geändert."), "{}", unread.body);
    let read = list.hidden("fassung").expect("the version that is shown");
    let answer = site.post_as(&author, "/meine/einreichen", &[("fall", &id), ("fassung", &read)]).await;
    assert_eq!(answer.header("location"), "/meine?erledigt=eingereicht", "{}", answer.body);
    let reviewer = site.member(Role::Reviewer, None).await;
    let list = site.get_as(&reviewer, "/meine?bearbeitung=submitted").await;
    assert!(list.body.contains("Vorlesebus"));
    let read = list.hidden("fassung").expect("the version that is shown");
    let unsure = site.post_as(&reviewer, "/meine/veroeffentlichen", &[("fall", &id), ("fassung", &read), ("complete", "ja")]).await;
    assert_eq!(unsure.status, StatusCode::CONFLICT);
    assert!(unsure.body.contains("Bitte bestätigen Sie alle Punkte der Prüfliste."), "{}", unsure.body);
    let answer = site.post_as(&reviewer, "/meine/veroeffentlichen", &checklist(&id, &read)).await;
    assert_eq!(answer.header("location"), "/meine?erledigt=veroeffentlicht", "{}", answer.body);
    site.net.run_jobs().await;
    assert!(site.get("/").await.body.contains("Vorlesebus"));
}

#[tokio::test]
async fn opening_the_steps_with_get_does_nothing() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Reviewer, None).await;
    for path in ["/meine/veroeffentlichen", "/meine/archivieren", "/meine/einreichen", "/abmelden", "/demo/anmelden"] {
        assert_eq!(site.get_as(&cookie, path).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}
