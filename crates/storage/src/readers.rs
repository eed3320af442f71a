//! Readers: one row for each address that digests go to.

use crate::{
    Store, StoreError, Transaction,
    entity::{
        reader::{Column, Entity, Model},
        subscription,
    },
    moment,
    rows::{self, IDS_AT_ONCE, Place, can_be_stored},
};
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use domain::{
    EmailAddress, Hidden,
    digest_plan::Standing,
    ids::ReaderId,
    reader::ReaderSettings,
    vocabulary::{State, Vocabulary},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select, UpdateMany,
    sea_query::{Expr, ExprTrait, Query},
};

pub(crate) const TABLE: &str = "reader";

/// Somebody who gets digests, known by their address alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Its id.
    pub id: ReaderId,
    /// Where digests go.
    pub email: EmailAddress,
    /// How they wish to be written to.
    pub settings: ReaderSettings,
    /// Until when they want no digest.
    pub paused_until: Option<DateTime<Utc>>,
    /// When the next digest is to be composed; nothing without an active subscription.
    pub next_due_at: Option<DateTime<Utc>>,
    /// The local day on which mails with digests were counted last.
    pub counted_day: Option<NaiveDate>,
    /// How many there were on that day.
    pub counted_mails: u8,
    /// The random text in the link of every mail under which everything is managed, in the clear, because every mail needs it again.
    pub token: Hidden,
    /// When the address first asked for a subscription.
    pub created_at: DateTime<Utc>,
}

impl Reader {
    /// Where the reader stands, to find out when they are due.
    pub fn standing(&self, immediate_minutes: u32) -> Standing {
        Standing {
            settings: self.settings,
            paused_until: self.paused_until,
            counted_day: self.counted_day,
            counted_mails: self.counted_mails,
            immediate_minutes,
        }
    }
}

impl Store {
    /// The reader with this id.
    pub async fn digest_reader(&self, id: ReaderId) -> Result<Option<Reader>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(Reader::try_from).transpose()
    }

    /// The readers with these ids, in no particular order.
    pub async fn digest_readers(&self, ids: &[ReaderId]) -> Result<Vec<Reader>, StoreError> {
        let mut readers = Vec::with_capacity(ids.len());
        for some in ids.chunks(IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::Id.is_in(some.iter().map(|id| id.0)));
            for row in rows::all(self.reader(), select).await? {
                readers.push(Reader::try_from(row)?);
            }
        }
        Ok(readers)
    }

    /// The reader whose mails bear this token.
    pub async fn reader_by_token(&self, token: &str) -> Result<Option<Reader>, StoreError> {
        if !can_be_stored(token) {
            return Ok(None);
        }
        rows::one(self.reader(), Entity::find().filter(Column::Token.eq(token))).await?.map(Reader::try_from).transpose()
    }

    /// The reader with this address.
    pub async fn reader_by_email(&self, email: &EmailAddress) -> Result<Option<Reader>, StoreError> {
        rows::one(self.reader(), Entity::find().filter(Column::Email.eq(email.reveal()))).await?.map(Reader::try_from).transpose()
    }
}

impl Transaction {
    /// The reader, to be changed: until this transaction ends nobody else changes it, nor composes for it.
    pub async fn reader_for_update(&mut self, id: ReaderId) -> Result<Option<Reader>, StoreError> {
        rows::one(&self.db, Entity::find_by_id(id.0).lock_exclusive()).await?.map(Reader::try_from).transpose()
    }

    /// Keeps a reader unless there is one with that address, and returns the one that there is, to be changed.
    pub async fn ensure_reader(&mut self, reader: &Reader) -> Result<Reader, StoreError> {
        // A second time where the clean-up has just deleted the one that was in the way.
        for _ in 0..2 {
            let insert = Entity::insert(row(reader).into_active_model()).on_conflict_do_nothing_on([Column::Email]);
            insert.exec_without_returning(&self.db).await.map_err(StoreError::of(TABLE))?;
            let select = Entity::find().filter(Column::Email.eq(reader.email.reveal())).lock_exclusive();
            if let Some(found) = rows::one(&self.db, select).await? {
                return found.try_into();
            }
        }
        Err(StoreError::Missing { table: TABLE, id: reader.id.to_string() })
    }

