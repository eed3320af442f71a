//! Feeds: what is new, for everybody alike and without an address.

use crate::site::{Page, Site};
use chrono::{SecondsFormat, TimeDelta};
use domain::{
    Role, Viewer,
    ids::CaseId,
    review::Checklist,
    vocabulary::{FieldOfAction, Status},
};
use http::{Method, StatusCode};
use std::collections::BTreeSet;
use test_network::{Stand, complete_case};
use usecases::{
    archive_case,
    publish_case::{self, Weight},
    search_gaps, submit_case, update_case,
};

const FORMATS: [&str; 2] = ["/feed.atom", "/feed.json"];

/// What is public and listed; the others are nobody's news.
const VISIBLE: [Stand; 3] = [Stand::Published, Stand::Edited, Stand::Resubmitted];

/// The contents of all elements of this name.
fn elements<'a>(page: &'a Page, name: &str) -> Vec<&'a str> {
    let start = format!("<{name}>");
    page.body.split(start.as_str()).skip(1).filter_map(|rest| rest.split("</").next()).collect()
}

fn json(page: &Page) -> serde_json::Value {
    serde_json::from_str(&page.body).expect("JSON")
}

#[tokio::test]
async fn both_formats_tell_the_newest_first_and_the_same() {
    let site = Site::live().await;
    let titles = ["Übungsfirma & Kammer <gemeinsam>", "Vorlesebus für Dörfer ohne Bibliothek", "Lernwerkstatt im alten Bahnhof"];
    for title in titles {
        site.publish(complete_case(title)).await;
        site.net.pass(TimeDelta::hours(1)).await;
    }
    let atom = site.get("/feed.atom").await;
    assert_eq!((atom.status, atom.header("content-type")), (StatusCode::OK, "application/atom+xml; charset=utf-8"), "{}", atom.body);
    let newest_first =
        ["Lernwerkstatt im alten Bahnhof", "Vorlesebus für Dörfer ohne Bibliothek", "Übungsfirma &amp; Kammer &lt;gemeinsam&gt;"];
    assert_eq!(elements(&atom, "title"), [&["Wissensnetz: neue Praxisbeispiele"], &newest_first[..]].concat());
    assert_eq!(elements(&atom, "updated")[0], elements(&atom, "published")[0], "the feed is as new as its newest case");

    let page = site.get("/feed.json").await;
    assert_eq!(page.header("content-type"), "application/feed+json; charset=utf-8");
    let feed = json(&page);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(
        feed["items"].as_array().expect("items").iter().map(|item| &item["title"]).collect::<Vec<_>>(),
        [titles[2], titles[1], titles[0]]
    );
    let ids: Vec<_> = feed["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id")).collect();
    assert_eq!(elements(&atom, "id")[1..], ids[..]);
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")) && ids.iter().collect::<BTreeSet<_>>().len() == 3, "{ids:?}");
    assert_eq!(feed["items"][0]["authors"][0]["name"], "Burgenlandkreis");
}

#[tokio::test]
async fn a_feed_takes_over_words_and_filters_and_says_where_it_stands() {
    let site = Site::live().await;
    site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let mut other = complete_case("Vorlesebus für Dörfer ohne Bibliothek");
    other.fields_of_action = vec![FieldOfAction::LanguageLiteracy];
    other.status = Some(Status::Pilot);
    site.publish(other).await;
    let query = "q=vorlesebus&handlungsfeld=LANGUAGE_LITERACY&stand=PILOT";
    let atom = site.get(&format!("/feed.atom?{query}&sortierung=alt")).await;
    assert_eq!(elements(&atom, "title").len(), 2, "{}", atom.body);
    let title = elements(&atom, "title")[0];
    assert!(title.starts_with("Wissensnetz: neue Praxisbeispiele zu „vorlesebus“, Handlungsfeld: "), "{title}");
    let base = site.net.network.settings.public_url.as_str().trim_end_matches('/');
    let hrefs = atom.attributes("href");
    for address in
        [format!("{base}/feed.atom?{query}"), format!("{base}/feed.json?{query}"), format!("{base}/suche?{query}&sortierung=neu")]
    {
        assert!(hrefs.contains(&address), "{address} in {hrefs:?}");
    }
    let feed = json(&site.get(&format!("/feed.json?{query}")).await);
    assert_eq!(feed["feed_url"], format!("{base}/feed.json?{query}"));
    assert_eq!(feed["items"].as_array().map(Vec::len), Some(1));
    let page = site.get(&format!("/suche?{query}")).await;
    assert_eq!(page.body.matches("<link rel=\"alternate\" type=\"application/").count(), 2);
    assert_eq!(page.link("/feed.atom"), format!("/feed.atom?{query}"));
    assert!(page.body.contains("als Feed abonnieren"));
}

