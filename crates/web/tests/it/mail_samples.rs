//! What the network's mails look like, shown to those who answer for them.

use crate::site::Site;
use domain::Role;
use http::StatusCode;

#[tokio::test]
async fn the_agency_sees_every_mail_and_nobody_else_does() {
    let site = Site::live().await;
    let paths = ["/redaktion/mails", "/redaktion/mails/digest", "/redaktion/mails/digest/html"];
    for path in paths {
        assert_eq!(site.get(path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        for path in paths {
            let expected = if role.is_of_agency() { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(site.get_as(&cookie, path).await.status, expected, "{role:?} {path}");
        }
        let has_entry = site.get_as(&cookie, "/").await.body.contains("href=\"/redaktion/mails\"");
        assert_eq!(has_entry, role.is_of_agency(), "{role:?}");
    }
}

#[tokio::test]
async fn each_mail_of_the_list_is_shown_as_text_and_as_a_page_of_its_own() {
    let site = Site::live().await;
    let cookie = site.member(Role::Adviser, None).await;
    let list = site.get_as(&cookie, "/redaktion/mails").await;
    let links: Vec<_> = list.attributes("href").into_iter().filter(|href| href.starts_with("/redaktion/mails/")).collect();
    assert!(links.len() > 20, "{links:?}");
    for link in links {
        let page = site.get_as(&cookie, &link).await;
        assert_eq!(page.status, StatusCode::OK, "{link}");
        assert!(page.body.contains("Guten Tag,") || page.body.contains("Praxisbeispiel"), "{link}: {}", page.body);
        assert!(!page.body.contains("style=") && page.header("content-security-policy").contains("frame-src 'self'"), "{link}");
        let html = site.get_as(&cookie, &format!("{link}/html")).await;
        assert!(html.body.starts_with("<!doctype html>\n<html lang=\"de\">\n<head><base target=\"_blank\">"), "{link}");
        let policy = html.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'") && policy.contains("sandbox"),
            "{policy}"
        );
        assert!(!policy.contains("script-src") && !policy.contains("allow-scripts"), "{policy}");
    }
    assert_eq!(site.get_as(&cookie, "/redaktion/mails/gibt-es-nicht").await.status, StatusCode::NOT_FOUND);
}
