//! What stands in the files of a case.

use crate::network::{Network, case, case_with, numbers, on_both_engines, wanted};
use futures_util::FutureExt;
use search_indexer::{SearchRequest, document};

on_both_engines! {
    /// A word in a file finds the case, but one in the case itself says more.
    async fn files_are_found_and_count_least(network: &Network) {
        let in_file = document(&case(4, "Ein Konzept")).unwrap().with_file_texts(["Satzung der Schülerbeförderung", "Anhang"]);
        let in_body = case_with(1, "Ein Plan", |content| "Die Schülerbeförderung fährt.".clone_into(&mut content.results));
        let in_title = case(2, "Schülerbeförderung");
        let other = document(&case(3, "Ein Hort")).unwrap().with_file_texts(["Speiseplan"]);
        let documents = vec![in_file, document(&in_body).unwrap(), document(&in_title).unwrap(), other];
        network.engine.apply(documents, Vec::new()).await.unwrap();
        assert_eq!(network.find("schülerbeförderung").await, [2, 1, 4]);
        assert_eq!(network.find("speiseplaene").await, [3]);
        assert_eq!(network.find("beförderung anhang").await.first(), Some(&4), "also within a compound, and in another file");
        let phrase = SearchRequest { query: wanted("\"satzung der schülerbeförderung\""), limit: 10, ..SearchRequest::default() };
        assert_eq!(numbers(&network.search(&phrase).await), [0_u128; 0], "phrases are looked for in the case itself");
    }
}
