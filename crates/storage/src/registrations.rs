//! Who asked for an account by themselves and has not confirmed the address yet.

use crate::{
    Store, StoreError, Transaction,
    entity::registration::{Column, Entity, Model},
    moment,
    rows::{self, Place, can_be_stored},
};
use chrono::{DateTime, Utc};
use domain::{Ags, EmailAddress, ids::RegistrationId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

const TABLE: &str = "registration";

/// A wish for an account of a municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// The address to confirm.
    pub email: EmailAddress,
    /// The municipality whose list of domains must have the address's.
    pub municipality: Ags,
    /// The hash of the random text in the mail; until that is written, of one that nobody has.
    pub token_hash: String,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Until when it can be confirmed.
    pub expires_at: DateTime<Utc>,
}

impl Store {
    /// The registration with this id.
    pub async fn registration(&self, id: RegistrationId) -> Result<Option<Registration>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(Registration::try_from).transpose()
    }

    /// The registration whose mail holds this token.
    pub async fn registration_by_hash(&self, hash: &str) -> Result<Option<Registration>, StoreError> {
        if !can_be_stored(hash) {
            return Ok(None);
        }
        rows::one(self.reader(), Entity::find().filter(Column::TokenHash.eq(hash))).await?.map(Registration::try_from).transpose()
    }
}

impl Transaction {
    /// Keeps a new registration.
    pub async fn insert_registration(&mut self, registration: &Registration) -> Result<(), StoreError> {
        let row = Model {
            id: registration.id.0,
            email: registration.email.reveal().to_owned(),
            municipality: registration.municipality.as_str().to_owned(),
            token_hash: registration.token_hash.clone(),
            requested_at: moment::stored(registration.requested_at),
            expires_at: moment::stored(registration.expires_at),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Gives a registration the token in its mail, by its hash, and says whether it is there.
    pub async fn set_registration_token(&mut self, id: RegistrationId, hash: &str) -> Result<bool, StoreError> {
        let update = Entity::update_many().col_expr(Column::TokenHash, hash.into()).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of(TABLE))
    }

    /// Deletes a registration and says whether it was there: whoever deletes it may act on it.
    pub async fn take_registration(&mut self, id: RegistrationId) -> Result<bool, StoreError> {
        let delete = Entity::delete_by_id(id.0);
        delete.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of(TABLE))
    }

    /// Deletes the registrations that can no longer be confirmed at `now`, and returns how many they were.
    pub async fn delete_expired_registrations(&mut self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Column::ExpiresAt.lte(moment::stored(now)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

impl TryFrom<Model> for Registration {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: RegistrationId(row.id),
            email: place.parsed("email", row.email.parse())?,
            municipality: place.parsed("municipality", row.municipality.parse())?,
            token_hash: row.token_hash,
            requested_at: row.requested_at,
            expires_at: row.expires_at,
        })
    }
}
