//! What municipalities work on at present, their focus areas (Arbeitsschwerpunkte).

use crate::{
    Store, StoreError, Transaction,
    entity::focus_area::{Column, Entity, Model},
    rows::{self, IDS_AT_ONCE, Place},
};
use domain::{
    Ags,
    vocabulary::{FieldOfAction, Vocabulary},
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use std::collections::HashMap;

const TABLE: &str = "focus_area";

impl Store {
    /// The focus areas of each of these municipalities, in the order that was chosen; those without any are left out.
    pub async fn focus_areas_of(&self, municipalities: &[Ags]) -> Result<HashMap<Ags, Vec<FieldOfAction>>, StoreError> {
        let mut areas: HashMap<Ags, Vec<FieldOfAction>> = HashMap::new();
        for some in municipalities.chunks(IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::Municipality.is_in(some.iter().map(Ags::as_str))).order_by_asc(Column::Position);
            for row in rows::all(self.reader(), select).await? {
                let place = Place { table: TABLE, id: &row.municipality };
                let ags = place.parsed("municipality", row.municipality.parse())?;
                areas.entry(ags).or_default().push(place.known("field_of_action", FieldOfAction::from_key(&row.field_of_action))?);
            }
        }
        Ok(areas)
    }
}

impl Transaction {
    /// Sets the focus areas of a municipality, in this order, and says whether it had others. Everybody reads them, so that this is a change of
    /// what the public sees.
    pub async fn set_focus_areas(&mut self, municipality: &Ags, areas: &[FieldOfAction]) -> Result<bool, StoreError> {
        self.lock_table(TABLE).await?;
        let own = || Column::Municipality.eq(municipality.as_str());
        let present = rows::all(&self.db, Entity::find().filter(own()).order_by_asc(Column::Position)).await?;
        if present.iter().map(|row| row.field_of_action.as_str()).eq(areas.iter().map(|area| area.key())) {
            return Ok(false);
        }
        self.changes_content();
        let delete = Entity::delete_many().filter(own());
        delete.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        for (position, area) in (0..).zip(areas) {
            let row = Model { municipality: municipality.as_str().to_owned(), field_of_action: area.key().to_owned(), position };
            Entity::insert(row.into_active_model()).exec_without_returning(&self.db).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(true)
    }
}
