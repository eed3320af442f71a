//! What was searched for and not found: words, how often, and on which day last. Nothing here says who searched.

use crate::{
    Store, StoreError, Transaction,
    entity::search_gap::{Column, Entity, Model},
    rows::{self, at_most, can_be_stored, storable},
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

const TABLE: &str = "search_gap";

/// Words that were searched for and not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchGap {
    /// The words, folded, with blanks between them.
    pub terms: String,
    /// How often they were searched for in vain.
    pub occurrences: u64,
    /// On which day last.
    pub last_seen: NaiveDate,
}

impl Store {
    /// What was not found at least `least` times, the most frequent first, from behind the place `after` on (a count and its terms).
    pub async fn search_gaps(&self, least: u64, after: Option<(u64, &str)>, limit: u64) -> Result<Vec<SearchGap>, StoreError> {
        let after = after.filter(|(_, terms)| can_be_stored(terms));
        let select = Entity::find()
            .filter(Column::Occurrences.gte(signed(least)))
            .apply_if(after, |select, (occurrences, terms)| {
                let rarer = Column::Occurrences.lt(signed(occurrences));
                select.filter(rarer.or(Column::Occurrences.eq(signed(occurrences)).and(Column::Terms.gt(terms))))
            })
            .order_by_desc(Column::Occurrences)
            .order_by_asc(Column::Terms)
            .limit(at_most(limit));
        let gap =
            |row: Model| SearchGap { terms: row.terms, occurrences: u64::try_from(row.occurrences).unwrap_or(0), last_seen: row.last_seen };
        Ok(rows::all(self.reader(), select).await?.into_iter().map(gap).collect())
    }
}

impl Transaction {
    /// Adds to the counts of some terms, all of them seen on `day`.
    pub async fn count_search_gaps(&mut self, counts: &[(String, u64)], day: NaiveDate) -> Result<(), StoreError> {
        for (terms, count) in counts {
            let there = |column: Column| Expr::col((Entity, column));
            let new = |column: Column| Expr::col(("excluded", column));
            let later = Expr::case(new(Column::LastSeen).gt(there(Column::LastSeen)), new(Column::LastSeen));
            let add = OnConflict::column(Column::Terms)
                .value(Column::Occurrences, there(Column::Occurrences).add(new(Column::Occurrences)))
                .value(Column::LastSeen, later.finally(there(Column::LastSeen)))
                .to_owned();
            let row = Model { terms: storable(terms), occurrences: signed(*count), last_seen: day };
            let insert = Entity::insert(row.into_active_model()).on_conflict(add);
            insert.exec_without_returning(&self.db).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }

    /// Deletes what was last seen before `all_before`, and what was seen fewer than `least` times and last before `rare_before`. Returns
    /// how many terms that were.
    pub async fn delete_search_gaps(&mut self, least: u64, rare_before: NaiveDate, all_before: NaiveDate) -> Result<u64, StoreError> {
        let rare = Column::Occurrences.lt(signed(least)).and(Column::LastSeen.lt(rare_before));
        let delete = Entity::delete_many().filter(Column::LastSeen.lt(all_before).or(rare));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
