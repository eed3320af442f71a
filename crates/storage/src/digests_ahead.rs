//! Digests of a time that has not come: those that were composed while a clock was ahead.

use crate::{
    Digest, StoreError, Transaction,
    entity::digest::{Column, Entity},
    moment,
    rows::{self, IDS_AT_ONCE},
};
use chrono::{DateTime, Utc};
use domain::ids::{CaseId, SubscriptionId};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{BinOper, Expr, ExprTrait},
};
use std::collections::{HashMap, HashSet};

/// What the name of a period begins with that was composed ahead of its time. No schedule makes such a name.
const AHEAD: &str = "ahead-";

/// The cases that a subscription was told of ahead of their time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldAhead {
    /// As new ones.
    pub new: HashSet<CaseId>,
    /// For their substantial new version.
    pub renewed: HashSet<CaseId>,
}

impl Transaction {
    /// Gives those of these subscriptions' digests that end after `now` another name, so that their periods are composed when they come. What they
    /// told stays written down, see [`Transaction::told_ahead`].
    pub async fn set_apart_digests_ahead(&mut self, subscriptions: &[SubscriptionId], now: DateTime<Utc>) -> Result<(), StoreError> {
        // With the time, because a clock can be ahead twice, in the same period.
        let name = format!("{AHEAD}{}-", moment::text(now));
        for some in subscriptions.chunks(IDS_AT_ONCE) {
            let renamed = Expr::val(name.clone()).binary(BinOper::Custom("||"), Expr::col(Column::PeriodKey));
            let update = Entity::update_many()
                .col_expr(Column::PeriodKey, renamed)
                .filter(Column::SubscriptionId.is_in(some.iter().map(|id| id.0)))
                .filter(Expr::col(Column::WindowEnd).gt(moment::bound(now)))
                .filter(Column::PeriodKey.starts_with(AHEAD).not());
            update.exec(&self.db).await.map_err(StoreError::of("digest"))?;
        }
        Ok(())
    }

    /// What these subscriptions were told ahead of its time, as far as digests name it; those that were told nothing so are left out.
    pub async fn told_ahead(&mut self, subscriptions: &[SubscriptionId]) -> Result<HashMap<SubscriptionId, ToldAhead>, StoreError> {
        let mut told: HashMap<SubscriptionId, ToldAhead> = HashMap::new();
        for some in subscriptions.chunks(IDS_AT_ONCE) {
            let select = Entity::find()
                .filter(Column::SubscriptionId.is_in(some.iter().map(|id| id.0)))
                .filter(Column::PeriodKey.starts_with(AHEAD));
            for row in rows::all(&self.db, select).await? {
                let digest = Digest::try_from(row)?;
                let told = told.entry(digest.subscription).or_default();
                told.new.extend(digest.case_ids);
                told.renewed.extend(digest.renewed_ids);
            }
        }
        Ok(told)
    }
}
