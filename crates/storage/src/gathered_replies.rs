//! Replies to somebody's questions that their digests tell, instead of a mail for each.
//!
//! A row says which subscription gathers a reply, and which digest tells it; without a digest it waits for one. A reply without a row was told
//! by a mail of its own, or is to be told to nobody. So each is told in one of both ways.

use crate::{
    RequestReply, Store, StoreError, Transaction,
    entity::{
        gathered_reply::{Column, Entity, Model},
        network_request, request_reply, subscription,
    },
    moment,
    rows::{self, IDS_AT_ONCE, at_most},
};
use chrono::{DateTime, Utc};
use domain::{
    ids::{AccountId, DigestId, ReplyId, SubscriptionId},
    subscription::SubscriptionState,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query},
};
use std::collections::HashMap;
use uuid::Uuid;

const TABLE: &str = "gathered_reply";

impl Store {
    /// Whether any reply waits for a digest of a subscription that has ended.
    pub async fn is_any_reply_left(&self) -> Result<bool, StoreError> {
        Ok(rows::one(self.reader(), Entity::find().filter(is_left()).limit(1)).await?.is_some())
    }

    /// Who is to be told of such replies, at most `limit` accounts; nothing where the account that gathered them is no more.
    pub async fn accounts_with_left_replies(&self, limit: u64) -> Result<Vec<Option<AccountId>>, StoreError> {
        use subscription::Column as S;
        let gathers = Expr::col((subscription::Entity, S::Id)).equals((Entity, Column::SubscriptionId));
        let select = Query::select()
            .distinct()
            .column((subscription::Entity, S::AccountId))
            .from(Entity)
            .inner_join(subscription::Entity, gathers)
            .and_where(is_waiting())
            .and_where(has_ended())
            .limit(at_most(limit))
            .take();
        let rows = self.reader().query_all(&select).await.map_err(StoreError::of("subscription"))?;
        let account = |row: &QueryResult| row.try_get::<Option<Uuid>>("", "account_id").map(|id| id.map(AccountId));
        rows.iter().map(account).collect::<Result<Vec<_>, _>>().map_err(StoreError::of("subscription"))
    }

    /// The replies that each of these digests tells, the first one first.
    pub async fn replies_in_digests(&self, digests: &[DigestId]) -> Result<HashMap<DigestId, Vec<RequestReply>>, StoreError> {
        let mut found: HashMap<DigestId, Vec<RequestReply>> = HashMap::new();
        for some in digests.chunks(IDS_AT_ONCE) {
            let rows = rows::all(self.reader(), Entity::find().filter(Column::DigestId.is_in(some.iter().map(|id| id.0)))).await?;
            let told_by: HashMap<Uuid, Uuid> = rows.into_iter().filter_map(|row| Some((row.reply_id, row.digest_id?))).collect();
            for reply in with_ids(self.reader(), &told_by.keys().copied().collect::<Vec<_>>()).await? {
                if let Some(digest) = told_by.get(&reply.id.0) {
                    found.entry(DigestId(*digest)).or_default().push(reply);
                }
            }
        }
        for replies in found.values_mut() {
            replies.sort_by_key(|reply| (reply.created_at, reply.id));
        }
        Ok(found)
    }

    /// The replies that a subscription gathers, with the digest that tells each; without one it waits.
    pub async fn gathered_replies(&self, subscription: SubscriptionId) -> Result<Vec<(ReplyId, Option<DigestId>)>, StoreError> {
        let select = Entity::find().filter(Column::SubscriptionId.eq(subscription.0)).order_by_asc(Column::ReplyId);
        let rows = rows::all(self.reader(), select).await?;
        Ok(rows.into_iter().map(|row| (ReplyId(row.reply_id), row.digest_id.map(DigestId))).collect())
    }

    /// How many replies of others the questions of each of these accounts got in `start..end`; those that got none are left out.
    pub async fn count_replies_to(
        &self,
        askers: &[AccountId],
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    ) -> Result<HashMap<AccountId, u64>, StoreError> {
        use network_request::Column as Q;
        use request_reply::Column as R;
        let question = |column: Q| Expr::col((network_request::Entity, column));
        let reply = |column: R| Expr::col((request_reply::Entity, column));
        let mut counts = HashMap::new();
        for some in askers.chunks(IDS_AT_ONCE) {
            let select = Query::select()
                .column((network_request::Entity, Q::AskerId))
                .expr_as(Expr::cust("COUNT(*)"), "count")
                .from(request_reply::Entity)
                .inner_join(network_request::Entity, reply(R::RequestId).equals((network_request::Entity, Q::Id)))
                .and_where(question(Q::AskerId).is_in(some.iter().map(|id| id.0)))
                .and_where(reply(R::CreatedAt).gte(moment::bound(start)))
                .and_where(reply(R::CreatedAt).lt(moment::bound(end)))
                .and_where(reply(R::AuthorId).is_null().or(reply(R::AuthorId).ne(question(Q::AskerId))))
                .group_by_col((network_request::Entity, Q::AskerId))
                .take();
            for row in self.reader().query_all(&select).await.map_err(StoreError::of("request_reply"))? {
                let asker: Uuid = row.try_get("", "asker_id").map_err(StoreError::of("network_request"))?;
                let count: i64 = row.try_get("", "count").map_err(StoreError::of("request_reply"))?;
                counts.insert(AccountId(asker), count.unsigned_abs());
            }
        }
        Ok(counts)
    }
}

