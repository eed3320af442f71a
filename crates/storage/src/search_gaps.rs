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
use std::ops::AddAssign;

const TABLE: &str = "search_gap";

/// How often something was searched for in vain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GapCounts {
    /// In all.
    pub all: u64,
    /// How many of these times cases were there, but none that passed the filters that were chosen.
    pub filtered: u64,
    /// How many of these times cases were there, but none that held every word where that was asked for.
    pub every_word: u64,
}

impl AddAssign for GapCounts {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.filtered += other.filtered;
        self.every_word += other.every_word;
    }
}

/// Words that were searched for and not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchGap {
    /// The words, folded, with blanks between them.
    pub terms: String,
    /// How often they were searched for in vain.
    pub counts: GapCounts,
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
        let gap = |row: Model| SearchGap {
            terms: row.terms,
            counts: GapCounts { all: unsigned(row.occurrences), filtered: unsigned(row.filtered), every_word: unsigned(row.every_word) },
            last_seen: row.last_seen,
        };
        Ok(rows::all(self.reader(), select).await?.into_iter().map(gap).collect())
    }
}

impl Transaction {
    /// Adds to the counts of some terms, all of them seen on `day`.
    pub async fn count_search_gaps(&mut self, counts: &[(String, GapCounts)], day: NaiveDate) -> Result<(), StoreError> {
        for (terms, GapCounts { all, filtered, every_word }) in counts {
            let there = |column: Column| Expr::col((Entity, column));
            let new = |column: Column| Expr::col(("excluded", column));
            let later = Expr::case(new(Column::LastSeen).gt(there(Column::LastSeen)), new(Column::LastSeen));
            let sum = |column: Column| there(column).add(new(column));
            let add = OnConflict::column(Column::Terms)
                .value(Column::Occurrences, sum(Column::Occurrences))
                .value(Column::Filtered, sum(Column::Filtered))
                .value(Column::EveryWord, sum(Column::EveryWord))
                .value(Column::LastSeen, later.finally(there(Column::LastSeen)))
                .to_owned();
            let row = Model {
                terms: storable(terms),
                occurrences: signed(*all),
                filtered: signed(*filtered),
                every_word: signed(*every_word),
                last_seen: day,
            };
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

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
