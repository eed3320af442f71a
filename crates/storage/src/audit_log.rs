//! The audit log as a whole: for administrators, for whom it is about, and for its forgetting.

use crate::{
    AuditEntry, Store, StoreError, Transaction,
    entity::{
        account,
        audit_entry::{Column, Entity, Model},
        practice_case,
    },
    moment,
    rows::{self, at_most, storable},
};
use chrono::{DateTime, Utc};
use domain::{
    Ags,
    ids::{AccountId, AuditId, ReaderId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, UpdateMany,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use uuid::Uuid;

/// An entry with the network that it came from, cut, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEntry {
    /// What was done.
    pub entry: AuditEntry,
    /// From which network: `192.0.2.0/24`.
    pub network: Option<String>,
}

/// Which entries are wanted; nothing given means any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Who did it.
    pub actor: Option<AccountId>,
    /// What was done, or the kind of it: `case.published`, `case.`.
    pub action: Option<String>,
    /// What it was done to: any way in which entries name it.
    pub object: Vec<Naming>,
    /// Which Landkreis or kreisfreie Stadt it concerns: what its people did or had done to them, what was done to its cases, and what names it,
    /// each as they are there now.
    pub municipality: Option<Ags>,
    /// At this moment or later.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub before: Option<DateTime<Utc>>,
}

/// How an entry names what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// It is about the object with this id.
    Object(Uuid),
    /// It is about an object of this kind, and its detail has this text under this key.
    Detail {
        /// The kind of the object: `reader`.
        kind: &'static str,
        /// The key: `subscription`.
        key: &'static str,
        /// The text.
        value: String,
    },
}

impl Naming {
    fn condition(&self) -> Condition {
        match self {
            Self::Object(id) => Condition::all().add(Column::ObjectId.eq(*id)),
            Self::Detail { kind, key, value } => {
                // Details are written as JSON without spaces.
                let pair = format!("\"{key}\":{}", serde_json::Value::from(value.as_str()));
                Condition::all().add(Column::ObjectType.eq(*kind)).add(Expr::col(Column::Detail).like(containing(&pair)))
            }
        }
    }
}

/// Entries that concern a Landkreis or kreisfreie Stadt.
fn concerning(municipality: &Ags) -> Condition {
    let district = municipality.district();
    let people = || {
        let own = account::Entity::find().filter(account::Column::Municipality.starts_with(district));
        own.select_only().column(account::Column::Id).into_query()
    };
    let cases = practice_case::Entity::find().filter(practice_case::Column::WorkingDistrict.eq(district));
    let cases = cases.select_only().column(practice_case::Column::Id).into_query();
    let concerning = Condition::any()
        .add(Column::ActorId.in_subquery(people()))
        .add(Column::ObjectId.in_subquery(people()))
        .add(Column::ObjectId.in_subquery(cases));
    // Details are written as JSON without spaces. A key stands for itself or in a list; that of a Gemeinde begins with its Landkreis's.
    ["\"municipality\":", "[", ","]
        .iter()
        .fold(concerning, |any, before| any.add(Expr::col(Column::Detail).like(containing(&format!("{before}\"{district}")))))
}

impl Store {
    /// The latest entries behind a place in the log, the latest first, at most `limit`.
    pub async fn audit_log(
        &self,
        filter: &AuditFilter,
        after: Option<(DateTime<Utc>, AuditId)>,
        limit: u64,
    ) -> Result<Vec<LoggedEntry>, StoreError> {
        let mut condition = Condition::all()
            .add_option(filter.actor.map(|actor| Column::ActorId.eq(actor.0)))
            .add_option(filter.action.as_deref().map(|action| Expr::col(Column::Action).like(beginning(action))))
            .add_option(filter.municipality.as_ref().map(concerning))
            .add_option(filter.since.map(|since| Expr::col(Column::At).gte(moment::bound(since))))
            .add_option(filter.before.map(|before| Expr::col(Column::At).lt(moment::bound(before))));
        if !filter.object.is_empty() {
            condition = condition.add(filter.object.iter().fold(Condition::any(), |any, naming| any.add(naming.condition())));
        }
        if let Some((at, id)) = after {
            let same = Condition::all().add(Expr::col(Column::At).eq(moment::expr(at))).add(Column::Id.lt(id.0));
            condition = condition.add(Condition::any().add(Expr::col(Column::At).lt(moment::expr(at))).add(same));
        }
        let select = Entity::find().filter(condition).order_by_desc(Column::At).order_by_desc(Column::Id).limit(at_most(limit));
        self.logged(select).await
    }

