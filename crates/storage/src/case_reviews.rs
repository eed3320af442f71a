//! The review that a case is in: when it was handed in, who reviews it, when to remind.

use crate::{
    Store, StoreError, Transaction,
    entity::case_review::{Column, Entity, Model},
    moment,
    rows::{self, IDS_AT_ONCE, at_most},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView,
    ids::{AccountId, CaseId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;

const TABLE: &str = "case_review";

/// What is known of a case's latest review. A case that was never handed in has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseReview {
    /// When it was handed in last.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who handed it in; nobody where the account is gone.
    pub submitted_by: Option<AccountId>,
    /// The revision that was handed in.
    pub submitted_number: Option<i32>,
    /// Who reviews it, and since when.
    pub claim: Option<(AccountId, DateTime<Utc>)>,
    /// When those who review are to be reminded, if they still are.
    pub remind_at: Option<DateTime<Utc>>,
    /// The Message-ID of the first mail about this case's reviews, which all others refer to.
    pub thread_id: Option<String>,
}

impl Store {
    /// The review of a case.
    pub async fn case_review(&self, case: CaseId) -> Result<CaseReview, StoreError> {
        Ok(self.case_reviews(&[case]).await?.remove(&case).unwrap_or_default())
    }

    /// The reviews of these cases; those that were never handed in are left out.
    pub async fn case_reviews(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, CaseReview>, StoreError> {
        let mut found = HashMap::with_capacity(cases.len());
        for some in cases.chunks(IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::CaseId.is_in(some.iter().map(|case| case.0)));
            let read = rows::all(self.reader(), select).await?.into_iter();
            found.extend(read.map(|row| (CaseId(row.case_id), CaseReview::from(row))));
        }
        Ok(found)
    }

    /// The cases of which those who review are to be reminded at `now`, the longest due first.
    pub async fn due_review_reminders(&self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CaseId>, StoreError> {
        let select = Entity::find().filter(Column::RemindAt.lte(moment::stored(now))).order_by_asc(Column::RemindAt).limit(at_most(limit));
        Ok(rows::all(self.reader(), select).await?.into_iter().map(|row| CaseId(row.case_id)).collect())
    }
}

impl Transaction {
    /// The review of a case. Whoever changes it has read the case for update before, which keeps others from both.
    pub async fn case_review(&mut self, case: CaseId) -> Result<CaseReview, StoreError> {
        Ok(rows::one(&self.db, Entity::find_by_id(case.0)).await?.map(CaseReview::from).unwrap_or_default())
    }

    /// Keeps the review as it is now.
    pub async fn save_case_review(&mut self, case: CaseId, review: &CaseReview) -> Result<(), StoreError> {
        let row = Model {
            case_id: case.0,
            submitted_at: review.submitted_at.map(moment::stored),
            submitted_by: review.submitted_by.map(|account| account.0),
            submitted_number: review.submitted_number,
            claimed_by: review.claim.map(|(account, _)| account.0),
            claimed_at: review.claim.map(|(_, at)| moment::stored(at)),
            remind_at: review.remind_at.map(moment::stored),
            thread_id: review.thread_id.clone(),
        };
        let there = OnConflict::column(Column::CaseId)
            .update_columns([
                Column::SubmittedAt,
                Column::SubmittedBy,
                Column::SubmittedNumber,
                Column::ClaimedBy,
                Column::ClaimedAt,
                Column::RemindAt,
                Column::ThreadId,
            ])
            .to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(there);
        insert.exec_without_returning(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Ends what is left of a review: nobody holds it, nobody is reminded. What was handed in by whom stays known.
    pub async fn end_case_review(&mut self, case: CaseId) -> Result<(), StoreError> {
        let end = without_claim().col_expr(Column::RemindAt, Expr::val(None::<DateTime<Utc>>)).filter(Column::CaseId.eq(case.0));
        end.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Ends every claim of an account and returns the working copies of the cases that nobody reviews now.
    pub async fn release_claims_of(&mut self, account: AccountId) -> Result<Vec<CaseView>, StoreError> {
        let held = Entity::find().filter(Column::ClaimedBy.eq(account.0)).order_by_asc(Column::CaseId);
        let mut released = Vec::new();
        for row in rows::all(&self.db, held).await? {
            // The case before its review, in the order of everybody who changes one; until it is locked the claim may end by itself.
            let Some(case) = self.case_for_update(CaseId(row.case_id)).await? else { continue };
            if self.release_claim(case.id, account).await? {
                released.push(case);
            }
        }
        Ok(released)
    }

    async fn release_claim(&mut self, case: CaseId, account: AccountId) -> Result<bool, StoreError> {
        let release = without_claim().filter(Column::CaseId.eq(case.0)).filter(Column::ClaimedBy.eq(account.0));
        release.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of(TABLE))
    }
}

/// An update that leaves a review to everybody.
fn without_claim() -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::ClaimedBy, Expr::val(None::<uuid::Uuid>))
        .col_expr(Column::ClaimedAt, Expr::val(None::<DateTime<Utc>>))
}

impl From<Model> for CaseReview {
    fn from(row: Model) -> Self {
        Self {
            submitted_at: row.submitted_at,
            submitted_by: row.submitted_by.map(AccountId),
            submitted_number: row.submitted_number,
            // Where the account is gone, so is its claim.
            claim: row.claimed_by.map(AccountId).zip(row.claimed_at),
            remind_at: row.remind_at,
            thread_id: row.thread_id,
        }
    }
}
