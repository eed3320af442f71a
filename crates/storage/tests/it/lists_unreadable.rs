//! A case that this version of the program cannot read keeps no other out of a list.

use crate::{
    fixtures::{at, content, id, published},
    harness::TestDatabase,
};
use domain::{CaseFilter, CaseOrder, Role, Viewer, ids::AccountId, permission::Member};
use storage::{Page, Store, Window};

on_both_databases!(a_list_goes_on_past_what_cannot_be_read);

async fn page(store: &Store, is_public: bool, window: Window) -> Page {
    if is_public {
        return store.published_page(&CaseFilter::default(), CaseOrder::Oldest, &window).await.unwrap();
    }
    let viewer = Viewer::Member(Member::new(AccountId(id()), Role::Administrator, None));
    store.working_page(&viewer, &[], CaseOrder::Oldest, &window).await.unwrap()
}

async fn a_list_goes_on_past_what_cannot_be_read(database: TestDatabase) {
    let mut cases = Vec::new();
    for second in 0..5 {
        cases.push(published(&database.store, content(&format!("Fall {second}")), at(second)).await.id);
    }
    // As after a step back to an earlier version, which does not know all that the later one wrote.
    database
        .execute("UPDATE case_revision SET content = '{\"title\":7}' WHERE content NOT LIKE '%Fall 0%' AND content NOT LIKE '%Fall 4%'")
        .await;
    let store = database.another_store().await;
    for is_public in [true, false] {
        for backward in [false, true] {
            let (mut pages, mut position) = (Vec::new(), None);
            loop {
                let page = page(&store, is_public, Window { limit: 2, position, backward }).await;
                pages.push(page.rows.iter().map(|(_, case)| case.id).collect::<Vec<_>>());
                let (first, last) = page.ends.expect("a page has a place in the list, whatever of it is shown");
                let (next, goes_on) = if backward { (first, page.has_before) } else { (last, page.has_after) };
                if !goes_on {
                    break;
                }
                position = Some(next);
            }
            let mut expected = [vec![cases[0]], Vec::new(), vec![cases[4]]];
            if backward {
                expected.reverse();
            }
            assert_eq!(pages, expected, "public {is_public}, backward {backward}");
        }
    }
    assert_eq!(store.count_published(&CaseFilter::default()).await.unwrap(), 5);
}
