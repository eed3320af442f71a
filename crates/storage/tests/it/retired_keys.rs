//! What an earlier version wrote under a municipality's key that has been retired since.

use crate::{
    fixtures::{at, content, email, id, published},
    harness::TestDatabase,
};
use domain::{
    Ags, CaseContent, CaseFilter, CaseOrder, Role, Viewer,
    ids::AccountId,
    municipality,
    permission::Member,
    vocabulary::{FieldOfAction, Vocabulary},
};
use std::slice;
use storage::Window;

on_both_databases!(what_stands_under_a_retired_key_is_found_under_its_successor, a_municipality_keeps_its_own_focus_areas);

/// A retired key and its successor's.
fn keys() -> (&'static str, Ags) {
    let (old, new) = municipality::retired_keys()[0];
    (old, new.parse().unwrap())
}

async fn what_stands_under_a_retired_key_is_found_under_its_successor(database: TestDatabase) {
    let (store, (old, place)) = (&database.store, keys());
    let mut transaction = store.begin().await.unwrap();
    let member = transaction.upsert_account(&email("leserin"), Role::Author, Some(&place), AccountId(id()), at(0)).await.unwrap();
    let domains = ["kreis.example.org".to_owned(), "stadt.example.org".to_owned()];
    transaction.set_mail_domains(&place, &domains, at(0)).await.unwrap();
    transaction.set_focus_areas(&place, &[FieldOfAction::Governance]).await.unwrap();
    transaction.set_advised(member.id, slice::from_ref(&place)).await.unwrap();
    transaction.commit().await.unwrap();
    let case = published(store, CaseContent { municipality: Some(place.clone()), ..content("Vorher") }, at(0)).await;
    // As it was while the key was in force. The successor has one of the mail domains already, and the case is of a Gemeinde.
    database
        .execute(&format!(
            "UPDATE account SET municipality = '{old}000'; UPDATE advised_municipality SET municipality = '{old}'; \
             UPDATE mail_domain SET municipality = '{old}'; UPDATE focus_area SET municipality = '{old}'; \
             INSERT INTO mail_domain SELECT '{place}', domain, created_at FROM mail_domain WHERE domain LIKE 'kreis%'; \
             UPDATE practice_case SET working_district = '{old}'; UPDATE case_term SET key = '{old}' WHERE vocabulary = 'municipality'; \
             INSERT INTO case_term SELECT case_id, vocabulary, '{old}000' FROM case_term WHERE vocabulary = 'municipality'"
        ))
        .await;
    let stamp = store.read_content_stamp().await.unwrap();
    for _ in 0..2 {
        assert_eq!(store.migrate().await.unwrap(), 0);
        assert_eq!(store.read_content_stamp().await.unwrap(), stamp + 1, "said once");
    }
    let of_place = CaseFilter { municipalities: vec![place.clone()], ..CaseFilter::default() };
    let colleague = Viewer::Member(Member::new(AccountId(id()), Role::Coordinator, Some(place.clone())));
    let working = store.working_page(&colleague, &[], CaseOrder::Oldest, &Window::first(9)).await.unwrap();
    assert_eq!(store.count_published(&of_place).await.unwrap(), 1);
    assert_eq!(working.rows.iter().map(|(_, working)| working.id).collect::<Vec<_>>(), [case.id]);
    assert_eq!(store.mail_domains(&place).await.unwrap(), domains);
    assert_eq!(store.focus_areas_of(slice::from_ref(&place)).await.unwrap()[&place], [FieldOfAction::Governance]);
    assert_eq!(store.advised_by(member.id).await.unwrap(), slice::from_ref(&place));
    assert_eq!(store.members(Some(&place)).await.unwrap(), [member]);
}

async fn a_municipality_keeps_its_own_focus_areas(database: TestDatabase) {
    let (store, (old, place)) = (&database.store, keys());
    let mut transaction = store.begin().await.unwrap();
    transaction.set_focus_areas(&place, &[FieldOfAction::Governance]).await.unwrap();
    transaction.commit().await.unwrap();
    let other = FieldOfAction::ALL.iter().find(|area| **area != FieldOfAction::Governance).unwrap();
    database
        .execute(&format!("INSERT INTO focus_area (municipality, field_of_action, position) VALUES ('{old}', '{}', 0)", other.key()))
        .await;
    store.migrate().await.unwrap();
    assert_eq!(store.focus_areas_of(slice::from_ref(&place)).await.unwrap()[&place], [FieldOfAction::Governance]);
    database.execute(&format!("DELETE FROM focus_area WHERE municipality = '{place}'")).await;
    assert!(store.focus_areas_of(&[place]).await.unwrap().is_empty(), "nothing is left that would come up again");
}
