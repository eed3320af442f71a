//! What whoever does not see a page, or does not use a mouse, needs of every page.

use crate::{every_page::all_pages, site::Site};
use domain::Role;
use std::collections::BTreeSet;

#[tokio::test]
async fn headings_descend_one_level_at_a_time() {
    let site = Site::demo().await;
    for (path, page) in all_pages(&site).await {
        let mut last = 0;
        for start in page.body.split("<h").skip(1) {
            let Some(level) = start.chars().next().and_then(|digit| digit.to_digit(10)) else { continue };
            assert!(level <= last + 1, "{path}: h{level} after h{last}");
            last = level;
        }
    }
}

#[tokio::test]
async fn ids_are_unique_and_what_refers_to_one_finds_it() {
    let site = Site::demo().await;
    for (path, page) in all_pages(&site).await {
        let ids = page.attributes("id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{path}: {ids:?}");
        let references = ["for", "aria-labelledby", "aria-describedby", "form"].map(|name| page.attributes(name));
        let anchors = page.attributes("href").into_iter().filter_map(|href| href.strip_prefix('#').map(str::to_owned));
        for reference in
            references.into_iter().flatten().chain(anchors).flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(unique.contains(&reference), "{path}: nothing has the id {reference}");
        }
    }
}

#[tokio::test]
async fn tables_say_what_they_show_and_lists_have_entries() {
    let site = Site::demo().await;
    let mut tables = 0;
    for (path, page) in all_pages(&site).await {
        for table in page.body.split("<table>").skip(1) {
            assert!(table.trim_start().starts_with("<caption"), "{path}: {table}");
            tables += 1;
        }
        assert_eq!(page.body.matches("<th ").count(), page.body.matches("<th scope=").count(), "{path}: whose heading?");
        assert!(!page.body.contains("<th>") && !page.body.contains("<table "), "{path}");
        for list in page.body.split("<ul").chain(page.body.split("<ol")).skip(1).filter_map(|rest| rest.split_once('>')) {
            assert!(!list.1.trim_start().starts_with("</"), "{path}: an empty list before {}", list.1);
        }
    }
    assert!(tables >= 2, "figures, and searches in vain: {tables}");
}

#[tokio::test]
async fn what_is_asked_of_several_people_names_each_and_one_s_own_function_is_known_to_browsers() {
    let site = Site::live().await;
    let cookie = site.member(Role::Coordinator, Some("15084")).await;
    site.net.member(Role::Author, Some("15084")).await;
    let people = site.get_as(&cookie, "/mitglieder").await;
    let label = "Neue Rolle<span class=\"unseen\">: author-15084@example.org</span></label>";
    assert!(people.body.contains(label), "{}", people.body);
    let account = site.get_as(&cookie, "/konto").await;
    assert!(account.body.contains("maxlength=\"120\" autocomplete=\"organization-title\""), "{}", account.body);
}