impl Transaction {
    /// Has a reply told by the next digest of this subscription.
    pub async fn gather_reply(&mut self, reply: ReplyId, subscription: SubscriptionId) -> Result<(), StoreError> {
        let row = Model { reply_id: reply.0, subscription_id: subscription.0, digest_id: None };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// The replies that wait for the next digest of each of these subscriptions, for this transaction alone: what somebody deletes just now is
    /// passed by (PostgreSQL).
    pub async fn waiting_replies(&mut self, subscriptions: &[SubscriptionId]) -> Result<HashMap<SubscriptionId, Vec<ReplyId>>, StoreError> {
        let mut waiting: HashMap<SubscriptionId, Vec<ReplyId>> = HashMap::new();
        for some in subscriptions.chunks(IDS_AT_ONCE) {
            let select = Entity::find()
                .filter(Column::SubscriptionId.is_in(some.iter().map(|id| id.0)))
                .filter(Column::DigestId.is_null())
                .order_by_asc(Column::ReplyId)
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
            for row in rows::all(&self.db, select).await? {
                waiting.entry(SubscriptionId(row.subscription_id)).or_default().push(ReplyId(row.reply_id));
            }
        }
        Ok(waiting)
    }

    /// Has these digests, which this transaction has written, tell these replies.
    pub async fn put_replies_into_digests(&mut self, told: &[(DigestId, Vec<ReplyId>)]) -> Result<(), StoreError> {
        for (digest, replies) in told {
            for some in replies.chunks(IDS_AT_ONCE) {
                let update = Entity::update_many()
                    .col_expr(Column::DigestId, Expr::val(Some(digest.0)))
                    .filter(Column::ReplyId.is_in(some.iter().map(|id| id.0)))
                    .filter(Column::DigestId.is_null());
                update.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
            }
        }
        Ok(())
    }

    /// Takes back what these digests were to tell, because their subscriptions have ended before their mail left. What somebody deletes just now is
    /// passed by (PostgreSQL), so that nobody waits for whoever goes through the same rows in another order.
    pub async fn take_replies_out_of_digests(&mut self, digests: &[DigestId]) -> Result<(), StoreError> {
        let mut ids: Vec<Uuid> = Vec::new();
        for some in digests.chunks(IDS_AT_ONCE) {
            let select = Entity::find()
                .filter(Column::DigestId.is_in(some.iter().map(|id| id.0)))
                .order_by_asc(Column::ReplyId)
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
            ids.extend(rows::all(&self.db, select).await?.into_iter().map(|row| row.reply_id));
        }
        for some in ids.chunks(IDS_AT_ONCE) {
            let update = Entity::update_many()
                .col_expr(Column::DigestId, Expr::val(Option::<Uuid>::None))
                .filter(Column::ReplyId.is_in(some.iter().copied()));
            update.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }

    /// Takes replies, at most `limit`, that wait for a digest of a subscription of this account that has ended: no digest tells them any more, so
    /// whoever takes them does. Whoever writes mails to the account for them holds it first ([`Self::hold_account`]), so that none is left
    /// behind when it is erased.
    pub async fn take_left_replies(&mut self, account: Option<AccountId>, limit: u64) -> Result<Vec<RequestReply>, StoreError> {
        use subscription::Column as S;
        let of_account = account.map_or_else(|| S::AccountId.is_null(), |account| S::AccountId.eq(account.0));
        let own = subscription::Entity::find().select_only().column(S::Id).filter(of_account).into_query();
        let select = Entity::find()
            .filter(is_left())
            .filter(Column::SubscriptionId.in_subquery(own))
            .order_by_asc(Column::ReplyId)
            .limit(at_most(limit))
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let ids: Vec<Uuid> = rows::all(&self.db, select).await?.into_iter().map(|row| row.reply_id).collect();
        let delete = Entity::delete_many().filter(Column::ReplyId.is_in(ids.iter().copied()));
        delete.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        with_ids(&self.db, &ids).await
    }
}

/// It waits, and its subscription has ended.
fn is_left() -> Expr {
    let ended = Query::select()
        .expr(Expr::val(1))
        .from(subscription::Entity)
        .and_where(Expr::col((subscription::Entity, subscription::Column::Id)).equals((Entity, Column::SubscriptionId)))
        .and_where(has_ended())
        .take();
    is_waiting().and(Expr::exists(ended))
}

/// No digest tells it yet.
fn is_waiting() -> Expr {
    Expr::col((Entity, Column::DigestId)).is_null()
}

/// The subscription that gathers it has ended.
fn has_ended() -> Expr {
    Expr::col((subscription::Entity, subscription::Column::State)).eq(SubscriptionState::Withdrawn.key())
}

/// The replies with these ids, in no particular order.
async fn with_ids(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<RequestReply>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let select = request_reply::Entity::find().filter(request_reply::Column::Id.is_in(some.iter().copied()));
        for row in rows::all(db, select).await? {
            found.push(RequestReply::try_from(row)?);
        }
    }
    Ok(found)
}
