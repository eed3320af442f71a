//! The audit log: who did what to which object.

use crate::{
    Store, StoreError, Transaction,
    entity::audit_entry::{Column, Entity, Model},
    moment, origin,
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, AuditId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditId,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it; nobody for the command line and for what the system does by itself.
    pub actor: Option<AccountId>,
    /// What was done: `case.published`.
    pub action: String,
    /// What kind of object it was done to: `practice_case`.
    pub object_type: String,
    /// The object; it may be gone.
    pub object_id: Uuid,
    /// What else is worth knowing. No personal data: entries outlive what they are about.
    pub detail: serde_json::Value,
}

impl Store {
    /// What was done to an object, the first thing first.
    pub async fn audit_of(&self, object: Uuid) -> Result<Vec<AuditEntry>, StoreError> {
        let select = Entity::find().filter(Column::ObjectId.eq(object)).order_by_asc(Column::At).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(AuditEntry::try_from).collect()
    }
}

impl Transaction {
    /// Writes down what this transaction does, with the network that the request comes from. The database lets nobody change it again.
    pub async fn audit(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.audit_all(std::slice::from_ref(entry)).await
    }

    /// The same for several things that are done at once.
    pub async fn audit_all(&mut self, entries: &[AuditEntry]) -> Result<(), StoreError> {
        rows::insert_all::<Entity>(&self.db, entries.iter().map(row).collect()).await
    }
}

fn row(entry: &AuditEntry) -> Model {
    Model {
        id: entry.id.0,
        at: moment::stored(entry.at),
        actor_id: entry.actor.map(|actor| actor.0),
        action: entry.action.clone(),
        object_type: entry.object_type.clone(),
        object_id: entry.object_id,
        detail: entry.detail.to_string(),
        network: origin::current(),
    }
}

impl TryFrom<Model> for AuditEntry {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let detail = Place { table: "audit_entry", id: &row.id }.json("detail", serde_json::from_str(&row.detail))?;
        Ok(Self {
            id: AuditId(row.id),
            at: row.at,
            actor: row.actor_id.map(AccountId),
            action: row.action,
            object_type: row.object_type,
            object_id: row.object_id,
            detail,
        })
    }
}
