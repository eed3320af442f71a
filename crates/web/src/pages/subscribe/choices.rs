//! What the form offers to choose from, with what is chosen.

use super::documents::{FocusOfEach, Followed, focus_of_each, followed};
use crate::{
    errors::PageError,
    pages::register,
    types::{Weekday, WorkflowState},
    visitor::Visitor,
    website::Website,
};
use domain::{
    ErrorCode, Viewer,
    digest_period::{DEFAULT_WEEKDAY, Frequency},
};
use std::collections::HashSet;

/// A case whose new versions are to be told.
pub(super) type Case = followed::FollowedPracticeCase;

/// A municipality whose focus areas new cases may have to lie in.
pub(super) struct Place {
    pub ags: String,
    pub label: String,
    pub is_chosen: bool,
}

/// The case at this address, if it can be followed. It is looked for as everybody sees it, because that is what digests tell of.
pub(super) async fn case(site: &Website, slug: &str) -> Result<Option<Case>, PageError> {
    match site.ask::<Followed>(&Viewer::Public, followed::Variables { slug: slug.to_owned() }).await {
        Ok(data) => Ok(data.practice_case.filter(|case| case.workflow_state == WorkflowState::Published)),
        Err(error) if error.code == ErrorCode::BadUserInput => Ok(None),
        Err(error) => Err(error),
    }
}

/// The municipalities of the network, that of whoever is signed in first; of each is said where it has no focus areas, for until it has some, nothing
/// would ever come.
pub(super) async fn places(site: &Website, visitor: &Visitor, chosen: &str) -> Result<Vec<Place>, PageError> {
    let member = visitor.viewer.member().and_then(|member| member.municipality.as_ref());
    let own = member.map(|ags| ags.municipality().key().to_string()).unwrap_or_default();
    let with_areas = with_focus_areas(site, visitor).await?;
    let place = |ags: String, name: String| {
        let label = if ags == own { format!("Ihre Kommune: {name}") } else { name };
        let label = if with_areas.contains(&ags) { label } else { format!("{label} (noch keine angegeben)") };
        Place { is_chosen: ags == chosen, label, ags }
    };
    let mut places: Vec<Place> =
        register::all_places(site, visitor).await?.into_iter().map(|one| place(one.ags, one.display_name)).collect();
    // The order of the others stays.
    places.sort_by_key(|place| place.ags != own);
    Ok(places)
}

/// The keys of the municipalities that say what they work on.
async fn with_focus_areas(site: &Website, visitor: &Visitor) -> Result<HashSet<String>, PageError> {
    let all = site.ask::<FocusOfEach>(&visitor.viewer, focus_of_each::Variables {}).await?.municipalities.nodes;
    Ok(all.into_iter().filter(|place| !place.focus_areas.is_empty()).map(|place| place.ags).collect())
}

/// The hours, each with whether it is chosen.
pub(super) fn hours(chosen: Option<i64>) -> Vec<(i64, bool)> {
    (0..24).map(|hour| (hour, chosen == Some(hour))).collect()
}

/// The days of the week by key and name, each with whether it is chosen.
pub(super) fn weekdays(chosen: Option<Weekday>) -> Vec<(&'static str, &'static str, bool)> {
    Weekday::ALL.into_iter().map(|(day, key, label)| (key, label, chosen == Some(day))).collect()
}

/// The name of the day on which weekly and monthly mails come where nobody has chosen one.
pub(super) fn usual_weekday() -> &'static str {
    Weekday::ALL[DEFAULT_WEEKDAY as usize].2
}

/// What a frequency means.
pub(super) fn meaning(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Immediate => "sofort, wenn es etwas Neues gibt",
        Frequency::Daily => "täglich, wenn es etwas Neues gibt",
        Frequency::Weekly => "wöchentlich, wenn es etwas Neues gibt",
        Frequency::Monthly => "monatlich, wenn es etwas Neues gibt",
    }
}
