//! Composing digests, some hundred readers at a time.

use crate::{
    Reader, Store, StoreError, Subscription, Transaction,
    deliveries::DIGEST,
    delivery_claims::UNREADABLE_WAIT,
    entity::{
        delivery,
        reader::{Column, Entity, Model},
        subscription,
    },
    moment,
    readers::TABLE,
    rows::{self, IDS_AT_ONCE, at_most},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{ReaderId, SubscriptionId},
    subscription::{Criteria, SubscriptionState},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement},
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A reader who is due, with their active subscriptions, the first one first.
#[derive(Debug, Clone)]
pub struct DueReader {
    /// The reader.
    pub reader: Reader,
    /// Their active subscriptions, except those that this version of the program cannot read: the log names them. Their marks stay, so that
    /// everything is told once a version that can read them is back.
    pub subscriptions: Vec<Subscription>,
}

/// What all readers who are due want to be told about.
#[derive(Debug, Clone, Default)]
pub struct DueWork {
    /// Every distinct wish that can be read.
    pub criteria: Vec<Criteria>,
    /// Up to which moment those who were told least have been told; nothing if nobody is due.
    pub since: Option<DateTime<Utc>>,
}

/// What composing changes of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderMoved {
    /// The reader.
    pub reader: ReaderId,
    /// When they are due next.
    pub next_due_at: Option<DateTime<Utc>>,
    /// The day on which mails were counted last, and how many there were.
    pub counted: (Option<NaiveDate>, u8),
}

impl Store {
    /// Whether any reader is due at `now`.
    pub async fn is_any_reader_due(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let select = Entity::find().filter(is_due(now)).limit(1);
        Ok(rows::one(self.reader(), select).await?.is_some())
    }

    /// What all readers who are due at `now` want to be told about.
    pub async fn due_work(&self, now: DateTime<Utc>) -> Result<DueWork, StoreError> {
        use subscription::Column as S;
        let criteria = of_due_readers(now).distinct().column((subscription::Entity, S::Criteria)).take();
        let rows = self.reader().query_all(&criteria).await.map_err(StoreError::of("subscription"))?;
        let mut work = DueWork::default();
        for row in rows {
            let text: String = row.try_get("", "criteria").map_err(StoreError::of("subscription"))?;
            // Whoever composes for such a reader says so ([`with_subscriptions`]).
            work.criteria.extend(serde_json::from_str::<Criteria>(&text).ok());
        }
        let mark = Expr::col((subscription::Entity, S::CoveredUntil));
        let since = of_due_readers(now)
            .column((subscription::Entity, S::CoveredUntil))
            .and_where(mark.is_not_null())
            .order_by((subscription::Entity, S::CoveredUntil), Order::Asc)
            .limit(1)
            .take();
        let first = self.reader().query_one(&since).await.map_err(StoreError::of("subscription"))?;
        work.since = first.map(|row| row.try_get("", "covered_until")).transpose().map_err(StoreError::of("subscription"))?;
        Ok(work)
    }

    /// The readers after this one, at most `limit`, in the order of ids, whether or not they have an active subscription. Those that this version
    /// of the program cannot read are passed over, and the log names them; where there are none, it is the end.
    pub async fn readers_after(&self, mut after: Option<ReaderId>, limit: u64) -> Result<Vec<DueReader>, StoreError> {
        loop {
            let mut select = Entity::find().order_by_asc(Column::Id).limit(at_most(limit));
            if let Some(after) = after {
                select = select.filter(Column::Id.gt(after.0));
            }
            let rows = rows::all(self.reader(), select).await?;
            let Some(last) = rows.last().map(|row| ReaderId(row.id)) else { return Ok(Vec::new()) };
            let readers: Vec<_> = rows.into_iter().filter_map(|row| readable(row).ok()).collect();
            if !readers.is_empty() {
                return with_subscriptions(self.reader(), readers).await;
            }
            after = Some(last);
        }
    }
}

impl Transaction {
    /// Readers who are due at `now`, the longest due first, at most `limit`, for this transaction alone: others pass them by (PostgreSQL), or
    /// wait until it ends (SQLite). One that this version of the program cannot read is named in the log and due again after [`UNREADABLE_WAIT`]:
    /// whoever gets no readers commits, too.
    pub async fn due_readers(&mut self, now: DateTime<Utc>, limit: u64) -> Result<Vec<DueReader>, StoreError> {
        loop {
            let select = Entity::find()
                .filter(is_due(now))
                .order_by_asc(Column::NextDueAt)
                .order_by_asc(Column::Id)
                .limit(at_most(limit))
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
            let rows = rows::all(&self.db, select).await?;
            let found = rows.len();
            let mut readers = Vec::with_capacity(found);
            for row in rows {
                match readable(row) {
                    Ok(reader) => readers.push(reader),
                    Err(id) => self.set_reader_due(id, Some(now + UNREADABLE_WAIT)).await?,
                }
            }
            // Otherwise others are due in their place.
            if readers.len() == found {
                return with_subscriptions(&self.db, readers).await;
            }
        }
    }