#[tokio::test]
async fn a_feed_lists_what_its_address_asks_for_and_names_that_address() {
    let site = Site::live().await;
    site.publish(complete_case("Vorlesebus für Dörfer ohne Bibliothek")).await;
    site.net.pass(TimeDelta::hours(1)).await;
    let since = site.net.now().to_rfc3339_opts(SecondsFormat::Secs, true);
    site.publish(complete_case("Vorlesebus und Lesepaten im Kreis")).await;
    let base = site.net.network.settings.public_url.as_str().trim_end_matches('/');
    let every_word = "q=vorlesebus+lesepaten&genau=ja".to_owned();
    for (query, named) in [(every_word.clone(), every_word), (format!("seit={since}"), format!("seit={}", since.replace(':', "%3A")))] {
        let atom = site.get(&format!("/feed.atom?{query}")).await;
        assert_eq!(elements(&atom, "title")[1..], ["Vorlesebus und Lesepaten im Kreis"], "{}", atom.body);
        let hrefs = atom.attributes("href");
        for path in FORMATS {
            assert!(hrefs.contains(&format!("{base}{path}?{named}")), "{path}?{named} in {hrefs:?}");
        }
        assert_eq!(json(&site.get(&format!("/feed.json?{query}")).await)["feed_url"], format!("{base}/feed.json?{named}"));
    }
}

#[tokio::test]
async fn nobody_finds_in_a_feed_what_is_not_public_and_nobody_s_contact() {
    let site = Site::live().await;
    let author = site.net.member(Role::Author, Some("15084")).await;
    let Viewer::Member(account) = &author else { unreachable!("a member") };
    for stand in Stand::ALL {
        let seen = if VISIBLE.contains(stand) { "Sichtbar" } else { "Verborgen" };
        let (first, next) = (format!("{seen} {stand:?} im Landkreis"), format!("Verborgen {stand:?} im Landkreis, neu"));
        site.net.place(complete_case(&first), complete_case(&next), Some(account.account), *stand).await;
    }
    site.net.run_jobs().await;
    let mut cookies = vec![String::new()];
    for role in Role::ALL {
        cookies.push(site.member(*role, Some("15084")).await);
    }
    for path in FORMATS.into_iter().flat_map(|format| [format.to_owned(), format!("{format}?q=landkreis")]) {
        let plain = site.get(&path).await;
        for stand in VISIBLE {
            assert!(plain.body.contains(&format!("Sichtbar {stand:?} im Landkreis")), "{path}: {}", plain.body);
        }
        for hidden in ["Verborgen", "/verborgen", "bildung@", "03443", "Koordinierungsstelle"] {
            assert!(!plain.body.contains(hidden), "{path}: {hidden} in {}", plain.body);
        }
        for cookie in &cookies {
            assert_eq!(site.get_as(cookie, &path).await.body, plain.body, "{path}: a feed is the same for everybody");
        }
        let wrong = [("authorization", "Bearer unbekannt")];
        assert_eq!(site.send(Method::GET, &path, &wrong, axum::body::Body::empty()).await.body, plain.body, "{path}");
    }
}

#[tokio::test]
async fn who_has_it_is_told_so_until_there_is_something_new() {
    let site = Site::live().await;
    site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    for path in FORMATS {
        let first = site.get(path).await;
        let tag = first.header("etag").to_owned();
        assert_eq!((first.header("cache-control"), first.header("last-modified")), ("public, max-age=300", ""));
        let again = site.send(Method::GET, path, &[("if-none-match", &tag)], axum::body::Body::empty()).await;
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (StatusCode::NOT_MODIFIED, "", tag.as_str()), "{path}");
        site.net.pass(TimeDelta::hours(1)).await;
        site.publish(complete_case(&format!("Lernwerkstatt für {}", path.trim_start_matches("/feed.")))).await;
        let again = site.send(Method::GET, path, &[("if-none-match", &tag)], axum::body::Body::empty()).await;
        assert_eq!(again.status, StatusCode::OK, "{path}");
        let head = site.send(Method::HEAD, path, &[], axum::body::Body::empty()).await;
        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    }
}

/// Publishes a next version of a case, with another title.
async fn next_version(site: &Site, case: CaseId, title: &str, weight: Weight) {
    let network = &site.net.network;
    let (editor, other) = (site.net.member(Role::Reviewer, None).await, site.net.other_reviewer().await);
    let change = |content: &mut domain::CaseContent| title.clone_into(&mut content.title);
    update_case::update(network, &editor, case, None, change).await.expect("a next version");
    submit_case::submit(network, &editor, case, site.net.version_of(case).await).await.expect("a complete case");
    let (checklist, read) = (Checklist::confirmed(), site.net.version_of(case).await);
    publish_case::publish_as(network, &other, case, &checklist, read, weight).await.expect("a publication");
    site.net.run_jobs().await;
}

