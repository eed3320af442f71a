//! What the audit log is asked about.

use crate::people::ags;
use domain::{Role, vocabulary::FieldOfAction};
use test_network::TestNetwork;
use usecases::{AuditFilter, audit_log::Thing, focus_areas, people};

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
