//! The search, as it is used with nothing but links and forms.

use crate::site::Site;
use async_trait::async_trait;
use domain::{
    ids::CaseId,
    vocabulary::{FieldOfAction, Status},
};
use http::StatusCode;
use search_indexer::{Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse};
use std::{collections::HashMap, sync::Arc};
use test_network::{TestNetwork, complete_case};

#[tokio::test]
async fn results_say_what_matched_and_can_be_narrowed_down() {
    let site = Site::demo().await;
    site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let mut other = complete_case("Vorlesebus für Dörfer ohne Bibliothek");
    other.fields_of_action = vec![FieldOfAction::LanguageLiteracy];
    other.status = Some(Status::Pilot);
    site.publish(other).await;
    let all = site.get("/suche").await;
    assert!(all.body.contains("2 Praxisbeispiele"), "{}", all.body);
    let page = site.get("/suche?q=vorlesebus").await;
    assert!(page.body.contains("1 Praxisbeispiel") && page.body.contains("<mark>"), "{}", page.body);
    let narrowed = site.get("/suche?handlungsfeld=LANGUAGE_LITERACY&stand=PILOT").await;
    assert!(narrowed.body.contains("Vorlesebus") && !narrowed.body.contains("Übungsfirma"));
    assert!(narrowed.body.contains("Filter entfernen: ") && narrowed.body.contains("value=\"PILOT\" form=\"suche\" checked"));
    let without = narrowed.link("/suche?stand=PILOT");
    assert_eq!(without, "/suche?stand=PILOT", "the chip of the field leads to the rest");
    assert_eq!(narrowed.link("/abo?"), "/abo?handlungsfeld=LANGUAGE_LITERACY&stand=PILOT");
}

#[tokio::test]
async fn a_gemeinde_that_is_chosen_has_no_number_of_its_landkreis() {
    let site = Site::demo().await;
    let mut content = complete_case("Vorlesebus für Dörfer ohne Bibliothek");
    content.municipality = "15084550".parse().ok();
    site.publish(content).await;
    let page = site.get("/suche?kommune=15084550").await;
    let choice = |page: &crate::site::Page, key: &str| {
        let (_, behind) = page.body.split_once(&format!("value=\"{key}\" form=\"suche\"")).unwrap();
        behind.split_once("</label>").unwrap().0.to_owned()
    };
    assert!(page.body.contains("1 Praxisbeispiel") && !choice(&page, "15084550").contains("class=\"count\""), "{}", page.body);
    assert!(choice(&page, "15084").contains("<span class=\"count\">1</span>"), "{}", page.body);
    let none = site.get("/suche?kommune=14713").await;
    assert!(choice(&none, "14713").contains("<span class=\"count\">0</span>"), "{}", none.body);
}

#[tokio::test]
async fn what_the_search_made_of_the_text_is_shown_and_can_be_undone() {
    let site = Site::demo().await;
    site.publish(complete_case("Ausbildungsmesse mit Dolmetschern")).await;
    let place = site.get("/suche?q=ausbildungsmesse+burgenlandkreis&stand=RUNNING").await;
    assert!(place.body.contains("Erkannt: Burgenlandkreis"), "{}", place.body);
    assert_eq!(place.link("/suche?q=ausbildungsmesse+%22"), "/suche?q=ausbildungsmesse+%22burgenlandkreis%22&stand=RUNNING");
    assert!(place.body.contains("sie stehen vorn"), "{}", place.body);
    let by_date = site.get("/suche?q=ausbildungsmesse+burgenlandkreis&sortierung=neu").await;
    assert!(by_date.body.contains("zwischen denen aus anderen Orten") && !by_date.body.contains("stehen vorn"), "{}", by_date.body);
    let mistyped = site.get("/suche?q=ausbildungsmese").await;
    assert!(mistyped.body.contains("Gesucht wurde nach <strong>Ausbildungsmesse</strong>"), "{}", mistyped.body);
    assert_eq!(mistyped.link("/suche?q=%22"), "/suche?q=%22ausbildungsmese%22");
    let beside = site.get("/suche?q=dolmetscher+ausbildungsmese").await;
    assert!(beside.body.contains("Gesucht wurde nach <strong>dolmetscher Ausbildungsmesse</strong>"), "{}", beside.body);
    let as_typed = beside.link("/suche?q=dolmetscher+%22");
    assert_eq!(as_typed, "/suche?q=dolmetscher+%22ausbildungsmese%22", "the mistyped word alone, and no phrase");
    let found = site.get(&as_typed).await;
    assert!(found.body.contains("1 Praxisbeispiel zu „dolmetscher"), "{}", found.body);
    let synonym = site.get("/suche?q=sprachmittler").await;
    assert!(synonym.body.contains("gefunden über: Dolmetscher"), "{}", synonym.body);
    let nothing = site.get("/suche?q=ausbildungsmesse&land=SACHSEN").await;
    assert!(nothing.body.contains("Ohne Filter bei Land</a>: 1 Praxisbeispiel"), "{}", nothing.body);
}

