//! The people of a municipality or of the agency, and what becomes of their accounts.

use crate::{
    Account, Backend, Store, StoreError, Transaction,
    entity::{
        access_token,
        account::{Column, Entity},
        practice_case,
    },
    moment, rows,
};
use chrono::{DateTime, Utc};
use domain::{
    Ags, EmailAddress, Role,
    ids::{AccountId, CaseId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Statement, UpdateMany,
    sea_query::{Expr, ExprTrait, LockType, Order, Query},
};

const TABLE: &str = "account";

/// Names the lock of [`Transaction::lock_people`] on PostgreSQL. Any number that no other lock of this program has (`migrate.rs`).
const PEOPLE_LOCK: i64 = 0x7769_7374;

impl Store {
    /// The accounts of a Landkreis or kreisfreie Stadt with its Gemeinden, or those of no municipality; disabled ones too, the first made first.
    pub async fn members(&self, municipality: Option<&Ags>) -> Result<Vec<Account>, StoreError> {
        members(self.reader(), municipality).await
    }
}

async fn members(db: &impl ConnectionTrait, municipality: Option<&Ags>) -> Result<Vec<Account>, StoreError> {
    let select = of_place(municipality).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    rows::all(db, select).await?.into_iter().map(Account::try_from).collect()
}

fn of_place(municipality: Option<&Ags>) -> Select<Entity> {
    match municipality {
        Some(ags) => Entity::find().filter(Column::Municipality.starts_with(ags.district())),
        None => Entity::find().filter(Column::Municipality.is_null()),
    }
}

impl Transaction {
    /// Like [`Store::members`], as this transaction sees them.
    pub async fn members(&mut self, municipality: Option<&Ags>) -> Result<Vec<Account>, StoreError> {
        members(&self.db, municipality).await
    }

    /// Takes the turn of changing people: until this transaction ends no other has it. Whoever changes what accounts are there or what they may do,
    /// and with them what invites to them, takes it before the first of these rows, and after the rows of signing in (pending sign-ins, then the
    /// second factor).
    ///
    /// Such changes go through several accounts, their cases and invitations, each in an order of its own: two of them at once would wait for each
    /// other. They are rare and short, so they take turns. SQLite has one writer at any time.
    ///
    /// Whoever sends one invitation, or takes one back, needs no turn: that row is the only one of these that they change, and what it gives to whom
    /// is decided, in turn, when it is accepted.
    pub async fn lock_people(&mut self) -> Result<(), StoreError> {
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        let lock = format!("SELECT pg_advisory_xact_lock({PEOPLE_LOCK})");
        self.db.execute_unprepared(&lock).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// The account with this id, to be changed: until this transaction ends nobody else changes it. Rows that name it may still be written, on
    /// PostgreSQL: whoever has a case and writes down that this account did something with it does not wait for whoever has the account and
    /// waits for its cases.
    pub async fn account_for_update(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        rows::one(&self.db, Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate)).await?.map(Account::try_from).transpose()
    }

    /// The same by the account's address.
    pub async fn account_by_email_for_update(&mut self, email: &EmailAddress) -> Result<Option<Account>, StoreError> {
        let select = Entity::find().filter(Column::Email.eq(email.reveal())).lock(LockType::NoKeyUpdate);
        rows::one(&self.db, select).await?.map(Account::try_from).transpose()
    }

    /// Keeps an account from being erased until this transaction ends; returns whether it is there. Whoever writes something in an account's
    /// name, or gives it a part in a case, holds the account, before the case or the reader: whoever erases it waits for them
    /// ([`Self::close_account`]) and finds what they wrote.
    pub async fn hold_account(&mut self, id: AccountId) -> Result<bool, StoreError> {
        self.lock_erasure("pg_advisory_xact_lock_shared", id).await?;
        // In a statement of its own, which sees what was committed while the first one waited.
        Ok(rows::one(&self.db, Entity::find_by_id(id.0)).await?.is_some())
    }

    /// The same without waiting: returns whether the account is there and nobody is erasing it. Whoever writes a mail to others than whoever asks for
    /// it holds them like this, once they have the case or the question that it is about: whoever erases one of them may wait for that.
    pub async fn try_hold_account(&mut self, id: AccountId) -> Result<bool, StoreError> {
        if self.backend() == Backend::Postgres {
            let lock = format!("SELECT pg_try_advisory_xact_lock_shared({}) AS held", erasure_number(id));
            let lock = Statement::from_string(self.db.get_database_backend(), lock);
            let row = self.db.query_one_raw(lock).await.map_err(StoreError::of(TABLE))?;
            let held: bool = row.map_or(Ok(false), |row| row.try_get("", "held")).map_err(StoreError::of(TABLE))?;
            if !held {
                return Ok(false);
            }
        }
        Ok(rows::one(&self.db, Entity::find_by_id(id.0)).await?.is_some())
    }

    /// Waits until nobody holds an account any more ([`Self::hold_account`]). From then on, until this transaction ends, nobody does.
    ///
    /// It is a lock of its own and none of the account's row: whoever has a case of the account's and changes it twice looks at that row once
    /// more, and would wait for whoever has the account and waits for the case.
    pub async fn close_account(&mut self, id: AccountId) -> Result<(), StoreError> {
        self.lock_erasure("pg_advisory_xact_lock", id).await
    }

    /// Takes the lock that [`erasure_number`] names. SQLite has one writer at any time.
    async fn lock_erasure(&self, function: &str, id: AccountId) -> Result<(), StoreError> {
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        let lock = format!("SELECT {function}({})", erasure_number(id));
        self.db.execute_unprepared(&lock).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Whether somebody other than `account` has this role, for the same municipality if there is one, and can use it. Whoever asks has the turn
    /// of changing people ([`Self::lock_people`]), so that two who leave at once do not rely on each other.
    pub async fn another_has(&mut self, role: Role, municipality: Option<&Ags>, account: AccountId) -> Result<bool, StoreError> {
        let all = match municipality {
            Some(_) => of_place(municipality),
            None => Entity::find(),
        };
        let other = all.filter(Column::Role.eq(role.key())).filter(Column::DisabledAt.is_null()).filter(Column::Id.ne(account.0)).limit(1);
        Ok(rows::one(&self.db, other).await?.is_some())
    }

    /// Gives an account this role, municipality and function.
    pub async fn set_duties(
        &mut self,
        id: AccountId,
        role: Role,
        municipality: Option<&Ags>,
        function: Option<&str>,
    ) -> Result<(), StoreError> {
        let update = update(id)
            .col_expr(Column::Role, Expr::val(role.key()))
            .col_expr(Column::Municipality, Expr::val(municipality.map(|ags| ags.as_str().to_owned())))
            .col_expr(Column::Function, Expr::val(function.map(rows::storable)));
        self.apply_to_account(update).await
    }

    /// Ends the use of an account, or with `None` allows it again.
    pub async fn set_disabled(&mut self, id: AccountId, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        self.apply_to_account(update(id).col_expr(Column::DisabledAt, Expr::val(at.map(moment::stored)))).await
    }

    /// Deletes an account. Its sessions, tokens and deputations go with it; cases, revisions and subscriptions stay without it.
    pub async fn delete_account(&mut self, id: AccountId) -> Result<(), StoreError> {
        // What is public names its author no more.
        self.changes_content();
        Entity::delete_by_id(id.0).exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Ends everything that proves somebody to be this account: sessions and tokens.
    pub async fn end_sessions_of(&mut self, id: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.delete_sessions_of(id, None).await?;
        let update = access_token::Entity::update_many()
            .col_expr(access_token::Column::RevokedAt, moment::expr(now))
            .filter(access_token::Column::AccountId.eq(id.0))
            .filter(access_token::Column::RevokedAt.is_null());
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("access_token"))
    }

    /// Makes `to` the author of all cases that `from` began, and returns which they are, in the order of their ids.
    pub async fn hand_over_cases(&mut self, from: AccountId, to: AccountId) -> Result<Vec<CaseId>, StoreError> {
        let began = Expr::col(practice_case::Column::AuthorId).eq(from.0);
        self.set_author(began, Some(to)).await
    }

    /// Takes an account out of the cases that it began, but for those of the Landkreis or kreisfreie Stadt of `but`: they have no author from
    /// now on. Returns which they are, in the order of their ids.
    pub async fn leave_cases(&mut self, account: AccountId, but: Option<&Ags>) -> Result<Vec<CaseId>, StoreError> {
        use practice_case::Column as Case;
        let began = Expr::col(Case::AuthorId).eq(account.0);
        let which = match but {
            Some(place) => began.and(Expr::col(Case::WorkingDistrict).is_null().or(Expr::col(Case::WorkingDistrict).ne(place.district()))),
            None => began,
        };
        self.set_author(which, None).await
    }

    /// Gives cases this author and returns which they are, in the order of their ids.
    async fn set_author(&mut self, which: Expr, author: Option<AccountId>) -> Result<Vec<CaseId>, StoreError> {
        use practice_case::Column as Case;
        self.changes_content();
        if self.backend() == Backend::Postgres {
            // An update takes its rows in any order.
            let mut lock = Query::select();
            lock.column(Case::Id).from(practice_case::Entity).and_where(which.clone()).order_by(Case::Id, Order::Asc).lock_exclusive();
            self.db.query_all(&lock).await.map_err(StoreError::of("practice_case"))?;
        }
        let mut update = Query::update();
        update
            .table(practice_case::Entity)
            .value(Case::AuthorId, Expr::val(author.map(|account| account.0)))
            .and_where(which)
            .returning(Query::returning().column(Case::Id));
        let rows = self.db.query_all(&update).await.map_err(StoreError::of("practice_case"))?;
        let mut cases = Vec::with_capacity(rows.len());
        for row in rows {
            cases.push(CaseId(row.try_get("", "id").map_err(StoreError::of("practice_case"))?));
        }
        cases.sort_unstable();
        Ok(cases)
    }

    /// How many cases an account began.
    pub async fn count_cases_of(&mut self, account: AccountId) -> Result<u64, StoreError> {
        let mut select = practice_case::Entity::find().filter(practice_case::Column::AuthorId.eq(account.0)).into_query();
        select.clear_selects().expr_as(Expr::col(practice_case::Column::Id).count(), "cases");
        let row = self.db.query_one(&select).await.map_err(StoreError::of("practice_case"))?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "cases")).map_err(StoreError::of("practice_case"))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    async fn apply_to_account(&mut self, update: UpdateMany<Entity>) -> Result<(), StoreError> {
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }
}

/// The number of the lock between those who write in an account's name, or to it, and whoever erases it, as PostgreSQL reads it. Two accounts that
/// shared one would only wait for each other's erasure.
fn erasure_number(id: AccountId) -> String {
    let (high, low) = id.0.as_u64_pair();
    format!("CAST('{}' AS bigint)", (high ^ low).cast_signed())
}

fn update(id: AccountId) -> UpdateMany<Entity> {
    Entity::update_many().filter(Column::Id.eq(id.0))
}
