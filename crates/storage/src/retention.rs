//! What is kept for a time only: when accounts were used, and what is deleted once it is old.

use crate::{
    Account, Store, StoreError, Transaction,
    entity::{access_token, account, account_activity, delivery, subscription},
    moment, rows,
};
use chrono::{DateTime, Utc};
use domain::{ids::AccountId, subscription::SubscriptionState};
use sea_orm::{
    ColumnTrait, Condition, DeleteMany, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::collections::HashMap;

/// How many accounts one run of the clean-up looks at.
const AT_ONCE: u64 = 500;

/// An account that nobody has used for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleAccount {
    /// The account.
    pub account: Account,
    /// When it was used last; when it was made, if never.
    pub seen_at: DateTime<Utc>,
    /// When its holder was warned.
    pub warned_at: Option<DateTime<Utc>>,
}

/// What is written down about the use of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// When it was used last; when it was made, if never.
    pub seen_at: DateTime<Utc>,
    /// When its holder was warned.
    pub warned_at: Option<DateTime<Utc>>,
}

/// Which unused accounts there is something to do with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleBounds {
    /// Those that nobody has used since this moment.
    pub unused_since: DateTime<Utc>,
    /// Of those whose holders were warned the ones that were used last at this moment or before,
    pub erase_seen_until: DateTime<Utc>,
    /// if the warning was at this moment or before.
    pub erase_warned_until: DateTime<Utc>,
}

impl Store {
    /// What is written down about the use of an account.
    pub async fn activity(&self, account: AccountId) -> Result<Option<Activity>, StoreError> {
        let found = rows::one(self.reader(), account_activity::Entity::find_by_id(account.0)).await?;
        Ok(found.map(Activity::from))
    }

    /// The accounts that nobody has used for so long that their holders are to be warned or that they are to be erased, at most 500. Those
    /// that wait for their end after the warning are left out: they would take the place of others.
    pub async fn idle_accounts(&self, bounds: IdleBounds) -> Result<Vec<IdleAccount>, StoreError> {
        use account::{Column, Entity};
        let activity = |column: account_activity::Column| Expr::col((account_activity::Entity, column));
        let used = activity(account_activity::Column::SeenAt).gte(moment::bound(bounds.unused_since));
        let too_early = activity(account_activity::Column::SeenAt)
            .gt(moment::expr(bounds.erase_seen_until))
            .or(activity(account_activity::Column::WarnedAt).gt(moment::expr(bounds.erase_warned_until)));
        let waiting = activity(account_activity::Column::WarnedAt).is_not_null().and(too_early);
        let others = account_activity::Entity::find().filter(used.or(waiting)).select_only().column(account_activity::Column::AccountId);
        let select = Entity::find()
            .filter(Expr::col(Column::CreatedAt).lt(moment::bound(bounds.unused_since)))
            .filter(Column::DisabledAt.is_null())
            .filter(Column::Id.not_in_subquery(sea_orm::QueryTrait::into_query(others)))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .limit(AT_ONCE);
        let accounts = rows::all(self.reader(), select).await?;
        let ids = accounts.iter().map(|row| row.id);
        let activities = account_activity::Entity::find().filter(account_activity::Column::AccountId.is_in(ids));
        let activities = rows::all(self.reader(), activities).await?.into_iter().map(|row| (row.account_id, row));
        let mut activities: HashMap<_, _> = activities.collect();
        let idle = accounts.into_iter().map(|row| {
            let activity = activities.remove(&row.id);
            let account = Account::try_from(row)?;
            let seen_at = activity.as_ref().map_or(account.created_at, |activity| activity.seen_at);
            Ok(IdleAccount { account, seen_at, warned_at: activity.and_then(|activity| activity.warned_at) })
        });
        idle.collect()
    }

    /// The accounts that were disabled before this moment, at most 500.
    pub async fn disabled_accounts(&self, before: DateTime<Utc>) -> Result<Vec<Account>, StoreError> {
        use account::{Column, Entity};
        let select = Entity::find().filter(Expr::col(Column::DisabledAt).lt(moment::bound(before))).order_by_asc(Column::Id).limit(AT_ONCE);
        rows::all(self.reader(), select).await?.into_iter().map(Account::try_from).collect()
    }
}

