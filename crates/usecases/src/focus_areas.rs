//! What a municipality works on at present: its focus areas (Arbeitsschwerpunkte), in which subscriptions may be interested.

use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use domain::{
    Ags, Rule, Viewer, Violation,
    permission::Action,
    vocabulary::{FieldOfAction, Vocabulary},
};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// How many focus areas a municipality has at most.
pub const MOST: usize = 5;

/// The focus areas of each of these municipalities, in its order; those of a Gemeinde are its Landkreis's, and what has none is left out.
/// Everybody may read them.
pub fn read<'a>(network: &'a Network, municipalities: &'a [Ags]) -> BoxFuture<'a, Result<HashMap<Ags, Vec<FieldOfAction>>, UseCaseError>> {
    Box::pin(async move {
        let place = |municipality: &Ags| municipality.municipality().key();
        // Each once: several Gemeinden have one Landkreis.
        let places: HashSet<Ags> = municipalities.iter().map(place).collect();
        let areas = network.store.focus_areas_of(&places.into_iter().collect::<Vec<_>>()).await?;
        let of_each =
            municipalities.iter().filter_map(|municipality| Some((municipality.clone(), areas.get(&place(municipality))?.clone())));
        Ok(of_each.collect())
    })
}

/// Replaces the focus areas of a municipality. Digests that depend on them follow with their next period. What it works on already changes nothing.
///
/// Refused: unauthenticated, forbidden, invalid (too many, or one twice).
pub fn set<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    municipality: &'a Ags,
    areas: &'a [FieldOfAction],
) -> BoxFuture<'a, Result<Ags, UseCaseError>> {
    Box::pin(async move {
        let member = access::member(viewer)?;
        if !member.may(Action::SetFocusAreas, member.relations(None, Some(municipality))) {
            return Err(Refusal::Forbidden.into());
        }
        let mut violations = Vec::new();
        if areas.len() > MOST {
            violations.push(Violation::new("areas", Rule::TooMany { max: MOST, given: areas.len() }));
        }
        let twice = areas.iter().enumerate().find(|(number, area)| areas[..*number].contains(area));
        violations.extend(twice.map(|(_, area)| Violation::new("areas", Rule::Duplicate { given: area.label().to_owned() })));
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        let place = municipality.municipality().key();
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        if !transaction.set_focus_areas(&place, areas).await? {
            return Ok(place);
        }
        let keys: Vec<_> = areas.iter().map(|area| area.key()).collect();
        let what = ("focus_areas.changed", Thing::Municipality(place.clone()));
        audit_log::write(network, &mut transaction, Some(member.account), what, json!({ "areas": keys }), now).await?;
        network.commit(transaction).await?;
        Ok(place)
    })
}
