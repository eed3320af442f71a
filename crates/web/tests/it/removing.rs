//! Take a case out of the network: into the archive by those who look after it, for good by administrators.

use crate::{
    editing::{filled, send_to, set},
    form_errors::{assert_said_at, assert_said_of_the_whole},
    materials,
    site::{Page, Site},
};
use domain::{ErrorCode, Role};
use http::StatusCode;
use test_network::{complete_case, pdf};

/// A site with a published case of the Burgenlandkreis, and the case's path.
async fn with_case() -> (Site, String) {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    (site, format!("/faelle/{slug}"))
}

/// Sends the form that deletes the case with this id, with its box ticked or not.
async fn erase(site: &Site, cookie: &str, path: &str, id: &str, is_meant: bool) -> Page {
    let ticked = is_meant.then_some(("verstanden", "ja"));
    let fields: Vec<_> = [("fall", id)].into_iter().chain(ticked).collect();
    site.post_as(cookie, path, &fields).await
}

#[tokio::test]
async fn what_can_be_done_is_offered_to_those_who_may() {
    let (site, case) = with_case().await;
    let path = format!("{case}/entfernen");
    assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED);
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let archives = matches!(role, Role::Coordinator | Role::Reviewer | Role::Administrator);
        let erases = role == Role::Administrator;
        let page = site.get_as(&cookie, &path).await;
        assert_eq!(page.status, if archives { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role:?}");
        assert_eq!((page.body.contains("/meine/archivieren"), page.body.contains("\"verstanden\"")), (archives, erases), "{role:?}");
        let leads = async |from: &str| site.get_as(&cookie, from).await.attributes("href").contains(&path);
        assert_eq!((leads(&format!("{case}/bearbeiten")).await, leads("/meine").await), (archives, erases), "{role:?}");
    }
    let elsewhere = site.member(Role::Coordinator, Some("15088")).await;
    assert_eq!(site.get_as(&elsewhere, &path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get_as(&elsewhere, "/faelle/gibt-es-nicht/entfernen").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn administrators_delete_a_case_after_saying_that_they_mean_it() {
    let (site, case) = with_case().await;
    let path = format!("{case}/entfernen");
    let (coordinator, administrator) = (site.member(Role::Coordinator, Some("15084")).await, site.member(Role::Administrator, None).await);
    let id = site.get_as(&administrator, &path).await.hidden("fall").expect("the case");
    assert_said_of_the_whole(&erase(&site, &coordinator, &path, &id, true).await, ErrorCode::Forbidden.message());
    let hasty = erase(&site, &administrator, &path, &id, false).await;
    assert_said_at(&hasty, "verstanden", "Bitte bestätigen Sie, dass Sie dieses Praxisbeispiel endgültig löschen möchten.");
    assert_eq!(site.get(&case).await.status, StatusCode::OK, "it is still there");

    let done = erase(&site, &administrator, &path, &id, true).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/meine?erledigt=geloescht"), "{}", done.body);
    let list = site.get_as(&administrator, done.header("location")).await;
    assert!(list.body.contains("Das Praxisbeispiel ist endgültig gelöscht.") && !list.body.contains(&case), "{}", list.body);
    for gone in [&case, &format!("{case}/bearbeiten"), &path] {
        assert_eq!(site.get_as(&administrator, gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    let again = erase(&site, &administrator, &path, &id, true).await;
    assert_eq!(again.header("location"), "/meine?erledigt=schon-geloescht", "as by a second click: {}", again.body);
    assert!(site.get_as(&administrator, again.header("location")).await.body.contains("Es ist bereits gelöscht."));
    site.net.run_jobs().await;
    assert!(site.get("/suche").await.body.contains("0 Praxisbeispiele"));
}

#[tokio::test]
async fn what_was_typed_about_a_case_that_is_gone_by_now_can_still_be_copied() {
    let (site, case) = with_case().await;
    let (coordinator, administrator) = (site.member(Role::Coordinator, Some("15084")).await, site.member(Role::Administrator, None).await);
    let edit = format!("{case}/bearbeiten");
    let page = site.get_as(&coordinator, &edit).await;
    let (id, mut fields) = (page.hidden("fall").expect("the case"), filled(&page));
    set(&mut fields, "title", "Übungsfirma mit neuem Titel");
    let gone = erase(&site, &administrator, &format!("{case}/entfernen"), &id, true).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);

    let comment = [("fall", id.as_str()), ("text", "Bitte bald <ansehen>.")];
    let said = site.post_as(&coordinator, &format!("{case}/kommentar"), &comment).await;
    let saved = send_to(&site, &coordinator, &edit, &fields).await;
    let file = [("titel", "Plan der Übungsfirma"), ("lizenz", "CC_BY_4_0")];
    let added = materials::add(&site, &coordinator, &edit, &page, &file, ("Plan.pdf", &pdf("Plan"))).await;
    for (answer, typed) in
        [(said, "Bitte bald &#60;ansehen&#62;."), (saved, "Übungsfirma mit neuem Titel"), (added, "Plan der Übungsfirma")]
    {
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", answer.body);
        assert!(answer.body.contains("<h1>Das gibt es nicht mehr</h1>"), "{}", answer.body);
        assert!(answer.body.contains(&format!("<blockquote class=\"typed\">{typed}</blockquote>")), "{typed}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_page_says_how_much_hangs_on_the_case() {
    let (site, case) = with_case().await;
    let (path, edit) = (format!("{case}/entfernen"), format!("{case}/bearbeiten"));
    let administrator = site.member(Role::Administrator, None).await;
    let bare = site.get_as(&administrator, &path).await;
    assert!(bare.body.contains("(bisher 1), auch der veröffentlichten</li>"), "{}", bare.body);
    assert!(!bare.body.contains("(zurzeit ") && !bare.body.contains("1 Kommentar"), "{}", bare.body);

    materials::put(&site, &administrator, &edit).await;
    let id = bare.hidden("fall").expect("the case");
    let said = [("fall", id.as_str()), ("text", "Bitte die Rechte klären.")];
    let comment = site.post_as(&administrator, &format!("{case}/kommentar"), &said).await;
    assert_eq!(comment.status, StatusCode::SEE_OTHER, "{}", comment.body);
    let page = site.get_as(&administrator, &path).await;
    for text in ["(bisher 2), auch der veröffentlichten", "(zurzeit 1 Datei)", "Gespräch darüber (1 Kommentar)"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let is_offered = page.body.contains("/meine/archivieren");
    assert!(!is_offered && page.body.contains("keine nächste Fassung in Arbeit"), "what is worked on is not put away: {}", page.body);
}

#[tokio::test]
async fn a_coordination_puts_its_case_into_the_archive() {
    let (site, case) = with_case().await;
    let path = format!("{case}/entfernen");
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    let page = site.get_as(&coordinator, &path).await;
    assert!(page.body.contains("unter seiner Adresse bleibt es mit einem Hinweis lesbar"), "{}", page.body);
    let id = page.hidden("fall").expect("the case");
    let done = site.post_as(&coordinator, "/meine/archivieren", &[("fall", &id)]).await;
    assert_eq!(done.header("location"), "/meine?erledigt=archiviert", "{}", done.body);
    let after = site.get_as(&coordinator, &path).await;
    assert!(after.body.contains("schon archiviert") && !after.body.contains("/meine/archivieren"), "{}", after.body);
}