#[tokio::test]
async fn every_word_can_be_asked_for_and_an_empty_page_offers_less() {
    let site = Site::demo().await;
    site.publish(complete_case("Ausbildungsmesse mit Dolmetschern")).await;
    let exact = site.get("/suche?q=ausbildungsmesse&genau=ja").await;
    assert!(exact.body.contains("1 Praxisbeispiel") && exact.body.contains("Treffer: nur mit allen Wörtern"), "{}", exact.body);
    assert_eq!(exact.link("/abo?"), "/abo?q=ausbildungsmesse", "a subscription is exact by itself");
    let missing = site.get("/suche?q=ausbildungsmesse+krokodil&genau=ja").await;
    assert!(missing.body.contains("Auch nach Beispielen, denen ein Wort fehlt, suchen"), "{}", missing.body);
    assert!(missing.body.contains("„ausbildungsmesse“</a> suchen: 1 Praxisbeispiel"), "{}", missing.body);
    assert!(missing.attributes("href").iter().any(|href| href == "/suche?q=ausbildungsmesse"), "{}", missing.body);
    let quoted = site.get("/suche?q=%22dolmetschern+mit+ausbildungsmesse%22").await;
    assert!(quoted.body.contains("Ohne Anführungszeichen und ausgeschlossene Wörter suchen"), "{}", quoted.body);
    assert_eq!(quoted.link("/suche?q=dolmetschern"), "/suche?q=dolmetschern+mit+ausbildungsmesse");
    let excluded = site.get("/suche?q=ausbildungsmesse+-%22ausbildungsmesse+mit+dolmetschern%22").await;
    assert!(excluded.attributes("href").iter().any(|href| href == "/suche?q=ausbildungsmesse"), "{}", excluded.body);
}

#[tokio::test]
async fn many_results_come_in_pages_there_and_back() {
    let site = Site::demo().await;
    for number in 1..=43 {
        site.publish(complete_case(&format!("Fahrdienst Nummer {number} für Kurse"))).await;
    }
    let first = site.get("/suche?q=fahrdienst").await;
    assert!(first.body.contains("43 Praxisbeispiele") && first.body.contains("Seite 1 von 3"));
    assert!(first.body.contains("<title>Suche nach „fahrdienst“ – "), "{}", first.body);
    let second = site.get(&first.link("/suche?q=fahrdienst&nach=")).await;
    assert!(second.body.contains("Seite 2 von 3") && second.body.contains("start=\"21\""), "{}", second.body);
    assert!(second.body.contains("<title>Suche nach „fahrdienst“, Seite 2 – "), "{}", second.body);
    let third = site.get(&second.link("/suche?q=fahrdienst&nach=")).await;
    assert!(third.body.contains("Seite 3 von 3") && !third.body.contains("Nächste Seite"));
    let back = site.get(&third.link("/suche?q=fahrdienst&vor=")).await;
    assert!(back.body.contains("Seite 2 von 3"));
    let titles =
        |page: &crate::site::Page| page.attributes("href").into_iter().filter(|href| href.starts_with("/faelle/")).collect::<Vec<_>>();
    assert_eq!(titles(&back), titles(&second));
    assert_eq!(titles(&first).len() + titles(&second).len() + titles(&third).len(), 43);
    let second_href = first.link("/suche?q=fahrdienst&nach=");
    let shorter = site.get(&second_href.replace("q=fahrdienst", "q=%22nummer+43%22")).await;
    assert_eq!((shorter.status, shorter.header("location")), (StatusCode::SEE_OTHER, "/suche?q=%22nummer+43%22"));
    let counted_on = site.get(&second_href.replace("seite=2", "seite=9223372036854775807")).await;
    assert!(counted_on.body.contains("start=\"1\"") && titles(&counted_on) == titles(&second), "{}", counted_on.body);
}

