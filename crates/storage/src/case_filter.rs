//! A filter of cases as a condition of a statement; it means the same as [`CaseFilter::matches`], which a test compares.

use crate::{
    StoreError,
    entity::{
        case_term,
        practice_case::{Column, Entity},
    },
    moment,
    terms::MUNICIPALITY,
};
use domain::{CaseFilter, vocabulary::Vocabulary};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use std::collections::BTreeSet;

/// The most municipalities that one filter can name. SQLite binds 32,766 values to a statement; this leaves room for all the others.
const MAX_MUNICIPALITIES: usize = 20_000;

/// The condition that published cases pass.
pub(crate) fn condition(filter: &CaseFilter) -> Result<Condition, StoreError> {
    let mut all = Condition::all();
    let terms = [
        terms(&filter.fields_of_action),
        terms(&filter.components),
        terms(&filter.life_phases),
        terms(&filter.target_groups),
        terms(&filter.statuses),
        terms(&filter.states),
        terms(&filter.funding_programmes),
        terms(&filter.focus_areas),
        municipalities(filter)?,
    ];
    for condition in terms.into_iter().flatten() {
        all = all.add(condition);
    }
    let windows = [
        (Column::FirstPublishedAt, filter.published_after, filter.published_before),
        (Column::RenewedAt, filter.renewed_after, filter.renewed_before),
    ];
    for (column, after, before) in windows {
        let moment = || Expr::col((Entity, column));
        if let Some(after) = after {
            all = all.add(moment().gte(moment::bound(after)));
        }
        if let Some(before) = before {
            all = all.add(moment().lt(moment::bound(before)));
        }
    }
    Ok(all)
}

fn terms<V: Vocabulary>(wanted: &[V]) -> Option<Expr> {
    // A set, so that a value named many times is bound once: no vocabulary has more than 63.
    let keys: BTreeSet<&str> = wanted.iter().map(|term| term.key()).collect();
    (!keys.is_empty()).then(|| has_one_of(V::NAME, keys))
}

fn municipalities(filter: &CaseFilter) -> Result<Option<Expr>, StoreError> {
    let keys: BTreeSet<&str> = filter.municipalities.iter().map(domain::Ags::as_str).collect();
    if keys.len() > MAX_MUNICIPALITIES {
        return Err(StoreError::TooManyValues { what: "municipalities", limit: MAX_MUNICIPALITIES });
    }
    Ok((!keys.is_empty()).then(|| has_one_of(MUNICIPALITY, keys)))
}

/// SQLite asks this of each case that the list's own index leads it to, by the primary key of the terms: the first page is complete
/// after as many cases as it takes, and nothing is sorted. PostgreSQL is free to begin with the terms where few cases have them.
fn has_one_of<'a>(vocabulary: &'static str, keys: impl IntoIterator<Item = &'a str>) -> Expr {
    let term = |column: case_term::Column| Expr::col((case_term::Entity, column));
    let terms = Query::select()
        .expr(Expr::cust("1"))
        .from(case_term::Entity)
        .and_where(term(case_term::Column::CaseId).equals((Entity, Column::Id)))
        .and_where(term(case_term::Column::Vocabulary).eq(vocabulary))
        .and_where(term(case_term::Column::Key).is_in(keys))
        .take();
    Expr::exists(terms)
}
