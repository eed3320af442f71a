//! The page on which editors look after the search: what was searched for in vain, and the groups of synonyms that they make.

use crate::site::{Page, Site};
use domain::{Role, SynonymKind};
use http::StatusCode;
use test_network::complete_case;
use usecases::{
    search_gaps,
    synonyms::{self, SynonymInput},
};

/// The page's address.
const DESK: &str = "/redaktion/suche";

/// Opens this search three times, which is how often something is searched for in vain until editors see it.
async fn search(site: &Site, href: &str) {
    for _ in 0..3 {
        assert_eq!(site.get(href).await.status, StatusCode::OK, "{href}");
    }
    search_gaps::flush(&site.net.network).await.expect("the database");
}

/// A page with something in each of its lists.
pub(crate) async fn furnished(site: &Site, editor: &str) {
    search(site, "/suche?q=Krawummelchen").await;
    let made = site.post_as(editor, DESK, &[("woerter", "Zyxophon\nÜbungsfirma"), ("art", "synonym")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
}

/// What the field for a group's words has in it.
fn words(page: &Page) -> &str {
    let field = page.body.split("<textarea id=\"woerter\"").nth(1).and_then(|rest| rest.split_once(">\n")).expect("the field").1;
    field.split("</textarea>").next().expect("its text")
}

/// Whether the public finds the case of these tests by this word. What matched is marked in its title.
async fn found(site: &Site, word: &str) -> bool {
    site.get(&format!("/suche?q={word}")).await.body.contains(" im ländlichen Raum")
}

#[tokio::test]
async fn editors_see_what_is_searched_for_in_vain_and_begin_a_group_with_it() {
    let site = Site::live().await;
    let editor = site.member(Role::Reviewer, None).await;
    site.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let empty = site.get_as(&editor, DESK).await;
    assert!(empty.body.contains("Noch ist hier nichts zu sehen.") && empty.body.contains("Noch ist keine angelegt."), "{}", empty.body);
    assert!(!empty.body.contains("<table"), "{}", empty.body);

    search(&site, "/suche?q=Krawummelchen").await;
    search(&site, "/suche?q=Ausbildungsbus&land=THUERINGEN").await;
    search(&site, "/suche?q=Ausbildungsbus+Termin+Betrieben+Xylophon&genau=ja").await;
    let page = site.get_as(&editor, DESK).await;
    for row in [
        "krawummelchen</th><td>3</td><td>0</td><td>0</td><td>17.03.2026</td>",
        "ausbildungsbus</th><td>3</td><td>3</td><td>0</td><td>17.03.2026</td>",
        "ausbildungsbus termin betrieben xylophon</th><td>3</td><td>0</td><td>3</td><td>17.03.2026</td>",
    ] {
        assert!(page.body.contains(&format!("<tr><th scope=\"row\">{row}")), "{row}: {}", page.body);
    }
    assert_eq!(page.link("/suche?q=ausbildungsbus+"), "/suche?q=ausbildungsbus+termin+betrieben+xylophon");
    let link = page.link(&format!("{DESK}?begriff=krawummelchen"));
    assert_eq!(link, format!("{DESK}?begriff=krawummelchen#gruppe"));
    let begun = site.get_as(&editor, link.trim_end_matches("#gruppe")).await;
    assert!(words(&begun) == "krawummelchen" && begun.body.contains("Neue Synonymgruppe</h2>"), "{}", begun.body);
}

#[tokio::test]
async fn a_group_is_made_changed_and_deleted_and_counts_from_the_next_search() {
    let site = Site::live().await;
    let editor = site.member(Role::Administrator, None).await;
    site.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    assert!(!found(&site, "Krawummelchen").await);

    let typed = [("woerter", "Krawummelchen\r\n\r\n Ausbildungsbus "), ("art", "synonym")];
    let made = site.post_as(&editor, DESK, &typed).await;
    assert_eq!((made.status, made.header("location")), (StatusCode::SEE_OTHER, "/redaktion/suche?erledigt=angelegt"), "{}", made.body);
    assert!(found(&site, "Krawummelchen").await);
    let page = site.get_as(&editor, made.header("location")).await;
    assert!(page.body.contains("Die Synonymgruppe ist angelegt.") && page.body.contains("gleiche Bedeutung ·"), "{}", page.body);
    assert!(page.body.contains("<h3>Krawummelchen, Ausbildungsbus</h3>") && words(&page).is_empty(), "{}", page.body);

    let change = page.link(&format!("{DESK}?gruppe="));
    let form = site.get_as(&editor, change.trim_end_matches("#gruppe")).await;
    assert!(form.body.contains("Synonymgruppe ändern</h2>") && form.body.contains("value=\"synonym\" checked"), "{}", form.body);
    assert_eq!(words(&form), "Krawummelchen\nAusbildungsbus");
    let id = form.hidden("gruppe").expect("a group");
    for (kind, version) in [("related", "1"), ("synonym", "2")] {
        let typed = [("gruppe", id.as_str()), ("fassung", version), ("woerter", "Zyxophon\nAusbildungsbus"), ("art", kind)];
        let changed = site.post_as(&editor, DESK, &typed).await;
        assert_eq!(changed.header("location"), "/redaktion/suche?erledigt=geaendert", "{}", changed.body);
        let label = if kind == "related" { "verwandt ·" } else { "gleiche Bedeutung ·" };
        let page = site.get_as(&editor, changed.header("location")).await;
        assert!(page.body.contains("<h3>Zyxophon, Ausbildungsbus</h3>") && page.body.contains(label), "{}", page.body);
    }
    assert!(!found(&site, "Krawummelchen").await && found(&site, "Zyxophon").await);

    let page = site.get_as(&editor, DESK).await;
    let asked = "<details class=\"confirm\"><summary class=\"button plain\">Löschen<";
    assert_eq!((page.body.matches(asked).count(), page.body.matches("action=\"/redaktion/suche/loeschen\"").count()), (1, 1));
    let delete = [("gruppe", id.as_str()), ("fassung", "3")];
    let deleted = site.post_as(&editor, "/redaktion/suche/loeschen", &delete).await;
    assert_eq!(deleted.header("location"), "/redaktion/suche?erledigt=geloescht", "{}", deleted.body);
    assert!(!found(&site, "Zyxophon").await);
    let again = site.post_as(&editor, "/redaktion/suche/loeschen", &delete).await;
    assert_eq!(again.header("location"), "/redaktion/suche?erledigt=schon-geloescht", "as by a second click: {}", again.body);
    assert!(site.get_as(&editor, again.header("location")).await.body.contains("Sie ist bereits gelöscht."));
    assert_eq!(site.get_as(&editor, change.trim_end_matches("#gruppe")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_typed_of_a_group_is_kept_even_if_the_group_is_gone() {
    let site = Site::live().await;
    let editor = site.member(Role::Reviewer, None).await;
    site.post_as(&editor, DESK, &[("woerter", "Zyxophon\nXylophon")]).await;
    let id = site.get_as(&editor, DESK).await.hidden("gruppe").expect("a group");
    let typed = |words| [("gruppe", id.as_str()), ("fassung", "1"), ("woerter", words), ("art", "related")];
    let wrong = site.post_as(&editor, DESK, &typed("Zyxophon")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Synonymgruppe ändern</h2>") && wrong.body.contains("value=\"related\" checked"), "{}", wrong.body);
    assert_eq!(words(&wrong), "Zyxophon");

    site.post_as(&editor, "/redaktion/suche/loeschen", &[("gruppe", &id), ("fassung", "1")]).await;
    let gone = site.post_as(&editor, DESK, &typed("Zyxophon\nXylophon")).await;
    assert_eq!((gone.status, gone.hidden("gruppe")), (StatusCode::UNPROCESSABLE_ENTITY, None), "{}", gone.body);
    assert!(
        gone.body.contains("Diese Synonymgruppe gibt es nicht mehr") && gone.body.contains("value=\"related\" checked"),
        "{}",
        gone.body
    );
    assert_eq!(words(&gone), "Zyxophon\nXylophon");
}

#[tokio::test]
async fn what_another_has_changed_meanwhile_is_neither_overwritten_nor_deleted() {
    let site = Site::live().await;
    let (editor, other) = (site.member(Role::Reviewer, None).await, site.member(Role::Administrator, None).await);
    site.post_as(&editor, DESK, &[("woerter", "Zyxophon\nXylophon")]).await;
    let read = site.get_as(&editor, DESK).await;
    let (id, version) = (read.hidden("gruppe").expect("a group"), read.hidden("fassung").expect("its version"));
    let typed = |words, version| [("gruppe", id.as_str()), ("fassung", version), ("woerter", words), ("art", "related")];
    assert_eq!(site.post_as(&other, DESK, &typed("Zyxophon\nGlockenspiel", version.as_str())).await.status, StatusCode::SEE_OTHER);

    let late = site.post_as(&editor, DESK, &typed("Zyxophon\nTriangel", version.as_str())).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(late.body.contains("Gespeichert ist jetzt: „Zyxophon, Glockenspiel“ (verwandt)."), "{}", late.body);
    assert_eq!(words(&late), "Zyxophon\nTriangel");
    let unread = site.post_as(&editor, DESK, &typed("Zyxophon\nTriangel", "")).await;
    assert_eq!(unread.status, StatusCode::CONFLICT, "{}", unread.body);
    let kept = site.post_as(&editor, "/redaktion/suche/loeschen", &[("gruppe", &id), ("fassung", &version)]).await;
    assert_eq!(kept.status, StatusCode::CONFLICT, "{}", kept.body);
    assert!(kept.body.contains("deshalb ist sie nicht gelöscht") && kept.body.contains("<h3>Zyxophon, Glockenspiel</h3>"), "{}", kept.body);

    let form = late.body.split("Synonymgruppe ändern</h2>").nth(1).expect("the form");
    assert!(form.contains("name=\"fassung\" value=\"2\""), "it is made from what is saved now: {form}");
    let again = site.post_as(&editor, DESK, &typed("Zyxophon\nTriangel", "2")).await;
    assert_eq!(again.header("location"), format!("{DESK}?erledigt=geaendert"), "{}", again.body);
}

#[tokio::test]
async fn both_lists_go_on_and_each_stays_where_it_is() {
    let site = Site::live().await;
    let viewer = site.net.member(Role::Reviewer, None).await;
    let editor = site.member(Role::Reviewer, None).await;
    for number in 1..=51 {
        let phrases = vec![format!("Zyxophon {number}"), "Ausbildungsbus".to_owned()];
        let input = SynonymInput { kind: SynonymKind::Synonym, phrases };
        synonyms::create(&site.net.network, &viewer, input).await.expect("a group");
    }
    for number in 51..=71 {
        search(&site, &format!("/suche?q=Krawummelchen+{number}")).await;
    }
    let rows = |page: &Page| (page.body.matches("<tr><th scope=\"row\">").count(), page.body.matches("<h3>Zyxophon ").count());
    let path = |link: String| link.split('#').next().expect("a path").to_owned();
    let first = site.get_as(&editor, DESK).await;
    assert_eq!(rows(&first), (20, 50), "{}", first.body);
    let more_gaps = site.get_as(&editor, &path(first.link(&format!("{DESK}?nach=")))).await;
    assert_eq!(rows(&more_gaps), (1, 50), "{}", more_gaps.body);
    assert_eq!(path(more_gaps.link(&format!("{DESK}#vergeblich"))), DESK);
    let leading = |page: &Page, name: &str| page.attributes("href").into_iter().find(|href| href.contains(name)).map(path).expect("a link");
    let last = leading(&more_gaps, "&gruppen-nach=");
    let both = site.get_as(&editor, &last).await;
    assert_eq!(rows(&both), (1, 1), "{}", both.body);
    assert_eq!(rows(&site.get_as(&editor, &leading(&both, "&gruppen-vor=")).await), (1, 50));

    let sent: Vec<_> =
        ["gruppe", "fassung", "nach", "gruppen-nach"].into_iter().map(|name| (name, both.hidden(name).expect("a value"))).collect();
    let fields: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let deleted = site.post_as(&editor, "/redaktion/suche/loeschen", &fields).await;
    assert_eq!(deleted.header("location"), format!("{last}&erledigt=geloescht"), "{}", deleted.body);
    let shorter = site.get_as(&editor, deleted.header("location")).await;
    assert!(shorter.header("location").ends_with("&erledigt=geloescht"), "the list has no such page any more: {}", shorter.body);
    assert_eq!(rows(&site.get_as(&editor, shorter.header("location")).await), (1, 50));
}

#[tokio::test]
async fn nobody_else_looks_after_the_search() {
    let site = Site::live().await;
    let editor = site.member(Role::Reviewer, None).await;
    furnished(&site, &editor).await;
    let id = site.get_as(&editor, DESK).await.hidden("gruppe").expect("a group");
    for role in [Role::Reader, Role::Author, Role::Coordinator, Role::Adviser] {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        for path in [DESK.to_owned(), format!("{DESK}?gruppe={id}")] {
            assert_eq!(site.get_as(&cookie, &path).await.status, StatusCode::FORBIDDEN, "{role:?} {path}");
        }
        let made = site.post_as(&cookie, DESK, &[("woerter", "Kita\nXylophon")]).await;
        let deleted = site.post_as(&cookie, "/redaktion/suche/loeschen", &[("gruppe", &id)]).await;
        assert_eq!([made.status, deleted.status], [StatusCode::FORBIDDEN; 2], "{role:?}");
        assert!(!site.get_as(&cookie, "/").await.body.contains(DESK), "{role:?} is not led there");
    }
    let stranger = site.get(DESK).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert!(stranger.body.contains("href=\"/anmelden?weiter=%2Fredaktion%2Fsuche\""), "{}", stranger.body);
    assert_eq!(site.net.network.store.synonym_groups().await.expect("the database").len(), 1);
    assert!(site.get_as(&editor, "/").await.body.contains("<a href=\"/redaktion/suche\">Suche pflegen</a>"));
}
