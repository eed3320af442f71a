//! From which mail domains people may register themselves for a municipality.

use crate::{
    Store, StoreError, Transaction,
    entity::mail_domain::{Column, Entity, Model},
    moment, rows,
};
use chrono::{DateTime, Utc};
use domain::Ags;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

const TABLE: &str = "mail_domain";

impl Store {
    /// The domains of a municipality, in the order of their letters.
    pub async fn mail_domains(&self, municipality: &Ags) -> Result<Vec<String>, StoreError> {
        of(self.reader(), municipality).await
    }
}

async fn of(db: &impl ConnectionTrait, municipality: &Ags) -> Result<Vec<String>, StoreError> {
    let select = Entity::find().filter(Column::Municipality.eq(municipality.district()));
    let mut domains: Vec<_> = rows::all(db, select).await?.into_iter().map(|row| row.domain).collect();
    // Not by the database: PostgreSQL may be set up with a language that looks past hyphens.
    domains.sort_unstable();
    Ok(domains)
}

impl Transaction {
    /// The domains of a municipality, to be changed: until this transaction ends nobody else changes any.
    pub async fn mail_domains_for_update(&mut self, municipality: &Ags) -> Result<Vec<String>, StoreError> {
        self.lock_table(TABLE).await?;
        of(&self.db, municipality).await
    }

    /// Replaces the domains of a municipality.
    pub async fn set_mail_domains(&mut self, municipality: &Ags, domains: &[String], now: DateTime<Utc>) -> Result<(), StoreError> {
        self.lock_table(TABLE).await?;
        let delete = Entity::delete_many().filter(Column::Municipality.eq(municipality.district()));
        delete.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        for domain in domains {
            let row = Model { municipality: municipality.district().to_owned(), domain: domain.clone(), created_at: moment::stored(now) };
            rows::insert::<Entity>(&self.db, row).await?;
        }
        Ok(())
    }
}
