//! Cases and people to test with.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CaseContent, CaseView, EmailAddress, Role,
    ids::{AccountId, CaseId, ReaderId, RevisionId},
    reader::ReaderSettings,
    vocabulary::{FieldOfAction, Status},
};
use std::sync::atomic::{AtomicU64, Ordering};
use storage::{Account, NewCase, Reader, Store, Transaction};
use uuid::Uuid;

/// An id that no other call returns, in no order.
pub(crate) fn id() -> Uuid {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u64_pair(number.wrapping_mul(0x9e37_79b9_7f4a_7c15), number)
}

/// A moment some seconds after the beginning of the tests' time.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::seconds(seconds)
}

pub(crate) fn content(title: &str) -> CaseContent {
    CaseContent {
        title: title.to_owned(),
        teaser: "Ein Beispiel".to_owned(),
        municipality: "15084550".parse().ok(),
        fields_of_action: vec![FieldOfAction::Governance],
        status: Some(Status::Running),
        ..CaseContent::default()
    }
}

/// Somebody who is not in the database yet.
pub(crate) fn reader(email: EmailAddress) -> Reader {
    Reader {
        id: ReaderId(id()),
        email,
        settings: ReaderSettings::default(),
        paused_until: None,
        next_due_at: None,
        counted_day: None,
        counted_mails: 0,
        token: id().to_string().into(),
        created_at: at(0),
    }
}

pub(crate) fn new_case(content: CaseContent, now: DateTime<Utc>) -> NewCase {
    NewCase {
        id: CaseId(id()),
        revision: RevisionId(id()),
        external_id: None,
        slug_base: domain::slug::from_title(&content.title),
        author: None,
        content,
        first_published_at: None,
        now,
    }
}

/// Begins a case as a draft.
pub(crate) async fn draft(store: &Store, content: CaseContent, now: DateTime<Utc>) -> CaseView {
    let mut transaction = store.begin().await.unwrap();
    let case = transaction.insert_case(new_case(content, now)).await.unwrap();
    transaction.commit().await.unwrap();
    case
}

/// Begins a case and publishes it.
pub(crate) async fn published(store: &Store, content: CaseContent, now: DateTime<Utc>) -> CaseView {
    let mut transaction = store.begin().await.unwrap();
    let case = insert_published(&mut transaction, content, now).await;
    transaction.commit().await.unwrap();
    case
}

pub(crate) async fn insert_published(transaction: &mut Transaction, content: CaseContent, now: DateTime<Utc>) -> CaseView {
    let case = transaction.insert_case(new_case(content, now)).await.unwrap();
    transaction.publish(case.id, now, now).await.unwrap()
}

/// Saves another title as the next revision.
pub(crate) async fn retitle(store: &Store, case: CaseId, title: &str, now: DateTime<Utc>) -> CaseView {
    let mut transaction = store.begin().await.unwrap();
    let state = domain::WorkflowState::Draft;
    let case = transaction.save_revision(case, RevisionId(id()), &content(title), None, now, state).await.unwrap();
    transaction.commit().await.unwrap();
    case
}

pub(crate) async fn publish(store: &Store, case: CaseId, now: DateTime<Utc>) -> CaseView {
    let mut transaction = store.begin().await.unwrap();
    let case = transaction.publish(case, now, now).await.unwrap();
    transaction.commit().await.unwrap();
    case
}

pub(crate) async fn archive(store: &Store, case: CaseId, now: DateTime<Utc>) -> CaseView {
    let mut transaction = store.begin().await.unwrap();
    let case = transaction.archive(case, now).await.unwrap();
    transaction.commit().await.unwrap();
    case
}

pub(crate) async fn erase(store: &Store, case: CaseId) {
    let mut transaction = store.begin().await.unwrap();
    transaction.erase(case).await.unwrap();
    transaction.commit().await.unwrap();
}

pub(crate) fn email(name: &str) -> EmailAddress {
    format!("{name}@kreis.example.org").parse().unwrap()
}

pub(crate) async fn account(store: &Store, name: &str, role: Role) -> Account {
    let mut transaction = store.begin().await.unwrap();
    let ags = "15084".parse().unwrap();
    let account = transaction.upsert_account(&email(name), role, Some(&ags), AccountId(id()), at(0)).await.unwrap();
    transaction.commit().await.unwrap();
    account
}

/// Numbers that look random and are the same in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    /// Up to `most` of these values, doubles included.
    pub(crate) fn some<T: Clone>(&mut self, values: &[T], most: usize) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|_| values[self.below(values.len())].clone()).collect()
    }
}
