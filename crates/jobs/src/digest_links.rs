//! What the search must be asked for to list exactly what a section of a digest tells.

use chrono::{DateTime, Utc};
use domain::{CaseFilter, subscription::Criteria, vocabulary::FieldOfAction};
use mail::SectionKind;
use storage::Digest;

/// The criteria of the list behind the section of this kind. `areas` are the focus areas of the municipality that the criteria name; where it has
/// none nothing fitted when the digest was composed.
pub(crate) fn listed(criteria: &Criteria, digest: &Digest, kind: SectionKind, areas: Option<&[FieldOfAction]>) -> Criteria {
    let mut listed = criteria.clone();
    let filter = &mut listed.filter;
    if let Some(areas) = areas {
        within(filter, areas);
    }
    let (start, end) = (digest.window_start, digest.window_end);
    let earlier = |bound: Option<DateTime<Utc>>, moment| Some(bound.map_or(moment, |bound: DateTime<Utc>| bound.min(moment)));
    match kind {
        SectionKind::New => {
            filter.published_after = filter.published_after.max(Some(start));
            filter.published_before = earlier(filter.published_before, end);
        }
        SectionKind::Renewed => {
            // Of a case that is new in this window it is told that it is new.
            filter.published_before = earlier(filter.published_before, start);
            filter.renewed_after = filter.renewed_after.max(Some(start));
            filter.renewed_before = earlier(filter.renewed_before, end);
        }
    }
    listed
}

/// Narrows the filter to a municipality's focus areas. The search knows no municipality's, but the fields that they are, and has two lists of fields,
/// of each of which a case must have one; a subscription may have both of its own. A list that has all fields of another asks for nothing that
/// the other does not, and is left out. Of three that are needed the filter's own focus areas are: then, and only then, the list holds more.
fn within(filter: &mut CaseFilter, areas: &[FieldOfAction]) {
    let own = std::mem::replace(&mut filter.focus_areas, areas.to_vec());
    let fields = filter.fields_of_action.as_slice();
    if own.is_empty() || !fields.is_empty() && (has_all(&own, fields) || has_all(&own, areas)) {
        return;
    }
    if fields.is_empty() || has_all(fields, &own) || has_all(fields, areas) {
        filter.fields_of_action = own;
    } else if has_all(areas, fields) || has_all(areas, &own) {
        filter.focus_areas = own;
    }
}

fn has_all(fields: &[FieldOfAction], others: &[FieldOfAction]) -> bool {
    others.iter().all(|field| fields.contains(field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        CaseContent,
        vocabulary::FieldOfAction::{Governance, Inclusion, Volunteering},
    };

    /// Every list of these fields.
    const LISTS: [&[FieldOfAction]; 8] = [
        &[],
        &[Governance],
        &[Inclusion],
        &[Volunteering],
        &[Governance, Inclusion],
        &[Governance, Volunteering],
        &[Inclusion, Volunteering],
        &[Governance, Inclusion, Volunteering],
    ];

    /// Which cases, by their fields, pass the filter.
    fn passing(filter: &CaseFilter) -> Vec<&'static [FieldOfAction]> {
        let passes = |fields: &&[FieldOfAction]| {
            let content = CaseContent { fields_of_action: fields.to_vec(), ..CaseContent::default() };
            filter.matches(&content, DateTime::UNIX_EPOCH, None)
        };
        LISTS.into_iter().filter(passes).collect()
    }

    #[test]
    fn what_a_filter_and_focus_areas_ask_for_is_asked_for_in_two_lists_where_two_are_enough() {
        let mut inexact = Vec::new();
        for fields in LISTS {
            for own in LISTS {
                for areas in LISTS.into_iter().filter(|areas| !areas.is_empty()) {
                    let mut filter = CaseFilter { fields_of_action: fields.to_vec(), focus_areas: own.to_vec(), ..CaseFilter::default() };
                    let has_area = |fields: &&[FieldOfAction]| fields.iter().any(|field| areas.contains(field));
                    let expected: Vec<_> = passing(&filter).into_iter().filter(has_area).collect();
                    within(&mut filter, areas);
                    let listed = passing(&filter);
                    assert!(expected.iter().all(|case| listed.contains(case)), "{fields:?}, {own:?}, {areas:?}");
                    if listed != expected {
                        inexact.push([fields, own, areas]);
                    }
                }
            }
        }
        let needs = |[fields, own, areas]: &[&[FieldOfAction]; 3]| {
            let pairs = [(fields, own), (fields, areas), (own, fields), (own, areas), (areas, fields), (areas, own)];
            pairs.into_iter().all(|(wide, narrow)| !has_all(wide, narrow))
        };
        assert!(!inexact.is_empty() && inexact.iter().all(needs), "{inexact:?}");
    }
}
