//! What one person contributed, to be told to them.

use crate::{
    CaseReview, Deputation, Invitation, ReviewComment, ReviewEvent, Store, StoreError,
    entity::{case_review, deputation, invitation, practice_case, review_comment, review_event, suppression, synonym_group},
    rows,
};
use chrono::{DateTime, Utc};
use domain::{
    EmailAddress, SynonymGroup,
    ids::{AccountId, CaseId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

/// A group of words that somebody had to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSynonymGroup {
    /// The group.
    pub group: SynonymGroup,
    /// Whether they made it.
    pub is_maker: bool,
    /// Whether they changed it last.
    pub is_changer: bool,
}

impl Store {
    /// The cases that an account began or took over, with when they were begun, the first one first.
    pub async fn cases_of(&self, account: AccountId) -> Result<Vec<(CaseId, DateTime<Utc>)>, StoreError> {
        use practice_case::{Column, Entity};
        let select = Entity::find().filter(Column::AuthorId.eq(account.0)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        Ok(rows::all(self.reader(), select).await?.into_iter().map(|row| (CaseId(row.id), row.created_at)).collect())
    }

    /// The comments that an account wrote, the first one first.
    pub async fn review_comments_by(&self, account: AccountId) -> Result<Vec<ReviewComment>, StoreError> {
        use review_comment::{Column, Entity};
        let select = Entity::find().filter(Column::AuthorId.eq(account.0)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(ReviewComment::try_from).collect()
    }

    /// The steps of reviews that an account took, the first one first.
    pub async fn review_events_by(&self, account: AccountId) -> Result<Vec<ReviewEvent>, StoreError> {
        use review_event::{Column, Entity};
        let select = Entity::find().filter(Column::ActorId.eq(account.0)).order_by_asc(Column::At).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(ReviewEvent::try_from).collect()
    }

    /// The invitations that were sent to an address, the first one first.
    pub async fn invitations_to(&self, address: &EmailAddress) -> Result<Vec<Invitation>, StoreError> {
        use invitation::{Column, Entity};
        let select = Entity::find().filter(Column::Email.eq(address.reveal())).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Invitation::try_from).collect()
    }

    /// The invitations that an account sent, the first one first.
    pub async fn invitations_by(&self, account: AccountId) -> Result<Vec<Invitation>, StoreError> {
        use invitation::{Column, Entity};
        let select = Entity::find().filter(Column::InvitedBy.eq(account.0)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Invitation::try_from).collect()
    }

    /// The deputations in which an account stands in for others or that it named, over or not, the one that begins first first.
    pub async fn deputations_with(&self, account: AccountId) -> Result<Vec<Deputation>, StoreError> {
        use deputation::{Column, Entity};
        let with = Condition::any().add(Column::DeputyId.eq(account.0)).add(Column::NamedBy.eq(account.0));
        let select = Entity::find().filter(with).order_by_asc(Column::From).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Deputation::try_from).collect()
    }

    /// The reviews of cases that an account handed in or that it reviews, by case.
    pub async fn case_reviews_with(&self, account: AccountId) -> Result<Vec<(CaseId, CaseReview)>, StoreError> {
        use case_review::{Column, Entity};
        let with = Condition::any().add(Column::SubmittedBy.eq(account.0)).add(Column::ClaimedBy.eq(account.0));
        let select = Entity::find().filter(with).order_by_asc(Column::CaseId);
        Ok(rows::all(self.reader(), select).await?.into_iter().map(|row| (CaseId(row.case_id), row.into())).collect())
    }

    /// The groups of words that an account made or changed last, the first one made first.
    pub async fn synonym_groups_with(&self, account: AccountId) -> Result<Vec<OwnSynonymGroup>, StoreError> {
        use synonym_group::{Column, Entity, Model};
        let with = Condition::any().add(Column::CreatedBy.eq(account.0)).add(Column::ChangedBy.eq(account.0));
        let own = |row: Model| {
            let (is_maker, is_changer) = (row.created_by == Some(account.0), row.changed_by == Some(account.0));
            Ok(OwnSynonymGroup { group: row.try_into()?, is_maker, is_changer })
        };
        rows::all(self.reader(), Entity::find().filter(with).order_by_asc(Column::Id)).await?.into_iter().map(own).collect()
    }

    /// When an account let addresses get mail again, the first time first.
    pub async fn reactivations_by(&self, account: AccountId) -> Result<Vec<DateTime<Utc>>, StoreError> {
        use suppression::{Column, Entity};
        let select = Entity::find().filter(Column::ReactivatedBy.eq(account.0)).order_by_asc(Column::ReactivatedAt);
        Ok(rows::all(self.reader(), select).await?.into_iter().filter_map(|row| row.reactivated_at).collect())
    }
}
