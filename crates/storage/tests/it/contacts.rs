//! Who is taken out of the contacts of which cases.

use crate::{
    fixtures::{account, at, content, id, new_case, published},
    harness::TestDatabase,
};
use domain::{
    CaseContent, CaseView, Role, WorkflowState,
    case::Contact,
    ids::{AccountId, CaseId, RevisionId},
};
use storage::{NewCase, Store};

on_both_databases!(
    a_person_is_taken_out_of_contacts_and_the_function_mailbox_stays,
    whoever_handed_a_case_over_is_taken_out_of_its_contact,
    what_a_colleague_typed_of_a_person_goes_where_name_and_number_agree,
    a_case_whose_latest_text_named_a_person_has_a_new_version,
);

async fn a_person_is_taken_out_of_contacts_and_the_function_mailbox_stays(database: TestDatabase) {
    let store = &database.store;
    let author = account(store, "author", Role::Author).await;
    let contact = |mailbox: &str| Some(Contact { mailbox: mailbox.into(), name: Some("Bildungsbüro".into()), phone: Some("1".into()) });
    let with = |mailbox: &str| CaseContent { contact: contact(mailbox), ..content("Fall") };
    let own = published(store, with("bildung@kreis.example.org"), at(0)).await;
    database.execute("UPDATE practice_case SET author_id = (SELECT id FROM account)").await;
    let foreign = published(store, with(author.email.reveal()), at(0)).await;
    let other = published(store, with("bildung@kreis.example.org"), at(0)).await;
    let read = async |case: &CaseView| store.published_case(case.id).await.unwrap().unwrap().content.contact.clone();
    read(&own).await;
    let mut transaction = store.begin().await.unwrap();
    let mut changed = transaction.scrub_contacts(&author).await.unwrap();
    transaction.commit().await.unwrap();
    changed.sort_unstable();
    let mut expected = vec![own.id, foreign.id];
    expected.sort_unstable();
    assert_eq!(changed, expected);
    assert_eq!(read(&own).await, Some(Contact { mailbox: "bildung@kreis.example.org".into(), name: None, phone: None }));
    assert_eq!(read(&foreign).await, None);
    assert_eq!(read(&other).await, contact("bildung@kreis.example.org"));
}

/// A public case that this account began and another saved again.
async fn passed_on(store: &Store, content: &CaseContent, from: AccountId, to: AccountId) -> CaseId {
    let mut transaction = store.begin().await.unwrap();
    let begun = transaction.insert_case(NewCase { author: Some(from), ..new_case(content.clone(), at(0)) }).await.unwrap();
    transaction.publish(begun.id, at(1), at(1)).await.unwrap();
    let next = CaseContent { title: "Fall, neu".to_owned(), ..content.clone() };
    transaction.save_revision(begun.id, RevisionId(id()), &next, Some(to), at(2), WorkflowState::Draft).await.unwrap();
    transaction.commit().await.unwrap();
    begun.id
}

async fn whoever_handed_a_case_over_is_taken_out_of_its_contact(database: TestDatabase) {
    let store = &database.store;
    let (leaver, successor) = (account(store, "leaver", Role::Author).await, account(store, "successor", Role::Author).await);
    let contact = |mailbox: &str, name: &str| Contact { mailbox: mailbox.into(), name: Some(name.into()), phone: Some("1".into()) };
    let with = |contact: Contact| CaseContent { contact: Some(contact), ..content("Fall") };
    let office = "bildung@kreis.example.org";
    let handed = passed_on(store, &with(contact(office, "Wer ging")), leaver.id, successor.id).await;
    let corrected = passed_on(store, &with(contact(office, "Wer bleibt")), successor.id, leaver.id).await;
    let typed = published(store, with(contact("Leaver@Kreis.Example.org", "Wer ging")), at(0)).await;
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.hand_over_cases(leaver.id, successor.id).await.unwrap(), [handed]);
    transaction.set_disabled(leaver.id, Some(at(3))).await.unwrap();
    let changed = transaction.scrub_contacts(&leaver).await.unwrap();
    transaction.commit().await.unwrap();
    let mut expected = vec![handed, typed.id];
    expected.sort_unstable();
    assert_eq!(changed, expected);
    let nobody = Some(Contact { mailbox: office.into(), name: None, phone: None });
    assert_eq!(store.published_case(handed).await.unwrap().unwrap().content.contact, nobody);
    assert_eq!(store.working_case(handed).await.unwrap().unwrap().content.contact, nobody, "what the successor saved as well");
    let kept = store.working_case(corrected).await.unwrap().unwrap();
    assert_eq!(kept.content.contact, Some(contact(office, "Wer bleibt")), "whoever corrects a case is not its contact");
    assert_eq!(store.published_case(typed.id).await.unwrap().unwrap().content.contact, None);
}

