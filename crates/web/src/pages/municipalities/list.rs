//! All municipalities of the network, Land by Land.

use super::{
    PATH,
    documents::{AllMunicipalities, CaseCounts, all_municipalities, case_counts},
};
use crate::{errors::PageError, frame::Frame, respond, visitor::Visitor, website::Website};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    Viewer,
    german::sort_key,
    vocabulary::{State as Land, Vocabulary},
};
use std::{collections::HashMap, sync::Arc};

#[derive(Template)]
#[template(path = "pages/municipalities/list.html")]
struct ListPage {
    frame: Frame,
    /// How many municipalities there are.
    total: usize,
    /// Whether it is known how many cases they have.
    is_counted: bool,
    lands: Vec<LandView>,
}

/// A Land with its municipalities.
struct LandView {
    land: Land,
    places: Vec<PlaceView>,
}

/// A municipality.
struct PlaceView {
    href: String,
    name: String,
    /// How many cases it has; unknown while the search is away.
    count: Option<i64>,
}

/// `GET /kommunen`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let mut places = site.ask::<AllMunicipalities>(&visitor.viewer, all_municipalities::Variables).await?.municipalities.nodes;
    // As people look for them: by the name without its kind, and the town before the district around it.
    places.sort_by_cached_key(|place| (sort_key(&place.name), place.ags.clone()));
    let counts = counts(&site, &visitor.viewer).await;
    let total = places.len();
    let view = |place: &all_municipalities::AllMunicipalitiesMunicipalitiesNodes| PlaceView {
        href: format!("{PATH}/{}", place.slug),
        name: place.display_name.clone(),
        count: counts.as_ref().map(|counts| counts.get(&place.ags).copied().unwrap_or(0)),
    };
    let of_land = |land: Land| LandView { land, places: places.iter().filter(|place| place.state == land).map(&view).collect() };
    let lands = Land::ALL.iter().copied().map(of_land).filter(|land| !land.places.is_empty()).collect();
    let mut frame = Frame::new(&site, &visitor.viewer, "Kommunen im Netzwerk").in_section(PATH);
    frame.description =
        Some("Landkreise und kreisfreie Städte in Sachsen, Sachsen-Anhalt und Thüringen mit ihren Praxisbeispielen.".to_owned());
    frame.canonical = Some(site.absolute(PATH));
    Ok(respond::page(&ListPage { frame, total, is_counted: counts.is_some(), lands }))
}

/// How many cases each municipality has, by its key. The page does without the numbers rather than fail with the search.
async fn counts(site: &Website, viewer: &Viewer) -> Option<HashMap<String, i64>> {
    let found = site.ask::<CaseCounts>(viewer, case_counts::Variables).await.ok()?.search_cases?;
    Some(found.facets.municipalities.into_iter().map(|counted| (counted.value, counted.count)).collect())
}