#[tokio::test]
async fn a_window_of_time_stays_in_the_form_and_can_be_left_out_where_nothing_is_found() {
    let site = Site::demo().await;
    site.publish(complete_case("Ausbildungsmesse mit Dolmetschern")).await;
    let page = site.get("/suche?q=&seit=2020-01-01T00:00:00Z&schwerpunkt=TRANSITION_SCHOOL_WORK&stand=RUNNING").await;
    assert!(page.body.contains("1 Praxisbeispiel"), "{}", page.body);
    assert_eq!(page.hidden("seit").as_deref(), Some("2020-01-01T00:00:00Z"));
    assert_eq!(page.hidden("schwerpunkt").as_deref(), Some("TRANSITION_SCHOOL_WORK"));
    assert!(!page.body.contains("type=\"hidden\" name=\"stand\""), "what has a box is sent by it: {}", page.body);
    let later = site.get("/suche?q=ausbildungsmesse&seit=2990-01-01T00:00:00Z").await;
    assert!(
        later
            .body
            .contains("<a href=\"/suche?q=ausbildungsmesse\" rel=\"nofollow\">Ohne Filter bei Veröffentlichung</a>: 1 Praxisbeispiel"),
        "{}",
        later.body
    );
}

#[tokio::test]
async fn an_empty_result_offers_ways_on() {
    let site = Site::demo().await;
    site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let page = site.get("/suche?q=raumfahrt+tiefsee&land=SACHSEN").await;
    assert_eq!(page.status, StatusCode::OK);
    let ways = page.attributes("href");
    for way in ["/abo?q=raumfahrt+tiefsee&land=SACHSEN", "/fragen/neu?frage=raumfahrt+tiefsee"] {
        assert!(ways.iter().any(|href| href == way), "{way} is missing: {}", page.body);
    }
    for dead_end in ["/suche?q=raumfahrt", "/suche?q=tiefsee"] {
        assert!(!ways.iter().any(|href| href == dead_end), "{dead_end} finds nothing either: {}", page.body);
    }
    assert!(page.body.contains("content=\"noindex\""));
    let filtered = site.get("/suche?q=%C3%BCbungsfirma&land=SACHSEN&stand=PILOT").await;
    assert!(filtered.body.contains("Ohne alle Filter suchen"), "{}", filtered.body);
    assert!(filtered.attributes("href").iter().any(|href| href == "/suche?q=%C3%BCbungsfirma"), "{}", filtered.body);
}

#[tokio::test]
async fn a_search_that_is_down_says_so_and_the_start_page_does_without() {
    let dir = tempfile::TempDir::new().expect("a folder");
    let url = format!("sqlite://{}", dir.path().join("test.db").display());
    let site = Site::over(TestNetwork::with(dir, &url, Arc::new(Down)).await, true);
    let page = site.get("/suche?q=kita&land=SACHSEN").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("Die Suche ist gerade nicht erreichbar") && page.body.contains("value=\"kita\""), "{}", page.body);
    assert_eq!(page.link("/suche?q=kita"), "/suche?q=kita&land=SACHSEN");
    assert_eq!(page.header("retry-after"), "60");
    let start = site.get("/").await;
    assert_eq!(start.status, StatusCode::OK);
    assert!(start.body.contains("Nach Handlungsfeld"));
    let case = site.net.publish_without_jobs(complete_case("Übungsfirma an der Berufsschule")).await;
    let page = site.get(&format!("/faelle/{}", case.slug)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Stolpersteine") && !page.body.contains("Ähnliche Praxisbeispiele"), "{}", page.body);
    let places = site.get("/kommunen").await;
    assert!(places.body.contains("weil die Suche nicht antwortet") && !places.body.contains("class=\"count\""), "{}", places.body);
    assert_eq!(site.get(&places.link("/kommunen/burgenlandkreis")).await.link("/faelle/"), format!("/faelle/{}", case.slug));
}

/// A search engine that nobody can reach.
struct Down;

fn down<T>() -> Result<T, SearchError> {
    Err(SearchError::Timeout { engine: "down", what: "test".to_owned(), after: std::time::Duration::ZERO })
}

#[async_trait]
impl SearchEngine for Down {
    async fn search(&self, _: &SearchRequest) -> Result<SearchResponse, SearchError> {
        down()
    }
    async fn apply(&self, _: Vec<SearchDocument>, _: Vec<CaseId>) -> Result<(), SearchError> {
        down()
    }
    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        down()
    }
    async fn contents(&self, _: usize, _: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        down()
    }
    async fn hashes(&self, _: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        down()
    }
    async fn ready(&self) -> Result<(), SearchError> {
        down()
    }
    fn name(&self) -> &'static str {
        "down"
    }
}
