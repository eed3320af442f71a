//! The list of the cases that a member works on.

use crate::site::Site;
use domain::{CaseContent, Role};
use test_network::complete_case;

/// Where the list shows what is published.
const PUBLISHED: &str = "/meine?bearbeitung=published";

#[tokio::test]
async fn what_is_published_of_one_s_own_cases_is_no_list_of_the_whole_network() {
    let site = Site::live().await;
    for number in 1..=21 {
        site.net.publish_without_jobs(complete_case(&format!("Eigene Übungsfirma {number:02}"))).await;
    }
    let foreign = CaseContent { municipality: "15088".parse().ok(), ..complete_case("Fremde Übungsfirma") };
    site.net.publish_without_jobs(foreign).await;

    let author = site.member(Role::Author, Some("15084")).await;
    let first = site.get_as(&author, PUBLISHED).await;
    assert!(first.body.contains("<h2>21 Praxisbeispiele</h2>") && !first.body.contains("Fremde Übungsfirma"), "{}", first.body);
    assert_eq!(first.body.matches("<h3><a").count(), 20);
    let second = site.get_as(&author, &first.link(&format!("{PUBLISHED}&nach="))).await;
    assert!(second.body.contains("<h2>21 Praxisbeispiele</h2>") && !second.body.contains("Fremde Übungsfirma"), "{}", second.body);
    assert_eq!((second.body.matches("<h3><a").count(), second.body.contains("Nächste Seite")), (1, false));
    let back = site.get_as(&author, &second.link(&format!("{PUBLISHED}&vor="))).await;
    assert_eq!((back.body.matches("<h3><a").count(), back.body.contains("Vorherige Seite")), (20, false));

    for (role, ags, counted) in [
        (Role::Author, Some("15088"), "1 Praxisbeispiel"),
        (Role::Author, Some("14713"), "0 Praxisbeispiele"),
        (Role::Reader, Some("15084"), "0 Praxisbeispiele"),
        (Role::Reviewer, None, "22 Praxisbeispiele"),
    ] {
        let list = site.get_as(&site.member(role, ags).await, PUBLISHED).await;
        assert!(list.body.contains(&format!("<h2>{counted}</h2>")), "{role:?} {ags:?}: {}", list.body);
    }
}
