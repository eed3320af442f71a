//! Links to sign in with, as they were asked for. The database knows the hashes of what proves them only.

use crate::{
    Store, StoreError, Transaction,
    entity::sign_in_link::{Column, Entity, Model},
    moment,
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::{EmailAddress, ids::SignInLinkId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

const TABLE: &str = "sign_in_link";

/// A link that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLink {
    /// Its id.
    pub id: SignInLinkId,
    /// The address that was typed in, whether or not there is an account for it.
    pub email: EmailAddress,
    /// The hash of the cookie of the browser that asked.
    pub browser_hash: String,
    /// The hash of the link's token, once the mail is written.
    pub token_hash: Option<String>,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// When somebody signed in with it.
    pub used_at: Option<DateTime<Utc>>,
}

impl Store {
    /// The link with this id.
    pub async fn sign_in_link(&self, id: SignInLinkId) -> Result<Option<SignInLink>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(SignInLink::try_from).transpose()
    }

    /// The link whose token has this hash.
    pub async fn sign_in_link_by_token(&self, hash: &str) -> Result<Option<SignInLink>, StoreError> {
        let select = Entity::find().filter(Column::TokenHash.eq(hash));
        rows::one(self.reader(), select).await?.map(SignInLink::try_from).transpose()
    }
}

impl Transaction {
    /// Keeps a link that was asked for.
    pub async fn insert_sign_in_link(&mut self, link: &SignInLink) -> Result<(), StoreError> {
        let row = Model {
            id: link.id.0,
            email: link.email.reveal().to_owned(),
            browser_hash: link.browser_hash.clone(),
            token_hash: link.token_hash.clone(),
            requested_at: moment::stored(link.requested_at),
            expires_at: moment::stored(link.expires_at),
            used_at: link.used_at.map(moment::stored),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// The link whose token has this hash, to be used: until this transaction ends nobody else uses it.
    pub async fn sign_in_link_for_update(&mut self, hash: &str) -> Result<Option<SignInLink>, StoreError> {
        let select = Entity::find().filter(Column::TokenHash.eq(hash)).lock_exclusive();
        rows::one(&self.db, select).await?.map(SignInLink::try_from).transpose()
    }

    /// Gives a link its token, by its hash, and says whether it is there and had none: of two who write its mail at once one does.
    pub async fn set_sign_in_link_token(&mut self, id: SignInLinkId, hash: &str) -> Result<bool, StoreError> {
        let has_none = Column::TokenHash.is_null();
        let update = Entity::update_many().col_expr(Column::TokenHash, hash.into()).filter(Column::Id.eq(id.0)).filter(has_none);
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of(TABLE))
    }

    /// Writes down that somebody signed in with a link.
    pub async fn use_sign_in_link(&mut self, id: SignInLinkId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::UsedAt, moment::expr(now)).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Deletes the links that were good until then at the latest, and returns how many they were.
    pub async fn delete_sign_in_links(&mut self, until: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Column::ExpiresAt.lte(moment::stored(until)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

impl TryFrom<Model> for SignInLink {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let email = Place { table: TABLE, id: &row.id }.parsed("email", row.email.parse())?;
        Ok(Self {
            id: SignInLinkId(row.id),
            email,
            browser_hash: row.browser_hash,
            token_hash: row.token_hash,
            requested_at: row.requested_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
        })
    }
}
