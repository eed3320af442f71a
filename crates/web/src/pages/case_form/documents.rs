//! The page's documents with their types, made from the schema.

use crate::client::document;
use domain::vocabulary::{
    Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
    TargetGroup,
};
use serde::{Serialize, Serializer, ser::Error};

document!(pub(crate) Lists, "src/pages/case_form/query.graphql");
document!(pub(crate) CreateCase, "src/pages/case_form/query.graphql");
document!(pub(crate) UpdateCase, "src/pages/case_form/query.graphql", variable_types("super::Edited"));
document!(pub(crate) AutosaveCase, "src/pages/case_form/query.graphql", variable_types("super::Edited"));
document!(pub(crate) SubmitCase, "src/pages/case_form/query.graphql");

/// What the form does not ask for. A key that is there with nothing in it would empty the field.
const NOT_IN_THE_FORM: [&str; 4] = ["externalId", "elsewhere", "partners", "sourceUrl"];

/// The input of a new case as an edit of one that exists: what the form does not ask for stays as it is.
pub(crate) struct Edited(pub(crate) create_case::PracticeCaseInput);

impl Serialize for Edited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut input = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        if let Some(keys) = input.as_object_mut() {
            keys.retain(|key, _| !NOT_IN_THE_FORM.contains(&key.as_str()));
        }
        input.serialize(serializer)
    }
}