    /// What an account did, and what was done to it and to its address's reader, the first thing first.
    pub async fn audit_about(&self, account: AccountId, reader: Option<ReaderId>) -> Result<Vec<LoggedEntry>, StoreError> {
        let about = Condition::any()
            .add(Column::ActorId.eq(account.0))
            .add(Column::ObjectId.eq(account.0))
            .add_option(reader.map(|reader| Column::ObjectId.eq(reader.0)));
        self.logged(Entity::find().filter(about).order_by_asc(Column::At).order_by_asc(Column::Id)).await
    }

    async fn logged(&self, select: Select<Entity>) -> Result<Vec<LoggedEntry>, StoreError> {
        let read = |row: Model| Ok(LoggedEntry { network: row.network.clone(), entry: row.try_into()? });
        rows::all(self.reader(), select).await?.into_iter().map(read).collect()
    }
}

/// Texts that begin like this, whatever signs it has.
fn beginning(text: &str) -> LikeExpr {
    LikeExpr::new(format!("{}%", escaped(text))).escape('\\')
}

/// Texts that have this in them, whatever signs it has.
fn containing(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", escaped(text))).escape('\\')
}

fn escaped(text: &str) -> String {
    storable(text).replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

impl Transaction {
    /// Forgets who did what an account did, and from where. What was done stays; the database refuses any other change of the log.
    pub async fn forget_actor(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.forget(Condition::all().add(Column::ActorId.eq(account.0))).await
    }

    /// Forgets from where an object was changed by whoever had no account for it, but the link in a mail.
    pub async fn forget_origins_of(&mut self, object: Uuid) -> Result<u64, StoreError> {
        self.forget(Condition::all().add(Column::ObjectId.eq(object)).add(Column::ActorId.is_null())).await
    }

    /// Forgets who did what was done before this moment, and from where.
    pub async fn forget_actors_before(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.forget(known_before(before)).await
    }

    async fn forget(&mut self, whose: Condition) -> Result<u64, StoreError> {
        forgetting(whose).exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of("audit_entry"))
    }
}

/// Entries from before this moment of which it is still known who did it, or from where. The index `audit_entry_known` says the same in the same
/// order, so that what was forgotten in all the years before is not read every hour.
fn known_before(before: DateTime<Utc>) -> Condition {
    let known = Condition::any().add(Column::ActorId.is_not_null()).add(Column::Network.is_not_null());
    Condition::all().add(Expr::col(Column::At).lt(moment::bound(before))).add(known)
}

fn forgetting(whose: Condition) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::ActorId, Expr::val(Option::<Uuid>::None))
        .col_expr(Column::Network, Expr::val(Option::<String>::None))
        .filter(whose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::{self, on_postgres, on_sqlite};
    use sea_orm::ConnectionTrait;

    async fn plan(store: &Store) -> String {
        plans::plan(store, &forgetting(known_before(DateTime::UNIX_EPOCH)).into_query()).await
    }

    #[tokio::test]
    async fn on_sqlite_what_was_forgotten_is_not_looked_at_again() {
        on_sqlite(|store| async move {
            let plan = plan(&store).await;
            assert!(plan.contains("INDEX audit_entry_known (at<?)"), "{plan}");
        })
        .await;
    }

    #[tokio::test]
    async fn on_postgres_what_was_forgotten_is_not_looked_at_again() {
        on_postgres(|store| async move {
            let forgotten = "INSERT INTO audit_entry (id, at, action, object_type, object_id, detail) \
                 SELECT gen_random_uuid(), '1969-01-01', 'case.created', 'case', gen_random_uuid(), '{}' FROM generate_series(1, 5000)";
            for statement in [forgotten, "ANALYZE audit_entry"] {
                store.writer().execute_unprepared(statement).await.unwrap();
            }
            let plan = plan(&store).await;
            assert!(plan.contains("audit_entry_known"), "{plan}");
        })
        .await;
    }
}
