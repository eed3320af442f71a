//! What the audit log is asked about, and whom it names.

use crate::people::{ags, id_of};
use domain::{Role, vocabulary::FieldOfAction};
use std::collections::BTreeSet;
use test_network::{TestNetwork, complete_case};
use usecases::{
    AuditFilter,
    audit_log::{self, Thing},
    create_case, focus_areas, people,
};

#[tokio::test]
async fn what_is_done_to_a_municipality_is_found_by_it_and_by_no_other() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    people::set_mail_domains(network, &coordinator, &ags("15084"), &["kreis.example.org".to_owned()]).await.unwrap();
    focus_areas::set(network, &coordinator, &ags("15084"), &[FieldOfAction::Inclusion]).await.unwrap();
    let told = async |key: &str| {
        let filter = AuditFilter { object: Thing::Municipality(ags(key)).namings(), ..AuditFilter::default() };
        let entries = network.store.audit_log(&filter, None, 10).await.unwrap();
        let mut actions: Vec<_> = entries.into_iter().map(|logged| logged.entry.action).collect();
        actions.sort_unstable();
        actions
    };
    assert_eq!(told("15084").await, ["focus_areas.changed", "mail_domains.changed"]);
    assert_eq!(told("15088").await, [""; 0]);
}

#[tokio::test]
async fn focus_areas_that_are_saved_twice_are_written_down_once() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let [first, second] = [FieldOfAction::Inclusion, FieldOfAction::Governance];
    for areas in [&[first, second][..], &[first, second], &[second, first], &[], &[]] {
        focus_areas::set(network, &coordinator, &ags("15084"), areas).await.unwrap();
    }
    let filter = AuditFilter { object: Thing::Municipality(ags("15084")).namings(), ..AuditFilter::default() };
    let entries = network.store.audit_log(&filter, None, 10).await.unwrap();
    let said: BTreeSet<_> = entries.iter().map(|logged| logged.entry.detail["areas"].to_string()).collect();
    let expected = [r#"["INCLUSION","GOVERNANCE"]"#, r#"["GOVERNANCE","INCLUSION"]"#, "[]"].map(str::to_owned);
    assert_eq!((said, entries.len()), (BTreeSet::from(expected), 3), "the order counts");
}

#[tokio::test]
async fn the_log_names_everybody_who_is_still_there() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let [gone, other] = ["geht", "bleibt"].map(|name| test.member_named(name, Role::Author, Some("15084")));
    let (gone, other) = (gone.await, other.await);
    for viewer in [&gone, &other, &other] {
        create_case::create(network, viewer, complete_case("Ein Beispiel"), None).await.unwrap();
    }
    people::disable(network, &coordinator, id_of(&gone)).await.unwrap();
    let mut transaction = network.store.begin().await.unwrap();
    transaction.delete_account(id_of(&gone)).await.unwrap();
    transaction.commit().await.unwrap();
    let entries = audit_log::read(network, &administrator, &AuditFilter::default(), None, 100).await.unwrap();
    let accounts = audit_log::accounts(network, &administrator, &entries).await.unwrap();
    let named: BTreeSet<_> = accounts.into_iter().map(|(id, account)| (id, account.id)).collect();
    assert_eq!(named, BTreeSet::from([&coordinator, &other].map(|viewer| (id_of(viewer), id_of(viewer)))));
    assert!(audit_log::accounts(network, &other, &entries).await.is_err());
}

#[tokio::test]
async fn the_log_names_those_to_whom_something_was_done_as_well() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let author = test.member(Role::Author, Some("15084")).await;
    people::disable(network, &administrator, id_of(&author)).await.unwrap();
    let entries = audit_log::read(network, &administrator, &AuditFilter::default(), None, 1).await.unwrap();
    assert_eq!((audit_log::label(&entries[0].entry), audit_log::account_of(&entries[0].entry)), ("deaktiviert", Some(id_of(&author))));
    let accounts = audit_log::accounts(network, &administrator, &entries).await.unwrap();
    let named: BTreeSet<_> = accounts.into_keys().collect();
    assert_eq!(named, BTreeSet::from([&administrator, &author].map(id_of)));
}
