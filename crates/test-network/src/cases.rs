//! Cases in every state that the rule of sight tells apart, put into the database as they are, whoever would have been allowed to.

use crate::TestNetwork;
use domain::{
    CaseContent, CaseView, Job, WorkflowState,
    ids::{AccountId, CaseId, JobId, RevisionId},
};
use storage::NewCase;

/// What has become of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Begun.
    Draft,
    /// Handed in for the first time.
    Submitted,
    /// Handed in for the first time, and given back.
    ChangesRequested,
    /// Public.
    Published,
    /// Public, and archived.
    Archived,
    /// Archived before it was ever public.
    Shelved,
    /// Public, with a next version in the making.
    Edited,
    /// Public, with a next version handed in.
    Resubmitted,
}

impl Stand {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Draft,
        Self::Submitted,
        Self::ChangesRequested,
        Self::Published,
        Self::Archived,
        Self::Shelved,
        Self::Edited,
        Self::Resubmitted,
    ];
}

impl TestNetwork {
    /// Puts a case into the database; `next` is the text of the next version, where there is one. Returns its working copy. What follows
    /// from it stays to be done.
    ///
    /// # Panics
    /// If the database fails.
    pub async fn place(&self, content: CaseContent, next: CaseContent, author: Option<AccountId>, stand: Stand) -> CaseView {
        let now = self.now();
        let mut transaction = self.network.store.begin().await.expect("a transaction");
        let slug_base = domain::slug::from_title(&content.title);
        let id = CaseId(self.network.ids.next());
        let revision = RevisionId(self.network.ids.next());
        let new = NewCase { id, revision, external_id: None, slug_base, author, content, first_published_at: None, now };
        transaction.insert_case(new).await.expect("a draft");
        if !matches!(stand, Stand::Draft | Stand::Submitted | Stand::ChangesRequested | Stand::Shelved) {
            transaction.publish(id, now, now).await.expect("a published case");
        }
        match stand {
            Stand::Draft | Stand::Published => {}
            Stand::Submitted => transaction.set_state(id, WorkflowState::Submitted, now).await.expect("a state"),
            Stand::ChangesRequested => transaction.set_state(id, WorkflowState::ChangesRequested, now).await.expect("a state"),
            Stand::Archived | Stand::Shelved => drop(transaction.archive(id, now).await.expect("an archived case")),
            Stand::Edited | Stand::Resubmitted => {
                let state = if stand == Stand::Edited { WorkflowState::Draft } else { WorkflowState::Submitted };
                let revision = RevisionId(self.network.ids.next());
                drop(transaction.save_revision(id, revision, &next, author, now, state).await.expect("a next version"));
            }
        }
        transaction.enqueue(JobId(self.network.ids.next()), &Job::IndexCase { case: id }, now, now).await.expect("a job");
        transaction.commit().await.expect("a commit");
        self.network.store.working_case(id).await.expect("the database").expect("the case")
    }
}