#[tokio::test]
async fn an_old_case_comes_first_once_it_is_renewed_and_not_for_a_corrected_mistake() {
    let site = Site::live().await;
    let old = site.net.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    for number in 1..=51 {
        site.net.clock.advance(TimeDelta::minutes(1));
        let content = complete_case(&format!("Lernwerkstatt im Ort Nummer {number}"));
        site.net.place(content.clone(), content, None, Stand::Published).await;
    }
    site.net.run_jobs().await;
    let newest = site.get("/feed.atom").await;
    assert_eq!(elements(&newest, "title")[1..3], ["Lernwerkstatt im Ort Nummer 51", "Lernwerkstatt im Ort Nummer 50"]);
    assert_eq!(elements(&newest, "title").len(), 51, "fifty, and the feed's own");

    site.net.pass(TimeDelta::hours(1)).await;
    next_version(&site, old.id, "Übungsfirma, berichtigt", Weight::Slight).await;
    let corrected = site.get("/feed.atom").await;
    assert_eq!((&corrected.body, corrected.header("etag")), (&newest.body, newest.header("etag")), "nobody's news");
    site.net.pass(TimeDelta::hours(1)).await;
    next_version(&site, old.id, "Zwei Übungsfirmen", Weight::Substantial).await;
    let renewed = site.get("/feed.atom").await;
    assert_eq!(elements(&renewed, "title")[1..3], ["Zwei Übungsfirmen", "Lernwerkstatt im Ort Nummer 51"]);
    assert!(elements(&renewed, "title").len() == 51 && !renewed.body.contains("Nummer 2<"), "the oldest makes room: {}", renewed.body);
    let known = [("if-none-match", newest.header("etag")), ("if-none-match", renewed.header("etag"))];
    for (tag, expected) in known.into_iter().zip([StatusCode::OK, StatusCode::NOT_MODIFIED]) {
        assert_eq!(site.send(Method::GET, "/feed.atom", &[tag], axum::body::Body::empty()).await.status, expected);
    }
    let feed = json(&site.get("/feed.json?q=%C3%BCbungsfirmen").await);
    assert_eq!(feed["items"][0]["title"], "Zwei Übungsfirmen");
}

#[tokio::test]
async fn a_substantial_new_version_is_an_update_and_a_corrected_mistake_is_none() {
    let site = Site::live().await;
    let case = site.net.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let mut before = site.get("/feed.atom").await;
    for (title, weight) in [("Übungsfirma, berichtigt", Weight::Slight), ("Zwei Übungsfirmen", Weight::Substantial)] {
        site.net.pass(TimeDelta::hours(1)).await;
        next_version(&site, case.id, title, weight).await;
        let after = site.get("/feed.atom").await;
        assert!(after.body.contains(title) && after.header("etag") != before.header("etag"), "{}", after.body);
        assert_eq!(elements(&after, "published"), elements(&before, "published"));
        let updated = elements(&after, "updated");
        assert_eq!(updated[0], updated[1], "the feed is as new as its newest entry");
        let is_news = updated[1] > elements(&before, "updated")[1];
        assert_eq!(is_news, weight == Weight::Substantial, "{title}: {updated:?}");
        before = after;
    }
    let feed = json(&site.get("/feed.json").await);
    assert_eq!(feed["items"][0]["date_modified"], site.net.now().to_rfc3339_opts(SecondsFormat::Secs, true));
}

#[tokio::test]
async fn who_has_it_is_told_of_what_left_it_too() {
    let site = Site::live().await;
    site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    site.net.pass(TimeDelta::hours(1)).await;
    let gone = site.net.publish(complete_case("Lernwerkstatt im Bürgerhaus")).await;
    let mut known = Vec::new();
    for path in FORMATS {
        known.push((path, site.get(path).await.header("etag").to_owned()));
    }
    site.net.pass(TimeDelta::hours(1)).await;
    let reviewer = site.net.member(Role::Reviewer, None).await;
    archive_case::archive(&site.net.network, &reviewer, gone.id).await.expect("an archived case");
    site.net.run_jobs().await;
    let now = site.net.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    for (path, tag) in known {
        for asked in [("if-none-match", tag.as_str()), ("if-modified-since", now.as_str())] {
            let again = site.send(Method::GET, path, &[asked], axum::body::Body::empty()).await;
            assert_eq!(again.status, StatusCode::OK, "{path}: {asked:?}");
            assert!(again.body.contains("Übungsfirma") && !again.body.contains("Lernwerkstatt"), "{path}: {}", again.body);
        }
    }
}

#[tokio::test]
async fn an_empty_feed_is_a_feed_and_nobody_s_vain_search() {
    let site = Site::live().await;
    for _ in 0..5 {
        let atom = site.get("/feed.atom?q=raumfahrt").await;
        assert_eq!((atom.status, elements(&atom, "id").len()), (StatusCode::OK, 1), "{}", atom.body);
        assert_eq!(elements(&atom, "updated"), ["2026-01-01T00:00:00+00:00"], "a time that validators believe");
    }
    assert_eq!(json(&site.get("/feed.json?q=raumfahrt").await)["items"], serde_json::json!([]));
    search_gaps::flush(&site.net.network).await.expect("the database");
    let editor = site.net.member(Role::Reviewer, None).await;
    let gaps = search_gaps::list(&site.net.network, &editor, None, 10).await.expect("the database");
    assert!(gaps.is_empty(), "polling is no search: {gaps:?}");
}

#[tokio::test]
async fn a_filter_that_does_not_exist_gives_an_error_and_not_everything() {
    let site = Site::live().await;
    site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    for path in FORMATS {
        let answer = site.get(&format!("{path}?land=ATLANTIS")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.body.contains("</footer>"), "{}", answer.body);
    }
}
