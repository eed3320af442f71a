//! What happened to a case on its way, for those behind it to read. It goes when the case goes.

use crate::{
    Store, StoreError, Transaction,
    entity::review_event::{Column, Entity, Model},
    moment,
    rows::{self, IDS_AT_ONCE, Place, storable},
};
use chrono::{DateTime, Utc};
use domain::{
    Role,
    ids::{AccountId, CaseId, ReviewEventId},
    review::{ChecklistItem, ReviewEventKind},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// One step of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewEvent {
    /// Its id.
    pub id: ReviewEventId,
    /// The case.
    pub case: CaseId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: ReviewEventKind,
    /// Who did it; nobody for the system and the command line, or where the account is gone.
    pub actor: Option<AccountId>,
    /// The role that they had then.
    pub actor_role: Option<Role>,
    /// The revision that was worked on then.
    pub revision: i32,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// What was confirmed on the checklist.
    pub checklist: Vec<ChecklistItem>,
}

impl Store {
    /// What happened to a case, the first thing first.
    pub async fn review_events(&self, case: CaseId) -> Result<Vec<ReviewEvent>, StoreError> {
        Ok(self.review_events_of(&[case]).await?.remove(&case).unwrap_or_default())
    }

    /// The same for many; cases to which nothing happened are left out.
    pub async fn review_events_of(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<ReviewEvent>>, StoreError> {
        let mut found: HashMap<CaseId, Vec<ReviewEvent>> = HashMap::new();
        for some in cases.chunks(IDS_AT_ONCE) {
            let of_some = Column::CaseId.is_in(some.iter().map(|case| case.0));
            let select = Entity::find().filter(of_some).order_by_asc(Column::At).order_by_asc(Column::Id);
            for row in rows::all(self.reader(), select).await? {
                let event = ReviewEvent::try_from(row)?;
                found.entry(event.case).or_default().push(event);
            }
        }
        Ok(found)
    }
}

impl Transaction {
    /// What happened to a case, the first thing first.
    pub async fn review_events(&mut self, case: CaseId) -> Result<Vec<ReviewEvent>, StoreError> {
        let select = Entity::find().filter(Column::CaseId.eq(case.0)).order_by_asc(Column::At).order_by_asc(Column::Id);
        rows::all(&self.db, select).await?.into_iter().map(ReviewEvent::try_from).collect()
    }

    /// Writes down a step.
    pub async fn insert_review_event(&mut self, event: &ReviewEvent) -> Result<(), StoreError> {
        rows::insert::<Entity>(&self.db, row(event)).await
    }

    /// Writes down several steps.
    pub async fn insert_review_events(&mut self, events: &[ReviewEvent]) -> Result<(), StoreError> {
        rows::insert_all::<Entity>(&self.db, events.iter().map(row).collect()).await
    }
}

fn row(event: &ReviewEvent) -> Model {
    let checklist: Vec<_> = event.checklist.iter().map(|item| item.key()).collect();
    Model {
        id: event.id.0,
        case_id: event.case.0,
        at: moment::stored(event.at),
        kind: event.kind.key().to_owned(),
        actor_id: event.actor.map(|account| account.0),
        actor_role: event.actor_role.map(|role| role.key().to_owned()),
        revision: event.revision,
        reason: event.reason.as_deref().map(storable),
        checklist: (!checklist.is_empty()).then(|| checklist.join(" ")),
    }
}

impl TryFrom<Model> for ReviewEvent {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: "review_event", id: &row.id };
        let confirmed: Vec<_> = row.checklist.as_deref().unwrap_or_default().split_whitespace().collect();
        Ok(Self {
            id: ReviewEventId(row.id),
            case: CaseId(row.case_id),
            at: row.at,
            kind: place.known("kind", ReviewEventKind::from_key(&row.kind))?,
            actor: row.actor_id.map(AccountId),
            actor_role: row.actor_role.as_deref().map(|key| place.known("actor_role", Role::from_key(key))).transpose()?,
            revision: row.revision,
            reason: row.reason,
            checklist: ChecklistItem::ALL.iter().filter(|item| confirmed.contains(&item.key())).copied().collect(),
        })
    }
}