    /// Writes down how a reader wishes to be written to, until when they pause, and when they are due next.
    pub async fn save_reader(&mut self, reader: &Reader) -> Result<(), StoreError> {
        let settings = reader.settings;
        let update = update(reader.id)
            .col_expr(Column::State, Expr::val(settings.state.map(Vocabulary::key)))
            .col_expr(Column::Hour, Expr::val(i16::from(settings.hour)))
            .col_expr(Column::Weekday, Expr::val(number(settings.weekday)))
            .col_expr(Column::QuietDays, Expr::val(settings.quiet_days))
            .col_expr(Column::TitlesOnly, Expr::val(settings.titles_only))
            .col_expr(Column::MaxPerDay, Expr::val(i16::from(settings.max_per_day)))
            .col_expr(Column::PausedUntil, Expr::val(reader.paused_until.map(moment::stored)))
            .col_expr(Column::NextDueAt, Expr::val(reader.next_due_at.map(moment::stored)));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Sets when a reader is due next.
    pub async fn set_reader_due(&mut self, id: ReaderId, next_due_at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        let update = update(id).col_expr(Column::NextDueAt, Expr::val(next_due_at.map(moment::stored)));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Deletes the readers without any subscription, at most 500, and returns how many they were. They are locked in the order of their ids.
    pub async fn delete_idle_readers(&mut self) -> Result<u64, StoreError> {
        let ids: Vec<_> = rows::all(&self.db, idle()).await?.into_iter().map(|row| row.id).collect();
        // Looked at once more now that nobody else changes them: one may have asked again meanwhile.
        let delete = Entity::delete_many().filter(Column::Id.is_in(ids)).filter(is_idle());
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

/// Some readers without a subscription, to be deleted.
fn idle() -> Select<Entity> {
    Entity::find().filter(is_idle()).order_by_asc(Column::Id).limit(500).lock_exclusive()
}

/// It has no subscription.
fn is_idle() -> Expr {
    // As for old digests: not "none of those that have one", which PostgreSQL would look through for each.
    let subscription = Query::select()
        .expr(Expr::val(1))
        .from(subscription::Entity)
        .and_where(Expr::col((subscription::Entity, subscription::Column::ReaderId)).equals((Entity, Column::Id)))
        .take();
    Expr::not_exists(subscription)
}

fn update(id: ReaderId) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::Id.eq(id.0))
}

fn row(reader: &Reader) -> Model {
    Model {
        id: reader.id.0,
        email: reader.email.reveal().to_owned(),
        state: reader.settings.state.map(|state| state.key().to_owned()),
        hour: i16::from(reader.settings.hour),
        weekday: number(reader.settings.weekday),
        quiet_days: reader.settings.quiet_days,
        titles_only: reader.settings.titles_only,
        max_per_day: i16::from(reader.settings.max_per_day),
        paused_until: reader.paused_until.map(moment::stored),
        next_due_at: reader.next_due_at.map(moment::stored),
        counted_day: reader.counted_day,
        counted_mails: i16::from(reader.counted_mails),
        token: reader.token.reveal().to_owned(),
        created_at: moment::stored(reader.created_at),
    }
}

impl TryFrom<Model> for Reader {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        let state = match row.state.as_deref() {
            Some(key) => Some(place.known("state", State::from_key(key))?),
            None => None,
        };
        Ok(Self {
            id: ReaderId(row.id),
            email: place.parsed("email", row.email.parse())?,
            settings: ReaderSettings {
                hour: place.parsed("hour", u8::try_from(row.hour))?,
                weekday: place.known("weekday", weekday(row.weekday))?,
                state,
                quiet_days: row.quiet_days,
                titles_only: row.titles_only,
                max_per_day: place.parsed("max_per_day", u8::try_from(row.max_per_day))?,
            },
            paused_until: row.paused_until,
            next_due_at: row.next_due_at,
            counted_day: row.counted_day,
            counted_mails: place.parsed("counted_mails", u8::try_from(row.counted_mails))?,
            token: row.token.into(),
            created_at: row.created_at,
        })
    }
}

/// The number of a day, from 1 for Monday to 7 for Sunday.
pub(crate) fn number(weekday: Weekday) -> i16 {
    // From 1 to 7, so the conversion cannot fail.
    i16::try_from(weekday.number_from_monday()).unwrap_or(1)
}

/// The day of this number, from 1 for Monday to 7 for Sunday.
pub(crate) fn weekday(number: i16) -> Option<Weekday> {
    u8::try_from(number.checked_sub(1)?).ok().and_then(|number| Weekday::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::{on_postgres, on_sqlite, plan};
    use sea_orm::QueryTrait;

    #[tokio::test]
    async fn on_sqlite_each_reader_looks_for_a_subscription_of_theirs_alone() {
        on_sqlite(|store| async move {
            let plan = plan(&store, &idle().into_query()).await;
            assert!(plan.contains("SEARCH subscription USING") && !plan.contains("SCAN subscription"), "{plan}");
        })
        .await;
    }

    #[tokio::test]
    async fn on_postgres_readers_and_subscriptions_are_brought_together_once() {
        on_postgres(|store| async move {
            let plan = plan(&store, &idle().into_query()).await;
            assert!(plan.contains("Anti Join") && !plan.contains("SubPlan"), "{plan}");
        })
        .await;
    }
}
