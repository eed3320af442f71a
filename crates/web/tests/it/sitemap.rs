//! What search engines are told of.

use crate::site::{Page, Site};
use domain::Role;
use http::StatusCode;
use std::collections::BTreeSet;
use test_network::{Stand, complete_case};

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
