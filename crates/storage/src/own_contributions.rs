//! What one person contributed, to be told to them.

use crate::{
    Invitation, ReviewComment, ReviewEvent, Store, StoreError, StoredFile,
    entity::{invitation, material_file, practice_case, review_comment, review_event},
    rows,
};
use chrono::{DateTime, Utc};
use domain::{
    EmailAddress,
    ids::{AccountId, CaseId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

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

    /// The files that an account uploaded, the first one first.
    pub async fn files_by(&self, account: AccountId) -> Result<Vec<StoredFile>, StoreError> {
        use material_file::{Column, Entity};
        let select = Entity::find().filter(Column::UploadedBy.eq(account.0)).order_by_asc(Column::UploadedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(StoredFile::try_from).collect()
    }

    /// The invitations that were sent to an address, the first one first.
    pub async fn invitations_to(&self, address: &EmailAddress) -> Result<Vec<Invitation>, StoreError> {
        use invitation::{Column, Entity};
        let select = Entity::find().filter(Column::Email.eq(address.reveal())).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Invitation::try_from).collect()
    }
}