impl From<account_activity::Model> for Activity {
    fn from(row: account_activity::Model) -> Self {
        Self { seen_at: row.seen_at, warned_at: row.warned_at }
    }
}

impl Transaction {
    /// What is written down about the use of an account; until this transaction ends nobody else changes it.
    pub async fn activity_for_update(&mut self, account: AccountId) -> Result<Option<Activity>, StoreError> {
        let found = rows::one(&self.db, account_activity::Entity::find_by_id(account.0).lock_exclusive()).await?;
        Ok(found.map(Activity::from))
    }

    /// Writes down that an account was used. A warning before that is void.
    pub async fn note_use(&mut self, account: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
        use account_activity::{Column, Entity, Model};
        let row = Model { account_id: account.0, seen_at: moment::stored(now), warned_at: None };
        let there = OnConflict::column(Column::AccountId).update_columns([Column::SeenAt, Column::WarnedAt]).to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(there);
        insert.exec_without_returning(&self.db).await.map(|_| ()).map_err(StoreError::of("account_activity"))
    }

    /// Writes down that the holder of an account was warned, and returns whether that is so: not if it was used after `seen_at`, and not if
    /// the holder was warned already.
    pub async fn note_warning(&mut self, account: AccountId, seen_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<bool, StoreError> {
        use account_activity::{Column, Entity, Model};
        let row = Model { account_id: account.0, seen_at: moment::stored(seen_at), warned_at: Some(moment::stored(now)) };
        let there = |column: Column| Expr::col((Entity, column));
        let is_unchanged = there(Column::SeenAt).lte(moment::expr(seen_at)).and(there(Column::WarnedAt).is_null());
        let warned = OnConflict::column(Column::AccountId).update_column(Column::WarnedAt).action_and_where(is_unchanged).to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(warned);
        insert.exec_without_returning(&self.db).await.map(|written| written == 1).map_err(StoreError::of("account_activity"))
    }

    /// Forgets that the holder of an account was warned.
    pub async fn void_warning(&mut self, account: AccountId) -> Result<(), StoreError> {
        use account_activity::{Column, Entity};
        let update = Entity::update_many()
            .col_expr(Column::WarnedAt, Expr::val(Option::<DateTime<Utc>>::None))
            .filter(Column::AccountId.eq(account.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("account_activity"))
    }

    /// Deletes the tokens that have not counted since this moment, and returns how many they were.
    pub async fn delete_old_tokens(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        use access_token::{Column, Entity};
        let ended = |column: Column| Expr::col(column).lt(moment::bound(before));
        let delete = Entity::delete_many().filter(Condition::any().add(ended(Column::ExpiresAt)).add(ended(Column::RevokedAt)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of("access_token"))
    }

    /// Deletes the mails that were written before this moment and are at their end, and returns how many they were.
    pub async fn delete_old_mails(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.delete_mails(ended_mails(before)).await
    }

    /// The same, of the mails of one kind alone.
    pub async fn delete_old_mails_of(&mut self, kind: &str, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.delete_mails(ended_mails(before).filter(delivery::Column::Kind.eq(kind))).await
    }

    async fn delete_mails(&mut self, delete: DeleteMany<delivery::Entity>) -> Result<u64, StoreError> {
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of("delivery"))
    }

    /// Deletes the subscriptions that were ended before this moment with their proof of consent, and returns how many they were.
    pub async fn delete_withdrawn_subscriptions(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        use subscription::{Column, Entity};
        let past = Expr::col(Column::WithdrawnAt).lt(moment::bound(before));
        let delete = Entity::delete_many().filter(Column::State.eq(SubscriptionState::Withdrawn.key())).filter(past);
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of("subscription"))
    }
}

/// The mails that were written before this moment and are at their end.
fn ended_mails(before: DateTime<Utc>) -> DeleteMany<delivery::Entity> {
    use crate::DeliveryState as State;
    use delivery::{Column, Entity};
    let past = Expr::col(Column::CreatedAt).lt(moment::bound(before));
    let ended = [State::Sent, State::Failed, State::Bounced, State::Suppressed, State::Skipped, State::Uncertain].map(State::key);
    Entity::delete_many().filter(Column::State.is_in(ended)).filter(Column::DueAt.is_null()).filter(past)
}