/// A draft that this account began.
async fn begun(store: &Store, by: AccountId, content: &CaseContent) -> CaseId {
    let mut transaction = store.begin().await.unwrap();
    let case = transaction.insert_case(NewCase { author: Some(by), ..new_case(content.clone(), at(0)) }).await.unwrap();
    transaction.commit().await.unwrap();
    case.id
}

async fn saved(store: &Store, case: CaseId, by: AccountId, content: &CaseContent) {
    let mut transaction = store.begin().await.unwrap();
    transaction.save_revision(case, RevisionId(id()), content, Some(by), at(1), WorkflowState::Draft).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn what_a_colleague_typed_of_a_person_goes_where_name_and_number_agree(database: TestDatabase) {
    let store = &database.store;
    let (person, colleague) = (account(store, "person", Role::Author).await, account(store, "colleague", Role::Author).await);
    let office = "bildung@kreis.example.org";
    let with = |municipality: &str, name: &str, phone: &str| CaseContent {
        municipality: municipality.parse().ok(),
        contact: Some(Contact { mailbox: office.into(), name: Some(name.into()), phone: Some(phone.into()) }),
        ..content("Fall")
    };
    let own = begun(store, person.id, &with("15084", "Wer geht", "1")).await;
    // A colleague becomes the contact of the case, which its author saves once more.
    for by in [colleague.id, person.id] {
        saved(store, own, by, &with("15084", "Wer bleibt", "2")).await;
    }
    let typed = begun(store, colleague.id, &with("15084550", "Wer geht", "1")).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.publish(typed, at(1), at(1)).await.unwrap();
    transaction.commit().await.unwrap();
    saved(store, typed, colleague.id, &with("15084550", "Wer bleibt", "2")).await;
    let mut kept = Vec::new();
    for (municipality, name, phone) in [("15084", "Wer geht", "2"), ("15084", "Wer bleibt", "2"), ("16051", "Wer geht", "1")] {
        let content = with(municipality, name, phone);
        kept.push((begun(store, colleague.id, &content).await, content.contact));
    }
    let mut transaction = store.begin().await.unwrap();
    let mut changed = transaction.scrub_contacts(&person).await.unwrap();
    transaction.commit().await.unwrap();
    changed.sort_unstable();
    let mut expected = vec![own, typed];
    expected.sort_unstable();
    assert_eq!(changed, expected);
    let nobody = Some(Contact { mailbox: office.into(), name: None, phone: None });
    assert_eq!(store.published_case(typed).await.unwrap().unwrap().content.contact, nobody);
    kept.push((typed, with("15084550", "Wer bleibt", "2").contact));
    for (case, contact) in kept {
        assert_eq!(store.working_case(case).await.unwrap().unwrap().content.contact, contact);
    }
}

async fn a_case_whose_latest_text_named_a_person_has_a_new_version(database: TestDatabase) {
    let store = &database.store;
    let (person, colleague) = (account(store, "person", Role::Author).await, account(store, "colleague", Role::Author).await);
    let contact = Contact { mailbox: "bildung@kreis.example.org".into(), name: Some("Wer geht".into()), phone: None };
    let (naming, plain) = (CaseContent { contact: Some(contact), ..content("Fall") }, content("Fall, neu"));
    let (named, unnamed) = (begun(store, person.id, &plain).await, begun(store, person.id, &naming).await);
    saved(store, named, colleague.id, &naming).await;
    saved(store, unnamed, colleague.id, &plain).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.scrub_contacts(&person).await.unwrap();
    assert_eq!((transaction.text_version(named).await.unwrap(), transaction.text_version(unnamed).await.unwrap()), (3, 2));
    let before = transaction.content_at_version(named, 2).await.unwrap();
    assert_eq!(before, Some((1, plain.clone())), "what it said then is not known any more");
    assert_eq!(transaction.content_at_version(named, 3).await.unwrap().map(|(number, _)| number), Some(2));
    assert_eq!(transaction.content_at_version(unnamed, 2).await.unwrap(), Some((2, plain)));
    transaction.commit().await.unwrap();
    for (case, version) in [(named, 3), (unnamed, 2)] {
        assert_eq!(store.working_case(case).await.unwrap().unwrap().version, version);
    }
}
