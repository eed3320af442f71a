//! Asks about other people's accounts.

use super::{
    cast::{ADVISED, Asker, FOREIGN, OWN, Stage},
    rules::{Kind, allows, bonds, refusal},
    run::{ask, encoded, expect},
};
use domain::{Ags, Role, ids::AccountId, permission::Action};
use serde_json::json;

/// What is done about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Anything that those who look after people do, of the agency's as well.
    Manage,
    /// Name it a deputy: the agency's people are none, and who stands in names no other.
    Deputise,
}

/// Each on an account of its own, because mutations change what they are done to.
pub(super) async fn differences(stage: &Stage, asker: &Asker, care: Care, document: &str) -> Vec<String> {
    let mut targets = vec![(Role::Author, Some(OWN)), (Role::Reader, Some(ADVISED)), (Role::Author, Some(FOREIGN)), (Role::Reader, None)];
    targets
        .extend([Role::Reviewer, Role::Adviser, Role::Administrator].into_iter().filter(|_| care == Care::Manage).map(|role| (role, None)));
    let mut wrong = Vec::new();
    for (role, ags) in targets {
        let municipality: Option<Ags> = ags.and_then(|ags| ags.parse().ok());
        let id = AccountId(stage.world.test.network.ids.next());
        let email = format!("person-{id}@example.org").parse().unwrap();
        let mut transaction = stage.world.test.network.store.begin().await.unwrap();
        transaction.upsert_account(&email, role, municipality.as_ref(), id, stage.world.test.now()).await.unwrap();
        transaction.commit().await.unwrap();
        let answer = ask(stage, asker, document, json!({ "person": encoded("Account", id.0) })).await;
        let (see, manage) =
            if role.is_of_agency() { (Action::ManageAgency, Action::ManageAgency) } else { (Action::SeeMembers, Action::ManageMembers) };
        let bonds = bonds(asker, None, ags);
        let expected = match asker.kind {
            Kind::Public => Some("UNAUTHENTICATED"),
            kind if !allows(kind, see, &bonds) => Some("NOT_FOUND"),
            Kind::Deputy if care == Care::Deputise => Some("FORBIDDEN"),
            kind => refusal(kind, manage, &bonds),
        };
        let mut problems = expect(&answer, expected);
        if expected.is_some() && answer.to_string().contains(&email.reveal().to_owned()) {
            problems.push("shows the address".to_owned());
        }
        wrong.extend(problems.into_iter().map(|text| format!("{role:?} of {ags:?}: {text}")));
    }
    wrong
}