    /// Moves the marks of active subscriptions of readers that this transaction holds.
    pub async fn move_marks(&mut self, marks: &[(SubscriptionId, DateTime<Utc>)]) -> Result<(), StoreError> {
        use subscription::Column as S;
        let mut by_end: BTreeMap<DateTime<Utc>, Vec<Uuid>> = BTreeMap::new();
        for (id, end) in marks {
            by_end.entry(*end).or_default().push(id.0);
        }
        for (end, ids) in by_end {
            for some in ids.chunks(IDS_AT_ONCE) {
                let update = subscription::Entity::update_many()
                    .col_expr(S::CoveredUntil, moment::expr(end))
                    .filter(S::Id.is_in(some.iter().copied()))
                    .filter(S::State.eq(SubscriptionState::Active.key()));
                update.exec(&self.db).await.map_err(StoreError::of("subscription"))?;
            }
        }
        Ok(())
    }

    /// Writes down when readers that this transaction holds are due next, and how many mails they had.
    pub async fn move_readers(&mut self, moved: &[ReaderMoved]) -> Result<(), StoreError> {
        let mut alike: HashMap<_, Vec<Uuid>> = HashMap::new();
        for one in moved {
            alike.entry((one.next_due_at, one.counted)).or_default().push(one.reader.0);
        }
        for ((next_due_at, (day, mails)), ids) in alike {
            for some in ids.chunks(IDS_AT_ONCE) {
                let update = Entity::update_many()
                    .col_expr(Column::NextDueAt, Expr::val(next_due_at.map(moment::stored)))
                    .col_expr(Column::CountedDay, Expr::val(day))
                    .col_expr(Column::CountedMails, Expr::val(i16::from(mails)))
                    .filter(Column::Id.is_in(some.iter().copied()));
                update.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
            }
        }
        Ok(())
    }
}

/// A reader whose last digest is still on its way waits for it: what comes up meanwhile is told in the next one, so that a mail server that was
/// away for days is followed by one mail more and not by one for each day.
fn is_due(now: DateTime<Utc>) -> Expr {
    use delivery::Column as D;
    let on_its_way = Query::select()
        .expr(Expr::val(1))
        .from(delivery::Entity)
        .and_where(Expr::col((delivery::Entity, D::Recipient)).equals((Entity, Column::Email)))
        // Not by `bulk`: SQLite would then take the index of what is due, and read all of it for each reader.
        .and_where(Expr::col((delivery::Entity, D::Kind)).eq(DIGEST))
        .and_where(Expr::col((delivery::Entity, D::DueAt)).is_not_null())
        .limit(1)
        .take();
    // Not `NOT EXISTS`: PostgreSQL would make a join of it, and read all that was composed so far for each lot of readers.
    Expr::col((Entity, Column::NextDueAt)).lte(moment::expr(now)).and(Expr::from(on_its_way).is_null())
}

/// The active subscriptions of the readers who are due, without columns.
fn of_due_readers(now: DateTime<Utc>) -> SelectStatement {
    use subscription::Column as S;
    let of_reader = Expr::col((subscription::Entity, S::ReaderId)).equals((Entity, Column::Id));
    Query::select()
        .from(subscription::Entity)
        .inner_join(Entity, of_reader)
        .and_where(is_due(now))
        .and_where(Expr::col((subscription::Entity, S::State)).eq(SubscriptionState::Active.key()))
        .take()
}

/// The reader of this row; where this version of the program cannot read it, its id, and the log says so.
fn readable(row: Model) -> Result<Reader, ReaderId> {
    let id = ReaderId(row.id);
    Reader::try_from(row).map_err(|error| {
        tracing::error!(reader = %id, %error, "a reader who cannot be read is told of nothing");
        id
    })
}

async fn with_subscriptions(db: &impl ConnectionTrait, readers: Vec<Reader>) -> Result<Vec<DueReader>, StoreError> {
    use subscription::Column as S;
    let ids: Vec<Uuid> = readers.iter().map(|reader| reader.id.0).collect();
    let mut of: HashMap<ReaderId, Vec<Subscription>> = HashMap::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let select = subscription::Entity::find()
            .filter(S::ReaderId.is_in(some.iter().copied()))
            .filter(S::State.eq(SubscriptionState::Active.key()))
            .order_by_asc(S::RequestedAt)
            .order_by_asc(S::Id);
        for row in rows::all(db, select).await? {
            let id = row.id;
            match Subscription::try_from(row) {
                Ok(subscription) => of.entry(subscription.reader).or_default().push(subscription),
                Err(error) => tracing::error!(subscription = %id, %error, "a subscription that cannot be read is not told of anything"),
            }
        }
    }
    let due = |reader: Reader| DueReader { subscriptions: of.remove(&reader.id).unwrap_or_default(), reader };
    Ok(readers.into_iter().map(due).collect())
}
