//! Asks about other people's accounts.

use super::{
    cast::{ADVISED, Asker, FOREIGN, OWN, Stage},
    run::{ask, expect},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Ags, Role, ids::AccountId, permission::Action};
use serde_json::json;

/// Each on an account of its own, because mutations change what they are done to.
pub(super) async fn differences(stage: &Stage, asker: &Asker, agency: bool, document: &str) -> Vec<String> {
    let mut targets = vec![(Role::Author, Some(OWN)), (Role::Reader, Some(ADVISED)), (Role::Author, Some(FOREIGN)), (Role::Reader, None)];
    targets.extend([Role::Reviewer, Role::Adviser, Role::Administrator].into_iter().filter(|_| agency).map(|role| (role, None)));
    let mut wrong = Vec::new();
    for (role, ags) in targets {
        let municipality: Option<Ags> = ags.and_then(|ags| ags.parse().ok());
        let id = AccountId(stage.world.test.network.ids.next());
        let email = format!("person-{id}@example.org").parse().unwrap();
        let mut transaction = stage.world.test.network.store.begin().await.unwrap();
        transaction.upsert_account(&email, role, municipality.as_ref(), id, stage.world.test.now()).await.unwrap();
        transaction.commit().await.unwrap();
        let person = URL_SAFE_NO_PAD.encode(format!("Account:{id}"));
        let answer = ask(stage, asker, document, json!({ "person": person })).await;
        let (see, manage) =
            if role.is_of_agency() { (Action::ManageAgency, Action::ManageAgency) } else { (Action::SeeMembers, Action::ManageMembers) };
        let expected = match asker.viewer.member() {
            None => Some("UNAUTHENTICATED"),
            Some(member) => {
                let relation = member.relation(None, municipality.as_ref());
                if !member.may(see, relation) {
                    Some("NOT_FOUND")
                } else if !member.may(manage, relation) {
                    Some("FORBIDDEN")
                } else {
                    None
                }
            }
        };
        let mut problems = expect(&answer, expected);
        if expected.is_some() && answer.to_string().contains(&email.reveal().to_owned()) {
            problems.push("shows the address".to_owned());
        }
        wrong.extend(problems.into_iter().map(|text| format!("{role:?} of {ags:?}: {text}")));
    }
    wrong
}
