//! The values of a published case that lists are narrowed down by, one row each.

use crate::{StoreError, entity::case_term, rows};
use domain::{
    CaseContent,
    ids::CaseId,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup, Vocabulary},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;

/// The name under which keys of municipalities stand among the vocabularies.
pub(crate) const MUNICIPALITY: &str = "municipality";

/// What a case is found by: pairs of a vocabulary's name and a key. A Gemeinde counts for its Landkreis as well.
pub(crate) fn of(content: &CaseContent) -> BTreeSet<(&'static str, String)> {
    fn add<V: Vocabulary>(terms: &mut BTreeSet<(&'static str, String)>, values: &[V]) {
        terms.extend(values.iter().map(|value| (V::NAME, value.key().to_owned())));
    }
    let mut terms = BTreeSet::new();
    add::<FieldOfAction>(&mut terms, &content.fields_of_action);
    add::<Component>(&mut terms, &content.components);
    add::<LifePhase>(&mut terms, &content.life_phases);
    add::<TargetGroup>(&mut terms, &content.target_groups);
    add::<Status>(&mut terms, content.status.as_slice());
    add::<State>(&mut terms, content.state().as_slice());
    add::<FundingProgramme>(&mut terms, &content.funding_programmes);
    if let Some(ags) = &content.municipality {
        terms.insert((MUNICIPALITY, ags.as_str().to_owned()));
        terms.insert((MUNICIPALITY, ags.district().to_owned()));
    }
    terms
}

/// Replaces the values of a case by those of this content.
pub(crate) async fn replace(db: &impl ConnectionTrait, case: CaseId, content: &CaseContent) -> Result<(), StoreError> {
    let old = case_term::Entity::delete_many().filter(case_term::Column::CaseId.eq(case.0));
    old.exec(db).await.map_err(StoreError::of("case_term"))?;
    insert(db, [(case, content)].into_iter()).await
}

/// Writes the values of cases that have none yet.
pub(crate) async fn insert<'a>(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = (CaseId, &'a CaseContent)>,
) -> Result<(), StoreError> {
    let row =
        |case: CaseId, (vocabulary, key): (&str, String)| case_term::Model { case_id: case.0, vocabulary: vocabulary.to_owned(), key };
    let rows = cases.flat_map(|(case, content)| of(content).into_iter().map(move |term| row(case, term))).collect();
    rows::insert_all::<case_term::Entity>(db, rows).await
}
