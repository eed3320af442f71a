//! Groups of words that editors teach the search.
//!
//! They change what the public finds, so every change moves the content stamp, by which all processes notice it.

use crate::{
    Store, StoreError, Transaction,
    entity::synonym_group::{Column, Entity, Model},
    moment,
    rows::{self, Place, storable},
};
use domain::{
    SynonymGroup, SynonymKind,
    ids::{AccountId, SynonymGroupId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

const TABLE: &str = "synonym_group";

impl Store {
    /// All groups that editors made, by id: the first one made first.
    pub async fn synonym_groups(&self) -> Result<Vec<SynonymGroup>, StoreError> {
        rows::all(self.reader(), Entity::find().order_by_asc(Column::Id)).await?.into_iter().map(SynonymGroup::try_from).collect()
    }
}

impl Transaction {
    /// The group, to be changed: until this transaction ends nobody else changes it.
    pub async fn synonym_group_for_update(&mut self, id: SynonymGroupId) -> Result<Option<SynonymGroup>, StoreError> {
        rows::one(&self.db, Entity::find_by_id(id.0).lock_exclusive()).await?.map(SynonymGroup::try_from).transpose()
    }

    /// Keeps a new group as it is given.
    pub async fn insert_synonym_group(&mut self, group: &SynonymGroup, by: Option<AccountId>) -> Result<(), StoreError> {
        self.changes_content();
        let row = Model {
            id: group.id.0,
            kind: group.kind.key().to_owned(),
            phrases: phrases(group)?,
            created_at: moment::stored(group.created_at),
            created_by: by.map(|account| account.0),
            changed_at: moment::stored(group.changed_at),
            changed_by: by.map(|account| account.0),
            version: group.version,
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Replaces kind, phrases and version of a group that is there.
    pub async fn update_synonym_group(&mut self, group: &SynonymGroup, by: Option<AccountId>) -> Result<(), StoreError> {
        self.changes_content();
        let update = Entity::update_many()
            .col_expr(Column::Kind, Expr::val(group.kind.key()))
            .col_expr(Column::Phrases, Expr::val(phrases(group)?))
            .col_expr(Column::ChangedAt, moment::expr(group.changed_at))
            .col_expr(Column::ChangedBy, Expr::val(by.map(|account| account.0)))
            .col_expr(Column::Version, Expr::val(group.version))
            .filter(Column::Id.eq(group.id.0));
        let changed = update.exec(&self.db).await.map_err(StoreError::of(TABLE))?.rows_affected;
        if changed == 1 { Ok(()) } else { Err(missing(group.id)) }
    }

    /// Deletes a group that is there.
    pub async fn delete_synonym_group(&mut self, id: SynonymGroupId) -> Result<(), StoreError> {
        self.changes_content();
        let deleted = Entity::delete_by_id(id.0).exec(&self.db).await.map_err(StoreError::of(TABLE))?.rows_affected;
        if deleted == 1 { Ok(()) } else { Err(missing(id)) }
    }
}

fn phrases(group: &SynonymGroup) -> Result<String, StoreError> {
    let phrases: Vec<String> = group.phrases.iter().map(|phrase| storable(phrase)).collect();
    Place { table: TABLE, id: &group.id }.parsed("phrases", serde_json::to_string(&phrases))
}

fn missing(id: SynonymGroupId) -> StoreError {
    StoreError::Missing { table: TABLE, id: id.to_string() }
}

impl TryFrom<Model> for SynonymGroup {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: SynonymGroupId(row.id),
            kind: place.known("kind", SynonymKind::from_key(&row.kind))?,
            phrases: place.json("phrases", serde_json::from_str(&row.phrases))?,
            created_at: row.created_at,
            changed_at: row.changed_at,
            version: row.version,
        })
    }
}
