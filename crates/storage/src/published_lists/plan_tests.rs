//! How the databases mean to run the lists: along an index, whatever the number of cases.

use super::*;
use crate::{
    Position,
    plans::{self, on_postgres, on_sqlite},
};
use domain::vocabulary::{FieldOfAction, State};

const TIME: &str = "2026-11-23T01:00:00.000000Z";

/// Each order with the index that it is to be read along, and a position in it.
const ORDERS: [(CaseOrder, &str, &str); 5] = [
    (CaseOrder::Newest, "practice_case_listed_by_first_publication", TIME),
    (CaseOrder::Oldest, "practice_case_listed_by_first_publication", TIME),
    (CaseOrder::RecentlyUpdated, "practice_case_listed_by_publication", TIME),
    (CaseOrder::RecentlyConfirmed, "practice_case_listed_by_confirmation", TIME),
    (CaseOrder::Title, "practice_case_listed_by_title", "titel"),
];

/// How the database means to read this window of a list, one step a line.
async fn plan(store: &Store, filter: &CaseFilter, order: CaseOrder, position: Option<&str>) -> String {
    let position = position.map(|key| Position { key: key.to_owned(), id: CaseId(uuid::Uuid::nil()) });
    let window = Window { limit: 20, position, backward: false };
    plans::plan(store, &Keyset::published(order).rows(&list(filter).unwrap(), &window, window.limit).unwrap()).await
}

#[tokio::test]
async fn on_sqlite_a_filtered_list_is_read_along_its_index_and_never_sorted() {
    on_sqlite(|store| async move {
        let filter = CaseFilter { fields_of_action: vec![FieldOfAction::Inclusion], states: vec![State::Sachsen], ..CaseFilter::default() };
        for (order, index, key) in ORDERS {
            // From a position on, the index is entered there and not read from its beginning.
            for (position, step) in [(None, "SCAN"), (Some(key), "SEARCH")] {
                let plan = plan(&store, &filter, order, position).await;
                assert!(plan.contains(&format!("{step} practice_case USING INDEX {index}")) && !plan.contains("TEMP B-TREE"), "{plan}");
                assert_eq!(plan.matches("sqlite_autoindex_case_term_1 (case_id=? AND vocabulary=? AND key=?)").count(), 2, "{plan}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn on_postgres_a_list_is_read_along_its_index_and_never_sorted() {
    on_postgres(|store| async move {
        // Empty tables are read as a whole otherwise: the question is what is possible, not what pays for nothing.
        store.reader().execute_unprepared("SET enable_seqscan = off; SET enable_bitmapscan = off").await.unwrap();
        for (order, index, key) in ORDERS {
            for (position, is_entered) in [(None, false), (Some(key), true)] {
                let plan = plan(&store, &CaseFilter::default(), order, position).await;
                assert!(plan.contains(index) && !plan.contains("Sort"), "{plan}");
                assert_eq!(plan.contains("Index Cond: (ROW("), is_entered, "{plan}");
            }
        }
    })
    .await;
}
