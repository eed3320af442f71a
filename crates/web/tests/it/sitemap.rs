//! What search engines are told of.

use crate::site::{Page, Site};
use axum::body::Body;
use domain::Role;
use http::{Method, StatusCode};
use std::collections::BTreeSet;
use test_network::{Stand, complete_case};
use usecases::archive_case;

/// What is public and listed.
const LISTED: [Stand; 3] = [Stand::Published, Stand::Edited, Stand::Resubmitted];

fn addresses(page: &Page) -> Vec<&str> {
    page.body.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect()
}

#[tokio::test]
async fn the_sitemap_names_what_is_public_and_robots_are_led_to_it() {
    let site = Site::live().await;
    for stand in Stand::ALL {
        let seen = if LISTED.contains(stand) { "Sichtbar" } else { "Verborgen" };
        let first = complete_case(&format!("{seen} {stand:?} im Landkreis"));
        site.net.place(first, complete_case(&format!("Verborgen {stand:?} im Landkreis, neu")), None, *stand).await;
    }
    let base = site.net.network.settings.public_url.as_str().trim_end_matches('/');
    assert!(site.get("/robots.txt").await.body.ends_with(&format!("\nSitemap: {base}/sitemap.xml\n")));
    let page = site.get("/sitemap.xml").await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "application/xml; charset=utf-8"), "{}", page.body);
    assert_eq!(page.header("cache-control"), "public, max-age=3600");
    let named = addresses(&page);
    assert_eq!(named[0], format!("{base}/"));
    assert!(named[1..].iter().all(|address| address.starts_with(&format!("{base}/faelle/sichtbar-"))), "{named:?}");
    assert_eq!((named.len(), page.body.matches("<lastmod>").count()), (LISTED.len() + 1, LISTED.len()), "{}", page.body);
    let cookie = site.member(Role::Administrator, None).await;
    assert_eq!(site.get_as(&cookie, "/sitemap.xml").await.body, page.body, "it is the same for everybody");
}

#[tokio::test]
async fn the_sitemap_names_more_than_one_page_of_a_list() {
    let site = Site::live().await;
    for number in 0..101 {
        let content = complete_case(&format!("Übungsfirma {number} an der Berufsschule"));
        site.net.place(content.clone(), content, None, Stand::Published).await;
    }
    let page = site.get("/sitemap.xml").await;
    assert_eq!(addresses(&page).into_iter().collect::<BTreeSet<_>>().len(), 102);
}

#[tokio::test]
async fn who_has_the_sitemap_gets_it_again_when_something_is_published_or_archived() {
    let site = Site::live().await;
    let case = site.net.publish(complete_case("Vorlesestunde in der Bibliothek")).await;
    let first = site.get("/sitemap.xml").await;
    let tag = first.header("etag").to_owned();
    let known = async |tag: &str| site.send(Method::GET, "/sitemap.xml", &[("if-none-match", tag)], Body::empty()).await;
    let again = known(&tag).await;
    assert_eq!((again.status, again.header("etag"), again.body.as_str()), (StatusCode::NOT_MODIFIED, tag.as_str(), ""));
    assert_eq!((again.header("cache-control"), again.header("vary")), ("public, max-age=3600", "accept-encoding"));
    assert_eq!(site.get("/sitemap.xml").await.body, first.body);

    site.net.publish(complete_case("Musikschule auf Rädern für alle")).await;
    let second = known(&tag).await;
    assert_eq!((second.status, addresses(&second).len()), (StatusCode::OK, 3));
    let administrator = site.net.member(Role::Administrator, None).await;
    archive_case::archive(&site.net.network, &administrator, case.id).await.expect("an archived case");
    let third = known(second.header("etag")).await;
    assert_eq!((third.status, addresses(&third).len()), (StatusCode::OK, 2));
}
